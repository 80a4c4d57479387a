/** How the figures went over the practices so far: as charts, and the same as a table. */
import type { ReactNode } from "react";
import type { Practice, PracticeSpace } from "@/shared/api/types";
import { dateAndTime } from "@/shared/format";
import { Page } from "@/shared/ui/page";
import { METRICS, type Metric, written } from "./figures";
import { type Point, TrendChart } from "./trend-chart";

function pointsOf(metric: Metric, practices: readonly Practice[]): Point[] {
  return practices.flatMap(({ id, created_at, figures }) => {
    const value = figures ? metric.value(figures) : null;
    return value === null ? [] : [{ id, at: created_at, value }];
  });
}

function Table({ practices, open }: { practices: readonly Practice[]; open: ProgressPageProps["open"] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label="The same as a table">
      <table className="figures w-full min-w-[36rem]">
        <caption className="pb-2 text-left text-lead">
          <h2 className="text-lead">The same as a table</h2>
        </caption>
        <thead>
          <tr className="border-line border-b text-left text-small text-soft">
            <th scope="col" className="py-2 pr-6 font-normal">
              Practice
            </th>
            {METRICS.map((metric) => (
              <th key={metric.id} scope="col" className="py-2 pr-6 font-normal">
                {metric.title}, {metric.unit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {practices.map((practice) => (
            <tr key={practice.id} className="border-line border-b">
              <th scope="row" className="py-3 pr-6 text-left font-normal">
                {open(practice, dateAndTime(practice.created_at))}
              </th>
              {METRICS.map((metric) => (
                <td key={metric.id} className="py-3 pr-6">
                  {written(metric, practice.figures)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ProgressPageProps {
  space: PracticeSpace;
  /** The link to a practice's own page, around its date. */
  open(practice: Practice, label: string): ReactNode;
  begin: ReactNode;
}

export function ProgressPage({ space, open, begin }: ProgressPageProps) {
  const measured = space.sessions.filter((practice) => practice.figures !== null);
  return (
    <Page
      title="Your progress"
      width="wide"
      lead="What was measured in each practice. These are habits of speaking, not how good an answer is; a shaded band is what most listeners find easy to follow."
    >
      {measured.length === 0 ? (
        <div className="grid justify-items-start gap-6">
          <p className="max-w-measure">
            There is nothing to show yet. After your first practice, its figures are here.
          </p>
          {begin}
        </div>
      ) : (
        <div className="grid gap-10">
          {measured.length === 1 && (
            <p className="max-w-measure text-soft">A trend needs two practices; this is your first.</p>
          )}
          <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
            {METRICS.map((metric) => (
              <TrendChart
                key={metric.id}
                metric={metric}
                points={pointsOf(metric, measured)}
                ranges={space.ranges}
              />
            ))}
          </div>
          <Table practices={measured} open={open} />
        </div>
      )}
    </Page>
  );
}
