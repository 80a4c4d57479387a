/** The sound check before the interview. The microphone is asked for here, by a button, and only after consent. */
import { Keyboard, Mic } from "lucide-react";
import type { ReactNode } from "react";
import { MicrophoneHelp } from "@/shared/candidate/microphone-help";
import { Button } from "@/shared/ui/button";
import { Page } from "@/shared/ui/page";
import { DevicePicker } from "./device-picker";
import { LevelMeter } from "./level-meter";
import { Practice, usePracticeQuestion } from "./practice";
import { SayAndHear } from "./say-and-hear";
import { SpeakerTest } from "./speaker-test";
import { type MicrophoneState, useMicrophone } from "./use-microphone";

interface DeviceCheckPageProps {
  token: string;
  /** Without it the candidate types and the microphone is never touched. */
  speaks: boolean;
  /** The way into the interview. */
  begin: ReactNode;
  onTypeInstead(): void;
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 border-line border-t pt-6">
      <h2 className="text-lead">{title}</h2>
      {children}
    </section>
  );
}

interface MicrophoneStepProps {
  state: MicrophoneState;
  turnOn(deviceId?: string): Promise<void>;
  onTypeInstead(): void;
}

function MicrophoneStep({ state, turnOn, onTypeInstead }: MicrophoneStepProps) {
  if (state.kind === "on") {
    return (
      <>
        <DevicePicker
          kind="audioinput"
          label="Microphone"
          chosen={state.deviceId}
          onChoose={(deviceId) => void turnOn(deviceId)}
        />
        <LevelMeter levels={state.levels} />
        <SayAndHear stream={state.stream} maxS={3} startLabel="Record 3 seconds" playbackLabel="Hear it" />
      </>
    );
  }
  const failed = state.kind === "failed";
  return (
    <>
      {failed ? (
        <MicrophoneHelp problem={state.problem} />
      ) : (
        <p className="max-w-measure">
          Your browser will ask whether this page may use the microphone. Nothing is sent anywhere during this
          check.
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        {!(failed && state.problem === "unsupported") && (
          <Button icon={Mic} tone="primary" busy={state.kind === "asking"} onClick={() => void turnOn()}>
            {failed ? "Try again" : "Turn on the microphone"}
          </Button>
        )}
        <Button icon={Keyboard} onClick={onTypeInstead}>
          Type my answers instead
        </Button>
      </div>
    </>
  );
}

export function DeviceCheckPage({ token, speaks, begin, onTypeInstead }: DeviceCheckPageProps) {
  const { state, turnOn } = useMicrophone();
  usePracticeQuestion(token);
  const stream = state.kind === "on" ? state.stream : null;
  const ready = !speaks || stream !== null;
  return (
    <Page
      title={speaks ? "Sound check" : "Before you begin"}
      lead={
        speaks
          ? "Find a quiet place; headphones help. Then check that you hear and are heard."
          : "You will hear and read the questions, and type your answers. The microphone stays off."
      }
    >
      <div className="grid gap-8">
        {speaks && (
          <Step title="1. Your microphone">
            <MicrophoneStep state={state} turnOn={turnOn} onTypeInstead={onTypeInstead} />
          </Step>
        )}
        <Step title={speaks ? "2. Your speaker" : "1. Your speaker"}>
          <SpeakerTest />
        </Step>
        {ready && (
          <Step title={speaks ? "3. A question to warm up" : "2. A question to warm up"}>
            <Practice token={token} stream={stream} />
          </Step>
        )}
        <div className="grid gap-3 border-line border-t pt-6">
          {ready ? (
            begin
          ) : (
            <p className="text-soft">Turn on the microphone to begin, or type your answers.</p>
          )}
        </div>
      </div>
    </Page>
  );
}
