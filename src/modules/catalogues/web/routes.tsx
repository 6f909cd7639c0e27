import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/standards/catalogues", load: () => import("./CataloguesPage.tsx") },
    { path: "/standards/catalogues/$id", load: () => import("./CataloguePage.tsx") },
  ],
  rail: [],
};
