import { IconClipboardCheck } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/rounds", load: () => import("./RoundsPage.tsx") },
    { path: "/rounds/new", load: () => import("./NewRoundPage.tsx") },
    { path: "/rounds/$id", load: () => import("./RoundPage.tsx") },
    { path: "/rounds/$id/members", load: () => import("./MembersPage.tsx") },
  ],
  rail: [
    {
      to: "/rounds",
      label: "rail.inspections",
      icon: IconClipboardCheck,
      // A helper, who may only contribute, comes by what was handed over (inspections).
      permissions: ["inspection.read", "round.manage"],
      place: "work",
      also: ["/inspections"],
    },
  ],
};
