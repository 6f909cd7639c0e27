import { IconUserShield } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/outside", load: () => import("./OutsidePage.tsx") },
    { path: "/outside/new", load: () => import("./NewEngagementPage.tsx") },
    { path: "/outside/engagements/$id", load: () => import("./EngagementPage.tsx") },
    { path: "/engaged/$id", load: () => import("./EngagedRecordsPage.tsx") },
    { path: "/engaged/inspections/$id", load: () => import("./EngagedInspectionPage.tsx") },
  ],
  rail: [
    {
      to: "/outside",
      label: "rail.outside",
      icon: IconUserShield,
      permissions: ["engagement.read"],
      place: "settings",
    },
  ],
};
