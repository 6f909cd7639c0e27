import { IconFileImport } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/imports", load: () => import("./ImportsPage.tsx") },
    { path: "/imports/$id", load: () => import("./ImportPage.tsx") },
  ],
  rail: [
    {
      to: "/imports",
      label: "rail.imports",
      icon: IconFileImport,
      permissions: ["organization.import", "person.import"],
      place: "settings",
    },
  ],
};
