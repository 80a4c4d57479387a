/** Both voices, drawn as the two strands of one ring. Real levels, or stillness. */
import { type RefObject, useEffect, useRef } from "react";
import type { LevelSource } from "../audio/levels";
import { useReducedMotion } from "./reduced-motion";
import { BANDS, ringPath } from "./ring-path";

const CENTRE = 120;
const THEIRS = { centre: CENTRE, radius: 92, swing: 21 };
const MINE = { centre: CENTRE, radius: 92, swing: -21 };
const STILL: readonly number[] = new Array(BANDS).fill(0);
/** How far a band moves towards its new value in one frame: quick to rise, slow to fall, so that speech reads calm. */
const RISE = 0.45;
const FALL = 0.12;

function eased(shown: readonly number[], heard: readonly number[]): number[] {
  return shown.map((value, band) => {
    const target = heard[band] ?? 0;
    return value + (target - value) * (target > value ? RISE : FALL);
  });
}

function useLiveRing(
  path: RefObject<SVGPathElement | null>,
  source: LevelSource | null,
  shape: typeof THEIRS,
  moving: boolean,
): void {
  useEffect(() => {
    const draw = (bands: readonly number[]) => path.current?.setAttribute("d", ringPath({ ...shape, bands }));
    draw(STILL);
    if (!source || !moving) return;
    let bands: readonly number[] = STILL;
    let frame = requestAnimationFrame(function step() {
      bands = eased(bands, source.bands());
      draw(bands);
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [path, source, shape, moving]);
}

interface VoiceRingProps {
  theirs: LevelSource | null;
  mine: LevelSource | null;
  /** Dashed: nobody can be heard right now. */
  broken?: boolean;
  className?: string;
}

export function VoiceRing({ theirs, mine, broken = false, className = "size-60" }: VoiceRingProps) {
  const theirPath = useRef<SVGPathElement>(null);
  const myPath = useRef<SVGPathElement>(null);
  const moving = !useReducedMotion();
  useLiveRing(theirPath, theirs, THEIRS, moving);
  useLiveRing(myPath, mine, MINE, moving);
  return (
    <svg viewBox="0 0 240 240" className={className} aria-hidden="true" fill="none" strokeLinejoin="round">
      {!broken && <path ref={myPath} className="stroke-ink" strokeWidth="3" />}
      <path
        ref={theirPath}
        className={broken ? "stroke-edge" : "stroke-accent"}
        strokeWidth="6"
        strokeDasharray={broken ? "14 12" : undefined}
      />
    </svg>
  );
}
