/** The candidate's view in a page below the layout, which has loaded it already. */
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { candidateQuery } from "@/shared/api/candidate";
import type { CandidateView } from "@/shared/api/types";

export function useCandidate() {
  const { token } = useParams({ from: "/i/$token" });
  const queries = useQueryClient();
  const { data: view } = useSuspenseQuery(candidateQuery(token));
  const keep = (next: CandidateView) => queries.setQueryData(candidateQuery(token).queryKey, next);
  return { token, view, keep };
}
