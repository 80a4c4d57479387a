/** Consent, one purpose at a time: each can be refused, and what then happens is said before. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { storeConsents } from "@/shared/api/candidate";
import { asApiError } from "@/shared/api/errors";
import type { CandidateView, ConsentView } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Choice } from "@/shared/ui/field";
import { ErrorNotice, Notice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { choicesFrom, decisionsOf, undecided } from "./choices";

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five"];

interface PurposeProps {
  consent: ConsentView;
  choice: boolean | undefined;
  missing: boolean;
  onChoose(granted: boolean): void;
}

function Purpose({ consent, choice, missing, onChoose }: PurposeProps) {
  const { purpose, title, text, if_refused, version } = consent;
  return (
    <fieldset
      aria-describedby={missing ? `${purpose}-missing` : undefined}
      className={`grid gap-3 border-t pt-6 ${missing ? "border-danger" : "border-line"}`}
    >
      <legend className="contents">
        <span className="font-semibold font-serif text-lead">{title}</span>
      </legend>
      <p className="max-w-measure">{text}</p>
      <p className="max-w-measure text-soft">
        <strong className="font-medium text-ink">If you say no:</strong> {if_refused}
      </p>
      {missing && (
        <p id={`${purpose}-missing`} className="text-danger">
          Please choose yes or no.
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-8">
        <Choice
          kind="radio"
          name={purpose}
          label="Yes, I agree"
          checked={choice === true}
          onChange={() => onChoose(true)}
        />
        <Choice
          kind="radio"
          name={purpose}
          label="No"
          checked={choice === false}
          onChange={() => onChoose(false)}
        />
        <span className="ml-auto text-small text-soft">Text version {version}</span>
      </div>
    </fieldset>
  );
}

interface ConsentPageProps {
  token: string;
  view: CandidateView;
  onStored(view: CandidateView): void;
}

export function ConsentPage({ token, view, onStored }: ConsentPageProps) {
  const { consents } = view;
  const [choices, setChoices] = useState(() => choicesFrom(consents));
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const stored = useMutation({
    mutationFn: () => storeConsents(token, decisionsOf(consents, choices)),
    onSuccess: onStored,
  });
  const open = undecided(consents, choices);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    const [first] = open;
    if (first) form.current?.querySelector<HTMLInputElement>(`input[name="${first.purpose}"]`)?.focus();
    else stored.mutate();
  };

  return (
    <Page
      title="Your choices"
      lead={`${COUNTS[consents.length] ?? consents.length} questions about your data. Say yes or no to each by itself; no is always possible. You can change your mind later.`}
    >
      <form ref={form} onSubmit={submit} noValidate className="grid gap-8">
        {consents.map((consent) => (
          <Purpose
            key={consent.purpose}
            consent={consent}
            choice={choices[consent.purpose]}
            missing={asked && choices[consent.purpose] === undefined}
            onChoose={(granted) => setChoices((before) => ({ ...before, [consent.purpose]: granted }))}
          />
        ))}
        {asked && open.length > 0 && (
          <Notice tone="danger" live="alert" title={`${open.length} of ${consents.length} are still open.`} />
        )}
        {stored.isError && <ErrorNotice error={asApiError(stored.error)} />}
        <div className="flex flex-wrap items-center gap-4 border-line border-t pt-6">
          <Button type="submit" tone="primary" busy={stored.isPending}>
            Save my choices
          </Button>
          <p className="text-small text-soft">
            The microphone is off until you have chosen and turn it on yourself.
          </p>
        </div>
      </form>
    </Page>
  );
}
