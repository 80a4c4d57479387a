/** Practice for whoever comes without a link: what it is, and a space of one's own where the operator gives them out. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { asApiError } from "@/shared/api/errors";
import { openSpace, practiceOfferQuery } from "@/shared/api/practice";
import { Button } from "@/shared/ui/button";
import { LoadingPage } from "@/shared/ui/message-page";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";

export function PracticeStartPage({ onOpened }: { onOpened(space: string): void }) {
  const { data: offer, error } = useQuery(practiceOfferQuery);
  const opened = useMutation({ mutationFn: openSpace, onSuccess: onOpened });
  const problem = error ?? opened.error;
  if (!offer && !error) return <LoadingPage what="Opening practice" />;
  return (
    <Page
      above={offer?.organisation}
      title="Practise an interview"
      lead="An AI coach asks the questions. After an answer it tells you one thing it measured. Nothing is scored, and nobody who hires can see it."
    >
      <div className="grid gap-6">
        {problem && <ErrorNotice error={asApiError(problem)} />}
        {offer?.open_to_all && (
          <>
            <p className="max-w-measure">
              You get a space of your own. Its link is the only key to it: keep it, and give it to nobody you
              would not practise in front of.
            </p>
            <div>
              <Button tone="primary" busy={opened.isPending} onClick={() => opened.mutate()}>
                Open my practice space
              </Button>
            </div>
          </>
        )}
        {offer && !offer.open_to_all && (
          <p className="max-w-measure">
            Here, practice spaces are handed out. Ask for your link at{" "}
            <a href={`mailto:${offer.contact_email}`}>{offer.contact_email}</a>.
          </p>
        )}
      </div>
    </Page>
  );
}
