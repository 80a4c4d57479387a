/** The figures of practice sessions: how each is read, written and compared. */
import type { Practice, PracticeRanges } from "@/shared/api/types";
import { clock } from "@/shared/format";

type Figures = NonNullable<Practice["figures"]>;

export interface Metric {
  readonly id: string;
  readonly title: string;
  /** Said after the number. */
  readonly unit: string;
  value(figures: Figures): number | null;
  write(value: number): string;
  /** What the coach compares with: from, to. */
  range(ranges: PracticeRanges): readonly [number, number];
}

const rounded = (value: number): string => value.toFixed(0);
const tenths = (value: number): string => value.toFixed(1);

export const METRICS: readonly Metric[] = [
  {
    id: "pace",
    title: "Pace",
    unit: "words a minute",
    value: (figures) => figures.words_per_minute,
    write: rounded,
    range: (ranges) => [ranges.slowest_words_per_minute, ranges.fastest_words_per_minute],
  },
  {
    id: "fillers",
    title: "Fillers",
    unit: "in 100 words",
    value: (figures) => figures.fillers_per_100_words,
    write: tenths,
    range: (ranges) => [0, ranges.most_fillers_per_100_words],
  },
  {
    id: "length",
    title: "Answer length",
    unit: "minutes",
    value: (figures) => figures.answer_length_s,
    write: clock,
    range: (ranges) => [0, ranges.longest_answer_s],
  },
  {
    id: "pauses",
    title: "Long pauses",
    unit: "in an answer",
    value: (figures) => figures.long_pauses_per_answer,
    write: tenths,
    range: () => [0, 0],
  },
];

/** "Between 120 and 180 words a minute" */
export function rangeInWords(metric: Metric, ranges: PracticeRanges): string {
  const [from, to] = metric.range(ranges);
  if (from === to) return "None is easiest to follow";
  if (from === 0) return `Up to ${metric.write(to)} ${metric.unit}`;
  return `Between ${metric.write(from)} and ${metric.write(to)} ${metric.unit}`;
}

export function written(metric: Metric, figures: Practice["figures"]): string {
  const value = figures ? metric.value(figures) : null;
  return value === null ? "–" : metric.write(value);
}
