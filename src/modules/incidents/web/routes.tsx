import { IconUrgent } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";
import { roomDuties, roomPages } from "../room/web/routes.ts";
import { noticePages } from "../notices/web/pages.ts";

export const routes: WebModule = {
  pages: [
    { path: "/report", load: () => import("./report/ReportPage.tsx") },
    { path: "/report/mine", load: () => import("./report/MinePage.tsx") },
    { path: "/report/$id", load: () => import("./report/ReportedPage.tsx") },
    { path: "/incidents", load: () => import("./IncidentsPage.tsx") },
    { path: "/incidents/settings", load: () => import("./SettingsPage.tsx") },
    { path: "/incidents/packs", load: () => import("../paper/web/PacksPage.tsx") },
    { path: "/incidents/contacts", load: () => import("../contacts/web/ContactsPage.tsx") },
    { path: "/incidents/figures", load: () => import("../counting/web/FiguresPage.tsx") },
    { path: "/incidents/figures/dues", load: () => import("../counting/web/DuesPage.tsx") },
    { path: "/incidents/links", load: () => import("../intake/web/LinksPage.tsx") },
    { path: "/incidents/intake", load: () => import("../intake/web/IntakesPage.tsx") },
    { path: "/incidents/intake/$id", load: () => import("../intake/web/IntakePage.tsx") },
    { path: "/incidents/procedures", load: () => import("../after/web/ProceduresPage.tsx") },
    { path: "/incidents/proposals", load: () => import("../after/web/ProposalsPage.tsx") },
    { path: "/incidents/clocks/$id", load: () => import("../law/web/OneClockPage.tsx") },
    { path: "/incidents/$id/clocks", load: () => import("../law/web/ClocksPage.tsx") },
    { path: "/incidents/$id", load: () => import("./IncidentPage.tsx") },
    { path: "/incidents/$id/after", load: () => import("../after/web/ReviewPage.tsx") },
    { path: "/incidents/requests/$id", load: () => import("../spread/web/RequestPage.tsx") },
    ...roomPages,
    { path: "/incidents/$id/spread", load: () => import("../spread/web/SpreadPage.tsx") },
    ...noticePages.pages,
  ],
  lonePages: [
    { path: "/r/$code", load: () => import("../intake/web/SendPage.tsx") },
    { path: "/report-status", load: () => import("../intake/web/StatusPage.tsx") },
  ],
  rail: [
    {
      to: "/incidents",
      label: "rail.incidents",
      icon: IconUrgent,
      permissions: ["incident.read", "incident.product"],
      place: "work",
      also: ["/report"],
    },
  ],
  dutyPages: {
    "incident.report": "/incidents/$id",
    "incident.respond_now": "/incidents/$id",
    "incident.lock_device": "/incidents/$id",
    "incident.judge": "/incidents/$id",
    "incident.look_at_now": "/incidents/$id",
    "incident.look_through": "/incidents/intake",
    "incident.read_words": "/incidents/intake/$id",
    "incident.assign_mail": "/incidents/intake/$id",
    "incident.late_reason": "/incidents/$id",
    "incident.try_procedure": "/incidents/procedures",
    "incident.law_clock": "/incidents/clocks/$id",
    "incident.law_questions": "/incidents/$id/clocks",
    "incident.take_note": "/incidents/$id",
    "incident.take_note_now": "/incidents/$id",
    "incident.ask_others": "/incidents/requests/$id",
    "incident.decide_proposal": "/incidents/proposals",
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
