/** Where an interview stands, in words. */
import type { EndReason, InterviewDetail, SessionStatus, Verdict } from "../api/types";

export const STATUS: Record<SessionStatus, string> = {
  invited: "Invited",
  consenting: "Choosing consents",
  live: "Under way",
  evaluating: "Being evaluated",
  reported: "Report ready",
  left: "Ended early",
  ended: "Ended",
  needs_human: "Needs a person",
  withdrawn: "Withdrawn",
};

/** What waits for the reader, as opposed to what is under way or closed. */
export const WAITS_FOR_PERSON: ReadonlySet<SessionStatus> = new Set(["reported", "left", "needs_human"]);

export const END: Record<EndReason, string> = {
  completed: "Led to the end",
  time: "Time was up",
  candidate_left: "Ended by the candidate",
  human_requested: "The candidate asked for a person",
  abuse: "Ended after abuse",
  no_answer: "Nobody answered",
  withdrawn: "Withdrawn",
};

export const VERDICT: Record<Verdict, string> = { advance: "Advance", hold: "Hold", reject: "Reject" };

/** Whether the candidate's last decision about a purpose was yes. */
export function consents(
  interview: InterviewDetail,
  purpose: InterviewDetail["consents"][number]["purpose"],
): boolean {
  return interview.consents.findLast((record) => record.purpose === purpose)?.granted ?? false;
}

/** Whether a report will come by itself: the interview has ended and software may evaluate it. */
export function reportIsDue(interview: InterviewDetail): boolean {
  if (interview.report || !interview.ended_at || interview.status === "withdrawn") return false;
  return consents(interview, "automated_evaluation");
}
