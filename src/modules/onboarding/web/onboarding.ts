import type { Output } from "#core/contract.ts";
import type { onboarding } from "../contract.ts";

export type PlanRecord = Output<typeof onboarding.getPlan>;
export type Plan = NonNullable<PlanRecord["plan"]>;
export type PlanStep = Plan["steps"][number];
export type SetUp = Output<typeof onboarding.getSetUp>;

/** Of a plan: how many steps are closed for good reasons, how many there are, how many are over their day. */
export const countsOf = (steps: readonly PlanStep[]) => ({
  done: steps.filter((one) => one.state === "done" || one.state === "waived").length,
  all: steps.length,
  late: steps.filter((one) => one.isLate).length,
});
