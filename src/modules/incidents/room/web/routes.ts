import type { PageRoute } from "#web/web-module.ts";

export const roomPages: readonly PageRoute[] = [
  { path: "/incidents/playbooks", load: () => import("./PlaybooksPage.tsx") },
  { path: "/incidents/playbooks/$kind", load: () => import("./PlaybookPage.tsx") },
  { path: "/incidents/tasks/$id", load: () => import("./TaskPage.tsx") },
  { path: "/incidents/told/$id", load: () => import("./ToldPage.tsx") },
  { path: "/incidents/$id/room", load: () => import("./RoomPage.tsx") },
  { path: "/incidents/$id/affected", load: () => import("./AffectedPage.tsx") },
  { path: "/incidents/$id/evidence", load: () => import("./EvidencePage.tsx") },
  { path: "/incidents/$id/brief", load: () => import("./BriefPage.tsx") },
];

export const roomDuties: Readonly<Record<string, string>> = {
  "incident.task": "/incidents/tasks/$id",
  "incident.take_over": "/incidents/$id/room",
  "incident.brief": "/incidents/$id/brief",
  "incident.told": "/incidents/told/$id",
};
