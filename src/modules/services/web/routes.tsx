import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/group/services", load: () => import("./ServicesPage.tsx") }],
  rail: [],
  groupTabs: [
    { to: "/group/services", label: "group.tab.services", permissions: ["service.read"], order: 50 },
  ],
};
