/** Practice: the moment the coach spoke about last, and silence at the microphone while it is played. */
import { useRef } from "react";
import type { Conversation } from "./call/conversation";
import { MomentCard } from "./moment-card";

/** What the page needs beyond an interview's, when it is a practice. */
export interface PracticeTalk {
  /** Where a stretch of the candidate's own voice can be played from. */
  clip(startS: number, endS: number): string;
}

interface MomentsProps {
  practice: PracticeTalk | undefined;
  conversation: Conversation;
  speaks: boolean;
  muted: boolean;
  onMute(muted: boolean): void;
  /** A moment that was asked for aloud has been heard. */
  onHeard(): void;
}

export function Moments({ practice, conversation, speaks, muted, onMute, onHeard }: MomentsProps) {
  const mutedBefore = useRef(false);
  const { moment, replays, state } = conversation;
  if (!practice || !moment) return null;
  const onPlaying = (playing: boolean): void => {
    // One's own voice from the loudspeaker is no answer.
    if (playing) mutedBefore.current = muted;
    if (speaks) onMute(playing || mutedBefore.current);
  };
  return (
    <MomentCard
      key={`${moment.start_s} ${moment.text}`}
      moment={moment}
      source={practice.clip(moment.start_s, moment.end_s)}
      replays={replays}
      quiet={state !== "speaking"}
      onPlaying={onPlaying}
      onHeard={onHeard}
    />
  );
}
