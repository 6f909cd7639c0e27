import type { WebModule } from "#web/web-module.ts";

const readers = ["result.read"];

export const routes: WebModule = {
  pages: [
    { path: "/group/overview", load: () => import("./OverviewPage.tsx") },
    { path: "/group/map", load: () => import("./GroupMapPage.tsx") },
    { path: "/group/trend", load: () => import("./TrendPage.tsx") },
    { path: "/group/results", load: () => import("./ResultsPage.tsx") },
    { path: "/group/causes", load: () => import("./CausesPage.tsx") },
    { path: "/group/gaps", load: () => import("./GapsPage.tsx") },
    { path: "/companies/$id/result", load: () => import("./CompanyResultPage.tsx") },
    { path: "/inspections/$id/controls/$controlId", load: () => import("./ControlResultPage.tsx") },
  ],
  rail: [],
  companySections: [
    {
      id: "frozen-tier",
      place: "tier",
      permissions: readers,
      load: () => import("./company/FrozenTier.tsx"),
    },
    {
      id: "result",
      place: "strip",
      permissions: readers,
      load: () => import("./company/CompanySection.tsx"),
    },
    { id: "trend", place: "actions", permissions: readers, load: () => import("./company/TrendLink.tsx") },
  ],
  homePictures: [{ id: "group-map", permissions: readers, load: () => import("./HomeMap.tsx") }],
  groupTabs: [
    { to: "/group/overview", label: "overview.tab", permissions: readers, order: 10 },
    { to: "/group/map", label: "groupMap.tab", permissions: readers, order: 20 },
    { to: "/group/results", label: "results.tab", permissions: readers, order: 25 },
    { to: "/group/trend", label: "trend.tab", permissions: readers, order: 30 },
    { to: "/group/causes", label: "causes.tab", permissions: ["incident.read"], order: 35 },
  ],
};
