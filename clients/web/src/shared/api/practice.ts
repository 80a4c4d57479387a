/** What the practice pages ask of the API. The space's token is the only credential. */
import { api, unwrap } from "./client";
import type { Practice, PracticeFeedback, PracticeOffer, PracticeSpace, SectionKind } from "./types";

const inSpace = (space: string) => ({ params: { path: { space_token: space } } });
const ofSession = (space: string, id: string) => ({
  params: { path: { space_token: space, session_id: id } },
});

export const practiceOfferQuery = {
  queryKey: ["practice"] as const,
  queryFn: (): Promise<PracticeOffer> => unwrap(api.GET("/api/practice")),
};

export function spaceQuery(space: string) {
  return {
    queryKey: ["practice", space] as const,
    queryFn: (): Promise<PracticeSpace> =>
      unwrap(api.GET("/api/practice/spaces/{space_token}", inSpace(space))),
  };
}

export function feedbackQuery(space: string, id: string) {
  return {
    queryKey: ["practice", space, id] as const,
    queryFn: (): Promise<PracticeFeedback> =>
      unwrap(api.GET("/api/practice/spaces/{space_token}/sessions/{session_id}", ofSession(space, id))),
  };
}

export async function openSpace(): Promise<string> {
  return (await unwrap(api.POST("/api/practice/spaces"))).token;
}

export function beginPractice(space: string, packId: string, part: SectionKind | null): Promise<Practice> {
  const body = { pack_id: packId, part };
  return unwrap(api.POST("/api/practice/spaces/{space_token}/sessions", { ...inSpace(space), body }));
}

export async function deletePractice(space: string, id: string): Promise<void> {
  await unwrap(api.DELETE("/api/practice/spaces/{space_token}/sessions/{session_id}", ofSession(space, id)));
}

/** Where a moment of one's own voice can be played from. */
export function clipUrl(space: string, id: string, startS: number, endS: number): string {
  const stretch = `start_s=${startS.toFixed(2)}&end_s=${endS.toFixed(2)}`;
  return `/api/practice/spaces/${encodeURIComponent(space)}/sessions/${encodeURIComponent(id)}/clip?${stretch}`;
}
