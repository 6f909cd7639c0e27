import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { findings } from "#modules/findings/contract.ts";
import { beginning, board, plans } from "../contract.ts";

export type Plan = Output<typeof plans.getImprovementPlan>;
export type Step = Plan["steps"][number];
export type PlanRow = Output<typeof plans.listImprovementPlans>["rows"][number];

/** What an act on a plan changes on other pages. */
export const refreshed = [
  plans.getImprovementPlan,
  plans.listImprovementPlans,
  plans.countImprovementPlans,
  plans.listFollowUp,
  beginning.listFindingsToPlan,
  board.getPlanBoard,
  findings.getFinding,
  findings.listFindings,
  duties.getMyWork,
  duties.listMyDuties,
];
