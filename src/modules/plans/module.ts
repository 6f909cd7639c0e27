import { module } from "#core/module.ts";
import { joinPipeline } from "#modules/imports/lists.ts";
import { exportPlanBoard, getPlanBoard } from "./board.ts";
import { listFindingsToPlan } from "./choosing.ts";
import { beginning, board, plans } from "./contract.ts";
import { decideImprovementPlan, dropImprovementPlan } from "./deciding.ts";
import { checkPlanEffect } from "./effect.ts";
import { exportFollowUp } from "./exporting.ts";
import { namesErased } from "./importing/erasing.ts";
import { plansList } from "./importing/list.ts";
import { leavers, plansDone } from "./following.ts";
import { countImprovementPlans, listFollowUp, listImprovementPlans } from "./listing.ts";
import { beginImprovementPlan, plansOwed } from "./opening.ts";
import { getImprovementPlan, getPlanOfStep } from "./reading.ts";
import { changePlanSettings, getPlanSettings } from "./settings.ts";
import { dropPlanStep, reportPlanStep } from "./stepping.ts";
import { writeImprovementPlan, submitImprovementPlan } from "./writing.ts";

export const plansModule = module({
  name: "plans",
  contract: { ...plans, ...beginning, ...board },
  service: {
    listImprovementPlans,
    countImprovementPlans,
    listFollowUp,
    exportFollowUp,
    listFindingsToPlan,
    getPlanBoard,
    exportPlanBoard,
    getImprovementPlan,
    getPlanOfStep,
    beginImprovementPlan,
    writeImprovementPlan,
    submitImprovementPlan,
    decideImprovementPlan,
    reportPlanStep,
    dropPlanStep,
    dropImprovementPlan,
    checkPlanEffect,
    getPlanSettings,
    changePlanSettings,
  },
  jobs: joinPipeline(plansList),
  timed: [leavers],
  subscribers: [plansOwed, plansDone, namesErased],
  roles: {
    group_office: ["plan.read", "plan.approve_any", "plan.rule", "plan.import"],
    reader: ["plan.read"],
    committee_member: ["plan.read"],
    division_secretary: ["plan.read", "plan.approve"],
    security_officer: ["plan.read", "plan.write", "plan.import"],
    company_executive: ["plan.read"],
    auditor: ["plan.read"],
  },
});
