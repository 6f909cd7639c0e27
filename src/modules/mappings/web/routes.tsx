import type { WebModule } from "#web/web-module.ts";

const readers = ["result.read"];
const readersOfStandards = ["standard.read", "standard.publish"];

export const routes: WebModule = {
  pages: [
    { path: "/standards/mappings", load: () => import("./MappingsPage.tsx") },
    { path: "/standards/mappings/new/$fileId", load: () => import("./PreviewPage.tsx") },
    { path: "/standards/mappings/$id", load: () => import("./MappingPage.tsx") },
    { path: "/standards/check-sheets/new/$fileId", load: () => import("./CheckSheetPage.tsx") },
    { path: "/standards/chains", load: () => import("./ReachPage.tsx") },
    { path: "/companies/$id/reading", load: () => import("./ReadingPage.tsx") },
    { path: "/group/readiness", load: () => import("./ReadinessPage.tsx") },
  ],
  rail: [],
  companySections: [
    { id: "reading", place: "actions", permissions: readers, load: () => import("./CompanyLink.tsx") },
  ],
  standardTabs: [
    { to: "/standards/mappings", label: "mapping.tab", permissions: readersOfStandards, order: 30 },
    { to: "/standards/chains", label: "reach.tab", permissions: readersOfStandards, order: 40 },
  ],
  groupTabs: [{ to: "/group/readiness", label: "readiness.tab", permissions: readers, order: 28 }],
};
