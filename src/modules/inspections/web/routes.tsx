import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [{ path: "/inspections/$id/answer", load: () => import("./AnsweringPage.tsx") }],
  rail: [],
  unsent: async () => (await import("./answering/unsent.ts")).unsent,
};
