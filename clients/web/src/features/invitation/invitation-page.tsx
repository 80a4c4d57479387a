/** What a candidate is told before anything else: who asks, that it is an AI, what is looked at, who reads it. */
import type { ReactNode } from "react";
import type { CandidateView } from "@/shared/api/types";
import { minutes } from "@/shared/format";
import { Page } from "@/shared/ui/page";

interface InvitationPageProps {
  view: CandidateView;
  /** The way on. */
  next: ReactNode;
  /** Opens the wishes: more time, typing, captions. */
  adjust: ReactNode;
  /** Opens the way to a person. */
  human: ReactNode;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 border-line border-t pt-6 sm:grid-cols-[12rem_1fr] sm:gap-8">
      <h2 className="text-lead">{title}</h2>
      <div className="grid max-w-measure content-start gap-3">{children}</div>
    </section>
  );
}

function Sections({ view }: { view: CandidateView }) {
  return (
    <ol className="grid">
      {view.sections.map((section, index) => (
        <li key={section.kind} className="flex gap-3 border-line border-b py-2 last:border-b-0">
          <span className="figures w-5 text-soft">{index + 1}</span>
          <span className="grow">{section.title}</span>
          <span className="figures text-soft">{minutes(section.minutes)}</span>
        </li>
      ))}
    </ol>
  );
}

function Retention({ view }: { view: CandidateView }) {
  return (
    <dl className="grid">
      {view.retention.map(({ what, kept }) => (
        <div
          key={what}
          className="flex flex-wrap justify-between gap-x-6 border-line border-b py-2 last:border-b-0"
        >
          <dt>{what}</dt>
          <dd className="text-soft">{kept}</dd>
        </div>
      ))}
    </dl>
  );
}

export function InvitationPage({ view, next, adjust, human }: InvitationPageProps) {
  return (
    <Page
      above={view.organisation}
      title={`Your interview: ${view.role_title}`}
      lead={`Hello ${view.candidate_name}. ${view.organisation} invites you to a spoken interview. An AI leads it, not a person.`}
    >
      <div className="grid gap-8">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          {next}
          <p className="text-soft">
            About {minutes(view.minutes)}. You can pause, and come back with the same link.
          </p>
        </div>
        <Part title="What happens">
          <p>
            You talk, or type if you prefer. The AI asks one question at a time and waits while you think. It
            says at the start that it is an AI. It never tells you a score and does not decide anything.
          </p>
          <Sections view={view} />
        </Part>
        <Part title="What is looked at">
          <p>
            Only the words of your answers. Every rating has to rest on a sentence you said. They are read
            for:
          </p>
          <ul className="list-disc pl-5">
            {view.measured.map((criterion) => (
              <li key={criterion}>{criterion}</li>
            ))}
          </ul>
        </Part>
        <Part title="What is never looked at">
          <p>
            Your voice, tone, accent or pauses. Your face: there is no camera. Feelings or personality.
            Whatever you ask for to make the interview work for you.
          </p>
        </Part>
        <Part title="Who reads it">
          <ul className="list-disc pl-5">
            {view.readers.map((reader) => (
              <li key={reader}>{reader}</li>
            ))}
          </ul>
          <p>A named person decides. Nobody is rejected by software.</p>
        </Part>
        <Part title="How long it is kept">
          <Retention view={view} />
        </Part>
        <Part title="If you need something different">
          <p>More time, typing instead of talking, captions, slower speech: you need give no reason.</p>
          <div>{adjust}</div>
        </Part>
        <Part title="A person instead">
          <p>You can ask for a person at any time, also during the interview.</p>
          <div>{human}</div>
        </Part>
        <div className="border-line border-t pt-8">{next}</div>
      </div>
    </Page>
  );
}
