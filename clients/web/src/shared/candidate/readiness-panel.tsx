/** What the server is still loading, while a candidate waits. */
import { useQuery } from "@tanstack/react-query";
import { Check, CircleAlert, Hourglass } from "lucide-react";
import { readinessQuery } from "../api/readiness";
import type { SlotView } from "../api/types";
import { words } from "../format";

const NAMES: Record<string, string> = {
  speech_to_text: "Hearing you",
  text_to_speech: "The interviewer's voice",
  voice_engine: "The conversation",
  end_of_turn: "Noticing when you have finished",
  embeddings: "Understanding answers",
  database: "Keeping your place",
};

const STATES = {
  ready: { icon: Check, text: "ready" },
  loading: { icon: Hourglass, text: "loading" },
  failed: { icon: CircleAlert, text: "not available" },
} as const;

function Slot({ name, slot }: { name: string; slot: SlotView }) {
  const { icon: Icon, text } = STATES[slot.state];
  return (
    <li className="flex items-center gap-3 border-line border-b py-2">
      <Icon
        className={`size-5 shrink-0 ${slot.state === "failed" ? "text-danger" : "text-accent"}`}
        aria-hidden="true"
      />
      <span className="grow">{NAMES[name] ?? words(name)}</span>
      <span className="text-small text-soft">{text}</span>
    </li>
  );
}

export function ReadinessPanel() {
  const { data } = useQuery(readinessQuery);
  const slots = Object.entries(data?.slots ?? {});
  if (slots.length === 0) return null;
  const ready = slots.filter(([, slot]) => slot.state === "ready").length;
  const failed = slots.some(([, slot]) => slot.state === "failed");
  return (
    <section aria-label="What is being prepared" className="grid gap-3">
      <p role="status">
        {ready} of {slots.length} parts are ready.
        {failed && " One part does not start by itself; the people who run this server can see why."}
      </p>
      <progress className="w-full" max={slots.length} value={ready} aria-label="Parts that are ready" />
      <ul>
        {slots.map(([name, slot]) => (
          <Slot key={name} name={name} slot={slot} />
        ))}
      </ul>
    </section>
  );
}
