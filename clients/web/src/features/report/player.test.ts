import { expect, it } from "vitest";
import type { Track } from "@/shared/api/types";
import { Player, type Sound } from "./player";

class ScriptedSound implements Sound {
  src = "";
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  readonly #listeners = new Map<string, () => void>();
  addEventListener(kind: string, listener: () => void): void {
    this.#listeners.set(kind, listener);
  }
  async play(): Promise<void> {
    this.paused = false;
    this.tell("play");
  }
  pause(): void {
    this.paused = true;
    this.tell("pause");
  }
  tell(kind: string): void {
    this.#listeners.get(kind)?.();
  }
  reach(atS: number): void {
    this.currentTime = atS;
    this.tell("timeupdate");
  }
}

const track = (name: Track["track"]): Track => ({
  track: name,
  media_type: "audio/ogg",
  size_bytes: 1,
  duration_s: 120,
  url: `/audio/${name}`,
});

function made(...names: Track["track"][]) {
  const sound = new ScriptedSound();
  return { sound, player: new Player(sound, names.map(track)) };
}

it("plays a quote on the candidate's own track and stops at its end", () => {
  const { sound, player } = made("candidate", "mix");

  player.playSpan("candidate", 30, 34);
  expect(sound.src).toBe("/audio/candidate");
  expect(sound.currentTime).toBeCloseTo(29.8);
  sound.reach(33.9);
  expect(sound.paused).toBe(false);
  sound.reach(34.3);

  expect(sound.paused).toBe(true);
  expect(player.snapshot()).toMatchObject({ playing: false, span: null });
});

it("plays on past a quote when the listener moved away from it", () => {
  const { sound, player } = made("candidate");
  player.playSpan("candidate", 30, 34);

  player.playFrom(31);
  sound.reach(60);

  expect(sound.paused).toBe(false);
});

it("keeps the place when another voice is chosen", () => {
  const { sound, player } = made("candidate", "mix");
  player.playFrom(42);

  player.playFrom(player.snapshot().atS, "candidate");

  expect(sound.src).toBe("/audio/candidate");
  expect(sound.currentTime).toBe(42);
});

it("lets both be heard unless the listener chooses", () => {
  const { sound, player } = made("candidate", "interviewer", "mix");

  player.toggle();

  expect(sound.src).toBe("/audio/mix");
});

it("never moves before the beginning or beyond the end", () => {
  const { sound, player } = made("mix");

  player.seek(-5);
  expect(sound.currentTime).toBe(0);
  player.seek(500);

  expect(sound.currentTime).toBe(120);
});

it("says when a recording cannot be played", () => {
  const { sound, player } = made("mix");
  player.playFrom(0);

  sound.tell("error");

  expect(player.snapshot()).toMatchObject({ failed: true, playing: false });
});

it("does nothing without a recording", () => {
  const { sound, player } = made();

  player.toggle();
  player.seek(10);

  expect(sound.src).toBe("");
  expect(player.everything).toBeNull();
});
