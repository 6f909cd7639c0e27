import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { ErrorState } from "./errors/ErrorState.tsx";
import { SignedIn } from "./layout/SignedIn.tsx";
import { webModules } from "./modules.ts";

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
});

const lone = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in",
    component: lazyRouteComponent(() => import("./pages/SignInPage.tsx")),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in/$connection",
    component: lazyRouteComponent(() => import("./pages/ProviderSignInPage.tsx")),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in/return/$connection",
    component: lazyRouteComponent(() => import("./pages/ProviderReturnPage.tsx")),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/set-up",
    component: lazyRouteComponent(() => import("./pages/SetUpPage.tsx")),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/link",
    component: lazyRouteComponent(() => import("./pages/LinkPage.tsx")),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/new-password",
    component: lazyRouteComponent(() => import("./pages/NewPasswordPage.tsx")),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/invitation",
    component: lazyRouteComponent(() => import("./pages/InvitationPage.tsx")),
  }),
  ...webModules.flatMap((module) =>
    (module.lonePages ?? []).map((page) =>
      createRoute({
        getParentRoute: () => rootRoute,
        path: page.path,
        component: lazyRouteComponent(page.load),
      }),
    ),
  ),
];

const signedIn = createRoute({ getParentRoute: () => rootRoute, id: "signed-in", component: SignedIn });

const pages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: "/",
    component: lazyRouteComponent(() => import("./pages/HomePage.tsx")),
  }),
  ...webModules.flatMap((module) =>
    module.pages.map((page) =>
      createRoute({
        getParentRoute: () => signedIn,
        path: page.path,
        component: lazyRouteComponent(page.load),
      }),
    ),
  ),
  createRoute({
    getParentRoute: () => signedIn,
    path: "$",
    component: lazyRouteComponent(() => import("./pages/NotFoundPage.tsx")),
  }),
];

export const router = createRouter({
  routeTree: rootRoute.addChildren([...lone, signedIn.addChildren(pages)]),
  defaultPreload: "intent",
  scrollRestoration: true,
});
