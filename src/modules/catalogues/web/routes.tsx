import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/standards/catalogues", load: () => import("./CataloguesPage.tsx") },
    { path: "/standards/catalogues/$id", load: () => import("./CataloguePage.tsx") },
  ],
  rail: [],
  standardTabs: [
    {
      to: "/standards/catalogues",
      label: "catalogue.tab",
      permissions: ["standard.read", "standard.publish"],
      order: 20,
    },
  ],
};
