/** The talk of a practice: choices, sound check, the talk itself, and where it leads. */
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { ConsentPage } from "@/features/consent/consent-page";
import { DeviceCheckPage } from "@/features/device-check/device-check-page";
import { InterviewPage } from "@/features/interview/interview-page";
import { candidateQuery, practiceKey, storeAccommodations } from "@/shared/api/candidate";
import { clipUrl } from "@/shared/api/practice";
import type { CandidateView } from "@/shared/api/types";
import { buttonClass } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { MessagePage } from "@/shared/ui/message-page";

const TALK = "/practice/$space/talk/$token";

function useTalk() {
  const params = useParams({ from: TALK });
  const key = practiceKey(params.token);
  const queries = useQueryClient();
  const { data: view } = useSuspenseQuery(candidateQuery(key));
  const keep = (next: CandidateView) => queries.setQueryData(candidateQuery(key).queryKey, next);
  return { params, key, view, keep };
}

/** Choices first; who has made them goes on where they are. */
export function TalkStartRoute() {
  const { params, view } = useTalk();
  if (!view.may_start) return <ChoicesRoute />;
  return <Navigate to={`${TALK}/check`} params={params} replace />;
}

export function ChoicesRoute() {
  const { params, key, view, keep } = useTalk();
  const navigate = useNavigate();
  return (
    <ConsentPage
      token={key}
      view={view}
      onStored={(next) => {
        keep(next);
        void navigate({ to: `${TALK}/check`, params });
      }}
    />
  );
}

function NoCoach() {
  const { params } = useTalk();
  return (
    <MessagePage
      title="Then there is nothing to practise here"
      actions={
        <Link to={`${TALK}/choices`} params={params} className={buttonClass("primary")}>
          Change my choices
        </Link>
      }
    >
      <p>You chose not to talk with an AI. That is fine; nothing was kept.</p>
    </MessagePage>
  );
}

export function CheckRoute() {
  const { params, key, view, keep } = useTalk();
  if (view.mode === "human") return <NoCoach />;
  if (!view.may_start) return <Navigate to={`${TALK}/choices`} params={params} replace />;
  return (
    <DeviceCheckPage
      token={key}
      speaks={view.mode === "voice"}
      onTypeInstead={() => void storeAccommodations(key, { ...view.accommodations, typed: true }).then(keep)}
      begin={
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Link to={`${TALK}/live`} params={params} className={buttonClass("primary")}>
            {view.status === "in_progress" ? "Go on with the practice" : "Begin the practice"}
          </Link>
          <p className="text-soft">
            {view.recording ? "Your voice is kept, for you to listen to." : "Nothing is recorded."}
          </p>
        </div>
      }
    />
  );
}

export function LiveRoute() {
  const { params, key, view, keep } = useTalk();
  const navigate = useNavigate();
  const queries = useQueryClient();
  if (view.mode === "human" || !view.may_start)
    return <Navigate to={`${TALK}/choices`} params={params} replace />;
  const speaks = view.mode === "voice";
  const feedback = { space: params.space, id: view.session_id };
  const over = async () => {
    await queries.invalidateQueries({ queryKey: ["practice", params.space] });
    await navigate({ to: "/practice/$space/sessions/$id", params: feedback, replace: true });
  };
  return (
    <InterviewPage
      key={String(speaks)}
      token={key}
      view={view}
      speaks={speaks}
      practice={{ clip: (from, to) => clipUrl(params.space, view.session_id, from, to) }}
      onOver={() => void over()}
      onTakenOver={() => void navigate({ to: `${TALK}/elsewhere`, params, replace: true })}
      onChoices={() => void navigate({ to: `${TALK}/choices`, params })}
      onTypeInstead={() => void storeAccommodations(key, { ...view.accommodations, typed: true }).then(keep)}
      help={(control) => (
        <Dialog
          {...control}
          title="Nobody else is here"
          description={`This practice is yours alone, so no person can take over. Questions about it: ${view.contact_email}`}
        >
          <p>You can pause, skip a question, or end the practice whenever you like.</p>
        </Dialog>
      )}
    />
  );
}

export function ElsewhereRoute() {
  const params = useParams({ from: TALK });
  return (
    <MessagePage
      title="The practice goes on in another tab"
      actions={
        <Link to={`${TALK}/live`} params={params} className={buttonClass("primary")}>
          Go on here instead
        </Link>
      }
    >
      <p>Close this tab, or go on here: the other one then steps back.</p>
    </MessagePage>
  );
}
