import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Decision, InterviewDetail } from "@/shared/api/types";
import { DecisionPanel } from "./decision-panel";

const MADE: Decision = {
  id: "dec_1",
  verdict: "reject",
  reason: "Too little on reliability.",
  decided_by: { id: "usr_1", name: "Rosa" },
  at: "2026-11-22T10:00:00Z",
};

function interviewWith(change: Partial<InterviewDetail>): InterviewDetail {
  return {
    id: "ses_1",
    candidate_name: "Amara",
    role_title: "Engineer",
    role_id: "rol_1",
    status: "reported",
    created_at: "2026-11-20T10:00:00Z",
    started_at: "2026-11-20T10:00:00Z",
    ended_at: "2026-11-20T10:30:00Z",
    end_reason: "completed",
    has_report: true,
    decision: null,
    report: null,
    transcript: { turns: [] },
    turns: [],
    tracks: [],
    decisions: [],
    rubric: [],
    questions: [],
    consents: [],
    flags: [],
    versions: {},
    events_summary: {
      sections: [],
      questions_closed: {},
      connections: 1,
      connections_lost: 0,
      failovers: [],
      human_requested: false,
      messages_to_humans: [],
    },
    cost: { usd: 0, usd_per_minute: 0, by_provider: [], unpriced: [], estimated: [], budget: "go_on" },
    viewed: [],
    ...change,
  };
}

let sent: unknown[] = [];

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(await request.json());
    return Response.json(MADE, { status: 201 });
  });
});

function opened(viewed: string[], change: Partial<InterviewDetail> = {}) {
  const onDecided = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <DecisionPanel interview={interviewWith(change)} viewed={viewed} myName="Rosa" onDecided={onDecided} />
    </QueryClientProvider>,
  );
  return { onDecided, user: userEvent.setup() };
}

it("does not let anybody reject who has not opened the evidence, and says what to do", async () => {
  const { user } = opened([]);
  await user.click(screen.getByLabelText("Reject"));
  await user.type(screen.getByLabelText("Reason"), "No.");

  await user.click(screen.getByRole("button", { name: "Decide" }));

  expect(screen.getByRole("status")).toHaveTextContent("Play a quote above or read the transcript");
  expect(sent).toEqual([]);
});

it("sends a rejection once a quote was opened", async () => {
  const { user, onDecided } = opened(["turn_1"]);
  await user.click(screen.getByLabelText("Reject"));
  await user.type(screen.getByLabelText("Reason"), " Too little on reliability. ");

  await user.click(screen.getByRole("button", { name: "Decide" }));
  await waitFor(() => expect(onDecided).toHaveBeenCalledWith(MADE));

  expect(sent).toEqual([{ verdict: "reject", reason: "Too little on reliability." }]);
});

it("asks for a verdict and a reason before it sends anything", async () => {
  const { user } = opened(["turn_1"]);

  await user.click(screen.getByRole("button", { name: "Decide" }));

  expect(screen.getByText("Choose one.")).toBeInTheDocument();
  expect(screen.getByLabelText("Reason")).toBeInvalid();
  expect(sent).toEqual([]);
});

it("shows who decided what, and why", () => {
  opened([], { decisions: [MADE] });

  const history = screen.getByRole("list", { name: "Decisions so far" });

  expect(history).toHaveTextContent("Reject, by Rosa");
  expect(history).toHaveTextContent("Too little on reliability.");
});

it.each([
  [{ status: "withdrawn" as const }, "withdrawn, so there is nothing to decide"],
  [{ status: "live" as const, ended_at: null }, "when the interview has ended"],
])("is closed for %o", (change, words) => {
  opened(["turn_1"], change);

  expect(screen.getByText(new RegExp(words))).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Decide" })).not.toBeInTheDocument();
});
