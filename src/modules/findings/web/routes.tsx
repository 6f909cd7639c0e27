import { IconFlag3 } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/findings", load: () => import("./FindingsPage.tsx") },
    { path: "/findings/new", load: () => import("./NewFindingPage.tsx") },
    { path: "/findings/severities", load: () => import("./SeveritiesPage.tsx") },
    { path: "/findings/$id", load: () => import("./FindingPage.tsx") },
  ],
  rail: [
    {
      to: "/findings",
      label: "rail.findings",
      icon: IconFlag3,
      permissions: ["finding.read"],
      place: "work",
      also: ["/plans", "/lateral-checks"],
    },
  ],
  findingTabs: [{ to: "/findings", label: "findings.tab", permissions: ["finding.read"], order: 10 }],
  dutyPages: {
    "finding.remedy": "/findings/$id",
    "finding.verify": "/findings/$id",
    "finding.accept": "/findings/$id",
  },
  companySections: [
    {
      id: "findings",
      place: "panels",
      permissions: ["finding.read"],
      load: () => import("./CompanyFindings.tsx"),
    },
  ],
};
