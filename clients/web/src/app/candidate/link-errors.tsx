/** A link that leads nowhere, or a server that does not answer: what it means and what to do. */
import { useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";
import { MessagePage } from "@/shared/ui/message-page";

const TITLES: Record<string, string> = {
  link_unknown: "This link is not known",
  link_expired: "This link has expired",
  offline: "You are offline, or the server is",
};

export function LinkErrorPage({ error }: { error: ApiError }) {
  const queries = useQueryClient();
  const lasting = error.code === "link_unknown" || error.code === "link_expired";
  return (
    <MessagePage
      title={TITLES[error.code] ?? "The interview cannot be opened right now"}
      actions={
        !lasting && (
          <Button tone="primary" onClick={() => void queries.invalidateQueries()}>
            Try again
          </Button>
        )
      }
    >
      {!TITLES[error.code] && <p>{error.message}</p>}
      {error.fix && <p>{error.fix}</p>}
      {lasting && <p className="text-soft">Nothing about you was stored by opening this page.</p>}
    </MessagePage>
  );
}
