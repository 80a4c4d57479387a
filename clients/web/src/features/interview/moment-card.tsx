/** Practice: what the coach said about one moment, the candidate's own words there, and the sound of it. */
import { Play, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { LiveMoment } from "@/shared/api/types";
import { playThrough } from "@/shared/audio/microphone";
import { Button } from "@/shared/ui/button";

/** "Here is that moment." is said first: its sound may begin a little after the message that announces it. */
const SAID_FIRST_MS = 900;

interface MomentCardProps {
  moment: LiveMoment;
  source: string;
  /** How often it was asked for aloud. */
  replays: number;
  /** Nobody speaks. */
  quiet: boolean;
  onPlaying(playing: boolean): void;
  /** It was played because it was asked for aloud, and has ended. */
  onHeard(): void;
}

export function MomentCard({ moment, source, replays, quiet, ...on }: MomentCardProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const answered = useRef(moment.play ? replays - 1 : replays);
  const asked = useRef(false);
  const said = useRef(on);
  said.current = on;
  const [playing, setPlaying] = useState(false);
  const [silent, setSilent] = useState(false);

  const play = (): void => {
    const element = audio.current;
    if (!element) return;
    void playThrough(element);
    element.play().then(
      () => setSilent(false),
      () => setSilent(true),
    );
  };
  const changed = (now: boolean): void => {
    setPlaying(now);
    said.current.onPlaying(now);
    if (!now && asked.current) {
      asked.current = false;
      said.current.onHeard();
    }
  };
  const start = useRef(play);
  start.current = play;
  useEffect(() => {
    if (!quiet || replays <= answered.current) return;
    const timer = setTimeout(() => {
      answered.current = replays;
      asked.current = true;
      start.current();
    }, SAID_FIRST_MS);
    return () => clearTimeout(timer);
  }, [quiet, replays]);

  const stop = (): void => {
    const element = audio.current;
    if (!element) return;
    element.pause();
    element.currentTime = 0;
  };
  return (
    <section aria-label="What was measured" className="grid gap-2 border-accent border-l-4 bg-wash px-4 py-3">
      <p className="max-w-measure">{moment.text}</p>
      {moment.unvalidated && (
        <p className="text-small text-soft">Unvalidated: guessed from words, not measured.</p>
      )}
      {moment.words && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button icon={playing ? Square : Play} onClick={playing ? stop : play}>
            {playing ? "Stop" : "Listen to that"}
          </Button>
          <q className="min-w-0 grow basis-48 text-small text-soft italic">{moment.words}</q>
          {/* biome-ignore lint/a11y/useMediaCaption: its words stand beside it */}
          <audio
            ref={audio}
            src={source}
            preload="none"
            onPlay={() => changed(true)}
            onPause={() => changed(false)}
          />
        </div>
      )}
      {silent && (
        <p role="status" className="text-small">
          There is no sound of this moment; these are its words.
        </p>
      )}
    </section>
  );
}
