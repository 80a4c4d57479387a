/** One interview as a well-set page: levels that rest on quotes, the words, the decision. */
import { Flag, Printer } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import type { InterviewDetail } from "@/shared/api/types";
import { words } from "@/shared/format";
import { reportIsDue } from "@/shared/interviews/status";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { Coverage } from "./coverage";
import { CriterionArticle } from "./criterion";
import { Facts, Versions } from "./facts";
import { levelWords } from "./level-scale";
import { PlayerBar } from "./player-bar";
import { Transcript } from "./transcript";
import { ReviewProvider } from "./use-player";

interface ReportPageProps {
  interview: InterviewDetail;
  opened(evidence: string): void;
  back: ReactNode;
  /** The decision: its form and its history. */
  decision: ReactNode;
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-4 pt-12">
      <h2 id={id} className="text-title">
        {title}
      </h2>
      {children}
    </section>
  );
}

function NoReport({ interview }: { interview: InterviewDetail }) {
  const reasons: Partial<Record<InterviewDetail["status"], string>> = {
    invited: "The candidate has not opened the interview yet.",
    consenting: "The candidate is choosing what they consent to.",
    live: "The interview is under way, or paused. The report is written when it has ended.",
    withdrawn: "The candidate has withdrawn. Nothing is evaluated.",
  };
  return (
    <Notice title="No report yet">
      <p>
        {reportIsDue(interview)
          ? "The report is being written. This page shows it as soon as it is there."
          : (reasons[interview.status] ??
            "There is no automated evaluation. Read the transcript and decide yourself.")}
      </p>
    </Notice>
  );
}

/** Those whose message does not say by itself what it is about. */
const FLAG_NAMES: Record<string, string> = {
  unanswered_question: "The candidate asked, and waits for an answer",
};

function Flags({ interview }: { interview: InterviewDetail }) {
  if (interview.flags.length === 0) return null;
  return (
    <ul aria-label="To know before reading" className="grid gap-2">
      {interview.flags.map((flag) => (
        <li key={`${flag.kind}${flag.turn_id}${flag.message}`} className="flex max-w-measure gap-3">
          <Flag className="mt-1 size-5 shrink-0 text-accent" aria-hidden="true" />
          <span>
            <span className={flag.kind in FLAG_NAMES ? "font-medium" : "sr-only"}>
              {FLAG_NAMES[flag.kind] ?? words(flag.kind)}:{" "}
            </span>
            {flag.message}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the candidate wrote when they asked for a person: somebody has to answer it. */
function Messages({ messages }: { messages: readonly string[] }) {
  if (messages.length === 0) return null;
  return (
    <Notice title="The candidate asked for a person">
      {messages.map((message) => (
        <p key={message}>{message ? `“${message}”` : "Without a message."}</p>
      ))}
    </Notice>
  );
}

function Levels({ interview, onShow }: { interview: InterviewDetail; onShow(turnId: string): void }) {
  const { report, rubric } = interview;
  if (!report) return <NoReport interview={interview} />;
  return (
    <div>
      <p className="max-w-measure pb-6 text-soft">
        {report.overall === null
          ? "Too little could be scored for a mean over all criteria."
          : `Weighted mean of what was scored: ${levelWords(report.overall, null)}.`}{" "}
        A draft by software, from the words alone. You decide.
      </p>
      {report.criteria.map((result) => (
        <CriterionArticle
          key={result.id}
          result={result}
          rubric={rubric.find((criterion) => criterion.id === result.id)}
          onShow={onShow}
        />
      ))}
    </div>
  );
}

function OnThisPage({ interview }: { interview: InterviewDetail }) {
  const parts = [
    { id: "levels", label: "Levels", there: true },
    { id: "transcript", label: "Transcript", there: interview.transcript.turns.length > 0 },
    { id: "decision", label: "Decision", there: true },
    { id: "coverage", label: "Questions", there: (interview.report?.coverage.length ?? 0) > 0 },
  ];
  return (
    <nav aria-label="On this page" className="flex flex-wrap gap-x-5 border-line border-t pt-3 print:hidden">
      {parts
        .filter(({ there }) => there)
        .map(({ id, label }) => (
          <a
            key={id}
            href={`#${id}`}
            className="inline-flex min-h-8 items-center underline underline-offset-4"
          >
            {label}
          </a>
        ))}
    </nav>
  );
}

export function ReportPage({ interview, opened, back, decision }: ReportPageProps) {
  const [reading, setReading] = useState(false);
  const [shownTurn, setShownTurn] = useState<string | null>(null);
  const { report, transcript } = interview;
  const turns = transcript.turns;
  const read = useCallback(() => {
    setReading(true);
    opened("transcript");
  }, [opened]);
  const show = useCallback(
    (turnId: string) => {
      setReading(true);
      setShownTurn(turnId);
      opened(turnId);
    },
    [opened],
  );
  return (
    <ReviewProvider tracks={interview.tracks} opened={opened}>
      <Page
        title={interview.candidate_name}
        above={back}
        lead={interview.role_title}
        width="wide"
        actions={
          report && (
            <Button icon={Printer} className="print:hidden" onClick={() => window.print()}>
              Print
            </Button>
          )
        }
      >
        <div className="grid gap-6">
          <Facts interview={interview} />
          <Messages messages={interview.events_summary.messages_to_humans} />
          <Flags interview={interview} />
          <OnThisPage interview={interview} />
        </div>
        <Part id="levels" title="Levels">
          <Levels interview={interview} onShow={show} />
        </Part>
        {turns.length > 0 && (
          <Part id="transcript" title="Transcript">
            {reading ? (
              <Transcript turns={turns} shownTurn={shownTurn} />
            ) : (
              <div>
                <Button onClick={read}>Read the transcript</Button>
              </div>
            )}
          </Part>
        )}
        {decision}
        {report && report.coverage.length > 0 && (
          <Part id="coverage" title="Questions">
            <Coverage coverage={report.coverage} questions={interview.questions} />
          </Part>
        )}
        {Object.keys(interview.versions).length > 0 && (
          <Part id="versions" title="Made with">
            <Versions versions={interview.versions} />
          </Part>
        )}
      </Page>
      <PlayerBar />
    </ReviewProvider>
  );
}
