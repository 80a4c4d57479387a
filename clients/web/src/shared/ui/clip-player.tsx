/** A short piece of sound with one button: play it, stop it. */
import { Play, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { playThrough } from "../audio/microphone";
import { Button } from "./button";

interface ClipPlayerProps {
  src: string;
  label: string;
  /** Plays at once: only after the person's own click. */
  autoPlay?: boolean;
}

export function ClipPlayer({ src, label, autoPlay = false }: ClipPlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (audio.current) void playThrough(audio.current);
  }, []);

  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (playing) {
      element.pause();
      element.currentTime = 0;
    } else {
      element.play().then(
        () => setFailed(false),
        () => setFailed(true),
      );
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      {/* biome-ignore lint/a11y/useMediaCaption: its words stand beside it, or are the listener's own */}
      <audio
        ref={audio}
        src={src}
        preload="none"
        autoPlay={autoPlay}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <Button icon={playing ? Square : Play} onClick={toggle}>
        {playing ? "Stop" : label}
      </Button>
      {failed && (
        <p role="alert" className="text-small text-danger">
          It could not be played. Try again in a moment.
        </p>
      )}
    </div>
  );
}
