import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/on-call", load: () => import("./OnCallPage.tsx") },
    { path: "/on-call/mine", load: () => import("./MinePage.tsx") },
    { path: "/on-call/rosters/new", load: () => import("./NewRosterPage.tsx") },
    { path: "/on-call/rosters/$id", load: () => import("./RosterPage.tsx") },
    { path: "/on-call/rosters/$id/rules", load: () => import("./RulesPage.tsx") },
  ],
  rail: [],
  groupTabs: [{ to: "/on-call", label: "onCall.crumb", permissions: ["on_call.read"], order: 60 }],
  dutyPages: { "on_call.gap": "/on-call/rosters/$id" },
  companySections: [
    {
      id: "on-call",
      place: "panels",
      permissions: ["on_call.read"],
      load: () => import("./CompanyOnCall.tsx"),
    },
  ],
};
