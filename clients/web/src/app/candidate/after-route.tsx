/** Afterwards, with as much as is still known of the interview. */
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { AfterwardsPage } from "@/features/afterwards/afterwards-page";
import { candidateQuery } from "@/shared/api/candidate";
import type { CandidateView } from "@/shared/api/types";

export function AfterRoute() {
  const { token } = useParams({ from: "/i/$token" });
  const view = useQueryClient().getQueryData<CandidateView>(candidateQuery(token).queryKey);
  return (
    <AfterwardsPage
      token={token}
      organisation={view?.organisation ?? null}
      contactEmail={view?.contact_email ?? null}
    />
  );
}
