import type { WebModule } from "#web/web-module.ts";

const readers = ["result.read"];

export const routes: WebModule = {
  pages: [{ path: "/group/figures", load: () => import("./FiguresPage.tsx") }],
  rail: [],
  groupTabs: [{ to: "/group/figures", label: "figures.tab", permissions: readers, order: 50 }],
};
