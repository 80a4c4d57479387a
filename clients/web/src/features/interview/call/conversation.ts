/** What the server has said about the interview so far, folded from the live messages. */
import type {
  EndReason,
  LiveCaption,
  LiveMessage,
  LiveMoment,
  LiveSection,
  LiveState,
  Pace,
} from "@/shared/api/types";

export interface Conversation {
  /** Whether the first snapshot has come. */
  readonly known: boolean;
  readonly state: LiveState;
  readonly section: LiveSection | null;
  readonly timeLeftS: number;
  readonly muted: boolean;
  readonly paused: boolean;
  readonly typed: boolean;
  readonly pace: Pace;
  readonly captions: readonly LiveCaption[];
  readonly notice: { readonly code: string; readonly text: string } | null;
  readonly ended: EndReason | "over" | null;
  /** Practice: the last remark about the candidate's own speech. */
  readonly moment: LiveMoment | null;
  /** How often the candidate asked aloud to hear it. */
  readonly replays: number;
}

export const NOTHING_YET: Conversation = {
  known: false,
  state: "connecting",
  section: null,
  timeLeftS: 0,
  muted: false,
  paused: false,
  typed: false,
  pace: "normal",
  captions: [],
  notice: null,
  ended: null,
  moment: null,
  replays: 0,
};

function withCaption(captions: readonly LiveCaption[], caption: LiveCaption): readonly LiveCaption[] {
  const place = captions.findIndex((one) => one.id === caption.id);
  // An empty final caption takes back what turned out not to be speech.
  if (caption.final && !caption.text) return captions.filter((one) => one.id !== caption.id);
  return place === -1 ? [...captions, caption] : captions.with(place, caption);
}

function noticeAfter(code: string, text: string): Conversation["notice"] {
  return code.endsWith("_back") ? null : { code, text };
}

/** Returns the conversation after one more message; kinds this page does not know change nothing. */
export function heard(before: Conversation, message: LiveMessage): Conversation {
  switch (message.type) {
    case "snapshot":
      return {
        ...before,
        known: true,
        state: message.state,
        section: message.section,
        timeLeftS: message.time_left_s,
        muted: message.muted,
        paused: message.paused,
        typed: message.typed,
        pace: message.pace,
        captions: message.captions,
        ended: message.status === "completed" ? (before.ended ?? "over") : null,
      };
    case "state":
      return { ...before, state: message.state };
    case "caption": {
      const { id, speaker, text, final } = message;
      return { ...before, captions: withCaption(before.captions, { id, speaker, text, final }) };
    }
    case "section":
      return { ...before, section: message.section, timeLeftS: message.time_left_s };
    case "paused":
      return { ...before, paused: message.paused };
    case "muted":
      return { ...before, muted: message.muted };
    case "pace":
      return { ...before, pace: message.pace };
    case "notice":
      return { ...before, notice: noticeAfter(message.code, message.text) };
    case "moment":
      return { ...before, moment: message, replays: before.replays + (message.play ? 1 : 0) };
    case "ended":
      return { ...before, ended: message.reason };
    default:
      return before;
  }
}

/** Takes the seconds that passed off the time left. The clock stands still while paused or not connected. */
export function elapsed(before: Conversation, seconds: number): Conversation {
  if (before.paused || before.ended || !before.known) return before;
  return { ...before, timeLeftS: Math.max(0, before.timeLeftS - seconds) };
}
