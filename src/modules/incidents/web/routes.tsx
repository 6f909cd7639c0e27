import { IconUrgent } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";
import { noticePages } from "../notices/web/pages.ts";

export const routes: WebModule = {
  pages: [
    { path: "/report", load: () => import("./report/ReportPage.tsx") },
    { path: "/report/$id", load: () => import("./report/ReportedPage.tsx") },
    { path: "/incidents", load: () => import("./IncidentsPage.tsx") },
    { path: "/incidents/settings", load: () => import("./SettingsPage.tsx") },
    { path: "/incidents/$id", load: () => import("./IncidentPage.tsx") },
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
    "incident.take_note": "/incidents/$id",
    "incident.take_note_now": "/incidents/$id",
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
