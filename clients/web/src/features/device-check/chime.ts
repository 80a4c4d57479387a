/** Two soft notes for the speaker test, made here so that nothing has to be loaded. */

const SAMPLE_RATE_HZ = 24_000;
const NOTES = [
  { hz: 523.25, from_s: 0 },
  { hz: 783.99, from_s: 0.35 },
];
const LENGTH_S = 1.2;

function sampleAt(time_s: number): number {
  let value = 0;
  for (const { hz, from_s } of NOTES) {
    const age_s = time_s - from_s;
    if (age_s > 0)
      value += Math.sin(2 * Math.PI * hz * age_s) * Math.exp(-4 * age_s) * Math.min(1, age_s * 50);
  }
  return value * 0.3;
}

/** A mono 16-bit WAV file. */
export function chimeWav(): Blob {
  const samples = Math.floor(LENGTH_S * SAMPLE_RATE_HZ);
  const view = new DataView(new ArrayBuffer(44 + samples * 2));
  const ascii = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  ascii(0, "RIFF");
  view.setUint32(4, 36 + samples * 2, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE_HZ, true);
  view.setUint32(28, SAMPLE_RATE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, samples * 2, true);
  for (let index = 0; index < samples; index += 1) {
    view.setInt16(44 + index * 2, Math.round(sampleAt(index / SAMPLE_RATE_HZ) * 32_767), true);
  }
  return new Blob([view.buffer], { type: "audio/wav" });
}
