import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/inspections/$id/papers", load: () => import("./PapersPage.tsx") },
    { path: "/rounds/$id/confirmations", load: () => import("./RoundPagesPage.tsx") },
  ],
  rail: [],
};
