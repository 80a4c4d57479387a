/** What both sides said. Only finished captions are announced; the newest stays in view unless one scrolls back. */
import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { LiveCaption } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";

const NEAR_THE_END_PX = 80;

function Caption({ caption, them }: { caption: LiveCaption; them: string }) {
  const theirs = caption.speaker === "interviewer";
  return (
    <div
      className={`grid max-w-measure gap-0.5 border-l-2 py-1 pl-4 ${theirs ? "border-accent" : "border-edge"}`}
    >
      <span className={`text-small ${theirs ? "text-accent" : "text-soft"}`}>{theirs ? them : "You"}</span>
      <p className={caption.final ? "" : "text-soft"}>{caption.text}</p>
    </div>
  );
}

interface CaptionsProps {
  captions: readonly LiveCaption[];
  announce: boolean;
  /** Who speaks with the candidate. */
  them?: string;
}

export function Captions({ captions, announce, them = "Interviewer" }: CaptionsProps) {
  const box = useRef<HTMLElement>(null);
  const [following, setFollowing] = useState(true);
  const last = captions.at(-1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows every change of the last caption
  useEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, last?.id, last?.text]);

  const scrolled = () => {
    const element = box.current;
    if (element)
      setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_THE_END_PX);
  };
  return (
    <div className="relative flex min-h-40 grow basis-40 flex-col">
      <section
        ref={box}
        onScroll={scrolled}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label="Captions"
        className="min-h-0 grow basis-0 overflow-y-auto overscroll-contain"
      >
        <div
          role="log"
          aria-label="What was said"
          aria-live={announce ? "polite" : "off"}
          className="grid gap-3 p-1"
        >
          {captions
            .filter((caption) => caption.final)
            .map((caption) => (
              <Caption key={caption.id} caption={caption} them={them} />
            ))}
        </div>
        <div aria-hidden="true" className="grid gap-3 p-1 pt-2">
          {captions
            .filter((caption) => !caption.final && caption.text)
            .map((caption) => (
              <Caption key={caption.id} caption={caption} them={them} />
            ))}
        </div>
        {captions.length === 0 && <p className="p-1 text-soft">What is said appears here.</p>}
      </section>
      {!following && (
        <Button icon={ArrowDown} onClick={() => setFollowing(true)} className="absolute right-2 bottom-2">
          To the latest
        </Button>
      )}
    </div>
  );
}
