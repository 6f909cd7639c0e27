import { IconCalendarCheck } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/audits", load: () => import("./CoveragePage.tsx") },
    { path: "/audits/programme", load: () => import("./ProgrammePage.tsx") },
    { path: "/audits/programme/proposal", load: () => import("./ProposalPage.tsx") },
    { path: "/audits/visits/$id", load: () => import("./VisitPage.tsx") },
    { path: "/audits/visits/$id/report", load: () => import("./report/ReportPage.tsx") },
    { path: "/audits/visits/$id/sheet", load: () => import("./sheet/SheetPage.tsx") },
    { path: "/audits/opinions", load: () => import("./opinions/OpinionsPage.tsx") },
    { path: "/audits/opinions/$id", load: () => import("./opinions/CompanyOpinionsPage.tsx") },
    { path: "/audits/auditors", load: () => import("./AuditorsPage.tsx") },
    { path: "/audits/auditors/$id", load: () => import("./AuditorPage.tsx") },
  ],
  lonePages: [
    { path: "/on-site", load: () => import("./on-site/OnSiteListPage.tsx") },
    { path: "/on-site/$id", load: () => import("./on-site/OnSitePage.tsx") },
  ],
  unsent: async () => (await import("./on-site/unsent.ts")).unsent,
  rail: [
    {
      to: "/audits",
      label: "rail.audits",
      icon: IconCalendarCheck,
      permissions: ["audit.read"],
      place: "work",
    },
  ],
  dutyPages: {
    "audit.staff": "/audits/visits/$id",
    "audit.overdue": "/companies/$id",
    "audit.missed": "/audits/visits/$id",
    "audit.document": "/audits/visits/$id",
    "audit.reply": "/audits/visits/$id",
    "audit.judge": "/audits/visits/$id",
    "audit.settle": "/audits/visits/$id/report",
  },
  boardPanels: [
    {
      id: "over-claim",
      place: "beside",
      permissions: ["audit.read"],
      load: () => import("./board/OverclaimPanel.tsx"),
    },
    {
      id: "coverage",
      place: "below",
      permissions: ["audit.read"],
      load: () => import("./board/CoveragePanel.tsx"),
    },
  ],
  companySections: [
    {
      id: "audits",
      place: "panels",
      permissions: ["audit.read", "audit.read_own"],
      load: () => import("./CompanyAudits.tsx"),
    },
  ],
};
