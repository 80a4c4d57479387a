/** What reviewers' pages ask of the API. */
import { api, rememberCsrfToken, unwrap } from "./client";
import type { InterviewDetail, Me, NewRole, Verdict } from "./types";

const at = (interview_id: string) => ({ params: { path: { interview_id } } });

async function remembered(call: Promise<Me>): Promise<Me> {
  const me = await call;
  rememberCsrfToken(me.csrf_token);
  return me;
}

export const meQuery = {
  queryKey: ["me"] as const,
  queryFn: () => remembered(unwrap(api.GET("/api/auth/me"))),
  retry: false,
  staleTime: 60_000,
} as const;

export function signIn(email: string, password: string): Promise<Me> {
  return remembered(unwrap(api.POST("/api/auth/login", { body: { email, password } })));
}

export async function signOut(): Promise<void> {
  await unwrap(api.POST("/api/auth/logout"));
  rememberCsrfToken("");
}

export function setUp(body: { token: string; name: string; email: string; password: string }): Promise<Me> {
  return remembered(unwrap(api.POST("/api/setup", { body })));
}

export const interviewsQuery = {
  queryKey: ["interviews"] as const,
  queryFn: () => unwrap(api.GET("/api/interviews")),
  refetchInterval: 15_000,
} as const;

export function interviewQuery(id: string) {
  return {
    queryKey: ["interviews", id] as const,
    // openapi-fetch widens tuples (an interval is one) to arrays.
    queryFn: async () => (await unwrap(api.GET("/api/interviews/{interview_id}", at(id)))) as InterviewDetail,
  };
}

export function openEvidence(id: string, evidence: string) {
  return unwrap(api.POST("/api/interviews/{interview_id}/views", { ...at(id), body: { evidence } }));
}

export function decide(id: string, verdict: Verdict, reason: string) {
  return unwrap(
    api.POST("/api/interviews/{interview_id}/decisions", { ...at(id), body: { verdict, reason } }),
  );
}

export const packsQuery = {
  queryKey: ["packs"] as const,
  queryFn: () => unwrap(api.GET("/api/packs")),
  staleTime: Number.POSITIVE_INFINITY,
} as const;

export function packQuery(id: string) {
  return {
    queryKey: ["packs", id] as const,
    queryFn: () => unwrap(api.GET("/api/packs/{pack_id}", { params: { path: { pack_id: id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

export function lintPack(yaml: string) {
  return unwrap(api.POST("/api/packs/lint", { body: { yaml } }));
}

export const rolesQuery = {
  queryKey: ["roles"] as const,
  queryFn: () => unwrap(api.GET("/api/roles")),
} as const;

export function createRole(role: NewRole) {
  return unwrap(api.POST("/api/roles", { body: role }));
}

export const invitationsQuery = {
  queryKey: ["invitations"] as const,
  queryFn: () => unwrap(api.GET("/api/invitations")),
} as const;

export function createInvitation(role_id: string, candidate_name: string, expires_in_days: number) {
  return unwrap(api.POST("/api/invitations", { body: { role_id, candidate_name, expires_in_days } }));
}
