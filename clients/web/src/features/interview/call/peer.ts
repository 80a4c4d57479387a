/** One WebRTC connection to the interviewer: audio both ways; a candidate who types sends silence. */
import { MicrophoneError } from "@/shared/audio/microphone";
import { openSilence } from "@/shared/audio/silence";

export type PeerEnd = "lost" | "closed";

export interface Peer {
  /** The interviewer's voice. */
  readonly remote: MediaStream;
  /** Resolves once the connection is over, and says how. */
  readonly ended: Promise<PeerEnd>;
  stats(): Promise<RTCStatsReport>;
  /** Another microphone, without a new connection. */
  replaceMicrophone(track: MediaStreamTrack): Promise<void>;
  close(): void;
}

/** Candidates found later are rarely better on the networks this runs in, and every second here is a wait for the candidate. */
const GATHERING_CAP_MS = 1_500;
/** Wi-Fi roams in less; beyond this the candidate has noticed. */
const RECOVERS_WITHIN_MS = 4_000;
const CONNECTS_WITHIN_MS = 12_000;

export class PeerFailed extends Error {
  override readonly name = "PeerFailed";
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      if (connection.iceGatheringState === "complete") resolve();
    };
    connection.addEventListener("icegatheringstatechange", done);
    setTimeout(resolve, GATHERING_CAP_MS);
    done();
  });
}

function connected(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new PeerFailed("no connection in time")), CONNECTS_WITHIN_MS);
    const look = () => {
      if (connection.connectionState === "connected") {
        clearTimeout(timer);
        resolve();
      } else if (connection.connectionState === "failed" || connection.connectionState === "closed") {
        clearTimeout(timer);
        reject(new PeerFailed(connection.connectionState));
      }
    };
    connection.addEventListener("connectionstatechange", look);
    look();
  });
}

function watchEnd(connection: RTCPeerConnection): Promise<PeerEnd> {
  return new Promise((resolve) => {
    let patience: ReturnType<typeof setTimeout> | undefined;
    connection.addEventListener("connectionstatechange", () => {
      clearTimeout(patience);
      if (connection.connectionState === "closed") resolve("closed");
      if (connection.connectionState === "failed") resolve("lost");
      if (connection.connectionState === "disconnected") {
        patience = setTimeout(() => resolve("lost"), RECOVERS_WITHIN_MS);
      }
    });
  });
}

/**
 * Calls the interviewer. `exchange` sends the offer and returns the answer; its errors pass through.
 * Without a microphone the same line is made, and silence is sent on it.
 */
export async function connectPeer(
  microphone: MediaStream | null,
  exchange: (sdp: string) => Promise<string>,
  iceServers: RTCIceServer[],
): Promise<Peer> {
  if (typeof RTCPeerConnection !== "function") throw new MicrophoneError("unsupported");
  const connection = new RTCPeerConnection({ iceServers });
  const remote = new MediaStream();
  connection.addEventListener("track", (event) => remote.addTrack(event.track));
  const [track] = microphone?.getAudioTracks() ?? [];
  const silence = track ? null : openSilence();
  const sent = track ?? silence?.track ?? "audio";
  const { sender } = connection.addTransceiver(sent, { direction: "sendrecv" });
  let closedHere: (end: PeerEnd) => void = () => undefined;
  const closing = new Promise<PeerEnd>((resolve) => {
    closedHere = resolve;
  });
  try {
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    const sdp = await exchange(connection.localDescription?.sdp ?? "");
    const ended = watchEnd(connection);
    await connection.setRemoteDescription({ type: "answer", sdp });
    await connected(connection);
    return {
      remote,
      ended: Promise.race([ended, closing]),
      stats: () => connection.getStats(),
      replaceMicrophone: (next) => sender.replaceTrack(next),
      close() {
        closedHere("closed");
        silence?.close();
        connection.close();
      },
    };
  } catch (error) {
    silence?.close();
    connection.close();
    throw error;
  }
}
