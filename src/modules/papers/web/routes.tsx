import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/inspections/$id/papers", load: () => import("./PapersPage.tsx") }],
  rail: [],
};
