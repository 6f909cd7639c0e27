import type { WebModule } from "#web/web-module.ts";
import "./clock-rules.css";

export const routes: WebModule = {
  pages: [
    { path: "/standards/clocks", load: () => import("./ClockRulesPage.tsx") },
    { path: "/standards/clocks/new", load: () => import("./WriteRulePage.tsx") },
    { path: "/standards/clocks/try", load: () => import("./TryPage.tsx") },
    { path: "/standards/clocks/$id", load: () => import("./ClockRulePage.tsx") },
    { path: "/standards/clocks/$id/version", load: () => import("./WriteRulePage.tsx") },
  ],
  rail: [],
  standardTabs: [
    { to: "/standards/clocks", label: "clockRule.tab", permissions: ["clock_rule.read"], order: 60 },
  ],
  companySections: [
    {
      id: "laws",
      place: "panels",
      permissions: ["clock_rule.read"],
      load: () => import("./CompanyLaws.tsx"),
    },
  ],
};
