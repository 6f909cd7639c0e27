import { IconPlugConnected } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/connections", load: () => import("./ConnectionsPage.tsx") },
    { path: "/connections/$id", load: () => import("./ConnectionPage.tsx") },
  ],
  rail: [
    {
      to: "/connections",
      label: "rail.connections",
      icon: IconPlugConnected,
      permissions: ["connection.read"],
      place: "settings",
    },
  ],
};
