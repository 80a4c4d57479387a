/** What both said, in step with the recording: pressing a turn plays from it, pressing a word plays from the word. */
import { Play } from "lucide-react";
import { type MouseEvent, memo, useEffect, useRef } from "react";
import type { Turn } from "@/shared/api/types";
import { words as asWords, clock } from "@/shared/format";
import { usePlayerValue, useReview } from "./use-player";

const MARKS: Record<Turn["marks"][number], string> = {
  inaudible: "Partly not understood",
  typed: "Typed",
  interrupted: "Interrupted",
};
const NONE = -1;

/** The word being spoken at a moment, by binary search over their starts. */
export function wordAt(words: Turn["words"], atS: number): number {
  let low = 0;
  let high = words.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const word = words[middle];
    if (!word) return NONE;
    if (atS < word.start_s) high = middle - 1;
    else if (atS >= word.end_s) low = middle + 1;
    else return middle;
  }
  return NONE;
}

function Words({ turn }: { turn: Turn }) {
  const { player } = useReview();
  const spoken = usePlayerValue(({ track, atS }) => (track === null ? NONE : wordAt(turn.words, atS)));
  if (turn.words.length === 0) return <p className="max-w-measure">{turn.text}</p>;
  const press = (event: MouseEvent) => {
    const at = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
    if (at && getSelection()?.isCollapsed) player.playFrom(Number(at));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: text stays text for reading aloud and copying; keyboards use the turn's button
    <p className="max-w-measure" onClick={press}>
      {turn.words.map((word, index) => (
        <span key={word.start_s}>
          <span
            data-at={word.start_s}
            className={`cursor-pointer rounded-small hover:bg-wash ${index === spoken ? "bg-accent text-on-accent" : ""}`}
          >
            {word.text}
          </span>{" "}
        </span>
      ))}
    </p>
  );
}

const TurnRow = memo(function TurnRow({ turn, shown }: { turn: Turn; shown: boolean }) {
  const { player } = useReview();
  const row = useRef<HTMLLIElement>(null);
  const current = usePlayerValue(
    ({ track, atS }) => track !== null && atS >= turn.start_s && atS < turn.end_s,
  );
  useEffect(() => {
    if (!shown) return;
    row.current?.scrollIntoView({ block: "center" });
    row.current?.focus({ preventScroll: true });
  }, [shown]);
  const theirs = turn.speaker === "interviewer";
  const who = theirs ? "Interviewer" : "Candidate";
  return (
    <li
      ref={row}
      tabIndex={-1}
      aria-current={current ? "true" : undefined}
      className={`grid gap-x-6 border-l-2 py-3 pl-4 sm:grid-cols-[9rem_1fr] ${current || shown ? "border-accent bg-wash" : "border-transparent"}`}
    >
      <div className="text-small text-soft">
        <span className={theirs ? "" : "font-medium text-ink"}>{who}</span>
        {player.everything ? (
          <button
            type="button"
            onClick={() => player.playFrom(turn.start_s)}
            aria-label={`Play from ${clock(turn.start_s)}`}
            className="figures ml-2 inline-flex min-h-6 items-center gap-1 underline decoration-line underline-offset-4 hover:decoration-ink print:no-underline"
          >
            <Play className="size-3 fill-current print:hidden" aria-hidden="true" />
            {clock(turn.start_s)}
          </button>
        ) : (
          <span className="figures ml-2">{clock(turn.start_s)}</span>
        )}
        {turn.marks.map((mark) => (
          <span key={mark} className="block">
            {MARKS[mark]}
          </span>
        ))}
      </div>
      <Words turn={turn} />
    </li>
  );
});

function bySection(turns: readonly Turn[]): { section: string; turns: Turn[] }[] {
  const groups: { section: string; turns: Turn[] }[] = [];
  for (const turn of turns) {
    const last = groups.at(-1);
    if (last && last.section === turn.section) last.turns.push(turn);
    else groups.push({ section: turn.section, turns: [turn] });
  }
  return groups;
}

export function Transcript({ turns, shownTurn }: { turns: readonly Turn[]; shownTurn: string | null }) {
  return (
    <div className="grid gap-6">
      {bySection(turns).map(({ section, turns: group }) => (
        <section key={group[0]?.id} aria-label={asWords(section)}>
          <h3 className="mb-1 font-sans text-small text-soft">{asWords(section)}</h3>
          <ol>
            {group.map((turn) => (
              <TurnRow key={turn.id} turn={turn} shown={turn.id === shownTurn} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
