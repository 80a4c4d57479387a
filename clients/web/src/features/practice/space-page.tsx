/** A space of one's own: begin a practice, go on with one, look back at the others. */
import type { ReactNode } from "react";
import type { Practice, PracticeSpace } from "@/shared/api/types";
import { dateAndTime } from "@/shared/format";
import { Page } from "@/shared/ui/page";
import { BeginForm } from "./begin-form";
import { METRICS, written } from "./figures";

const STATUS: Record<Practice["status"], string> = {
  open: "Not begun",
  in_progress: "Under way",
  completed: "Finished",
};

interface SpacePageProps {
  token: string;
  space: PracticeSpace;
  /** The link to a practice's own page, around its name. */
  open(practice: Practice, label: string): ReactNode;
  onBegun(practice: Practice): void;
}

function Row({ practice, open }: { practice: Practice; open: SpacePageProps["open"] }) {
  const { title, part_title, created_at, figures, status } = practice;
  return (
    <li className="grid gap-x-6 gap-y-1 border-line border-b py-3 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <p className="font-medium">{open(practice, part_title ? `${title}: ${part_title}` : title)}</p>
        <p className="figures text-small text-soft">
          {dateAndTime(created_at)} · {STATUS[status]}
        </p>
      </div>
      {figures && (
        <p className="figures text-small text-soft sm:text-right">
          {METRICS.slice(0, 3).map((metric) => (
            <span key={metric.id} className="mr-4 inline-block sm:mr-0 sm:ml-4">
              {metric.title}: {written(metric, figures)}
            </span>
          ))}
        </p>
      )}
    </li>
  );
}

export function SpacePage({ token, space, open, onBegun }: SpacePageProps) {
  const latest = space.sessions.toReversed();
  return (
    <Page
      title="Your practice space"
      lead="An AI coach asks, listens, and tells you one thing it measured after an answer. Nothing is scored, and only this link opens what you do here."
    >
      <div className="grid gap-10">
        <section aria-labelledby="begin" className="grid gap-5">
          <h2 id="begin" className="text-lead">
            Practise now
          </h2>
          <BeginForm space={token} packs={space.packs} onBegun={onBegun} />
        </section>
        <section aria-labelledby="so-far" className="grid gap-2 border-line border-t pt-6">
          <h2 id="so-far" className="text-lead">
            So far
          </h2>
          {latest.length === 0 ? (
            <p className="text-soft">Nothing yet. A first practice of one part takes about ten minutes.</p>
          ) : (
            <ul className="grid">
              {latest.map((practice) => (
                <Row key={practice.id} practice={practice} open={open} />
              ))}
            </ul>
          )}
        </section>
        <p className="max-w-measure text-small text-soft">
          Keep this page’s address: it is the only key to your space, and nobody can send it to you again.
        </p>
      </div>
    </Page>
  );
}
