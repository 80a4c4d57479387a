/** One practice, looked back at: every answer with its facts, its remark and its sound. */
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { clipUrl, deletePractice } from "@/shared/api/practice";
import type { PracticeFeedback } from "@/shared/api/types";
import { dateAndTime } from "@/shared/format";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { Answer } from "./answer";

interface FeedbackPageProps {
  space: string;
  feedback: PracticeFeedback;
  /** The way on: into the talk while it is not over, to another practice afterwards. */
  next: ReactNode;
  onDeleted(): void;
}

function Delete({ space, id, onDeleted }: { space: string; id: string; onDeleted(): void }) {
  const [open, setOpen] = useState(false);
  const done = useMutation({ mutationFn: () => deletePractice(space, id), onSuccess: onDeleted });
  return (
    <>
      <div>
        <Button onClick={() => setOpen(true)}>Delete this practice</Button>
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Delete this practice?"
        description="Its sound, words and figures are erased for good, for everybody, you included."
      >
        {done.isError && <ErrorNotice error={asApiError(done.error)} />}
        <div className="flex flex-wrap gap-3">
          <Button tone="primary" onClick={() => setOpen(false)}>
            Keep it
          </Button>
          <Button tone="danger" busy={done.isPending} onClick={() => done.mutate()}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}

export function FeedbackPage({ space, feedback, next, onDeleted }: FeedbackPageProps) {
  const { practice, answers, has_sound, ranges } = feedback;
  const name = practice.part_title ? `${practice.title}: ${practice.part_title}` : practice.title;
  const clip = has_sound ? (from: number, to: number) => clipUrl(space, practice.id, from, to) : null;
  return (
    <Page
      above={<span className="figures">{dateAndTime(practice.created_at)}</span>}
      title={name}
      lead={
        answers.length > 0
          ? "What was measured, answer by answer. It says how you spoke, not whether you were right."
          : undefined
      }
    >
      <div className="grid gap-10">
        <div className="flex flex-wrap items-center gap-4">{next}</div>
        {answers.length === 0 && (
          <p className="max-w-measure">
            {practice.status === "completed"
              ? "No answer was heard in this practice, so there is nothing to measure."
              : "Nothing was answered yet."}
          </p>
        )}
        {answers.length > 0 && !has_sound && (
          <p className="max-w-measure text-soft">
            You chose not to be recorded, so there are words but no sound.
          </p>
        )}
        {answers.map((answer) => (
          <Answer key={answer.question} answer={answer} ranges={ranges} clip={clip} />
        ))}
        <div className="border-line border-t pt-6">
          <Delete space={space} id={practice.id} onDeleted={onDeleted} />
        </div>
      </div>
    </Page>
  );
}
