import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Practice, PracticeAnswer, PracticeRanges, PracticeSpace } from "@/shared/api/types";
import { Answer } from "./answer";
import { METRICS } from "./figures";
import { ProgressPage } from "./progress-page";
import { SpacePage } from "./space-page";
import { summaryOf } from "./trend-chart";

const RANGES: PracticeRanges = {
  longest_answer_s: 120,
  slowest_words_per_minute: 120,
  fastest_words_per_minute: 180,
  most_fillers_per_100_words: 5,
  long_pause_s: 4,
};

function aPractice(number: number, pace: number | null): Practice {
  return {
    id: `ses_${number}`,
    title: "Backend engineer",
    part_title: "How you work",
    created_at: `2026-11-1${number}T17:00:00Z`,
    status: "completed",
    figures:
      pace === null
        ? null
        : {
            answers: 3,
            answer_length_s: 95,
            words_per_minute: pace,
            fillers_per_100_words: 4.2,
            long_pauses_per_answer: 0.5,
          },
    talk_token: null,
  };
}

function aSpace(...sessions: Practice[]): PracticeSpace {
  const parts = [{ kind: "behavioral", title: "How you work", minutes: 8 }] as const;
  const packs = [
    { id: "backend-engineer", title: "Backend engineer", summary: "", minutes: 36, parts: [...parts] },
  ];
  return { organisation: "Northwind", packs, sessions, ranges: RANGES };
}

const ANSWER: PracticeAnswer = {
  question: "Tell me about an incident.",
  section: "How you work",
  turns: [{ start_s: 10, end_s: 70, text: "We lost a server and moved the load." }],
  facts: {
    length_s: 60,
    words: 150,
    words_per_minute: 150,
    fillers_per_100_words: 0,
    fillers: [],
    longest_pause_s: 1,
    long_pauses: [],
    result_named: false,
  },
  remark: {
    fact: "result",
    text: "I did not hear how it ended, though that is only my guess.",
    praise: false,
    unvalidated: true,
    moment: { start_s: 58, end_s: 70, text: "and moved the load." },
  },
};

it("shows each figure as a chart with its words, and the same as a table", () => {
  const space = aSpace(aPractice(1, 96), aPractice(2, null), aPractice(3, 142));

  render(<ProgressPage space={space} open={(_, label) => label} begin={null} />);

  const chart = screen.getByRole("img", { name: /^Pace/ });
  expect(chart).toHaveAccessibleName("Pace over 2 practices: from 96 to 142 words a minute.");
  expect(screen.getAllByRole("img")).toHaveLength(METRICS.length);
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(rows.map((row) => row.textContent)).toHaveLength(3);
  expect(rows[1]).toHaveTextContent("96");
  expect(rows[1]).toHaveTextContent("1:35");
});

it("says what to do when nothing was measured yet", () => {
  render(<ProgressPage space={aSpace()} open={(_, label) => label} begin="Practise now" />);

  expect(screen.getByText(/nothing to show yet/)).toBeInTheDocument();
  expect(screen.getByText("Practise now")).toBeInTheDocument();
});

it("has a summary for one practice, and for none", () => {
  const [pace] = METRICS;
  if (!pace) throw new Error("there is no pace");

  expect(summaryOf(pace, [])).toBe("Pace: not measured yet.");
  expect(summaryOf(pace, [{ id: "ses_1", at: "", value: 130 }])).toBe(
    "Pace: 130 words a minute in one practice.",
  );
});

it("marks a guess as unvalidated, and lets one listen only to what was recorded", () => {
  const clip = (from: number, to: number) => `/clip?${from}-${to}`;
  const { rerender } = render(<Answer answer={ANSWER} ranges={RANGES} clip={clip} />);

  expect(screen.getByText(/unvalidated: guessed from words/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Listen to 0:58–1:10" })).toBeInTheDocument();

  rerender(<Answer answer={ANSWER} ranges={RANGES} clip={null} />);

  expect(screen.queryByRole("button", { name: /^Listen/ })).not.toBeInTheDocument();
});

it("begins the part that was chosen", async () => {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(await request.json());
    return Response.json({ ...aPractice(1, null), talk_token: "talk" }, { status: 201 });
  });
  const begun = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SpacePage token="mine" space={aSpace()} open={(_, label) => label} onBegun={begun} />
    </QueryClientProvider>,
  );

  await userEvent.click(screen.getByRole("radio", { name: "The whole interview" }));
  await userEvent.click(screen.getByRole("button", { name: "Begin to practise" }));

  expect(asked).toEqual([{ pack_id: "backend-engineer", part: null }]);
  expect(begun).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});
