import { IconAlarm, IconBroadcast } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/receivers", load: () => import("./ReceiversPage.tsx") },
    { path: "/receivers/$id", load: () => import("./ReceiverPage.tsx") },
    { path: "/calls", load: () => import("./CallsPage.tsx") },
    { path: "/calls/$id", load: () => import("./CallPage.tsx") },
  ],
  rail: [
    { to: "/calls", label: "rail.calls", icon: IconAlarm, permissions: ["inspection.read"], place: "work" },
    {
      to: "/receivers",
      label: "rail.receivers",
      icon: IconBroadcast,
      permissions: ["receiver.read"],
      place: "settings",
    },
  ],
};
