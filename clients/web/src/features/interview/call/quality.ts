/** How good the connection is, from WebRTC's own counters, in words a candidate can use. */

export type Quality = "unknown" | "good" | "weak" | "poor";

export interface Sample {
  received: number;
  lost: number;
  roundTripS: number;
}

function merged(sample: Sample, stats: Record<string, unknown>): Sample {
  if (stats.type === "inbound-rtp" && stats.kind === "audio") {
    return { ...sample, received: Number(stats.packetsReceived ?? 0), lost: Number(stats.packetsLost ?? 0) };
  }
  if (stats.type === "candidate-pair" && stats.nominated) {
    return { ...sample, roundTripS: Number(stats.currentRoundTripTime ?? 0) };
  }
  return sample;
}

export function sampleOf(report: Iterable<[string, Record<string, unknown>]>): Sample {
  let sample: Sample = { received: 0, lost: 0, roundTripS: 0 };
  for (const [, stats] of report) sample = merged(sample, stats);
  return sample;
}

/** Speech stays intelligible up to about 3 % loss; turns feel late beyond 250 ms of round trip. */
export function qualityOf(before: Sample | null, now: Sample): Quality {
  if (!before) return "unknown";
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  const share = received + lost === 0 ? 0 : lost / (received + lost);
  if (share > 0.1 || now.roundTripS > 0.6) return "poor";
  if (share > 0.03 || now.roundTripS > 0.25) return "weak";
  return "good";
}
