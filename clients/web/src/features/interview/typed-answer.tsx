/** Answering in writing. The draft survives a reload. */
import { SendHorizontal, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/field";

interface TypedAnswerProps {
  sessionId: string;
  onSend(text: string): void;
  /** Told now and then while somebody writes: nobody is silent then. */
  onWriting(): void;
  /** Absent when typing is how this candidate takes part. */
  onClose?: (() => void) | undefined;
  autoFocus: boolean;
}

const LONGEST = 8_000;
const TOLD_EVERY_MS = 5_000;

export function TypedAnswer({ sessionId, onSend, onWriting, onClose, autoFocus }: TypedAnswerProps) {
  const key = `vivavoce.draft.${sessionId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  const write = (value: string) => {
    setText(value);
    sessionStorage.setItem(key, value);
  };
  const tell = () => {
    const now = performance.now();
    if (now - toldAt.current < TOLD_EVERY_MS) return;
    toldAt.current = now;
    onWriting();
  };
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!text.trim()) return;
    onSend(text.trim());
    write("");
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    if (event.key === "Escape") onClose?.();
  };
  return (
    <form onSubmit={send} className="grid gap-3">
      <TextArea
        label="Your answer in writing"
        hint={
          <>
            {onClose && "Your microphone is off while you type. "}
            <span className="pointer-coarse:hidden">Ctrl and Enter send.</span>
          </>
        }
        value={text}
        maxLength={LONGEST}
        rows={3}
        autoFocus={autoFocus}
        onKeyDown={pressed}
        onChange={(event) => {
          write(event.target.value);
          tell();
        }}
        className="max-h-48"
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary" icon={SendHorizontal}>
          Send answer
        </Button>
        {onClose && (
          <Button icon={X} onClick={onClose}>
            Back to talking
          </Button>
        )}
      </div>
    </form>
  );
}
