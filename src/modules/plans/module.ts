import { module } from "#core/module.ts";
import { plans } from "./contract.ts";
import { decidePlan, dropPlan } from "./deciding.ts";
import { checkEffect } from "./effect.ts";
import { leavers, plansDone, stepsPostponed } from "./following.ts";
import { countPlans, listFollowUp, listPlans } from "./listing.ts";
import { openPlan, plansOwed } from "./opening.ts";
import { getPlan, getPlanOfStep } from "./reading.ts";
import { changePlanSettings, getPlanSettings } from "./settings.ts";
import { dropStep, reportStep } from "./stepping.ts";
import { changePlan, submitPlan } from "./writing.ts";

export const plansModule = module({
  name: "plans",
  contract: plans,
  service: {
    listPlans,
    countPlans,
    listFollowUp,
    getPlan,
    getPlanOfStep,
    openPlan,
    changePlan,
    submitPlan,
    decidePlan,
    reportStep,
    dropStep,
    dropPlan,
    checkEffect,
    getPlanSettings,
    changePlanSettings,
  },
  timed: [leavers],
  subscribers: [plansOwed, stepsPostponed, plansDone],
  roles: {
    group_office: ["plan.read", "plan.approve_any", "plan.rule"],
    reader: ["plan.read"],
    committee_member: ["plan.read"],
    division_secretary: ["plan.read", "plan.approve"],
    security_officer: ["plan.read", "plan.write"],
    company_executive: ["plan.read"],
    auditor: ["plan.read"],
  },
});
