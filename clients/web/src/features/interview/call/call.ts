/** An interview's call: keeps a line and the live events up, through drops and restarts, until the interview is over. */
import type { LiveCommand, LiveMessage } from "@/shared/api/types";
import type { LevelSource } from "@/shared/audio/levels";
import { MicrophoneError } from "@/shared/audio/microphone";
import { type Conversation, elapsed, heard, NOTHING_YET } from "./conversation";
import type { Link } from "./interviewer-state";
import type { LiveFeed } from "./live-feed";
import type { Peer } from "./peer";
import { type Quality, qualityOf, type Sample, sampleOf } from "./quality";
import { afterFailure, waitMs } from "./redial";

export interface CallSnapshot {
  readonly link: Link;
  readonly conversation: Conversation;
  /** The microphone is off here, whatever the server has heard of it yet. */
  readonly muted: boolean;
  readonly quality: Quality;
  readonly remote: MediaStream | null;
  readonly theirs: LevelSource | null;
  readonly mine: LevelSource | null;
}

/** What a call stands on; scripted in tests. */
export interface CallPorts {
  openMicrophone(): Promise<MediaStream>;
  dial(microphone: MediaStream | null): Promise<Peer>;
  openFeed(onMessage: (message: LiveMessage) => void): LiveFeed;
  levelsOf(stream: MediaStream): LevelSource;
  closeStream(stream: MediaStream | null): void;
}

const TICK_MS = 1_000;
const QUALITY_EVERY_TICKS = 3;

export class InterviewCall {
  #snapshot: CallSnapshot = {
    link: { kind: "connecting" },
    conversation: NOTHING_YET,
    muted: false,
    quality: "unknown",
    remote: null,
    theirs: null,
    mine: null,
  };
  readonly #listeners = new Set<() => void>();
  readonly #ports: CallPorts;
  readonly #speaks: boolean;
  #microphone: MediaStream | null = null;
  #peer: Peer | null = null;
  #feed: LiveFeed | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #wake: () => void = () => undefined;
  #stopped = false;

  /** `speaks`: with a microphone; otherwise the candidate types and only listens. */
  constructor(ports: CallPorts, { speaks }: { speaks: boolean }) {
    this.#ports = ports;
    this.#speaks = speaks;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): CallSnapshot => this.#snapshot;

  /** Calls until the interview is over, `stop` is called, or going on makes no sense. */
  async run(): Promise<void> {
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    for (let attempt = 1; !this.#stopped; attempt += 1) {
      try {
        await this.#dial();
        attempt = 0;
        await this.#peer?.ended;
        this.#hangUp();
        if (!this.#stopped)
          this.#set({ link: { kind: "reconnecting", attempt: 1, offline: !navigator.onLine } });
      } catch (error) {
        this.#hangUp();
        if (!this.#stopped) this.#set({ link: afterFailure(error, attempt) });
      }
      const { link } = this.#snapshot;
      if (link.kind !== "reconnecting" && link.kind !== "waiting") break;
      await this.#pause(waitMs(link));
    }
    this.#release();
  }

  /** Ends it here; the interview itself stays where it is. */
  stop(link: Link = { kind: "over" }): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#set({ link });
    this.#release();
    this.#wake();
  }

  /** Try now instead of waiting. */
  retryNow(): void {
    this.#wake();
  }

  send(command: LiveCommand): void {
    this.#feed?.send(command);
  }

  mute(muted: boolean): void {
    this.#silence(muted);
    this.send({ command: muted ? "mute" : "unmute" });
  }

  /** Opens the microphone chosen meanwhile and speaks through it from now on; the old one stays when that fails. */
  async changeMicrophone(): Promise<void> {
    const before = this.#microphone;
    try {
      await this.#takeMicrophone();
    } catch (error) {
      if (error instanceof MicrophoneError) return;
      throw error;
    }
    this.#ports.closeStream(before);
    const [track] = this.#microphone?.getAudioTracks() ?? [];
    if (track) await this.#peer?.replaceMicrophone(track);
  }

  #silence(muted: boolean): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !muted;
    this.#set({ muted });
  }

  /** Whoever muted before a reload stays muted; after that, this page knows best. */
  #agreeOnMute(there: boolean): void {
    const { conversation, muted } = this.#snapshot;
    if (there && !muted && !conversation.known) this.#silence(true);
    else if (there !== muted) this.send({ command: muted ? "mute" : "unmute" });
  }

  async #dial(): Promise<void> {
    if (this.#speaks && !this.#microphone) await this.#takeMicrophone();
    const peer = await this.#ports.dial(this.#microphone);
    if (this.#stopped) {
      peer.close();
      return;
    }
    this.#peer = peer;
    this.#feed ??= this.#ports.openFeed((message) => this.#onMessage(message));
    const { remote } = peer;
    this.#set({ link: { kind: "live" }, remote, theirs: this.#ports.levelsOf(remote), quality: "unknown" });
  }

  async #takeMicrophone(): Promise<void> {
    const microphone = await this.#ports.openMicrophone();
    if (this.#stopped) return this.#ports.closeStream(microphone);
    this.#microphone = microphone;
    for (const track of microphone.getAudioTracks()) track.enabled = !this.#snapshot.muted;
    this.#snapshot.mine?.close();
    this.#set({ mine: this.#ports.levelsOf(microphone) });
  }

  #onMessage(message: LiveMessage): void {
    if (message.type === "snapshot" && this.#speaks) this.#agreeOnMute(message.muted);
    const conversation = heard(this.#snapshot.conversation, message);
    this.#set({ conversation });
    if (conversation.ended) this.stop();
    else if (message.type === "notice" && message.code === "opened_elsewhere")
      this.stop({ kind: "taken_over" });
  }

  #ticks = 0;
  #sample: Sample | null = null;
  #tick(): void {
    if (this.#snapshot.link.kind !== "live") return;
    this.#set({ conversation: elapsed(this.#snapshot.conversation, TICK_MS / 1_000) });
    this.#ticks += 1;
    if (this.#ticks % QUALITY_EVERY_TICKS === 0) void this.#measure();
  }

  async #measure(): Promise<void> {
    const report = await this.#peer?.stats();
    if (!report) return;
    const sample = sampleOf(report);
    this.#set({ quality: qualityOf(this.#sample, sample) });
    this.#sample = sample;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #hangUp(): void {
    this.#peer?.close();
    this.#peer = null;
    this.#sample = null;
    this.#snapshot.theirs?.close();
    this.#set({ remote: null, theirs: null, quality: "unknown" });
  }

  #release(): void {
    clearInterval(this.#ticker);
    this.#hangUp();
    this.#feed?.close();
    this.#feed = null;
    this.#snapshot.mine?.close();
    this.#ports.closeStream(this.#microphone);
    this.#microphone = null;
    this.#set({ mine: null });
  }

  #set(change: Partial<CallSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
