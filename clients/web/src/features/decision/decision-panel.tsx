/** The decision of a named person, with its reason; nobody is rejected by someone who has not opened the evidence. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { decide } from "@/shared/api/reviewer";
import type { Decision, InterviewDetail, Verdict } from "@/shared/api/types";
import { dateAndTime } from "@/shared/format";
import { VERDICT } from "@/shared/interviews/status";
import { Button } from "@/shared/ui/button";
import { Choice, TextArea } from "@/shared/ui/field";
import { ErrorNotice, Notice } from "@/shared/ui/notice";

interface DecisionPanelProps {
  interview: InterviewDetail;
  /** What the signed-in person has opened of the evidence. */
  viewed: readonly string[];
  myName: string;
  onDecided(decision: Decision): void;
}

const VERDICTS: { verdict: Verdict; hint: string }[] = [
  { verdict: "advance", hint: "The candidate goes on to the next step." },
  { verdict: "hold", hint: "Somebody else looks at it, or something is missing." },
  {
    verdict: "reject",
    hint: "The candidate is not taken further. They can ask another person to look again.",
  },
];

function History({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return <p className="hidden print:block">Not decided yet.</p>;
  return (
    <ol aria-label="Decisions so far" className="grid gap-4">
      {decisions.map((decision) => (
        <li key={decision.id} className="max-w-measure border-line border-l-2 pl-4">
          <p>
            <strong className="font-semibold">{VERDICT[decision.verdict]}</strong>, by{" "}
            {decision.decided_by.name}, <time dateTime={decision.at}>{dateAndTime(decision.at)}</time>
          </p>
          <p className="text-soft">{decision.reason}</p>
        </li>
      ))}
    </ol>
  );
}

function closedBecause({ status, ended_at }: InterviewDetail): string | null {
  if (status === "withdrawn") return "The candidate has withdrawn, so there is nothing to decide.";
  if (!ended_at) return "You can decide when the interview has ended.";
  return null;
}

function DecisionForm({ interview, viewed, myName, onDecided }: DecisionPanelProps) {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const unread = verdict === "reject" && viewed.length === 0;
  const made = useMutation({
    mutationFn: (chosen: Verdict) => decide(interview.id, chosen, reason.trim()),
    onSuccess: (decision) => {
      setVerdict(null);
      setReason("");
      setTried(false);
      onDecided(decision);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (verdict && reason.trim() && !unread) made.mutate(verdict);
  };
  return (
    <form onSubmit={submit} noValidate className="grid max-w-measure gap-5 print:hidden">
      <fieldset>
        <legend className="font-medium">Your decision</legend>
        {VERDICTS.map((one) => (
          <Choice
            key={one.verdict}
            kind="radio"
            name="verdict"
            label={VERDICT[one.verdict]}
            hint={one.hint}
            checked={verdict === one.verdict}
            onChange={() => setVerdict(one.verdict)}
          />
        ))}
        {tried && !verdict && <p className="text-small text-danger">Choose one.</p>}
      </fieldset>
      {unread && (
        <Notice tone="danger" title="You have not opened any evidence yet" live="status">
          <p>
            Nobody is rejected by someone who has not looked. Play a quote above or read the transcript, then
            decide. That you did is noted with your name.
          </p>
        </Notice>
      )}
      <TextArea
        label="Reason"
        hint="The candidate may ask to read it."
        value={reason}
        maxLength={4_000}
        onChange={(event) => setReason(event.target.value)}
        error={tried && !reason.trim() ? "Say why, in a sentence." : undefined}
      />
      {made.isError && <ErrorNotice error={asApiError(made.error)} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" tone="primary" busy={made.isPending}>
          Decide
        </Button>
        <p className="text-small text-soft">Signed as {myName}. Earlier decisions stay in the history.</p>
      </div>
    </form>
  );
}

export function DecisionPanel(props: DecisionPanelProps) {
  const { interview } = props;
  const closed = closedBecause(interview);
  return (
    <section aria-labelledby="decision" className="grid gap-6 pt-12">
      <h2 id="decision" className="text-title">
        Decision
      </h2>
      <History decisions={interview.decisions} />
      {closed ? <p className="text-soft">{closed}</p> : <DecisionForm {...props} />}
    </section>
  );
}
