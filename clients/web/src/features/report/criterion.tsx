/** One criterion: its level or why there is none, the quotes it rests on, and the rubric it was read with. */
import { CircleAlert } from "lucide-react";
import type { Criterion, CriterionResult } from "@/shared/api/types";
import { LevelScale, levelWords } from "./level-scale";
import { Quote } from "./quote";

interface CriterionProps {
  result: CriterionResult;
  rubric: Criterion | undefined;
  onShow(turnId: string): void;
}

function Anchors({ rubric, level }: { rubric: Criterion; level: number | null }) {
  const nearest = level === null ? null : Math.round(level);
  return (
    <ol className="grid gap-2 text-small">
      {rubric.levels.map((one) => (
        <li
          key={one.level}
          aria-current={one.level === nearest ? "true" : undefined}
          className={`flex gap-3 border-l-2 pl-3 ${one.level === nearest ? "border-accent" : "border-transparent text-soft"}`}
        >
          <span className="figures">{one.level}</span>
          <span>{one.anchor}</span>
        </li>
      ))}
    </ol>
  );
}

function Level({ result }: { result: CriterionResult }) {
  if (result.status !== "scored" || result.level === null) {
    return <p className="font-medium">Not scored</p>;
  }
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <LevelScale level={result.level} interval={result.interval} />
      <span className="figures">{levelWords(result.level, result.interval)}</span>
    </p>
  );
}

function Runs({ result }: { result: CriterionResult }) {
  return (
    <details className="text-small text-soft not-open:print:hidden">
      <summary className="inline-flex min-h-6 items-center underline decoration-line underline-offset-4 hover:decoration-ink">
        How each evaluator read it
      </summary>
      <ul className="mt-2 grid max-w-measure gap-1">
        {result.runs.map((run) => (
          <li key={run.evaluator}>
            <span className="text-ink">{run.evaluator}</span>:{" "}
            <span className="figures">{run.level === null ? "not scored" : run.level.toFixed(1)}</span>.{" "}
            {run.reason}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function CriterionArticle({ result, rubric, onShow }: CriterionProps) {
  const scored = result.level !== null;
  return (
    <article
      aria-labelledby={`criterion-${result.id}`}
      className="grid gap-6 border-line border-t py-8 lg:grid-cols-[1fr_20rem] lg:gap-12"
    >
      <div className="grid content-start gap-4">
        <div className="grid gap-1">
          <h3 id={`criterion-${result.id}`} className="text-lead">
            {result.title}
          </h3>
          <Level result={result} />
        </div>
        {result.discrepancy && (
          <p className="flex items-center gap-2 font-medium text-danger">
            <CircleAlert className="size-5 shrink-0" aria-hidden="true" />
            The evaluators differ by a level or more. Look here first.
          </p>
        )}
        <p className="max-w-measure">{result.reason}</p>
        {result.evidence.map((evidence) => (
          <Quote
            key={`${evidence.turn_id}${evidence.start_s}${evidence.supports}`}
            evidence={evidence}
            onShow={onShow}
          />
        ))}
        <Runs result={result} />
      </div>
      {rubric && (
        <aside aria-label={`What the levels of ${result.title} mean`}>
          <details className={`print:hidden ${scored ? "lg:hidden" : ""}`}>
            <summary className="inline-flex min-h-11 items-center underline underline-offset-4">
              What the levels mean
            </summary>
            <div className="mt-2">
              <Anchors rubric={rubric} level={result.level} />
            </div>
          </details>
          <div className={`hidden gap-3 ${scored ? "lg:grid print:grid" : ""}`}>
            <p className="text-small text-soft">{rubric.description}</p>
            <Anchors rubric={rubric} level={result.level} />
          </div>
        </aside>
      )}
    </article>
  );
}
