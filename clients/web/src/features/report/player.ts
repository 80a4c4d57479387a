/** Plays the interview's tracks: from a quote's first word to its last, or from anywhere in the transcript. */
import type { Track } from "@/shared/api/types";

export type TrackName = Track["track"];

/** What the player needs of an audio element; tests bring their own. */
export interface Sound {
  src: string;
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  play(): Promise<void>;
  pause(): void;
  addEventListener(kind: "timeupdate" | "pause" | "play" | "error" | "ended", listener: () => void): void;
}

export interface PlayerSnapshot {
  readonly playing: boolean;
  readonly atS: number;
  readonly track: TrackName | null;
  /** The stretch being played: it stops at its end. Null when playing on. */
  readonly span: { readonly startS: number; readonly endS: number } | null;
  readonly failed: boolean;
}

/** Word times are rounded by speech-to-text; without it first and last sounds are clipped. */
const MARGIN_S = 0.2;

export class Player {
  #snapshot: PlayerSnapshot = { playing: false, atS: 0, track: null, span: null, failed: false };
  readonly #listeners = new Set<() => void>();
  readonly #sound: Sound;
  readonly #tracks: ReadonlyMap<TrackName, Track>;

  constructor(sound: Sound, tracks: readonly Track[]) {
    this.#sound = sound;
    this.#tracks = new Map(tracks.map((track) => [track.track, track]));
    sound.addEventListener("timeupdate", () => this.tick());
    sound.addEventListener("play", () => this.#set({ playing: true, failed: false }));
    sound.addEventListener("pause", () => this.#set({ playing: false }));
    sound.addEventListener("ended", () => this.#set({ playing: false, span: null }));
    sound.addEventListener("error", () =>
      this.#set({ playing: false, failed: this.#snapshot.track !== null }),
    );
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): PlayerSnapshot => this.#snapshot;

  has(track: TrackName): boolean {
    return this.#tracks.has(track);
  }

  /** The track on which both are heard, or the candidate's own. */
  get everything(): TrackName | null {
    return (["mix", "candidate", "interviewer"] as const).find((track) => this.#tracks.has(track)) ?? null;
  }

  get durationS(): number {
    return Math.max(0, ...Array.from(this.#tracks.values(), (track) => track.duration_s));
  }

  /** Plays a stretch and stops at its end. */
  playSpan(track: TrackName, startS: number, endS: number): void {
    this.#set({ span: { startS, endS } });
    this.#start(track, Math.max(0, startS - MARGIN_S));
  }

  /** Plays on from here. */
  playFrom(atS: number, track = this.#snapshot.track ?? this.everything): void {
    this.#set({ span: null });
    if (track) this.#start(track, atS);
  }

  /** Moves without starting or stopping. */
  seek(atS: number): void {
    const track = this.#snapshot.track ?? this.everything;
    if (!track) return;
    this.#load(track);
    this.#sound.currentTime = Math.min(Math.max(0, atS), this.durationS);
    this.#set({ span: null, atS: this.#sound.currentTime });
  }

  toggle(): void {
    if (this.#snapshot.playing) this.#sound.pause();
    else this.playFrom(this.#snapshot.atS);
  }

  pause(): void {
    this.#sound.pause();
  }

  speed(rate: number): void {
    this.#sound.playbackRate = rate;
  }

  /** Called by the element about four times a second, and by the page at each frame while something plays. */
  readonly tick = (): void => {
    const atS = this.#sound.currentTime;
    const { span } = this.#snapshot;
    if (span && atS >= span.endS + MARGIN_S) {
      this.#sound.pause();
      this.#set({ atS, playing: false, span: null });
    } else if (Math.abs(atS - this.#snapshot.atS) > 0.05) {
      this.#set({ atS });
    }
  };

  #start(track: TrackName, atS: number): void {
    this.#load(track);
    this.#sound.currentTime = atS;
    this.#set({ atS });
    this.#sound.play().catch((error: unknown) => {
      // A new play() or pause() interrupts the one before: not a failure.
      if (!(error instanceof DOMException && error.name === "AbortError"))
        this.#set({ playing: false, failed: true });
    });
  }

  #load(track: TrackName): void {
    const found = this.#tracks.get(track);
    if (!found || this.#snapshot.track === track) return;
    const rate = this.#sound.playbackRate;
    this.#sound.src = found.url;
    this.#sound.playbackRate = rate;
    this.#set({ track });
  }

  #set(change: Partial<PlayerSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
