/**
 * The product's mark and its only moving thing: one ring, two voices.
 * Each voice is a strand of the ring. At rest both lie on it; where there is sound they swing apart and cross.
 */

export const BANDS = 12;
const POINTS = 200;
const WAVES = 10;

/** The energy of the mark at rest, low bands first: strongest on the right, where speech has its energy. */
export const MARK_BANDS: readonly number[] = [1, 1, 0.9, 0.72, 0.5, 0.3, 0.14, 0.05, 0, 0, 0, 0];

/** The energy at an angle, bands running from three o'clock to nine o'clock, mirrored above and below. */
function energyAt(angle: number, bands: readonly number[]): number {
  const place = (Math.abs(angle) / Math.PI) * (bands.length - 1);
  const lower = Math.floor(place);
  const below = bands[lower] ?? 0;
  const above = bands[Math.min(lower + 1, bands.length - 1)] ?? 0;
  return below + (above - below) * (place - lower);
}

export interface RingShape {
  centre: number;
  radius: number;
  /** How far full energy bends the strand, in the drawing's units; negative for the other strand. */
  swing: number;
  /** 0–1 each. */
  bands: readonly number[];
}

/** A closed SVG path around (centre, centre). */
export function ringPath({ centre, radius, swing, bands }: RingShape): string {
  let path = "";
  for (let point = 0; point < POINTS; point += 1) {
    const angle = (point / POINTS) * 2 * Math.PI - Math.PI;
    const reach = radius + swing * energyAt(angle, bands) * Math.cos(WAVES * angle);
    const x = (centre + reach * Math.cos(angle)).toFixed(2);
    const y = (centre + reach * Math.sin(angle)).toFixed(2);
    path += `${point === 0 ? "M" : "L"}${x} ${y}`;
  }
  return `${path}Z`;
}
