/** Plays a sound, so that the candidate knows they will hear the interviewer. */
import { Volume2 } from "lucide-react";
import { useState } from "react";
import { devices, playThrough } from "@/shared/audio/microphone";
import { Button } from "@/shared/ui/button";
import { chimeWav } from "./chime";
import { DevicePicker } from "./device-picker";

type Outcome = "untried" | "played" | "failed";

async function playChime(): Promise<Outcome> {
  const url = URL.createObjectURL(chimeWav());
  const audio = new Audio(url);
  audio.addEventListener("ended", () => URL.revokeObjectURL(url));
  await playThrough(audio);
  return audio.play().then(
    () => "played" as const,
    () => "failed" as const,
  );
}

const WORDS: Record<Outcome, string> = {
  untried: "",
  played: "Did you hear two notes? If not, turn up the volume or choose another speaker.",
  failed: "The browser did not play the sound. Turn up the volume and press the button again.",
};

export function SpeakerTest() {
  const [speaker, setSpeaker] = useState(devices.speaker);
  const [outcome, setOutcome] = useState<Outcome>("untried");
  const choose = (deviceId: string) => {
    devices.chooseSpeaker(deviceId);
    setSpeaker(deviceId);
  };
  return (
    <div className="grid gap-3">
      <DevicePicker kind="audiooutput" label="Speaker" chosen={speaker} onChoose={choose} />
      <Button icon={Volume2} onClick={() => void playChime().then(setOutcome)} className="justify-self-start">
        Play a sound
      </Button>
      <p role="status" className="text-small text-soft">
        {WORDS[outcome]}
      </p>
    </div>
  );
}
