/** What the interviewer is doing, as one union: the ring, the label and the banners are all drawn from it. */
import type { MicrophoneProblem } from "@/shared/audio/microphone";
import type { Conversation } from "./conversation";

export type Failure =
  | { reason: "microphone"; problem: MicrophoneProblem }
  | { reason: "consent_missing" | "unsupported" | "refused"; message: string; fix: string };

/** The call itself, before what is said in it. */
export type Link =
  | { kind: "connecting" }
  | { kind: "live" }
  /** The models of the server are still loading. */
  | { kind: "waiting" }
  | { kind: "reconnecting"; attempt: number; offline: boolean }
  | { kind: "failed"; failure: Failure }
  | { kind: "taken_over" }
  | { kind: "over" };

export type InterviewerState =
  | { kind: "connecting" }
  | { kind: "waiting" }
  | { kind: "listening"; muted: boolean }
  | { kind: "thinking" }
  | { kind: "speaking" }
  | { kind: "paused" }
  | { kind: "reconnecting"; attempt: number; offline: boolean }
  | { kind: "failed"; failure: Failure }
  | { kind: "taken_over" }
  | { kind: "over" };

export function interviewerState(link: Link, conversation: Conversation, muted: boolean): InterviewerState {
  if (conversation.ended) return { kind: "over" };
  if (link.kind !== "live") return link;
  if (conversation.paused) return { kind: "paused" };
  if (conversation.state === "listening") return { kind: "listening", muted };
  return { kind: conversation.state };
}

export interface Label {
  title: string;
  detail: string;
}

/** The words under the ring. With reduced motion they are all there is. */
export function labelOf(state: InterviewerState, typing: boolean): Label {
  switch (state.kind) {
    case "connecting":
      return { title: "Connecting", detail: "This takes a few seconds." };
    case "waiting":
      return { title: "Getting ready", detail: "The interviewer is still starting. It begins by itself." };
    case "listening":
      if (typing)
        return { title: "Your turn", detail: "Write as long as you like. Nothing is timed per answer." };
      return state.muted
        ? { title: "Your microphone is off", detail: "Turn it on when you want to answer." }
        : { title: "Listening", detail: "Take your time. Pauses are fine." };
    case "thinking":
      return { title: "One moment", detail: "The interviewer is about to go on." };
    case "speaking":
      return { title: "Speaking", detail: "You can interrupt at any time." };
    case "paused":
      return { title: "Paused", detail: "Nothing is heard and the clock stands still." };
    case "reconnecting":
      return { title: "Reconnecting", detail: "Your place is kept. You will go on with the same question." };
    case "failed":
      return { title: "Not connected", detail: "Nothing is lost. See what you can do." };
    case "taken_over":
      return { title: "Open elsewhere", detail: "The interview goes on in another tab or device." };
    case "over":
      return { title: "Finished", detail: "Thank you." };
  }
}
