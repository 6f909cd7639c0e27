import { IconEyeSearch, IconKey, IconShieldLock } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/accounts", load: () => import("./AccountsPage.tsx") },
    { path: "/rights/roles", load: () => import("./RolesPage.tsx") },
    { path: "/rights/who", load: () => import("./WhoPage.tsx") },
    { path: "/rights/people/$id", load: () => import("./PersonReachPage.tsx") },
    { path: "/rights/proposals", load: () => import("./ProposalsPage.tsx") },
    { path: "/sign-in-rules", load: () => import("./SignInRulesPage.tsx") },
    { path: "/me", load: () => import("./MyPage.tsx") },
  ],
  dutyPages: { "rights.decide": "/rights/proposals" },
  companySections: [
    {
      id: "who-can-see",
      place: "actions",
      permissions: ["rights.ask"],
      load: () => import("./WhoSection.tsx"),
    },
    {
      id: "rights-of-positions",
      place: "panels",
      permissions: ["grant.read"],
      load: () => import("./CompanyRights.tsx"),
    },
  ],
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
      also: ["/rights/roles", "/rights/proposals"],
      place: "settings",
    },
    {
      to: "/rights/who",
      label: "rights.tab.who",
      icon: IconEyeSearch,
      permissions: ["rights.ask"],
      also: ["/rights/people"],
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
