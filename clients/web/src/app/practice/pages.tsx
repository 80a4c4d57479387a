/** The pages of a practice space, put together from their features. */
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { FeedbackPage } from "@/features/practice/feedback-page";
import { ProgressPage } from "@/features/practice/progress-page";
import { SpacePage } from "@/features/practice/space-page";
import { PracticeStartPage } from "@/features/practice/start-page";
import { asApiError } from "@/shared/api/errors";
import { feedbackQuery, spaceQuery } from "@/shared/api/practice";
import type { Practice } from "@/shared/api/types";
import { buttonClass } from "@/shared/ui/button";
import { LoadingPage } from "@/shared/ui/message-page";
import { LinkErrorPage } from "../candidate/link-errors";
import { PracticeFrame } from "./frame";

export function StartRoute() {
  const navigate = useNavigate();
  return (
    <PracticeFrame space={null}>
      <PracticeStartPage
        onOpened={(space) => void navigate({ to: "/practice/$space", params: { space }, replace: true })}
      />
    </PracticeFrame>
  );
}

function useSpace() {
  const { space: token } = useParams({ from: "/practice/$space" });
  const { data: space } = useSuspenseQuery(spaceQuery(token));
  return { token, space };
}

function opener(space: string) {
  return (practice: Practice, label: string) => (
    <Link
      to="/practice/$space/sessions/$id"
      params={{ space, id: practice.id }}
      className="underline underline-offset-4"
    >
      {label}
    </Link>
  );
}

export function SpaceRoute() {
  const { token, space } = useSpace();
  const navigate = useNavigate();
  const begun = ({ talk_token }: Practice) => {
    if (talk_token)
      void navigate({ to: "/practice/$space/talk/$token", params: { space: token, token: talk_token } });
  };
  return <SpacePage token={token} space={space} open={opener(token)} onBegun={begun} />;
}

export function ProgressRoute() {
  const { token, space } = useSpace();
  return (
    <ProgressPage
      space={space}
      open={opener(token)}
      begin={
        <Link to="/practice/$space" params={{ space: token }} className={buttonClass("primary")}>
          Practise now
        </Link>
      }
    />
  );
}

function Next({ space, practice }: { space: string; practice: Practice }) {
  if (practice.talk_token) {
    return (
      <Link
        to="/practice/$space/talk/$token"
        params={{ space, token: practice.talk_token }}
        className={buttonClass("primary")}
      >
        {practice.status === "open" ? "Begin to practise" : "Go on with this practice"}
      </Link>
    );
  }
  return (
    <>
      <Link to="/practice/$space" params={{ space }} className={buttonClass("primary")}>
        Practise again
      </Link>
      <Link to="/practice/$space/progress" params={{ space }} className={buttonClass("plain")}>
        See your progress
      </Link>
    </>
  );
}

export function FeedbackRoute() {
  const { space, id } = useParams({ from: "/practice/$space/sessions/$id" });
  const { data: feedback, error } = useQuery({ ...feedbackQuery(space, id), retry: false });
  const navigate = useNavigate();
  const queries = useQueryClient();
  if (!feedback) {
    return error ? <LinkErrorPage error={asApiError(error)} /> : <LoadingPage what="Opening this practice" />;
  }
  const gone = async () => {
    queries.removeQueries({ queryKey: feedbackQuery(space, id).queryKey });
    await queries.invalidateQueries({ queryKey: spaceQuery(space).queryKey, exact: true });
    await navigate({ to: "/practice/$space", params: { space }, replace: true });
  };
  return (
    <FeedbackPage
      space={space}
      feedback={feedback}
      next={<Next space={space} practice={feedback.practice} />}
      onDeleted={() => void gone()}
    />
  );
}
