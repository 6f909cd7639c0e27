import { IconProgress } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/jobs", load: () => import("./JobsPage.tsx") }],
  rail: [
    { to: "/jobs", label: "rail.jobs", icon: IconProgress, permissions: ["job.read"], place: "settings" },
  ],
};
