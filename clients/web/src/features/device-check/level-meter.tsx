/** A live meter of one's own voice, and the sentence that says the same for those who cannot see it. */
import { useEffect, useRef, useState } from "react";
import type { LevelSource } from "@/shared/audio/levels";

const BARS = 24;
/** Speech at a normal distance passes this; a fan or a quiet street does not. */
const HEARD_ABOVE = 0.42;
/** About a quarter of a second of it. */
const HEARD_FRAMES = 15;

function light(bars: SVGSVGElement | null, level: number): void {
  for (const [index, bar] of Array.from(bars?.children ?? []).entries()) {
    bar.setAttribute("class", index / BARS < level ? "fill-accent" : "fill-line");
  }
}

export function LevelMeter({ levels, onHeard }: { levels: LevelSource; onHeard?: () => void }) {
  const bars = useRef<SVGSVGElement>(null);
  const [heard, setHeard] = useState(false);
  const tell = useRef(onHeard);
  tell.current = onHeard;

  useEffect(() => {
    let loud = 0;
    let frame = requestAnimationFrame(function step() {
      const level = levels.level();
      loud = level > HEARD_ABOVE ? loud + 1 : Math.max(0, loud - 1);
      light(bars.current, level);
      if (loud === HEARD_FRAMES) {
        setHeard(true);
        tell.current?.();
      }
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [levels]);

  return (
    <div className="grid gap-2">
      <svg
        ref={bars}
        viewBox={`0 0 ${BARS * 10} 16`}
        className="h-5 w-full"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {Array.from({ length: BARS }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change places
          <rect key={index} x={index * 10} width="7" height="16" className="fill-line" />
        ))}
      </svg>
      <p role="status" className="text-small">
        {heard ? "We can hear you." : "Say something: the bars move when the microphone hears you."}
      </p>
    </div>
  );
}
