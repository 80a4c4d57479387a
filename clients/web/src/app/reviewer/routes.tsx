/** Reviewers' pages by address; all but signing in need somebody signed in. */
import { useQuery } from "@tanstack/react-query";
import { createRoute, lazyRouteComponent, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { asApiError } from "@/shared/api/errors";
import { meQuery } from "@/shared/api/reviewer";
import { Button } from "@/shared/ui/button";
import { LoadingPage, MessagePage } from "@/shared/ui/message-page";
import { rootRoute } from "../root";
import { ReviewerFrame } from "./frame";

function ReviewerLayout() {
  const { data: me, error, refetch } = useQuery(meQuery);
  const { href, pathname } = useLocation();
  if (error) {
    const problem = asApiError(error);
    if (problem.code === "unauthenticated") {
      // While the sign-in page is fetched this one is still mounted, at the new address: it must not lead there again.
      if (pathname === "/sign-in") return null;
      return <Navigate to="/sign-in" search={{ to: href }} replace />;
    }
    return (
      <ReviewerFrame me={null}>
        <MessagePage
          title={problem.message}
          actions={
            <Button tone="primary" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          <p>{problem.fix}</p>
        </MessagePage>
      </ReviewerFrame>
    );
  }
  return <ReviewerFrame me={me ?? null}>{me ? <Outlet /> : <LoadingPage what="Opening" />}</ReviewerFrame>;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search): { to?: string } => (typeof search.to === "string" ? { to: search.to } : {}),
  component: lazyRouteComponent(() => import("./entrance"), "SignInRoute"),
});
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  validateSearch: (search): { token?: string } =>
    search.token === undefined ? {} : { token: String(search.token) },
  component: lazyRouteComponent(() => import("./entrance"), "SetupRoute"),
});
const reviewerRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "reviewer",
  component: ReviewerLayout,
});
const interviewsRoute = createRoute({
  getParentRoute: () => reviewerRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./pages"), "InterviewsRoute"),
});
const reportRoute = createRoute({
  getParentRoute: () => reviewerRoute,
  path: "/interviews/$id",
  component: lazyRouteComponent(() => import("./report-route"), "ReportRoute"),
});
const rolesRoute = createRoute({
  getParentRoute: () => reviewerRoute,
  path: "/roles",
  component: lazyRouteComponent(() => import("./pages"), "RolesRoute"),
});
const newRoleRoute = createRoute({
  getParentRoute: () => reviewerRoute,
  path: "/roles/new",
  component: lazyRouteComponent(() => import("./pages"), "NewRoleRoute"),
});
const invitationsRoute = createRoute({
  getParentRoute: () => reviewerRoute,
  path: "/invitations",
  validateSearch: (search): { role?: string } =>
    typeof search.role === "string" ? { role: search.role } : {},
  component: lazyRouteComponent(() => import("./pages"), "InvitationsRoute"),
});
const operationsRoute = createRoute({
  getParentRoute: () => reviewerRoute,
  path: "/operations",
  component: lazyRouteComponent(() => import("@/features/operations/operations-page"), "OperationsPage"),
});

export const reviewerRoutes = [
  signInRoute,
  setupRoute,
  reviewerRoute.addChildren([
    interviewsRoute,
    reportRoute,
    rolesRoute,
    newRoleRoute,
    invitationsRoute,
    operationsRoute,
  ]),
] as const;
