import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveMoment } from "@/shared/api/types";
import { type Conversation, heard, NOTHING_YET } from "./call/conversation";
import { Moments } from "./moments";

const MOMENT: LiveMoment = {
  type: "moment",
  text: "I counted 9 fillers in 120 words.",
  words: "so um we had, you know, two teams",
  start_s: 20,
  end_s: 32,
  unvalidated: false,
  play: false,
};

let played: string[] = [];

beforeEach(() => {
  played = [];
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function (this: HTMLMediaElement) {
    played.push(this.getAttribute("src") ?? "");
    this.dispatchEvent(new Event("play"));
    return Promise.resolve();
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function shown(conversation: Conversation, on: { mute?(muted: boolean): void; heard?(): void } = {}) {
  return (
    <Moments
      practice={{ clip: (from, to) => `/clip?${from}-${to}` }}
      conversation={conversation}
      speaks
      muted={false}
      onMute={on.mute ?? (() => undefined)}
      onHeard={on.heard ?? (() => undefined)}
    />
  );
}

it("shows the remark with the words it is about, and plays the moment with the microphone off", async () => {
  const mute = vi.fn();
  const { container } = render(shown(heard(NOTHING_YET, MOMENT), { mute }));

  await userEvent.click(screen.getByRole("button", { name: "Listen to that" }));

  expect(screen.getByText(MOMENT.text)).toBeInTheDocument();
  expect(screen.getByText(MOMENT.words)).toBeInTheDocument();
  expect(played).toEqual(["/clip?20-32"]);
  expect(mute).toHaveBeenLastCalledWith(true);

  act(() => void container.querySelector("audio")?.dispatchEvent(new Event("pause")));

  expect(mute).toHaveBeenLastCalledWith(false);
});

it("plays what was asked for aloud when the coach has finished speaking, then asks to go on", () => {
  vi.useFakeTimers();
  const said = vi.fn();
  const before = heard({ ...NOTHING_YET, state: "speaking" }, MOMENT);
  const asked = heard(before, { ...MOMENT, play: true });
  const { container, rerender } = render(shown(before, { heard: said }));

  rerender(shown(asked, { heard: said }));
  act(() => void vi.advanceTimersByTime(5_000));
  expect(played).toEqual([]);

  rerender(shown({ ...asked, state: "listening" }, { heard: said }));
  act(() => void vi.advanceTimersByTime(1_000));
  expect(played).toEqual(["/clip?20-32"]);

  act(() => void container.querySelector("audio")?.dispatchEvent(new Event("pause")));
  expect(said).toHaveBeenCalledOnce();
});

it("says that a guess is one, and is no part of an interview", () => {
  const conversation = heard(NOTHING_YET, { ...MOMENT, unvalidated: true });
  const { container } = render(shown(conversation));
  expect(screen.getByText(/Unvalidated/)).toBeInTheDocument();

  const { container: interview } = render(
    <Moments
      practice={undefined}
      conversation={conversation}
      speaks
      muted={false}
      onMute={() => undefined}
      onHeard={() => undefined}
    />,
  );

  expect(container).not.toBeEmptyDOMElement();
  expect(interview).toBeEmptyDOMElement();
});
