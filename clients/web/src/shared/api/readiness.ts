/** Whether an interview could begin now, and what is still loading. */
import { api } from "./client";
import { errorOf, offlineError } from "./errors";
import type { Ready } from "./types";

function isReady(body: unknown): body is Ready {
  return typeof body === "object" && body !== null && "slots" in body && "ready" in body;
}

async function readiness(): Promise<Ready> {
  const { data, error, response } = await api.GET("/api/ready").catch(() => {
    throw offlineError();
  });
  // "Not yet" is a 503 whose body says what is missing.
  const body: unknown = data ?? error;
  if (isReady(body)) return body;
  throw errorOf(body, response.status);
}

export const READY_POLL_MS = 1_500;

export const readinessQuery = {
  queryKey: ["ready"] as const,
  queryFn: readiness,
  retry: false,
  refetchInterval: (query: { state: { data?: Ready | undefined } }) =>
    query.state.data?.ready ? false : READY_POLL_MS,
} as const;
