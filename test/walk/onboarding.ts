// A company of the walk that was new once: its plan is done but for one step, so that another may be opened, and the operations on it.
import type pg from "pg";

export type OnboardingTarget = { onboardingPlanId: string; onboardingStepId: string };

export async function addWalkPlan(owner: pg.Client, companyId: string): Promise<OnboardingTarget> {
  const plan = await owner.query<{ id: string }>(
    `insert into onboarding_plans (company_id, cause, opened_at, starts_on, ends_on, started_at, closed_on, outcome)
     values ($1, 'acquired', now() - interval '100 days', current_date - 100, current_date - 10, now() - interval '100 days', current_date - 10, 'done')
     returning id`,
    [companyId],
  );
  const planId = plan.rows[0]?.id ?? "";
  const step = await owner.query<{ id: string }>(
    "insert into onboarding_steps (plan_id, company_id, step, due_on) values ($1, $2, 'ledgers', current_date - 55) returning id",
    [planId, companyId],
  );
  return { onboardingPlanId: planId, onboardingStepId: step.rows[0]?.id ?? "" };
}

const days = { officer: 7, facts: 14, tier: 14, ledgers: 45, rules: 60, inspection: 90, review: 90 };
const said = {
  country: "JP",
  timeZone: "Asia/Tokyo",
  language: "ja",
  workers: 80,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  hasRestrictedRooms: false,
  developsSoftware: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
};

type Aim = {
  at: "company" | "group";
  input: (
    target: OnboardingTarget & { companyId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};

export const onboardingAims: Record<string, Aim> = {
  listPlans: { at: "group", input: () => ({}) },
  countPlans: { at: "group", input: () => ({}) },
  getPlan: { at: "company", input: ({ companyId }) => ({ companyId }) },
  openPlan: { at: "company", input: ({ companyId }) => ({ companyId, reason: "walk" }) },
  getStepPlace: { at: "company", input: ({ onboardingStepId }) => ({ id: onboardingStepId }) },
  waiveStep: { at: "company", input: ({ onboardingStepId }) => ({ id: onboardingStepId, reason: "walk" }) },
  recordReview: {
    at: "company",
    input: ({ onboardingPlanId }, { today }) => ({
      id: onboardingPlanId,
      heldOn: today,
      found: "walk",
      decided: "",
    }),
  },
  getStepDays: { at: "group", input: () => ({}) },
  changeStepDays: { at: "group", input: () => ({ days, rowVersion: 1 }) },
  getSetUp: { at: "company", input: ({ companyId }) => ({ companyId }) },
  sayFacts: { at: "company", input: ({ companyId }) => ({ companyId, ...said }) },
};
