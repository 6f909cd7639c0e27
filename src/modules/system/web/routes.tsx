import { IconServerCog } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/system", load: () => import("./SystemPage.tsx") }],
  rail: [
    {
      to: "/system",
      label: "rail.system",
      icon: IconServerCog,
      permissions: ["system.read"],
      place: "settings",
    },
  ],
};
