/** The interview itself, and what is shown when it goes on elsewhere. */
import { Link, Navigate, useNavigate } from "@tanstack/react-router";
import { InterviewPage } from "@/features/interview/interview-page";
import { storeAccommodations } from "@/shared/api/candidate";
import { HelpDialog } from "@/shared/candidate/help-dialog";
import { buttonClass } from "@/shared/ui/button";
import { MessagePage } from "@/shared/ui/message-page";
import { useCandidate } from "./use-candidate";

export function LiveRoute() {
  const { token, view, keep } = useCandidate();
  const navigate = useNavigate();
  if (view.mode === "human") return <Navigate to="/i/$token/check" params={{ token }} replace />;
  if (!view.may_start) return <Navigate to="/i/$token/choices" params={{ token }} replace />;
  const speaks = view.mode === "voice";
  return (
    <InterviewPage
      key={String(speaks)}
      token={token}
      view={view}
      speaks={speaks}
      onOver={() => void navigate({ to: "/i/$token/after", params: { token }, replace: true })}
      onTakenOver={() => void navigate({ to: "/i/$token/elsewhere", params: { token }, replace: true })}
      onChoices={() => void navigate({ to: "/i/$token/choices", params: { token } })}
      onTypeInstead={() =>
        void storeAccommodations(token, { ...view.accommodations, typed: true }).then(keep)
      }
      help={(control) => <HelpDialog token={token} contactEmail={view.contact_email} {...control} />}
    />
  );
}

export function ElsewhereRoute() {
  const { token } = useCandidate();
  return (
    <MessagePage
      title="The interview goes on in another tab"
      actions={
        <Link to="/i/$token/interview" params={{ token }} className={buttonClass("primary")}>
          Go on here instead
        </Link>
      }
    >
      <p>
        It was opened a second time, in another tab or on another device, and only one can listen and speak.
      </p>
      <p>Close this tab, or go on here: the other one then steps back.</p>
    </MessagePage>
  );
}
