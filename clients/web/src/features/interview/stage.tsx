/** The interviewer, drawn: the ring moves with real voices, the words under it say the same. */
import type { LevelSource } from "@/shared/audio/levels";
import { VoiceRing } from "@/shared/voice/voice-ring";
import { type InterviewerState, labelOf } from "./call/interviewer-state";

interface StageProps {
  state: InterviewerState;
  theirs: LevelSource | null;
  mine: LevelSource | null;
  typing: boolean;
}

/** Changes worth an announcement; listening, thinking and speaking are heard anyway. */
const ANNOUNCED = new Set<InterviewerState["kind"]>(["waiting", "paused", "reconnecting", "failed", "over"]);
const HEARD_BOTH = new Set<InterviewerState["kind"]>(["listening", "thinking", "speaking"]);

export function Stage({ state, theirs, mine, typing }: StageProps) {
  const label = labelOf(state, typing);
  const live = HEARD_BOTH.has(state.kind);
  const muted = state.kind === "listening" && state.muted;
  return (
    <div
      className="flex items-center gap-4 lg:flex-col lg:gap-6 lg:text-center"
      data-state={state.kind}
      data-testid="interviewer"
    >
      <VoiceRing
        theirs={live ? theirs : null}
        mine={live && !muted ? mine : null}
        broken={!live}
        className="size-24 shrink-0 sm:size-36 lg:size-64"
      />
      <div>
        <p className="font-semibold font-serif text-lead lg:text-title">{label.title}</p>
        <p className="text-soft">{label.detail}</p>
      </div>
      <p role="status" className="sr-only">
        {(ANNOUNCED.has(state.kind) || muted) && `${label.title}. ${label.detail}`}
      </p>
    </div>
  );
}
