/** What became of each planned question, so that a missing score is not read as a weak answer. */
import type { Question, QuestionCoverage } from "@/shared/api/types";
import { words } from "@/shared/format";

interface CoverageProps {
  coverage: readonly QuestionCoverage[];
  questions: readonly Question[];
}

function outcome(one: QuestionCoverage): string {
  if (!one.asked)
    return one.reason_not_asked ? `Not asked: ${words(one.reason_not_asked).toLowerCase()}` : "Not asked";
  const points = one.covered.length + one.missing.length;
  const followed =
    one.follow_ups === 1 ? ", 1 follow-up" : one.follow_ups > 1 ? `, ${one.follow_ups} follow-ups` : "";
  return points === 0 ? `Asked${followed}` : `${one.covered.length} of ${points} points${followed}`;
}

function Points({ title, ids, question }: { title: string; ids: readonly string[]; question: Question }) {
  if (ids.length === 0) return null;
  return (
    <div>
      <p className="font-medium">{title}</p>
      <ul className="list-disc pl-5">
        {ids.map((id) => (
          <li key={id}>{question.expected.find((point) => point.id === id)?.text ?? id}</li>
        ))}
      </ul>
    </div>
  );
}

function Row({ one, question }: { one: QuestionCoverage; question: Question | undefined }) {
  const points = one.asked && one.covered.length + one.missing.length > 0;
  return (
    <li className="grid gap-1 border-line border-b py-3 sm:grid-cols-[1fr_14rem] sm:gap-6">
      <div className="max-w-measure">
        <p className={one.asked ? "" : "text-soft"}>{question?.text ?? one.question_id}</p>
        {points && question && (
          <details className="mt-1 text-small text-soft not-open:print:hidden">
            <summary className="inline-flex min-h-6 items-center underline decoration-line underline-offset-4 hover:decoration-ink">
              Expected points
            </summary>
            <div className="mt-1 grid gap-2">
              <Points title="Covered" ids={one.covered} question={question} />
              <Points title="Not covered" ids={one.missing} question={question} />
            </div>
          </details>
        )}
      </div>
      <p className="figures text-small text-soft sm:text-right">{outcome(one)}</p>
    </li>
  );
}

export function Coverage({ coverage, questions }: CoverageProps) {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return (
    <ol>
      {coverage.map((one) => (
        <Row key={one.question_id} one={one} question={byId.get(one.question_id)} />
      ))}
    </ol>
  );
}
