/** A candidate's own words, with the button that plays them from the recording. */
import { Play, Square, TextSearch } from "lucide-react";
import type { Evidence } from "@/shared/api/types";
import { clock } from "@/shared/format";
import { usePlayerValue, useReview } from "./use-player";

interface QuoteProps {
  evidence: Evidence;
  /** Shows the turn in the transcript. */
  onShow(turnId: string): void;
}

const ROUND =
  "mt-1 grid size-10 shrink-0 place-items-center rounded-round border border-accent text-accent hover:bg-wash print:hidden";

export function Quote({ evidence, onShow }: QuoteProps) {
  const { player, opened } = useReview();
  const { quote, start_s, end_s, turn_id, supports } = evidence;
  const playing = usePlayerValue(
    ({ playing, span }) => playing && span?.startS === start_s && span.endS === end_s,
  );
  const press = () => {
    if (playing) return player.pause();
    opened(turn_id);
    player.playSpan("candidate", start_s, end_s);
  };
  const short = quote.length > 60 ? `${quote.slice(0, 60)}…` : quote;
  const Icon = playing ? Square : Play;
  return (
    <figure className="flex gap-4">
      {player.has("candidate") && (
        <button
          type="button"
          className={ROUND}
          onClick={press}
          aria-label={`${playing ? "Stop" : "Play"}: ${short}`}
        >
          <Icon className="size-4 fill-current" aria-hidden="true" />
        </button>
      )}
      <div className="grid min-w-0 gap-1">
        <blockquote className="max-w-measure font-serif text-lead">“{quote}”</blockquote>
        <figcaption className="flex flex-wrap items-center gap-x-4 text-small text-soft">
          <span>{supports}</span>
          <button
            type="button"
            onClick={() => onShow(turn_id)}
            className="figures inline-flex min-h-6 items-center gap-1.5 underline decoration-line underline-offset-4 hover:decoration-ink"
          >
            <TextSearch className="size-4 print:hidden" aria-hidden="true" />
            <span className="sr-only">Show in the transcript at </span>
            {clock(start_s)}
          </button>
        </figcaption>
      </div>
    </figure>
  );
}
