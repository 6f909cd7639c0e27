import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/me/tokens", load: () => import("./MyTokensPage.tsx") },
    { path: "/accounts/tokens", load: () => import("./TokensPage.tsx") },
  ],
  rail: [],
};
