import { IconEyeShare } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/viewings", load: () => import("./ViewingsPage.tsx") }],
  rail: [
    {
      to: "/viewings",
      label: "rail.viewings",
      icon: IconEyeShare,
      permissions: ["viewing.look"],
      place: "settings",
    },
  ],
};
