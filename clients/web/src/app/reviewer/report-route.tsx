/** One interview: its report, what its reader has opened, and the decision. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { DecisionPanel } from "@/features/decision/decision-panel";
import { ReportPage } from "@/features/report/report-page";
import { asApiError } from "@/shared/api/errors";
import { interviewQuery, interviewsQuery, meQuery, openEvidence } from "@/shared/api/reviewer";
import type { InterviewDetail, SessionStatus } from "@/shared/api/types";
import { reportIsDue } from "@/shared/interviews/status";
import { Button, buttonClass } from "@/shared/ui/button";
import { LoadingPage, MessagePage } from "@/shared/ui/message-page";

const UNDER_WAY: ReadonlySet<SessionStatus> = new Set(["live", "evaluating", "consenting"]);
const LOOK_AGAIN_MS = 5_000;

function changesByItself(interview: InterviewDetail): boolean {
  return UNDER_WAY.has(interview.status) || reportIsDue(interview);
}

function Problem({ id, error }: { id: string; error: unknown }) {
  const queries = useQueryClient();
  const problem = asApiError(error);
  return (
    <MessagePage
      title={problem.message}
      actions={
        <>
          <Button tone="primary" onClick={() => void queries.invalidateQueries(interviewQuery(id))}>
            Try again
          </Button>
          <Link to="/" className={buttonClass("plain")}>
            To the interviews
          </Link>
        </>
      }
    >
      <p>{problem.fix}</p>
    </MessagePage>
  );
}

export function ReportRoute() {
  const { id } = useParams({ from: "/reviewer/interviews/$id" });
  const queries = useQueryClient();
  const { data: interview, error } = useQuery({
    ...interviewQuery(id),
    refetchInterval: ({ state }) => (state.data && changesByItself(state.data) ? LOOK_AGAIN_MS : false),
  });
  const { data: me } = useQuery(meQuery);
  const keep = useCallback(
    (change: (before: InterviewDetail) => InterviewDetail) => {
      queries.setQueryData<InterviewDetail>(
        interviewQuery(id).queryKey,
        (before) => before && change(before),
      );
    },
    [queries, id],
  );
  const { mutate: note } = useMutation({
    mutationFn: (evidence: string) => openEvidence(id, evidence),
    onSuccess: ({ viewed }) => keep((before) => ({ ...before, viewed })),
  });
  const opened = useCallback((evidence: string) => note(evidence), [note]);

  if (!interview)
    return error ? <Problem id={id} error={error} /> : <LoadingPage what="Opening the interview" />;
  return (
    <ReportPage
      key={`${interview.id}${interview.tracks.length}`}
      interview={interview}
      opened={opened}
      back={
        <Link to="/" className="inline-flex min-h-6 items-center underline underline-offset-4 print:hidden">
          Interviews
        </Link>
      }
      decision={
        <DecisionPanel
          interview={interview}
          viewed={interview.viewed}
          myName={me?.name ?? ""}
          onDecided={(decision) => {
            keep((before) => ({
              ...before,
              decisions: [...before.decisions, decision],
              decision: decision.verdict,
            }));
            void queries.invalidateQueries({ queryKey: interviewsQuery.queryKey, exact: true });
          }}
        />
      }
    />
  );
}
