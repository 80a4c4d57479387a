/** How quickly the interviewer replies right now, for those who run the server. */
import { useQuery } from "@tanstack/react-query";
import { asApiError } from "@/shared/api/errors";
import { type Latency, latencyQuery } from "@/shared/api/operations";
import { words } from "@/shared/format";
import { LoadingPage } from "@/shared/ui/message-page";
import { ErrorNotice, Notice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { BandBars } from "./band-bars";
import { milliseconds } from "./figures";
import { LatestTurns } from "./latest-turns";

const HOPS: Readonly<Record<string, string>> = {
  endpoint: "Deciding that the turn is over",
  transcript: "Waiting for exact words",
  brain: "Waiting for the reply",
  first_audio: "Waiting for the first sound",
  playout: "Sending it",
};

function Figure({ what, value, budget }: { what: string; value: number | null; budget: number }) {
  const over = value !== null && value > budget;
  return (
    <div className="border-line border-t pt-3">
      <dt className="text-small text-soft">{what}</dt>
      <dd className="figures">
        <strong className={`font-semibold text-title ${over ? "text-danger" : ""}`}>
          {value === null ? "–" : milliseconds(value)}
        </strong>{" "}
        <span className="text-soft">
          {over ? "over" : "of"} {milliseconds(budget)}
        </span>
      </dd>
    </div>
  );
}

function Hops({ hops }: { hops: Latency["hops"] }) {
  return (
    <section aria-labelledby="hops-title">
      <h2 id="hops-title" className="text-lead">
        Where the time goes
      </h2>
      <table aria-labelledby="hops-title" className="mt-2 w-full max-w-column">
        <thead>
          <tr className="border-line border-b text-small text-soft">
            <th scope="col" className="py-2 pr-4 text-left font-normal">
              Hop
            </th>
            <th scope="col" className="py-2 pr-4 text-right font-normal">
              Half within
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              95 % within
            </th>
          </tr>
        </thead>
        <tbody>
          {hops.map(({ hop, p50_ms, p95_ms }) => (
            <tr key={hop} className="border-line border-b">
              <th scope="row" className="py-2 pr-4 text-left font-normal">
                {HOPS[hop] ?? words(hop)}
              </th>
              <td className="figures whitespace-nowrap py-2 pr-4 text-right">{milliseconds(p50_ms)}</td>
              <td className="figures whitespace-nowrap py-2 text-right">{milliseconds(p95_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Figures({ latency }: { latency: Latency }) {
  const { budget, turns, p50_ms, p95_ms, within_budget } = latency;
  return (
    <div className="grid gap-10">
      <div>
        {/* Always there, so that a change is announced. */}
        <div role="status">
          {!within_budget && (
            <Notice tone="danger" title="Replies are slower than their budget">
              One in twenty takes longer than {milliseconds(budget.p95_ms)}. The table below says which hop it
              is.
            </Notice>
          )}
        </div>
        <dl className="mt-4 grid gap-x-10 gap-y-4 sm:grid-cols-3">
          <Figure what="Half of all replies within" value={p50_ms} budget={budget.p50_ms} />
          <Figure what="95 % of all replies within" value={p95_ms} budget={budget.p95_ms} />
          <div className="border-line border-t pt-3">
            <dt className="text-small text-soft">Turns looked at</dt>
            <dd className="figures font-semibold text-title">{turns}</dd>
          </div>
        </dl>
      </div>
      <LatestTurns latest={latency.latest} budget={budget} />
      <BandBars bands={latency.bands} />
      <Hops hops={latency.hops} />
    </div>
  );
}

export function OperationsPage() {
  const { data: latency, error } = useQuery(latencyQuery);
  if (!latency && !error) return <LoadingPage what="Loading the figures" />;
  return (
    <Page
      title="Reply times"
      width="wide"
      lead="From the candidate’s last sound to the interviewer’s first, over the last turns of all interviews since this server was started."
    >
      {error && <ErrorNotice error={asApiError(error)} />}
      {latency?.turns === 0 && (
        <p className="max-w-measure text-lead text-soft">
          No turns yet. The figures come up by themselves while an interview is going on.
        </p>
      )}
      {latency && latency.turns > 0 && <Figures latency={latency} />}
    </Page>
  );
}
