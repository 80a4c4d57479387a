import { expect, it } from "vitest";
import { percentile } from "./facts";
import { wordAt } from "./transcript";

const words = [
  { text: "I", start_s: 1, end_s: 1.2 },
  { text: "would", start_s: 1.2, end_s: 1.6 },
  { text: "shard", start_s: 2, end_s: 2.5 },
];

it.each([
  [0.5, -1],
  [1.1, 0],
  [1.2, 1],
  [1.8, -1],
  [2.4, 2],
  [9, -1],
])("at %f s the word spoken is number %i", (atS, word) => {
  expect(wordAt(words, atS)).toBe(word);
});

it("percentiles are values that occurred", () => {
  expect(percentile([400, 100, 300, 200], 0.5)).toBe(200);
  expect(percentile([400, 100, 300, 200], 0.95)).toBe(400);
  expect(percentile([], 0.5)).toBeNull();
});
