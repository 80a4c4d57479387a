/** Plays the interviewer's voice; where the browser blocks sound until a click, a button says so. */
import { Volume2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { playThrough } from "@/shared/audio/microphone";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";

export function RemoteVoice({ stream, speaker }: { stream: MediaStream | null; speaker: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [blocked, setBlocked] = useState(false);

  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = stream;
    if (!stream) return;
    element.play().then(
      () => setBlocked(false),
      (error: unknown) => setBlocked(error instanceof DOMException && error.name === "NotAllowedError"),
    );
  }, [stream]);
  useEffect(() => {
    if (audio.current) void playThrough(audio.current, speaker);
  }, [speaker]);

  const unblock = () => void audio.current?.play().then(() => setBlocked(false));
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: live captions are on the page */}
      <audio ref={audio} autoPlay />
      {blocked && (
        <Notice title="Your browser keeps this page silent" live="alert">
          <p className="mb-3">Press the button to hear the interviewer.</p>
          <Button tone="primary" icon={Volume2} onClick={unblock}>
            Turn the sound on
          </Button>
        </Notice>
      )}
    </>
  );
}
