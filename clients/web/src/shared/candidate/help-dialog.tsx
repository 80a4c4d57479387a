/** How to reach a person, before, during and after the interview. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { askHuman } from "../api/candidate";
import { asApiError } from "../api/errors";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextArea } from "../ui/field";
import { ErrorNotice, Notice } from "../ui/notice";

interface HelpDialogProps {
  token: string;
  contactEmail: string;
  open: boolean;
  onOpenChange(open: boolean): void;
}

function AskForm({ token }: { token: string }) {
  const [message, setMessage] = useState("");
  const asked = useMutation({ mutationFn: () => askHuman(token, message.trim()) });
  if (asked.isSuccess) {
    return (
      <Notice title="A person has been asked" live="status">
        <p>
          They will write to you. If it is urgent, write to{" "}
          <a href={`mailto:${asked.data.contact_email}`}>{asked.data.contact_email}</a>.
        </p>
      </Notice>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asked.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextArea
        label="What do you need?"
        hint="You may leave this empty. You never have to give a reason or a diagnosis."
        value={message}
        maxLength={4_000}
        onChange={(event) => setMessage(event.target.value)}
      />
      {asked.isError && <ErrorNotice error={asApiError(asked.error)} />}
      <Button type="submit" tone="primary" busy={asked.isPending} className="justify-self-start">
        Ask for a person
      </Button>
    </form>
  );
}

export function HelpDialog({ token, contactEmail, open, onOpenChange }: HelpDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Talk to a person"
      description="Asking for a person never counts against you. The interview then stops, and a person takes over from there."
    >
      <p className="max-w-measure">
        You can also write to <a href={`mailto:${contactEmail}`}>{contactEmail}</a>.
      </p>
      <AskForm token={token} />
    </Dialog>
  );
}
