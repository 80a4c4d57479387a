/** One answer: what was asked and said, what was measured, the remark about it, and its moments to listen to. */
import type { PracticeAnswer, PracticeRanges, PracticeRemark } from "@/shared/api/types";
import { clock } from "@/shared/format";
import { ClipPlayer } from "@/shared/ui/clip-player";

/** The sound of a stretch; null: nothing was recorded. */
export type Clip = ((startS: number, endS: number) => string) | null;

function Remark({ remark, clip }: { remark: PracticeRemark; clip: Clip }) {
  const { moment } = remark;
  return (
    <div className="grid gap-2 border-accent border-l-4 bg-wash px-4 py-3">
      <p className="text-small text-soft">
        {remark.praise ? "Well done" : "To try next time"}
        {remark.unvalidated && " · unvalidated: guessed from words, not measured"}
      </p>
      <p className="max-w-measure">{remark.text}</p>
      {moment && (
        <>
          <q className="max-w-measure text-soft italic">{moment.text}</q>
          {clip && (
            <ClipPlayer
              src={clip(moment.start_s, moment.end_s)}
              label={`Listen to ${clock(moment.start_s)}–${clock(moment.end_s)}`}
            />
          )}
        </>
      )}
    </div>
  );
}

function Measured({ answer, ranges }: { answer: PracticeAnswer; ranges: PracticeRanges }) {
  const { facts } = answer;
  const rows: [string, string][] = [
    ["Length", facts.length_s === null ? "–" : `${clock(facts.length_s)} minutes`],
    ["Pace", facts.words_per_minute === null ? "–" : `${facts.words_per_minute.toFixed(0)} words a minute`],
    [
      "Fillers",
      facts.fillers_per_100_words === null
        ? "–"
        : `${facts.fillers_per_100_words.toFixed(1)} in 100 words (${facts.fillers.length})`,
    ],
    [
      `Pauses over ${ranges.long_pause_s.toFixed(0)} s`,
      facts.length_s === null ? "–" : `${facts.long_pauses.length}`,
    ],
  ];
  if (facts.result_named !== null)
    rows.push(["Result named (unvalidated)", facts.result_named ? "Yes" : "Not found"]);
  return (
    <dl className="figures grid gap-x-8 sm:grid-cols-2">
      {rows.map(([name, value]) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-4 border-line border-b py-1.5">
          <dt className="text-soft">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface AnswerProps {
  answer: PracticeAnswer;
  ranges: PracticeRanges;
  clip: Clip;
}

export function Answer({ answer, ranges, clip }: AnswerProps) {
  return (
    <article className="grid gap-4 border-line border-t pt-6">
      <div>
        <p className="text-small text-soft">{answer.section}</p>
        <h2 className="max-w-measure text-lead">{answer.question}</h2>
      </div>
      {answer.remark && <Remark remark={answer.remark} clip={clip} />}
      <Measured answer={answer} ranges={ranges} />
      <details className="group">
        <summary className="inline-flex min-h-11 items-center underline decoration-line underline-offset-4">
          What you said
        </summary>
        <div className="grid gap-4 pt-2">
          {answer.turns.map((turn) => (
            <div key={turn.start_s} className="grid max-w-measure gap-2 border-edge border-l-2 pl-4">
              <p>{turn.text}</p>
              {clip && turn.end_s > turn.start_s && (
                <ClipPlayer
                  src={clip(turn.start_s, turn.end_s)}
                  label={`Listen, ${clock(turn.end_s - turn.start_s)}`}
                />
              )}
            </div>
          ))}
        </div>
      </details>
    </article>
  );
}
