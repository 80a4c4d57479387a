/** The microphone of the sound check: off until the candidate turns it on, off again when they leave. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type LevelSource, levelsOf } from "@/shared/audio/levels";
import {
  canTalk,
  closeStream,
  devices,
  MicrophoneError,
  type MicrophoneProblem,
  openMicrophone,
} from "@/shared/audio/microphone";

export type MicrophoneState =
  | { kind: "off" }
  | { kind: "asking" }
  | { kind: "on"; stream: MediaStream; levels: LevelSource; deviceId: string }
  | { kind: "failed"; problem: MicrophoneProblem };

function release(state: MicrophoneState): void {
  if (state.kind !== "on") return;
  state.levels.close();
  closeStream(state.stream);
}

export function useMicrophone() {
  const [state, setState] = useState<MicrophoneState>(() =>
    canTalk() ? { kind: "off" } : { kind: "failed", problem: "unsupported" },
  );
  const held = useRef(state);
  const gone = useRef(false);

  const move = useCallback((next: MicrophoneState) => {
    release(held.current);
    held.current = next;
    setState(next);
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      release(held.current);
    };
  }, []);

  const turnOn = useCallback(
    async (deviceId?: string) => {
      if (deviceId !== undefined) devices.chooseMicrophone(deviceId);
      move({ kind: "asking" });
      try {
        const stream = await openMicrophone();
        if (gone.current) return closeStream(stream);
        const used = stream.getAudioTracks()[0]?.getSettings().deviceId ?? "";
        move({ kind: "on", stream, levels: levelsOf(stream), deviceId: used });
      } catch (error) {
        if (!(error instanceof MicrophoneError)) throw error;
        move({ kind: "failed", problem: error.problem });
      }
    },
    [move],
  );

  return { state, turnOn };
}
