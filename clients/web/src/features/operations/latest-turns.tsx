/** The last turns one by one, against the budget's line. */
import type { Latency } from "@/shared/api/operations";
import { latestInWords, milliseconds } from "./figures";

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 4;
const RIGHT = 4;
const TOP = 12;
const BOTTOM = 8;
const LEAST_TOP_MS = 1_200;
/** One very slow turn must not flatten all others. */
const MOST_TOP_MS = 2_400;

interface LatestTurnsProps {
  latest: Latency["latest"];
  budget: Latency["budget"];
}

export function LatestTurns({ latest, budget }: LatestTurnsProps) {
  const slowest = Math.max(LEAST_TOP_MS, ...latest.map((turn) => turn.total_ms));
  const top = Math.min(slowest, MOST_TOP_MS) * 1.05;
  const step = (WIDTH - LEFT - RIGHT) / Math.max(20, latest.length);
  const y = (ms: number) => TOP + (1 - Math.min(ms, top) / top) * (HEIGHT - TOP - BOTTOM);
  return (
    <section aria-labelledby="latest-title">
      <h2 id="latest-title" className="text-lead">
        The last turns
      </h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={latestInWords(latest, budget)}
        className="mt-3 h-50 w-full"
      >
        {latest.map((turn, place) => (
          <rect
            key={turn.at}
            x={LEFT + place * step + step * 0.15}
            width={step * 0.7}
            y={y(turn.total_ms)}
            height={HEIGHT - BOTTOM - y(turn.total_ms)}
            className={turn.total_ms > budget.p95_ms ? "fill-danger" : "fill-accent"}
          />
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className="stroke-edge" />
        <line
          x1={0}
          x2={WIDTH}
          y1={y(budget.p95_ms)}
          y2={y(budget.p95_ms)}
          strokeWidth={2}
          strokeDasharray="8 6"
          vectorEffect="non-scaling-stroke"
          className="stroke-ink"
        />
      </svg>
      <p className="text-small text-soft">
        Oldest on the left. The dashed line is the budget, {milliseconds(budget.p95_ms)}.
      </p>
    </section>
  );
}
