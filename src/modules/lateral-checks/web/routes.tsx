import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/lateral-checks", load: () => import("./LateralChecksPage.tsx") },
    { path: "/lateral-checks/new", load: () => import("./NewLateralPage.tsx") },
    { path: "/lateral-checks/$id", load: () => import("./LateralPage.tsx") },
    { path: "/lateral-checks/asked/$id", load: () => import("./AskedPage.tsx") },
  ],
  rail: [],
  findingTabs: [{ to: "/lateral-checks", label: "lateral.tab", permissions: ["lateral.read"], order: 15 }],
  findingPanels: [
    { id: "lateral", permissions: ["lateral.read"], load: () => import("./FindingLateral.tsx") },
  ],
  dutyPages: { "lateral.answer": "/lateral-checks/asked/$id" },
  companySections: [
    {
      id: "lateral-checks",
      place: "panels",
      permissions: ["lateral.read"],
      load: () => import("./CompanyLateral.tsx"),
    },
  ],
};
