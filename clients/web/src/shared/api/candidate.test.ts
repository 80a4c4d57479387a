import { afterEach, expect, it, vi } from "vitest";
import { candidateQuery, liveUrl, practiceKey } from "./candidate";

afterEach(() => vi.unstubAllGlobals());

it("reaches a practice's talk where practice lives, and an interview where interviews do", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return Response.json({});
  });

  await candidateQuery("abc").queryFn();
  await candidateQuery(practiceKey("abc")).queryFn();

  expect(asked).toEqual(["/api/candidate/abc", "/api/practice/api/candidate/abc"]);
  expect(new URL(liveUrl(practiceKey("abc"))).pathname).toBe("/api/practice/api/candidate/abc/live");
});
