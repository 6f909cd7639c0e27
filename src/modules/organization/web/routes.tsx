import { IconSitemap, IconUsers } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/group", load: () => import("./GroupPage.tsx") },
    { path: "/companies", load: () => import("./CompaniesPage.tsx") },
    { path: "/companies/$id", load: () => import("./CompanyPage.tsx") },
    { path: "/people", load: () => import("./PeoplePage.tsx") },
    { path: "/people/$id", load: () => import("./PersonPage.tsx") },
  ],
  groupTabs: [
    { to: "/group", label: "group.tab.tree", permissions: ["organization.read"], order: 30 },
    { to: "/companies", label: "group.tab.companies", permissions: ["organization.read"], order: 40 },
  ],
  rail: [
    {
      to: "/group",
      label: "rail.group",
      icon: IconSitemap,
      permissions: ["organization.read"],
      first: { to: "/group/overview", permission: "result.read" },
      also: ["/companies"],
      place: "work",
    },
    { to: "/people", label: "rail.people", icon: IconUsers, permissions: ["person.read"], place: "work" },
  ],
};
