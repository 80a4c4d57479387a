import { expect, it } from "vitest";
import { qualityOf, sampleOf } from "./quality";

const before = { received: 1_000, lost: 0, roundTripS: 0.02 };

it.each([
  [{ received: 1_150, lost: 0, roundTripS: 0.04 }, "good"],
  [{ received: 1_140, lost: 8, roundTripS: 0.04 }, "weak"],
  [{ received: 1_150, lost: 0, roundTripS: 0.4 }, "weak"],
  [{ received: 1_100, lost: 50, roundTripS: 0.04 }, "poor"],
] as const)("%o after a quiet second is %s", (now, quality) => {
  expect(qualityOf(before, now)).toBe(quality);
});

it("says nothing from a single look", () => {
  expect(qualityOf(null, before)).toBe("unknown");
});

it("reads the counters of the audio that comes in and of the path in use", () => {
  const report: [string, Record<string, unknown>][] = [
    ["a", { type: "inbound-rtp", kind: "audio", packetsReceived: 50, packetsLost: 2 }],
    ["b", { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 }],
    ["c", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.1 }],
  ];

  expect(sampleOf(report)).toEqual({ received: 50, lost: 2, roundTripS: 0.1 });
});
