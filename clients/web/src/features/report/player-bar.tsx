/** The bar at the foot of the report: play, move without dragging, choose whom to hear and how fast. */
import { Pause, Play, RotateCcw, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { clock } from "@/shared/format";
import type { TrackName } from "./player";
import { usePlayerValue, useReview } from "./use-player";

const JUMP_S = 5;
const VOICES: { track: TrackName; label: string }[] = [
  { track: "mix", label: "Both" },
  { track: "candidate", label: "Candidate" },
  { track: "interviewer", label: "Interviewer" },
];
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

const SMALL = "min-h-11 rounded-control border border-edge bg-raised px-2 text-small";

function Jump({ by, children }: { by: number; children: ReactNode }) {
  const { player } = useReview();
  return (
    <button
      type="button"
      aria-label={by < 0 ? `Back ${-by} seconds` : `Forward ${by} seconds`}
      onClick={() => player.seek(player.snapshot().atS + by)}
      className="grid size-11 place-items-center rounded-control border border-transparent hover:border-edge"
    >
      {children}
    </button>
  );
}

function Position() {
  const { player } = useReview();
  const at = usePlayerValue(({ atS }) => Math.floor(atS));
  return (
    <>
      <input
        type="range"
        min={0}
        max={Math.ceil(player.durationS)}
        step={1}
        value={at}
        aria-label="Position"
        aria-valuetext={`${clock(at)} of ${clock(player.durationS)}`}
        onChange={(event) => player.seek(Number(event.target.value))}
        className="h-6 min-w-24 grow cursor-pointer accent-accent"
      />
      <span className="figures whitespace-nowrap text-small text-soft">
        {clock(at)} / {clock(player.durationS)}
      </span>
    </>
  );
}

export function PlayerBar() {
  const { player } = useReview();
  const playing = usePlayerValue((snapshot) => snapshot.playing);
  const failed = usePlayerValue((snapshot) => snapshot.failed);
  const track = usePlayerValue((snapshot) => snapshot.track);
  if (!player.everything) return null;
  const Icon = playing ? Pause : Play;
  return (
    <section aria-label="Player" className="sticky bottom-0 z-20 border-line border-t bg-ground print:hidden">
      <div className="mx-auto flex w-full max-w-page flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:px-6">
        <button
          type="button"
          aria-label={playing ? "Pause" : "Play"}
          onClick={() => player.toggle()}
          className="grid size-11 place-items-center rounded-round border border-accent bg-accent text-on-accent hover:bg-accent-strong"
        >
          <Icon className="size-5 fill-current" aria-hidden="true" />
        </button>
        <Jump by={-JUMP_S}>
          <RotateCcw className="size-5" aria-hidden="true" />
        </Jump>
        <Jump by={JUMP_S}>
          <RotateCw className="size-5" aria-hidden="true" />
        </Jump>
        <Position />
        <select
          aria-label="Whom to hear"
          className={SMALL}
          value={track ?? player.everything}
          onChange={(event) => {
            const wanted = VOICES.find((voice) => voice.track === event.target.value);
            if (wanted) player.playFrom(player.snapshot().atS, wanted.track);
          }}
        >
          {VOICES.filter((voice) => player.has(voice.track)).map((voice) => (
            <option key={voice.track} value={voice.track}>
              {voice.label}
            </option>
          ))}
        </select>
        <select
          aria-label="Speed"
          className={SMALL}
          defaultValue={1}
          onChange={(event) => player.speed(Number(event.target.value))}
        >
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {speed}×
            </option>
          ))}
        </select>
        {failed && (
          <p role="alert" className="basis-full text-small text-danger">
            The recording could not be played. It may have been deleted; the transcript stays.
          </p>
        )}
      </div>
    </section>
  );
}
