/** The pages before the interview, put together from their features. */
import { Link, Navigate, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { AccommodationsDialog } from "@/features/accommodations/accommodations-dialog";
import { ConsentPage } from "@/features/consent/consent-page";
import { DeviceCheckPage } from "@/features/device-check/device-check-page";
import { InvitationPage } from "@/features/invitation/invitation-page";
import { storeAccommodations } from "@/shared/api/candidate";
import type { CandidateView } from "@/shared/api/types";
import { HelpDialog } from "@/shared/candidate/help-dialog";
import { Button, buttonClass } from "@/shared/ui/button";
import { MessagePage } from "@/shared/ui/message-page";
import { useCandidate } from "./use-candidate";

function Opener({
  label,
  dialog,
}: {
  label: string;
  dialog(open: boolean, set: (open: boolean) => void): ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      {dialog(open, setOpen)}
    </>
  );
}

function Next({ token, view }: { token: string; view: CandidateView }) {
  if (view.status === "in_progress" && view.may_start) {
    return (
      <Link to="/i/$token/interview" params={{ token }} className={buttonClass("primary")}>
        Go on with the interview
      </Link>
    );
  }
  return (
    <Link to="/i/$token/choices" params={{ token }} className={buttonClass("primary")}>
      Continue to your choices
    </Link>
  );
}

export function InvitationRoute() {
  const { token, view, keep } = useCandidate();
  return (
    <InvitationPage
      view={view}
      next={<Next token={token} view={view} />}
      adjust={
        <Opener
          label="Make it work for you"
          dialog={(open, setOpen) => (
            <AccommodationsDialog
              token={token}
              stored={view.accommodations}
              open={open}
              onOpenChange={setOpen}
              onStored={(next) => {
                keep(next);
                setOpen(false);
              }}
            />
          )}
        />
      }
      human={
        <Opener
          label="Ask for a person"
          dialog={(open, setOpen) => (
            <HelpDialog token={token} contactEmail={view.contact_email} open={open} onOpenChange={setOpen} />
          )}
        />
      }
    />
  );
}

export function ChoicesRoute() {
  const { token, view, keep } = useCandidate();
  const navigate = useNavigate();
  return (
    <ConsentPage
      token={token}
      view={view}
      onStored={(next) => {
        keep(next);
        void navigate({ to: "/i/$token/check", params: { token } });
      }}
    />
  );
}

/** The candidate does not want to talk with an AI: that is the end of this way, and the start of another. */
function PersonInstead({ token, view }: { token: string; view: CandidateView }) {
  return (
    <MessagePage
      title="A person will take over"
      actions={
        <>
          <Opener
            label="Add a message"
            dialog={(open, setOpen) => (
              <HelpDialog
                token={token}
                contactEmail={view.contact_email}
                open={open}
                onOpenChange={setOpen}
              />
            )}
          />
          <Link to="/i/$token/choices" params={{ token }} className={buttonClass("quiet")}>
            Change my choices
          </Link>
        </>
      }
    >
      <p>
        You chose not to talk with an AI. That is fine and does not count against you. {view.organisation}{" "}
        arranges the interview with a person.
      </p>
      <p>
        If you hear nothing, write to <a href={`mailto:${view.contact_email}`}>{view.contact_email}</a>.
      </p>
    </MessagePage>
  );
}

export function CheckRoute() {
  const { token, view, keep } = useCandidate();
  if (view.mode === "human") return <PersonInstead token={token} view={view} />;
  if (!view.may_start) return <Navigate to="/i/$token/choices" params={{ token }} replace />;
  const typeInstead = () =>
    void storeAccommodations(token, { ...view.accommodations, typed: true }).then(keep);
  return (
    <DeviceCheckPage
      token={token}
      speaks={view.mode === "voice"}
      onTypeInstead={typeInstead}
      begin={
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Link to="/i/$token/interview" params={{ token }} className={buttonClass("primary")}>
            {view.status === "in_progress" ? "Go on with the interview" : "Begin the interview"}
          </Link>
          <p className="text-soft">
            {view.recording ? "The interview is recorded, as you agreed." : "The interview is not recorded."}
          </p>
        </div>
      }
    />
  );
}
