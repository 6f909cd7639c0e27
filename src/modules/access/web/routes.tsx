import { IconKey, IconShieldLock } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/accounts", load: () => import("./AccountsPage.tsx") },
    { path: "/rights/proposals", load: () => import("./ProposalsPage.tsx") },
    { path: "/sign-in-rules", load: () => import("./SignInRulesPage.tsx") },
    { path: "/me", load: () => import("./MyPage.tsx") },
  ],
  dutyPages: { "rights.decide": "/rights/proposals" },
  personPanels: [
    {
      id: "rights",
      permissions: ["account.read", "grant.read"],
      load: () => import("./PersonRights.tsx"),
    },
  ],
  rail: [
    {
      to: "/accounts",
      label: "rail.accounts",
      icon: IconKey,
      permissions: ["account.read"],
      place: "settings",
    },
    {
      to: "/sign-in-rules",
      label: "rail.signInRules",
      icon: IconShieldLock,
      permissions: ["sign_in.set_rules"],
      place: "settings",
    },
  ],
};
