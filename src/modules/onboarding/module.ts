import { module } from "#core/module.ts";
import { onboarding } from "./contract.ts";
import { plansClock, plansFollow } from "./following.ts";
import * as managing from "./managing.ts";
import { countPlans, getPlan, listPlans } from "./plans.ts";
import { sayFacts } from "./saying.ts";
import { getSetUp } from "./set-up.ts";

export const onboardingModule = module({
  name: "onboarding",
  contract: onboarding,
  service: { ...managing, listPlans, countPlans, getPlan, getSetUp, sayFacts },
  subscribers: [plansFollow],
  timed: [plansClock],
  roles: {
    group_office: ["onboarding.read", "onboarding.manage", "onboarding.set_days"],
    reader: ["onboarding.read"],
    committee_member: ["onboarding.read"],
    division_secretary: ["onboarding.read", "onboarding.answer", "onboarding.manage"],
    security_officer: ["onboarding.read", "onboarding.answer"],
    company_executive: ["onboarding.read"],
    auditor: ["onboarding.read"],
  },
});
