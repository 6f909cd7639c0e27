import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/standards/mappings", load: () => import("./MappingsPage.tsx") },
    { path: "/standards/mappings/new/$fileId", load: () => import("./PreviewPage.tsx") },
    { path: "/standards/mappings/$id", load: () => import("./MappingPage.tsx") },
  ],
  rail: [],
};
