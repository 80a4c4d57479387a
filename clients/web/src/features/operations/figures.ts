/** How times are written, and what a chart says to those who do not see it. */
import type { Latency } from "@/shared/api/operations";

const BAND_NAMES: Readonly<Record<Latency["bands"][number]["band"], string>> = {
  natural: "Natural",
  responsive: "Responsive",
  noticeable: "Noticeable",
  slow: "Slow",
  broken: "Broken",
};

/** 640.4 → "640 ms"; 1240 → "1.24 s". */
export function milliseconds(value: number): string {
  return Math.round(value) < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(2)} s`;
}

/** "Natural, up to 300 ms"; the last band has no bound of its own. */
export function bandInWords(bands: Latency["bands"], place: number): string {
  const band = bands[place];
  if (!band) return "";
  const before = bands[place - 1]?.up_to_ms ?? 0;
  const reach =
    band.up_to_ms === null ? `above ${milliseconds(before)}` : `up to ${milliseconds(band.up_to_ms)}`;
  return `${BAND_NAMES[band.band]}, ${reach}`;
}

/** "The last 60 turns: 57 within the budget of 800 ms, the slowest took 1.24 s." */
export function latestInWords(latest: Latency["latest"], budget: Latency["budget"]): string {
  const totals = latest.map((turn) => turn.total_ms);
  const within = totals.filter((total) => total <= budget.p95_ms).length;
  const slowest = Math.max(0, ...totals);
  return `The last ${totals.length === 1 ? "turn" : `${totals.length} turns`}: ${within} within the budget of ${milliseconds(budget.p95_ms)}, the slowest took ${milliseconds(slowest)}.`;
}
