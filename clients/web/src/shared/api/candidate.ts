/**
 * What a candidate's pages ask of the API. The token in the link is the only credential; a practice's key says that it
 * belongs to a practice, whose routes are the same in another place.
 */
import { api, PRACTICE_BASE, practiceTalks, unwrap } from "./client";
import type { Accommodations, CallAnswer, CandidateView, ConsentDecision, PracticeQuestion } from "./types";

const PRACTICE = "practice:";

/** The key by which the functions below reach the talk of a practice. */
export function practiceKey(token: string): string {
  return `${PRACTICE}${token}`;
}

const isPractice = (key: string) => key.startsWith(PRACTICE);
const tokenOf = (key: string) => (isPractice(key) ? key.slice(PRACTICE.length) : key);
const door = (key: string) => (isPractice(key) ? practiceTalks : api);
const at = (key: string) => ({ params: { path: { token: tokenOf(key) } } });

export function candidateQuery(token: string) {
  return {
    queryKey: ["candidate", token] as const,
    queryFn: (): Promise<CandidateView> => unwrap(door(token).GET("/api/candidate/{token}", at(token))),
  };
}

export function practiceQuestionQuery(token: string) {
  return {
    queryKey: ["practice-question", token] as const,
    queryFn: (): Promise<PracticeQuestion> =>
      unwrap(door(token).GET("/api/candidate/{token}/practice-question", at(token))),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

export function storeConsents(token: string, decisions: ConsentDecision[]): Promise<CandidateView> {
  return unwrap(door(token).PUT("/api/candidate/{token}/consents", { ...at(token), body: { decisions } }));
}

export function storeAccommodations(token: string, wanted: Accommodations): Promise<CandidateView> {
  return unwrap(door(token).PUT("/api/candidate/{token}/accommodations", { ...at(token), body: wanted }));
}

export function askHuman(token: string, message: string): Promise<{ contact_email: string }> {
  return unwrap(door(token).POST("/api/candidate/{token}/human", { ...at(token), body: { message } }));
}

export function withdraw(token: string): Promise<{ contact_email: string }> {
  return unwrap(door(token).POST("/api/candidate/{token}/withdraw", at(token)));
}

export function sendOffer(token: string, sdp: string): Promise<CallAnswer> {
  return unwrap(
    door(token).POST("/api/candidate/{token}/offer", { ...at(token), body: { sdp, type: "offer" } }),
  );
}

export function liveUrl(token: string): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const base = isPractice(token) ? PRACTICE_BASE : "";
  return `${scheme}//${location.host}${base}/api/candidate/${encodeURIComponent(tokenOf(token))}/live`;
}
