/** After the interview: what happens next, how to reach a person, how to take everything back. */
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { withdraw } from "@/shared/api/candidate";
import { asApiError } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { MessagePage } from "@/shared/ui/message-page";
import { ErrorNotice, Notice } from "@/shared/ui/notice";

interface AfterwardsPageProps {
  token: string;
  /** What is known of the interview; after a reload that may be nothing but the link. */
  organisation: string | null;
  contactEmail: string | null;
}

function Contact({ email }: { email: string | null }): ReactNode {
  if (!email) return <p>If you have a question, write to the people who invited you.</p>;
  return (
    <p>
      If you have a question, want to see or correct what is kept about you, or want another person to look at
      the decision, write to <a href={`mailto:${email}`}>{email}</a>.
    </p>
  );
}

function Withdraw({ token }: { token: string }) {
  const [open, setOpen] = useState(false);
  const done = useMutation({ mutationFn: () => withdraw(token), onSuccess: () => setOpen(false) });
  if (done.isSuccess) {
    return (
      <Notice title="You have withdrawn" live="status">
        <p>Nothing more is evaluated. For questions, write to {done.data.contact_email}.</p>
      </Notice>
    );
  }
  return (
    <>
      <div>
        <Button onClick={() => setOpen(true)}>Withdraw from this interview</Button>
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Withdraw?"
        description="All your consents are taken back and nothing more is evaluated. This cannot be undone, and the application then goes on without this interview."
      >
        {done.isError && <ErrorNotice error={asApiError(done.error)} />}
        <div className="flex flex-wrap gap-3">
          <Button tone="primary" onClick={() => setOpen(false)}>
            Keep my interview
          </Button>
          <Button tone="danger" busy={done.isPending} onClick={() => done.mutate()}>
            Withdraw
          </Button>
        </div>
      </Dialog>
    </>
  );
}

export function AfterwardsPage({ token, organisation, contactEmail }: AfterwardsPageProps) {
  return (
    <MessagePage title="Thank you. The interview is finished.">
      <h2 className="text-lead">What happens next</h2>
      <ol className="list-decimal pl-5">
        <li>What you said is written down and compared with what the role asks for.</li>
        <li>
          A person{organisation ? ` at ${organisation}` : ""} reads it, with your own words as the evidence.
        </li>
        <li>That person decides and writes to you. Software decides nothing.</li>
      </ol>
      <Contact email={contactEmail} />
      <p className="text-soft">You can close this page.</p>
      <div className="mt-4 grid gap-3 border-line border-t pt-6">
        <h2 className="text-lead">Changed your mind?</h2>
        <Withdraw token={token} />
      </div>
    </MessagePage>
  );
}
