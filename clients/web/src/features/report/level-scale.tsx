/** A level from 1 to 5 with its interval, small enough to stand beside a title. The numbers stand beside it as text. */
const LEFT = 8;
const STEP = 30;
const MIDDLE = 12;

const x = (level: number) => LEFT + (level - 1) * STEP;

export function LevelScale({
  level,
  interval,
}: {
  level: number;
  interval: readonly [number, number] | null;
}) {
  return (
    <svg viewBox="0 0 136 24" className="h-6 w-34" aria-hidden="true">
      <line x1={x(1)} x2={x(5)} y1={MIDDLE} y2={MIDDLE} className="stroke-edge" strokeWidth="1" />
      {[1, 2, 3, 4, 5].map((tick) => (
        <line key={tick} x1={x(tick)} x2={x(tick)} y1={MIDDLE - 4} y2={MIDDLE + 4} className="stroke-edge" />
      ))}
      {interval && (
        <line
          x1={x(interval[0])}
          x2={x(interval[1])}
          y1={MIDDLE}
          y2={MIDDLE}
          className="stroke-accent"
          strokeWidth="4"
          strokeLinecap="round"
        />
      )}
      <circle cx={x(level)} cy={MIDDLE} r="6" className="fill-accent stroke-ground" strokeWidth="2" />
    </svg>
  );
}

/** "4.0 of 5, between 3.5 and 4.5" */
export function levelWords(level: number, interval: readonly [number, number] | null): string {
  const words = `${level.toFixed(1)} of 5`;
  return interval ? `${words}, between ${interval[0].toFixed(1)} and ${interval[1].toFixed(1)}` : words;
}
