/** Decides what a failed or ended call means: call again, wait for the server, or stop with a reason. */
import { ApiError } from "@/shared/api/errors";
import { MicrophoneError } from "@/shared/audio/microphone";
import type { Link } from "./interviewer-state";
import { PeerFailed } from "./peer";

const WAITS_MS = [500, 1_000, 2_000, 4_000];
const LONGEST_WAIT_MS = 5_000;
const WAIT_FOR_SERVER_MS = 2_000;

export function waitMs(link: Link): number {
  if (link.kind === "waiting") return WAIT_FOR_SERVER_MS;
  if (link.kind !== "reconnecting") return 0;
  return WAITS_MS[link.attempt - 1] ?? LONGEST_WAIT_MS;
}

/** Returns the state after a call that could not be made; throws what is not a call's failure but a bug. */
export function afterFailure(error: unknown, attempt: number): Link {
  if (error instanceof MicrophoneError) {
    return { kind: "failed", failure: { reason: "microphone", problem: error.problem } };
  }
  if (error instanceof PeerFailed) return { kind: "reconnecting", attempt, offline: false };
  if (!(error instanceof ApiError)) throw error;
  if (error.code === "unavailable" && error.status === 503) return { kind: "waiting" };
  if (error.code === "link_used") return { kind: "over" };
  if (error.passing) return { kind: "reconnecting", attempt, offline: error.code === "offline" };
  const reason = error.code === "consent_missing" ? "consent_missing" : "refused";
  return { kind: "failed", failure: { reason, message: error.message, fix: error.fix } };
}
