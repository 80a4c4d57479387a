/** What stands between the candidate and the interview, and the way past it. */
import type { ReactNode } from "react";
import { MicrophoneHelp } from "@/shared/candidate/microphone-help";
import { ReadinessPanel } from "@/shared/candidate/readiness-panel";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";
import type { Failure, InterviewerState } from "./call/interviewer-state";

interface BannersProps {
  state: InterviewerState;
  notice: { code: string; text: string } | null;
  onRetryNow(): void;
  onAgain(): void;
  onType(): void;
  onChoices(): void;
}

function Failed({
  failure,
  onAgain,
  onType,
  onChoices,
}: { failure: Failure } & Omit<BannersProps, "state" | "notice" | "onRetryNow">) {
  if (failure.reason === "microphone") {
    return (
      <div className="grid gap-4">
        <MicrophoneHelp problem={failure.problem} />
        <div className="flex flex-wrap gap-3">
          <Button tone="primary" onClick={onAgain}>
            Try again
          </Button>
          <Button onClick={onType}>Type my answers instead</Button>
        </div>
      </div>
    );
  }
  const consent = failure.reason === "consent_missing";
  return (
    <Notice tone="danger" title={failure.message} live="alert">
      <p className="mb-3">{failure.fix}</p>
      <Button onClick={consent ? onChoices : onAgain}>{consent ? "To my choices" : "Try again"}</Button>
    </Notice>
  );
}

function reconnecting(offline: boolean, onRetryNow: () => void): ReactNode {
  return (
    <Notice title={offline ? "You are offline" : "The connection was lost"} live="status">
      <p className="mb-3">
        {offline
          ? "Check your internet connection. The interview goes on by itself as soon as you are back."
          : "It is being restored. Your place is kept and the clock stands still."}
      </p>
      <Button onClick={onRetryNow}>Try now</Button>
    </Notice>
  );
}

export function Banners({ state, notice, onRetryNow, ...on }: BannersProps) {
  return (
    <>
      {state.kind === "waiting" && <ReadinessPanel />}
      {state.kind === "reconnecting" && reconnecting(state.offline, onRetryNow)}
      {state.kind === "failed" && <Failed failure={state.failure} {...on} />}
      {state.kind !== "failed" && notice && <Notice live="status">{notice.text}</Notice>}
    </>
  );
}
