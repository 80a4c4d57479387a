/** The one door to the API: typed by the contract, with the CSRF token on everything that changes something. */
import createClient, { type Middleware } from "openapi-fetch";
import { errorOf, offlineError } from "./errors";
import type { paths } from "./schema.gen";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
let csrfToken = "";

/** Remembers the token of the present login; the empty string forgets it. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

const withCsrfToken: Middleware = {
  onRequest({ request }) {
    if (csrfToken && !SAFE_METHODS.has(request.method)) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
};

function clientAt(base: string) {
  const client = createClient<paths>({
    baseUrl: `${globalThis.location?.origin ?? ""}${base}`,
    credentials: "same-origin",
    // Looked up at each call, so that tests can answer it.
    fetch: (request) => globalThis.fetch(request),
  });
  client.use(withCsrfToken);
  return client;
}

/** Practice talks answer to the same contract as interviews, from stores of their own, below this address. */
export const PRACTICE_BASE = "/api/practice";
export const api = clientAt("");
export const practiceTalks = clientAt(PRACTICE_BASE);

interface Outcome<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Returns the body of a success; throws `ApiError` for everything else. */
export async function unwrap<Data>(call: Promise<Outcome<Data>>): Promise<Exclude<Data, undefined>> {
  let outcome: Outcome<Data>;
  try {
    outcome = await call;
  } catch (error) {
    // fetch rejects with TypeError when there is no answer at all, SyntaxError when it is not JSON.
    if (error instanceof TypeError) throw offlineError();
    if (error instanceof SyntaxError) throw errorOf(undefined, 500);
    throw error;
  }
  if (!outcome.response.ok) throw errorOf(outcome.error, outcome.response.status);
  return outcome.data as Exclude<Data, undefined>;
}
