/** Record a few seconds and hear them. The recording lives in this page's memory and is dropped when it closes. */
import { Mic, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { canRecord, type Recording, record } from "@/shared/audio/recorder";
import { Button } from "@/shared/ui/button";
import { ClipPlayer } from "@/shared/ui/clip-player";

interface SayAndHearProps {
  stream: MediaStream;
  /** Ends by itself after this long. */
  maxS: number;
  startLabel: string;
  playbackLabel: string;
}

type Stage = { kind: "idle" } | { kind: "recording" } | { kind: "recorded"; url: string };

function useClip(stream: MediaStream, maxS: number) {
  const [stage, setStage] = useState<Stage>({ kind: "idle" });
  const recording = useRef<Recording | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const url = useRef("");

  const forget = () => {
    clearTimeout(timer.current);
    recording.current?.drop();
    recording.current = null;
    if (url.current) URL.revokeObjectURL(url.current);
    url.current = "";
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page closes or the microphone changes
  useEffect(() => forget, [stream]);

  const finish = async () => {
    clearTimeout(timer.current);
    const clip = await recording.current?.finish();
    recording.current = null;
    if (!clip) return;
    url.current = URL.createObjectURL(clip);
    setStage({ kind: "recorded", url: url.current });
  };
  const start = () => {
    forget();
    recording.current = record(stream);
    timer.current = setTimeout(() => void finish(), maxS * 1_000);
    setStage({ kind: "recording" });
  };
  return { stage, start, finish };
}

export function SayAndHear({ stream, maxS, startLabel, playbackLabel }: SayAndHearProps) {
  const { stage, start, finish } = useClip(stream, maxS);
  if (!canRecord()) return null;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        {stage.kind === "recording" ? (
          <Button icon={Square} onClick={() => void finish()}>
            Stop
          </Button>
        ) : (
          <Button icon={Mic} onClick={start}>
            {stage.kind === "recorded" ? "Record again" : startLabel}
          </Button>
        )}
        <p role="status" className="text-small text-soft">
          {stage.kind === "recording" &&
            `Recording, up to ${maxS} seconds. Speak as you would in the interview.`}
        </p>
      </div>
      {stage.kind === "recorded" && (
        <ClipPlayer key={stage.url} src={stage.url} label={playbackLabel} autoPlay />
      )}
    </div>
  );
}
