/** What a role pack holds: its parts and what is scored. */
import type { PackDetail } from "@/shared/api/types";
import { minutes } from "@/shared/format";

export function PackPreview({ pack }: { pack: PackDetail }) {
  return (
    <section aria-label={`What ${pack.title} holds`} className="grid gap-6">
      <div>
        <h2 className="mb-2 text-lead">Parts</h2>
        <ol>
          {pack.sections.map((section) => (
            <li
              key={section.kind}
              className="flex flex-wrap justify-between gap-x-6 border-line border-b py-2"
            >
              <span>{section.title}</span>
              <span className="figures text-soft">
                {section.questions} {section.questions === 1 ? "question" : "questions"},{" "}
                {minutes(section.minutes)}
              </span>
            </li>
          ))}
        </ol>
      </div>
      <div>
        <h2 className="mb-2 text-lead">Rubric</h2>
        {pack.rubric.map((criterion) => (
          <details key={criterion.id} className="border-line border-b">
            <summary className="flex min-h-11 items-center justify-between gap-6 py-2">
              <span>{criterion.title}</span>
              <span className="figures text-small text-soft">Weight {criterion.weight.toFixed(1)}</span>
            </summary>
            <p className="max-w-measure text-soft">{criterion.description}</p>
            <ol className="grid gap-1 py-3 text-small">
              {criterion.levels.map((level) => (
                <li key={level.level} className="flex gap-3">
                  <span className="figures text-soft">{level.level}</span>
                  <span>{level.anchor}</span>
                </li>
              ))}
            </ol>
          </details>
        ))}
      </div>
    </section>
  );
}
