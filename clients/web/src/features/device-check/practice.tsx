/** One question to warm up with, in the interviewer's voice. The answer never leaves the browser. */
import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { practiceQuestionQuery } from "@/shared/api/candidate";
import { Button } from "@/shared/ui/button";
import { ClipPlayer } from "@/shared/ui/clip-player";
import { TextArea } from "@/shared/ui/field";
import { Notice } from "@/shared/ui/notice";
import { SayAndHear } from "./say-and-hear";

const LONGEST_ANSWER_S = 60;
const HEAR = "Hear the question";
/** Room for its lines from the start: what stands below must not move away from under a finger when the question comes. */
const QUESTION = "min-h-[3lh] font-serif text-lead sm:min-h-[2lh]";

/** Ask for the question early: it is there when the warm-up is shown. */
export function usePracticeQuestion(token: string) {
  return useQuery(practiceQuestionQuery(token));
}

interface PracticeProps {
  token: string;
  /** Null: the candidate types. */
  stream: MediaStream | null;
}

export function Practice({ token, stream }: PracticeProps) {
  const { data: question, isError } = usePracticeQuestion(token);
  if (isError) {
    return (
      <Notice title="The practice question is not ready">
        <p>The server is still starting. You can go on without it.</p>
      </Notice>
    );
  }
  return (
    <div className="grid gap-4">
      {question ? (
        <>
          <blockquote className={QUESTION}>“{question.text}”</blockquote>
          <ClipPlayer src={question.audio_url} label={HEAR} />
        </>
      ) : (
        <>
          <p className={`${QUESTION} text-soft`}>The practice question is on its way.</p>
          <div>
            <Button icon={Play} busy>
              {HEAR}
            </Button>
          </div>
        </>
      )}
      {stream ? (
        <SayAndHear
          stream={stream}
          maxS={LONGEST_ANSWER_S}
          startLabel="Answer it"
          playbackLabel="Hear your answer"
        />
      ) : (
        <TextArea label="Your practice answer" hint="It stays in this page and is not sent." />
      )}
      <p className="text-small text-soft">Your practice answer is not sent, not kept and not rated.</p>
    </div>
  );
}
