import { IconBook2 } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/standards", load: () => import("./InForcePage.tsx") },
    { path: "/standards/editions", load: () => import("./EditionsPage.tsx") },
    { path: "/standards/$id", load: () => import("./ControlsPage.tsx") },
    { path: "/standards/$id/controls/$controlId", load: () => import("./ControlPage.tsx") },
    { path: "/standards/$id/controls/$controlId/correct", load: () => import("./errata/CorrectPage.tsx") },
    { path: "/standards/$id/errata", load: () => import("./errata/ErrataPage.tsx") },
    { path: "/errata/$id", load: () => import("./errata/ErratumPage.tsx") },
    { path: "/standards/$id/coverage", load: () => import("./CoveragePage.tsx") },
    { path: "/standards/$id/rules", load: () => import("./RulesPage.tsx") },
    { path: "/standards/$id/changes", load: () => import("./ChangesPage.tsx") },
    { path: "/standards/$id/draft", load: () => import("./draft/DraftPage.tsx") },
    { path: "/standards/$id/draft/frame", load: () => import("./draft/FramePage.tsx") },
    { path: "/standards/$id/publication", load: () => import("./PublicationPage.tsx") },
    { path: "/standards/$id/print", load: () => import("./PrintPage.tsx") },
  ],
  standardTabs: [
    {
      to: "/standards/editions",
      label: "standard.tab.editions",
      permissions: ["standard.read", "standard.publish"],
      order: 10,
    },
  ],
  dutyPages: {
    "edition.decide": "/standards/$id/publication",
    "erratum.decide": "/errata/$id",
  },
  rail: [
    {
      to: "/standards",
      label: "rail.standards",
      icon: IconBook2,
      permissions: ["standard.read", "standard.publish"],
      place: "work",
    },
  ],
};
