import { IconUrgent } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/emergencies", load: () => import("./EmergenciesPage.tsx") },
    { path: "/emergencies/$id", load: () => import("./EmergencyPage.tsx") },
  ],
  dutyPages: { "emergency.review": "/emergencies/$id" },
  rail: [
    {
      to: "/emergencies",
      label: "rail.emergencies",
      icon: IconUrgent,
      permissions: ["emergency.read"],
      place: "settings",
    },
  ],
};
