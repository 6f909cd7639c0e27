import { IconHistory } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/trail", load: () => import("./TrailPage.tsx") },
    { path: "/trail/erasures", load: () => import("./ErasuresPage.tsx") },
  ],
  dutyPages: { "erasure.decide": "/trail/erasures" },
  rail: [
    { to: "/trail", label: "rail.trail", icon: IconHistory, permissions: ["trail.read"], place: "settings" },
  ],
};
