/** A track that carries nothing, made here without any microphone: the line of a candidate who types stays measurably alive. */
import { audioContext } from "./levels";

export interface Silence {
  readonly track: MediaStreamTrack;
  close(): void;
}

export function openSilence(): Silence {
  const context = audioContext();
  const source = new ConstantSourceNode(context, { offset: 0 });
  const sink = context.createMediaStreamDestination();
  source.connect(sink);
  source.start();
  const [track] = sink.stream.getAudioTracks();
  if (!track) throw new Error("the browser made a stream without a track");
  return {
    track,
    close() {
      source.stop();
      track.stop();
    },
  };
}
