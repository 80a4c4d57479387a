/** Everything that can go wrong between a page and the API, as one error with words a person can act on. */
import type { components } from "./schema.gen";
import type { Fault } from "./types";

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly fix: string;
  readonly status: number;
  readonly faults: readonly Fault[];

  constructor(
    detail: { code: string; message: string; fix: string; faults?: readonly Fault[] },
    status: number,
  ) {
    super(detail.message);
    this.code = detail.code;
    this.fix = detail.fix;
    this.status = status;
    this.faults = detail.faults ?? [];
  }

  /** Whether waiting and asking again can help. */
  get passing(): boolean {
    return this.code === "offline" || this.status === 503 || this.status === 502;
  }
}

export function offlineError(): ApiError {
  return new ApiError(
    {
      code: "offline",
      message: "The server cannot be reached.",
      fix: "Check your internet connection. This page tries again by itself.",
    },
    0,
  );
}

function isErrorAnswer(body: unknown): body is components["schemas"]["ErrorAnswer"] {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Turns an answer that is not a success into an error; bodies of proxies in between are not trusted. */
export function errorOf(body: unknown, status: number): ApiError {
  if (isErrorAnswer(body)) return new ApiError(body.error, status);
  return new ApiError(
    {
      code: status >= 500 ? "unavailable" : "unexpected",
      message: "The server gave an answer this page does not understand.",
      fix: "Reload the page. If it stays, tell the people who run this server.",
    },
    status,
  );
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
