/** The mark at rest, beside the name and on pages that wait. */
import { MARK_BANDS, ringPath } from "./ring-path";

const SHAPE = { centre: 16, radius: 11, bands: MARK_BANDS };
const THEIRS = ringPath({ ...SHAPE, swing: 2.8 });
const MINE = ringPath({ ...SHAPE, swing: -2.8 });

export function Mark({ className = "size-6" }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      className={`shrink-0 ${className}`}
      aria-hidden="true"
      fill="none"
      strokeLinejoin="round"
    >
      <path d={MINE} className="stroke-ink" strokeWidth="1.4" />
      <path d={THEIRS} className="stroke-accent" strokeWidth="2.2" />
    </svg>
  );
}
