import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/plans", load: () => import("./PlansPage.tsx") },
    { path: "/plans/new", load: () => import("./NewPlanPage.tsx") },
    { path: "/plans/board", load: () => import("./BoardPage.tsx") },
    { path: "/plans/follow-up", load: () => import("./FollowUpPage.tsx") },
    { path: "/plans/steps/$id", load: () => import("./StepPage.tsx") },
    { path: "/plans/$id", load: () => import("./PlanPage.tsx") },
    { path: "/plans/$id/write", load: () => import("./WritePage.tsx") },
  ],
  rail: [],
  findingTabs: [
    { to: "/plans", label: "plans.tab", permissions: ["plan.read"], order: 20 },
    { to: "/plans/board", label: "planBoard.tab", permissions: ["plan.read"], order: 25 },
    { to: "/plans/follow-up", label: "plans.followUpTab", permissions: ["plan.read"], order: 30 },
  ],
  findingPanels: [{ id: "plan", permissions: ["plan.read"], load: () => import("./FindingPlan.tsx") }],
  boardPanels: [
    {
      id: "finding-ages",
      place: "below",
      permissions: ["plan.read"],
      load: () => import("./board-panels/AgesPanel.tsx"),
    },
    {
      id: "plans",
      place: "below",
      permissions: ["plan.read"],
      load: () => import("./board-panels/PlansPanel.tsx"),
    },
  ],
  dutyPages: {
    "plan.hand_in": "/plans/$id",
    "plan.approve": "/plans/$id",
    "plan.step": "/plans/steps/$id",
    "plan.effect": "/plans/$id",
  },
};
