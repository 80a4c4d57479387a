/** One question to warm up with, in the interviewer's voice. The answer never leaves the browser. */
import { useQuery } from "@tanstack/react-query";
import { practiceQuestionQuery } from "@/shared/api/candidate";
import { ClipPlayer } from "@/shared/ui/clip-player";
import { TextArea } from "@/shared/ui/field";
import { Notice } from "@/shared/ui/notice";
import { SayAndHear } from "./say-and-hear";

const LONGEST_ANSWER_S = 60;

interface PracticeProps {
  token: string;
  /** Null: the candidate types. */
  stream: MediaStream | null;
}

export function Practice({ token, stream }: PracticeProps) {
  const { data: question, isError } = useQuery(practiceQuestionQuery(token));
  if (isError) {
    return (
      <Notice title="The practice question is not ready">
        <p>The server is still starting. You can go on without it.</p>
      </Notice>
    );
  }
  if (!question) return <p className="text-soft">The practice question is on its way.</p>;
  return (
    <div className="grid gap-4">
      <blockquote className="font-serif text-lead">“{question.text}”</blockquote>
      <ClipPlayer src={question.audio_url} label="Hear the question" />
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
