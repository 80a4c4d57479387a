/** What makes the interview work for this candidate. No reason is asked, nobody who reads the report sees it. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { storeAccommodations } from "@/shared/api/candidate";
import { asApiError } from "@/shared/api/errors";
import type { Accommodations, CandidateView } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { Choice } from "@/shared/ui/field";
import { ErrorNotice } from "@/shared/ui/notice";

interface AccommodationsDialogProps {
  token: string;
  stored: Accommodations;
  open: boolean;
  onOpenChange(open: boolean): void;
  onStored(view: CandidateView): void;
}

const PACES = [
  { factor: 1, label: "The usual time" },
  { factor: 1.5, label: "Half as much again" },
  { factor: 2, label: "Twice the time" },
];

function WishesForm({ token, stored, onStored }: Omit<AccommodationsDialogProps, "open" | "onOpenChange">) {
  const [wanted, setWanted] = useState(stored);
  const wish = (change: Partial<Accommodations>) => setWanted((before) => ({ ...before, ...change }));
  const saved = useMutation({ mutationFn: () => storeAccommodations(token, wanted), onSuccess: onStored });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saved.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <fieldset>
        <legend className="font-medium">Time, for answers and for the whole interview</legend>
        {PACES.map(({ factor, label }) => (
          <Choice
            key={factor}
            kind="radio"
            name="pace"
            label={label}
            checked={wanted.patience_factor === factor}
            onChange={() => wish({ patience_factor: factor })}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend className="font-medium">How you take part</legend>
        <Choice
          kind="checkbox"
          label="Type my answers"
          hint="You hear and read the questions, and have three times as long. The microphone stays off."
          checked={wanted.typed}
          onChange={(event) => wish({ typed: event.target.checked })}
        />
        <Choice
          kind="checkbox"
          label="Show captions of both sides"
          checked={wanted.captions}
          onChange={(event) => wish({ captions: event.target.checked })}
        />
        <Choice
          kind="checkbox"
          label="Let the interviewer speak more slowly"
          checked={wanted.slower_speech}
          onChange={(event) => wish({ slower_speech: event.target.checked })}
        />
      </fieldset>
      {saved.isError && <ErrorNotice error={asApiError(saved.error)} />}
      <Button type="submit" tone="primary" busy={saved.isPending} className="justify-self-start">
        Save
      </Button>
    </form>
  );
}

export function AccommodationsDialog({ open, onOpenChange, ...form }: AccommodationsDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Make it work for you"
      description="No reason is asked. People who read your report do not see any of this, and it changes no rating."
    >
      <WishesForm {...form} />
    </Dialog>
  );
}
