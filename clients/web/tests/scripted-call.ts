/** A call whose microphone, line and live events do what a test says. */

import type { CallPorts } from "@/features/interview/call/call";
import type { Peer, PeerEnd } from "@/features/interview/call/peer";
import type { LiveCommand, LiveMessage } from "@/shared/api/types";

class ScriptedTrack {
  enabled = true;
  stopped = false;
}

export class ScriptedStream {
  readonly track = new ScriptedTrack();
  getAudioTracks() {
    return [this.track];
  }
}

export class ScriptedPeer implements Peer {
  readonly remote = new ScriptedStream() as unknown as MediaStream;
  readonly ended: Promise<PeerEnd>;
  #end: (end: PeerEnd) => void = () => undefined;
  closed = false;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }
  drop(): void {
    this.#end("lost");
  }
  stats(): Promise<RTCStatsReport> {
    return Promise.resolve(new Map() as unknown as RTCStatsReport);
  }
  replaceMicrophone(): Promise<void> {
    return Promise.resolve();
  }
  close(): void {
    this.closed = true;
    this.#end("closed");
  }
}

export class ScriptedPorts implements CallPorts {
  /** What dialling gives, in turn; an error is thrown. After the last one, a good line. */
  readonly script: (Error | "ok")[];
  readonly peers: ScriptedPeer[] = [];
  readonly microphones: ScriptedStream[] = [];
  readonly sent: LiveCommand[] = [];
  microphoneError: Error | null = null;
  feeds = 0;
  say: (message: LiveMessage) => void = () => undefined;

  constructor(...script: (Error | "ok")[]) {
    this.script = script;
  }
  get peer(): ScriptedPeer {
    const peer = this.peers.at(-1);
    if (!peer) throw new Error("nobody was called yet");
    return peer;
  }

  openMicrophone = async (): Promise<MediaStream> => {
    if (this.microphoneError) throw this.microphoneError;
    const stream = new ScriptedStream();
    this.microphones.push(stream);
    return stream as unknown as MediaStream;
  };
  dial = async (): Promise<Peer> => {
    const step = this.script.shift() ?? "ok";
    if (step !== "ok") throw step;
    const peer = new ScriptedPeer();
    this.peers.push(peer);
    return peer;
  };
  openFeed = (onMessage: (message: LiveMessage) => void) => {
    this.feeds += 1;
    this.say = onMessage;
    return { send: (command: LiveCommand) => this.sent.push(command), close: () => undefined };
  };
  levelsOf = () => ({ level: () => 0, bands: () => [], close: () => undefined });
  closeStream = (stream: MediaStream | null): void => {
    if (stream) (stream as unknown as ScriptedStream).track.stopped = true;
  };
}
