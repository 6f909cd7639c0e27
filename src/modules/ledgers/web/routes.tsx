import { IconTable } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/ledgers", load: () => import("./LedgersPage.tsx") },
    { path: "/ledgers/classes", load: () => import("./ClassesPage.tsx") },
    { path: "/ledgers/rules", load: () => import("./RulesPage.tsx") },
    { path: "/ledgers/coverage", load: () => import("./CoveragePage.tsx") },
    { path: "/ledgers/sources", load: () => import("./SourcesPage.tsx") },
    { path: "/ledgers/loads/$id", load: () => import("./LoadPage.tsx") },
    { path: "/ledgers/unknown", load: () => import("./UnknownPage.tsx") },
    { path: "/ledgers/unknown/asks/$id", load: () => import("./UnknownAskPage.tsx") },
    { path: "/ledgers/unknown/$id", load: () => import("./UnknownThingPage.tsx") },
    { path: "/ledgers/$ledger", load: () => import("./LedgerPage.tsx") },
    { path: "/ledgers/$ledger/$id", load: () => import("./EntryPage.tsx") },
  ],
  dutyPages: {
    "ledger.identify": "/ledgers/unknown/$id",
    "ledger.identify_many": "/ledgers/unknown/asks/$id",
    "ledger.assign": "/ledgers/loads/$id",
  },
  rail: [
    { to: "/ledgers", label: "rail.ledgers", icon: IconTable, permissions: ["ledger.read"], place: "work" },
  ],
};
