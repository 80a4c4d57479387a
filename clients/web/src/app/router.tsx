/** All pages by address. */
import { createRouter } from "@tanstack/react-router";
import { candidateRoutes } from "./candidate/routes";
import { practiceRoutes } from "./practice/routes";
import { reviewerRoutes } from "./reviewer/routes";
import { rootRoute } from "./root";

export const router = createRouter({
  routeTree: rootRoute.addChildren([candidateRoutes, ...reviewerRoutes, ...practiceRoutes]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
