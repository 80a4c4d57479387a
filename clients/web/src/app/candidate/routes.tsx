/** A candidate's way through their link: invitation, choices, sound check, interview, afterwards. */
import { useQuery } from "@tanstack/react-query";
import { createRoute, lazyRouteComponent, Outlet, useChildMatches } from "@tanstack/react-router";
import { candidateQuery } from "@/shared/api/candidate";
import { type ApiError, asApiError } from "@/shared/api/errors";
import { LoadingPage } from "@/shared/ui/message-page";
import { rootRoute } from "../root";
import { AfterRoute } from "./after-route";
import { CandidateFrame } from "./frame";
import { LinkErrorPage } from "./link-errors";

const PASSING_RETRY_MS = 3_000;
const STEP_OF: Record<string, number> = { "/": 0, "/choices": 1, "/check": 2, "/interview": 3 };

function CandidateLayout() {
  const { token } = candidateRoute.useParams();
  const { data, error } = useQuery({
    ...candidateQuery(token),
    retry: false,
    refetchInterval: ({ state }) =>
      state.error && asApiError(state.error).passing ? PASSING_RETRY_MS : false,
  });
  const path = useChildMatches({ select: ([match]) => match?.fullPath.replace("/i/$token", "") ?? "/" });
  const view = data ?? null;
  const problem = error ? asApiError(error) : null;
  const step = view && !problem ? (STEP_OF[path || "/"] ?? null) : null;
  return (
    <CandidateFrame token={token} view={view} step={step}>
      <Content loaded={view !== null} problem={problem} />
    </CandidateFrame>
  );
}

/** A passing problem does not take a page away that is already open. */
function Content({ loaded, problem }: { loaded: boolean; problem: ApiError | null }) {
  if (problem?.code === "link_used") return <AfterRoute />;
  if (problem && !(loaded && problem.passing)) return <LinkErrorPage error={problem} />;
  return loaded ? <Outlet /> : <LoadingPage what="Opening your invitation" />;
}

const candidateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/i/$token",
  component: CandidateLayout,
});

const invitationRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./before"), "InvitationRoute"),
});
const choicesRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/choices",
  component: lazyRouteComponent(() => import("./before"), "ChoicesRoute"),
});
const checkRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/check",
  component: lazyRouteComponent(() => import("./before"), "CheckRoute"),
});
const interviewRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/interview",
  component: lazyRouteComponent(() => import("./live"), "LiveRoute"),
});
const elsewhereRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/elsewhere",
  component: lazyRouteComponent(() => import("./live"), "ElsewhereRoute"),
});
const afterRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/after",
  component: AfterRoute,
});

export const candidateRoutes = candidateRoute.addChildren([
  invitationRoute,
  choicesRoute,
  checkRoute,
  interviewRoute,
  elsewhereRoute,
  afterRoute,
]);
