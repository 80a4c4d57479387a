/** How loud a stream is right now, from WebAudio: for meters and for the ring. Nothing is stored or sent. */
import { BANDS } from "../voice/ring-path";

export interface LevelSource {
  /** 0 (silence) to 1 (loud). */
  level(): number;
  /** The same by frequency, low to high. */
  bands(): readonly number[];
  close(): void;
}

const FLOOR_DB = -58;
const CEILING_DB = -12;
const FFT_SIZE = 1024;
/** Speech lives below this; the rest of the spectrum would only be still. */
const HIGHEST_HZ = 5_000;

let shared: AudioContext | null = null;

/** Returns the page's one audio context, asking it to run; browsers let it only after a click or key. */
export function audioContext(): AudioContext {
  if (!shared) {
    shared = new AudioContext({ latencyHint: "interactive" });
    const wake = () => void shared?.resume();
    for (const gesture of ["pointerdown", "keydown"])
      document.addEventListener(gesture, wake, { capture: true });
  }
  if (shared.state === "suspended") void shared.resume();
  return shared;
}

/** Maps the root mean square of samples to 0–1 on a decibel scale. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** Averages a byte spectrum into `BANDS` bands up to `HIGHEST_HZ`, 0–1 each. */
export function bandsOf(spectrum: Uint8Array, sampleRateHz: number): number[] {
  const top = Math.min(spectrum.length, Math.ceil((HIGHEST_HZ / (sampleRateHz / 2)) * spectrum.length));
  return Array.from({ length: BANDS }, (_, band) => {
    // Squared spacing: the low bands, where vowels are, are narrow.
    const from = Math.floor((band / BANDS) ** 2 * top);
    const to = Math.max(from + 1, Math.floor(((band + 1) / BANDS) ** 2 * top));
    let sum = 0;
    for (let bin = from; bin < to; bin += 1) sum += spectrum[bin] ?? 0;
    return Math.max(0, sum / (to - from) / 255 - 0.15) / 0.85;
  });
}

export function levelsOf(stream: MediaStream): LevelSource {
  const context = audioContext();
  const analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0.6 });
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(FFT_SIZE);
  const spectrum = new Uint8Array(analyser.frequencyBinCount);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    bands() {
      analyser.getByteFrequencyData(spectrum);
      return bandsOf(spectrum, context.sampleRate);
    },
    close() {
      source.disconnect();
      analyser.disconnect();
    },
  };
}
