import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { CandidateView, ConsentView } from "@/shared/api/types";
import { ConsentPage } from "./consent-page";

const PURPOSES = ["ai_interview", "voice_processing", "recording", "automated_evaluation"] as const;

function consent(purpose: ConsentView["purpose"], decision: boolean | null = null): ConsentView {
  return {
    purpose,
    version: "7",
    title: `About ${purpose}`,
    text: "Text.",
    if_refused: "Then this.",
    decision,
  };
}

function viewWith(consents: ConsentView[]): CandidateView {
  return {
    organisation: "Northwind",
    role_title: "Engineer",
    candidate_name: "Amara",
    minutes: 30,
    sections: [],
    status: "open",
    session_id: "ses_1",
    contact_email: "people@northwind.example",
    measured: [],
    readers: [],
    retention: [],
    accommodations: { patience_factor: 1, typed: false, captions: true, slower_speech: false },
    consents,
    may_start: false,
    mode: "voice",
    recording: false,
    ice_servers: [],
  };
}

let sent: { url: string; body: unknown }[] = [];
let answer = { status: 200, body: {} as unknown };

beforeEach(() => {
  sent = [];
  answer = { status: 200, body: viewWith(PURPOSES.map((one) => consent(one, true))) };
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push({ url: new URL(request.url).pathname, body: await request.json() });
    return Response.json(answer.body, { status: answer.status });
  });
});

function opened(consents: ConsentView[] = PURPOSES.map((one) => consent(one))) {
  const onStored = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ConsentPage token="t" view={viewWith(consents)} onStored={onStored} />
    </QueryClientProvider>,
  );
  return { onStored, user: userEvent.setup() };
}

function group(purpose: string): HTMLElement {
  return screen.getByRole("group", { name: `About ${purpose}` });
}

it("begins with nothing ticked, and says for each what follows a no", () => {
  opened();

  for (const radio of screen.getAllByRole("radio")) expect(radio).not.toBeChecked();
  expect(screen.getAllByText("Then this.")).toHaveLength(4);
});

it("sends nothing while something is open, and goes to the first that is", async () => {
  const { user } = opened();
  await user.click(within(group("ai_interview")).getByLabelText("Yes, I agree"));

  await user.click(screen.getByRole("button", { name: "Save my choices" }));

  expect(sent).toEqual([]);
  expect(screen.getByRole("alert")).toHaveTextContent("3 of 4 are still open");
  expect(within(group("voice_processing")).getByLabelText("Yes, I agree")).toHaveFocus();
});

it("stores each decision with the version that was read, refusals like agreements", async () => {
  const { user, onStored } = opened();
  for (const purpose of PURPOSES) {
    await user.click(within(group(purpose)).getByLabelText(purpose === "recording" ? "No" : "Yes, I agree"));
  }

  await user.click(screen.getByRole("button", { name: "Save my choices" }));
  await waitFor(() => expect(onStored).toHaveBeenCalled());

  expect(sent).toEqual([
    {
      url: "/api/candidate/t/consents",
      body: {
        decisions: PURPOSES.map((purpose) => ({ purpose, version: "7", granted: purpose !== "recording" })),
      },
    },
  ]);
});

it("shows earlier decisions as they were made", () => {
  opened([consent("ai_interview", true), consent("recording", false)]);

  expect(within(group("ai_interview")).getByLabelText("Yes, I agree")).toBeChecked();
  expect(within(group("recording")).getByLabelText("No")).toBeChecked();
});

it("says what the server says when it refuses", async () => {
  answer = {
    status: 409,
    body: {
      error: { code: "conflict", message: "The text has changed.", fix: "Read the new one.", faults: [] },
    },
  };
  const { user, onStored } = opened([consent("recording")]);
  await user.click(screen.getByLabelText("No"));

  await user.click(screen.getByRole("button", { name: "Save my choices" }));

  expect(await screen.findByRole("alert")).toHaveTextContent(/The text has changed.*Read the new one/);
  expect(onStored).not.toHaveBeenCalled();
});
