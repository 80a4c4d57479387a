import { expect, it } from "vitest";
import { heard, NOTHING_YET } from "./conversation";

const caption = (id: string, text: string, final: boolean) =>
  ({ type: "caption", id, speaker: "candidate", text, final }) as const;

it("a caption grows in place until it is final", () => {
  const first = heard(NOTHING_YET, caption("a", "I wor", false));
  const second = heard(first, caption("b", "Later", false));

  const third = heard(second, caption("a", "I worked there.", true));

  expect(third.captions.map(({ text }) => text)).toEqual(["I worked there.", "Later"]);
});

it("an empty final caption takes back what was not speech", () => {
  const before = heard(NOTHING_YET, caption("a", "mhm", false));

  expect(heard(before, caption("a", "", true)).captions).toEqual([]);
});

it("a notice about storage goes away when it is over", () => {
  const behind = heard(NOTHING_YET, { type: "notice", code: "storage_away", text: "Saving is delayed." });
  expect(behind.notice?.text).toBe("Saving is delayed.");

  expect(heard(behind, { type: "notice", code: "storage_back", text: "Saved." }).notice).toBeNull();
});

it("a notice about a silent microphone goes away when it works again", () => {
  const silent = heard(NOTHING_YET, { type: "notice", code: "microphone_silent", text: "Nothing arrives." });

  expect(
    heard(silent, { type: "notice", code: "microphone_back", text: "It works again." }).notice,
  ).toBeNull();
});

it("the reason of the end survives the snapshot that follows it", () => {
  const ended = heard(NOTHING_YET, { type: "ended", reason: "time" });
  const section = { kind: "wrap_up", title: "Closing", index: 5, count: 6 } as const;

  const after = heard(ended, {
    type: "snapshot",
    status: "completed",
    state: "listening",
    section,
    time_left_s: 0,
    muted: false,
    paused: false,
    typed: false,
    pace: "normal",
    captions: [],
  });

  expect(after.ended).toBe("time");
});

it("the pace follows whoever changed it last", () => {
  const unhurried = heard(NOTHING_YET, { type: "pace", pace: "unhurried" });

  expect(unhurried.pace).toBe("unhurried");
});

it("a message of a kind this page does not know changes nothing", () => {
  const unknown = { type: "weather" } as unknown as Parameters<typeof heard>[1];

  expect(heard(NOTHING_YET, unknown)).toBe(NOTHING_YET);
});
