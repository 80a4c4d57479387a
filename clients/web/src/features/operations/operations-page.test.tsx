import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Latency } from "@/shared/api/operations";
import { bandInWords, milliseconds } from "./figures";
import { OperationsPage } from "./operations-page";

const BUSY: Latency = {
  turns: 3,
  p50_ms: 480,
  p95_ms: 1_240,
  budget: { p50_ms: 500, p95_ms: 800 },
  within_budget: false,
  bands: [
    { band: "natural", up_to_ms: 300, turns: 0 },
    { band: "responsive", up_to_ms: 500, turns: 2 },
    { band: "noticeable", up_to_ms: 800, turns: 0 },
    { band: "slow", up_to_ms: 1_200, turns: 0 },
    { band: "broken", up_to_ms: null, turns: 1 },
  ],
  hops: [{ hop: "endpoint", p50_ms: 450, p95_ms: 1_200 }],
  latest: [
    { at: "2026-11-22T10:00:00Z", total_ms: 450, band: "responsive" },
    { at: "2026-11-22T10:00:20Z", total_ms: 480, band: "responsive" },
    { at: "2026-11-22T10:00:40Z", total_ms: 1_240, band: "broken" },
  ],
};

function shown(latency: Latency) {
  const answer = new Response(JSON.stringify(latency), { headers: { "Content-Type": "application/json" } });
  vi.spyOn(globalThis, "fetch").mockResolvedValue(answer);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OperationsPage />
    </QueryClientProvider>,
  );
}

it("says in words what the chart draws, and that the budget is left", async () => {
  shown(BUSY);

  expect(await screen.findByRole("img")).toHaveAccessibleName(
    "The last 3 turns: 2 within the budget of 800 ms, the slowest took 1.24 s.",
  );
  expect(screen.getByText("Replies are slower than their budget")).toBeVisible();
  expect(screen.getByRole("rowheader", { name: "Deciding that the turn is over" })).toBeVisible();
});

it("is calm before the first turn", async () => {
  shown({ ...BUSY, turns: 0, p50_ms: null, p95_ms: null, within_budget: true, hops: [], latest: [] });

  expect(await screen.findByText(/No turns yet/)).toBeVisible();
  expect(screen.queryByText(/slower than their budget/)).toBeNull();
});

it("names every band with its reach", () => {
  const names = BUSY.bands.map((_, place) => bandInWords(BUSY.bands, place));

  expect(names[0]).toBe("Natural, up to 300 ms");
  expect(names.at(-1)).toBe("Broken, above 1.20 s");
  expect(milliseconds(999.6)).toBe("1.00 s");
});
