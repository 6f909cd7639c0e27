import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/rounds/$id/workbooks", load: () => import("./RoundWorkbooksPage.tsx") },
    { path: "/rounds/$id/returns", load: () => import("./RoundReturnsPage.tsx") },
    { path: "/rounds/$id/returns/$deliveryId", load: () => import("./DeliveryPage.tsx") },
    { path: "/inspections/$id/workbook", load: () => import("./WorkbookPage.tsx") },
    { path: "/inspections/$id/workbook/$returnId", load: () => import("./ReturnPage.tsx") },
  ],
  rail: [],
};
