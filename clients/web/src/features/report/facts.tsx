/** The small print of a report: what happened around the words, how fast the interviewer was, what made it. */
import type { InterviewDetail, TurnLedger } from "@/shared/api/types";
import { clock, dateAndTime, words } from "@/shared/format";
import { consents, END, STATUS } from "@/shared/interviews/status";

/** The value below which this share of the values lies; null without values. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function waiting(turns: readonly TurnLedger[]): string | null {
  const totals = turns.flatMap(({ ledger }) => (ledger ? [ledger.total_ms] : []));
  const half = percentile(totals, 0.5);
  const most = percentile(totals, 0.95);
  if (half === null || most === null) return null;
  return `${(half / 1_000).toFixed(1)} s usually, ${(most / 1_000).toFixed(1)} s in the slowest turns`;
}

function cost({ cost: { usd, usd_per_minute, unpriced, estimated } }: InterviewDetail): string | null {
  if (usd === 0 && unpriced.length === 0) return null;
  const measured = estimated.length === 0 ? "" : ", estimated in part";
  const sum = `$${usd.toFixed(2)}, $${usd_per_minute.toFixed(3)} a minute${measured}`;
  return unpriced.length === 0 ? sum : `${sum}, without what has no price (${unpriced.join(", ")})`;
}

function factsOf(interview: InterviewDetail): [string, string][] {
  const { started_at, ended_at, end_reason, status, events_summary, tracks } = interview;
  // Every connection after the first restored one that was lost; the last one ends with the interview.
  const lost = Math.max(0, events_summary.connections - 1);
  const duration = Math.max(0, ...tracks.map((track) => track.duration_s));
  const facts: [string, string | null][] = [
    ["Status", STATUS[status]],
    ["Began", started_at ? dateAndTime(started_at) : null],
    ["Ended", ended_at && end_reason ? `${dateAndTime(ended_at)}. ${END[end_reason]}` : null],
    [
      "Recorded",
      duration > 0
        ? clock(duration)
        : consents(interview, "recording")
          ? "No sound kept"
          : "No, as the candidate chose",
    ],
    [
      "Connection",
      lost === 0 ? null : lost === 1 ? "Lost once and restored" : `Lost ${lost} times and restored`,
    ],
    ["Candidate’s wait for the interviewer", waiting(interview.turns)],
    ["Cost", cost(interview)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

export function Facts({ interview }: { interview: InterviewDetail }) {
  return (
    <dl className="grid gap-x-10 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      {factsOf(interview).map(([what, value]) => (
        <div key={what}>
          <dt className="text-small text-soft">{what}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Versions({ versions }: { versions: Readonly<Record<string, string>> }) {
  return (
    <dl className="grid gap-1 text-small">
      {Object.entries(versions).map(([what, version]) => (
        <div key={what} className="flex flex-wrap gap-x-4">
          <dt className="w-40 text-soft">{words(what)}</dt>
          <dd className="min-w-0 break-all font-mono">{version}</dd>
        </div>
      ))}
    </dl>
  );
}
