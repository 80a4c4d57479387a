/** All interviews, newest first: by time and by what they need, never by score. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { interviewsQuery } from "@/shared/api/reviewer";
import type { InterviewSummary } from "@/shared/api/types";
import { date } from "@/shared/format";
import { STATUS, VERDICT, WAITS_FOR_PERSON } from "@/shared/interviews/status";
import { Choice } from "@/shared/ui/field";
import { LoadingPage } from "@/shared/ui/message-page";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";

interface InterviewsPageProps {
  /** The link to an interview, around its candidate's name. */
  open(interview: InterviewSummary): ReactNode;
  /** The way to invite somebody. */
  invite: ReactNode;
}

function waits(interview: InterviewSummary): boolean {
  return WAITS_FOR_PERSON.has(interview.status) && interview.decision === null;
}

function Status({ interview }: { interview: InterviewSummary }) {
  const { status, decision } = interview;
  if (decision) return <span className="text-soft">Decided: {VERDICT[decision]}</span>;
  return <span className={waits(interview) ? "font-medium text-accent" : "text-soft"}>{STATUS[status]}</span>;
}

function Row({ interview, open }: { interview: InterviewSummary; open: InterviewsPageProps["open"] }) {
  return (
    <tr className="grid gap-x-6 border-line border-b py-3 sm:table-row">
      <th scope="row" className="text-left font-medium sm:py-3 sm:pr-6">
        {open(interview)}
      </th>
      <td className="sm:py-3 sm:pr-6">{interview.role_title}</td>
      <td className="sm:py-3 sm:pr-6">
        <Status interview={interview} />
      </td>
      <td className="figures whitespace-nowrap text-soft sm:py-3">
        {interview.started_at ? date(interview.started_at) : `Invited ${date(interview.created_at)}`}
      </td>
    </tr>
  );
}

function List({ interviews, open }: { interviews: InterviewSummary[]; open: InterviewsPageProps["open"] }) {
  return (
    <table className="block w-full sm:table">
      <caption className="sr-only">Interviews, newest first</caption>
      <thead className="sr-only sm:not-sr-only">
        <tr className="border-line border-b text-left text-small text-soft">
          <th scope="col" className="py-2 pr-6 font-normal">
            Candidate
          </th>
          <th scope="col" className="py-2 pr-6 font-normal">
            Role
          </th>
          <th scope="col" className="py-2 pr-6 font-normal">
            Status
          </th>
          <th scope="col" className="py-2 font-normal">
            Date
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {interviews.map((interview) => (
          <Row key={interview.id} interview={interview} open={open} />
        ))}
      </tbody>
    </table>
  );
}

export function InterviewsPage({ open, invite }: InterviewsPageProps) {
  const { data: interviews, error } = useQuery(interviewsQuery);
  const [onlyWaiting, setOnlyWaiting] = useState(false);
  if (!interviews) {
    return error ? (
      <Page title="Interviews">
        <ErrorNotice error={asApiError(error)} />
      </Page>
    ) : (
      <LoadingPage what="Loading the interviews" />
    );
  }
  const shown = onlyWaiting ? interviews.filter(waits) : interviews;
  return (
    <Page title="Interviews" width="wide" actions={invite}>
      {interviews.length === 0 ? (
        <p className="max-w-measure text-lead text-soft">
          No interviews yet. Make a role, then invite a candidate: their link opens the interview.
        </p>
      ) : (
        <>
          <Choice
            kind="checkbox"
            label={`Only those that wait for a person (${interviews.filter(waits).length})`}
            checked={onlyWaiting}
            onChange={(event) => setOnlyWaiting(event.target.checked)}
          />
          <List interviews={shown} open={open} />
          {shown.length === 0 && <p className="py-6 text-soft">Nothing waits for you.</p>}
        </>
      )}
    </Page>
  );
}
