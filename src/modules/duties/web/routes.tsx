import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/duties", load: () => import("./DutiesPage.tsx") }],
  rail: [],
};
