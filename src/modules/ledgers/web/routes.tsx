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
    { path: "/ledgers/continuity", load: () => import("./continuity/ContinuityPage.tsx") },
    { path: "/ledgers/gaps", load: () => import("./gaps/GapsPage.tsx") },
    { path: "/ledgers/gaps/$id", load: () => import("./gaps/GapPage.tsx") },
    { path: "/ledgers/purposes/$id", load: () => import("./personal/PurposePage.tsx") },
    { path: "/ledgers/unknown", load: () => import("./UnknownPage.tsx") },
    { path: "/ledgers/unknown/asks/$id", load: () => import("./UnknownAskPage.tsx") },
    { path: "/ledgers/unknown/$id", load: () => import("./UnknownThingPage.tsx") },
    { path: "/ledgers/$ledger", load: () => import("./LedgerPage.tsx") },
    { path: "/ledgers/$ledger/$id", load: () => import("./EntryPage.tsx") },
  ],
  dutyPages: {
    "asset_gap.remedy": "/ledgers/gaps/$id",
    "purpose.decide": "/ledgers/purposes/$id",
    "ledger.identify": "/ledgers/unknown/$id",
    "ledger.identify_many": "/ledgers/unknown/asks/$id",
    "ledger.assign": "/ledgers/loads/$id",
  },
  rail: [
    { to: "/ledgers", label: "rail.ledgers", icon: IconTable, permissions: ["ledger.read"], place: "work" },
  ],
};
