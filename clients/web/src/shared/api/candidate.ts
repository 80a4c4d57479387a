/** What a candidate's pages ask of the API. The token in the link is the only credential. */
import { api, unwrap } from "./client";
import type { Accommodations, CallAnswer, CandidateView, ConsentDecision, PracticeQuestion } from "./types";

const at = (token: string) => ({ params: { path: { token } } });

export function candidateQuery(token: string) {
  return {
    queryKey: ["candidate", token] as const,
    queryFn: (): Promise<CandidateView> => unwrap(api.GET("/api/candidate/{token}", at(token))),
  };
}

export function practiceQuestionQuery(token: string) {
  return {
    queryKey: ["practice-question", token] as const,
    queryFn: (): Promise<PracticeQuestion> =>
      unwrap(api.GET("/api/candidate/{token}/practice-question", at(token))),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

export function storeConsents(token: string, decisions: ConsentDecision[]): Promise<CandidateView> {
  return unwrap(api.PUT("/api/candidate/{token}/consents", { ...at(token), body: { decisions } }));
}

export function storeAccommodations(token: string, wanted: Accommodations): Promise<CandidateView> {
  return unwrap(api.PUT("/api/candidate/{token}/accommodations", { ...at(token), body: wanted }));
}

export function askHuman(token: string, message: string): Promise<{ contact_email: string }> {
  return unwrap(api.POST("/api/candidate/{token}/human", { ...at(token), body: { message } }));
}

export function withdraw(token: string): Promise<{ contact_email: string }> {
  return unwrap(api.POST("/api/candidate/{token}/withdraw", at(token)));
}

export function sendOffer(token: string, sdp: string): Promise<CallAnswer> {
  return unwrap(api.POST("/api/candidate/{token}/offer", { ...at(token), body: { sdp, type: "offer" } }));
}

export function liveUrl(token: string): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/api/candidate/${encodeURIComponent(token)}/live`;
}
