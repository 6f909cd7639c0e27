import { IconUrgent } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";
import { roomDuties, roomPages } from "../room/web/routes.ts";
import { noticePages } from "../notices/web/pages.ts";

export const routes: WebModule = {
  pages: [
    { path: "/report", load: () => import("./report/ReportPage.tsx") },
    { path: "/report/$id", load: () => import("./report/ReportedPage.tsx") },
    { path: "/incidents", load: () => import("./IncidentsPage.tsx") },
    { path: "/incidents/settings", load: () => import("./SettingsPage.tsx") },
    { path: "/incidents/figures", load: () => import("../counting/web/FiguresPage.tsx") },
    { path: "/incidents/procedures", load: () => import("../after/web/ProceduresPage.tsx") },
    { path: "/incidents/proposals", load: () => import("../after/web/ProposalsPage.tsx") },
    { path: "/incidents/$id", load: () => import("./IncidentPage.tsx") },
    { path: "/incidents/$id/after", load: () => import("../after/web/ReviewPage.tsx") },
    ...roomPages,
    { path: "/incidents/$id/spread", load: () => import("../spread/web/SpreadPage.tsx") },
    ...noticePages.pages,
  ],
  rail: [
    {
      to: "/incidents",
      label: "rail.incidents",
      icon: IconUrgent,
      permissions: ["incident.read"],
      place: "work",
      also: ["/report"],
    },
  ],
  dutyPages: {
    "incident.report": "/incidents/$id",
    "incident.respond_now": "/incidents/$id",
    "incident.judge": "/incidents/$id",
    "incident.late_reason": "/incidents/$id",
    "incident.try_procedure": "/incidents/procedures",
    "incident.take_note": "/incidents/$id",
    "incident.take_note_now": "/incidents/$id",
    ...roomDuties,
    ...noticePages.duties,
  },
  companySections: [
    {
      id: "incidents",
      place: "panels",
      permissions: ["incident.read"],
      load: () => import("./CompanyIncidents.tsx"),
    },
  ],
};
