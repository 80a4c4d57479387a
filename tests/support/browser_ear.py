"""What a page really plays, recorded in the page: the interviewer's voice as it arrives, and files as they are played."""

import base64
import io

import av
from av.audio.resampler import AudioResampler
from playwright.sync_api import Page

from vivavoce.domain.audio import HEARING_RATE_HZ

EAR = """
(() => {
  const taken = {voice: [], file: []};
  const running = new Set();
  const record = (what, stream) => {
    const recorder = new MediaRecorder(stream, {mimeType: "audio/webm;codecs=opus"});
    const pieces = [];
    taken[what].push(pieces);
    recorder.ondataavailable = event => pieces.push(event.data);
    recorder.start();
    running.add(recorder);
    return recorder;
  };
  const stop = recorder => new Promise(done => {
    if (recorder.state === "inactive") return done();
    recorder.addEventListener("stop", done, {once: true});
    recorder.stop();
  });
  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(...given) {
      super(...given);
      this.addEventListener("track", ({track}) => record("voice", new MediaStream([track])));
    }
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (this.src) {
      this.addEventListener("playing", () => {
        const recorder = record("file", this.captureStream());
        this.addEventListener("pause", () => stop(recorder), {once: true});
      }, {once: true});
    }
    return play.call(this);
  };
  window.recorded = async what => {
    await Promise.all([...running].map(stop));
    return Promise.all(taken[what].map(async pieces => {
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(text);
    }));
  };
})();
"""
"""An init script: records every incoming voice and every file that is played."""


def recorded(page: Page, what: str) -> list[bytes]:
    """End all recordings; return those of the `voice` that came in, or of each `file` played, as speech-to-text takes sound."""
    given: list[str] = page.evaluate("what => window.recorded(what)", what)
    return [_decoded(base64.b64decode(one)) for one in given]


def _decoded(webm: bytes) -> bytes:
    resampler = AudioResampler(format="s16", layout="mono", rate=HEARING_RATE_HZ)
    with av.open(io.BytesIO(webm), mode="r") as container:
        frames = [one for frame in container.decode(audio=0) for one in resampler.resample(frame)]
    return b"".join(frame.to_ndarray().tobytes() for frame in frames)
