/** The way through practice: a space by its link, its progress, each practice looked back at, and the talk itself. */
import { useQuery } from "@tanstack/react-query";
import { createRoute, lazyRouteComponent, Navigate, Outlet } from "@tanstack/react-router";
import { candidateQuery, practiceKey } from "@/shared/api/candidate";
import { asApiError } from "@/shared/api/errors";
import { spaceQuery } from "@/shared/api/practice";
import { LoadingPage } from "@/shared/ui/message-page";
import { LinkErrorPage } from "../candidate/link-errors";
import { rootRoute } from "../root";
import { PracticeFrame } from "./frame";

function SpaceLayout() {
  const { space } = spaceRoute.useParams();
  const { data, error } = useQuery({ ...spaceQuery(space), retry: false });
  return (
    <PracticeFrame space={data ? space : null}>
      {data ? (
        <Outlet />
      ) : error ? (
        <LinkErrorPage error={asApiError(error)} />
      ) : (
        <LoadingPage what="Opening your practice space" />
      )}
    </PracticeFrame>
  );
}

function TalkLayout() {
  const { space, token } = talkRoute.useParams();
  const { data, error } = useQuery({ ...candidateQuery(practiceKey(token)), retry: false });
  const problem = error ? asApiError(error) : null;
  // A finished talk has its own page; a passing problem does not take an open page away.
  if (problem?.code === "link_used") return <Navigate to="/practice/$space" params={{ space }} replace />;
  return (
    <PracticeFrame space={space}>
      {data && (!problem || problem.passing) ? (
        <Outlet />
      ) : problem ? (
        <LinkErrorPage error={problem} />
      ) : (
        <LoadingPage what="Opening this practice" />
      )}
    </PracticeFrame>
  );
}

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/practice",
  component: lazyRouteComponent(() => import("./pages"), "StartRoute"),
});
const spaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/practice/$space",
  component: SpaceLayout,
});
const homeRoute = createRoute({
  getParentRoute: () => spaceRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./pages"), "SpaceRoute"),
});
const progressRoute = createRoute({
  getParentRoute: () => spaceRoute,
  path: "/progress",
  component: lazyRouteComponent(() => import("./pages"), "ProgressRoute"),
});
const feedbackRoute = createRoute({
  getParentRoute: () => spaceRoute,
  path: "/sessions/$id",
  component: lazyRouteComponent(() => import("./pages"), "FeedbackRoute"),
});
const talkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/practice/$space/talk/$token",
  component: TalkLayout,
});
const talkStartRoute = createRoute({
  getParentRoute: () => talkRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./talk"), "TalkStartRoute"),
});
const choicesRoute = createRoute({
  getParentRoute: () => talkRoute,
  path: "/choices",
  component: lazyRouteComponent(() => import("./talk"), "ChoicesRoute"),
});
const checkRoute = createRoute({
  getParentRoute: () => talkRoute,
  path: "/check",
  component: lazyRouteComponent(() => import("./talk"), "CheckRoute"),
});
const liveRoute = createRoute({
  getParentRoute: () => talkRoute,
  path: "/live",
  component: lazyRouteComponent(() => import("./talk"), "LiveRoute"),
});
const elsewhereRoute = createRoute({
  getParentRoute: () => talkRoute,
  path: "/elsewhere",
  component: lazyRouteComponent(() => import("./talk"), "ElsewhereRoute"),
});

export const practiceRoutes = [
  startRoute,
  spaceRoute.addChildren([homeRoute, progressRoute, feedbackRoute]),
  talkRoute.addChildren([talkStartRoute, choicesRoute, checkRoute, liveRoute, elsewhereRoute]),
] as const;
