import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/group/onboarding", load: () => import("./PlansPage.tsx") },
    { path: "/companies/$id/onboarding", load: () => import("./PlanPage.tsx") },
    { path: "/companies/$id/set-up", load: () => import("./SetUpPage.tsx") },
    { path: "/onboarding/steps/$id", load: () => import("./StepPage.tsx") },
  ],
  rail: [],
  groupTabs: [
    { to: "/group/onboarding", label: "onboarding.tab", permissions: ["onboarding.manage"], order: 45 },
  ],
  dutyPages: {
    "onboarding.set_up": "/onboarding/steps/$id",
    "onboarding.guide": "/onboarding/steps/$id",
    "onboarding.tier": "/onboarding/steps/$id",
  },
  companySections: [
    {
      id: "onboarding",
      place: "strip",
      permissions: ["onboarding.read"],
      load: () => import("./CompanyOnboarding.tsx"),
    },
  ],
};
