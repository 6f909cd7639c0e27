// A company of the walk with a plan in each state that an act begins from, and the operations on them.
import type pg from "pg";

export type PlanTarget = {
  draftPlanId: string;
  readyPlanId: string;
  submittedPlanId: string;
  runningPlanId: string;
  donePlanId: string;
  planStepId: string;
  plannedFindingId: string;
};

export async function addWalkPlans(
  owner: pg.Client,
  companyId: string,
  findingId: string,
): Promise<PlanTarget> {
  const one = async (statement: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";
  const by = await one(
    "insert into people (company_id, family_name, given_name) values ($1, 'Planner', '') returning id",
    [companyId],
  );
  await owner.query("insert into plan_numbers (company_id, last) values ($1, 5)", [companyId]);
  const add = (number: number, state: string) =>
    one(
      `insert into plans (company_id, number, reference, title, cause, owner_id, state, opened_at, hand_in_by, submitted_at, submitted_by, decided_at, decided_by, decision, done_at)
       select $1, $2::int, u.code || '-P' || $2::int, 'Walk', 'by_hand', $4, $3, now(), current_date + 30,
         case when $3 <> 'drafting' then now() end, case when $3 <> 'drafting' then $4::uuid end,
         case when $3 in ('approved', 'done') then now() end, case when $3 in ('approved', 'done') then (select id from people where company_id = $1 and id <> $4 limit 1) end,
         case when $3 in ('approved', 'done') then 'walk' end, case when $3 = 'done' then now() end
       from units u where u.id = $1 returning id`,
      [companyId, number, state, by],
    );
  const [draftPlanId, readyPlanId, submittedPlanId, runningPlanId, donePlanId] = [
    await add(1, "drafting"),
    await add(2, "drafting"),
    await add(3, "submitted"),
    await add(4, "approved"),
    await add(5, "done"),
  ];
  const step = (planId: string, isRunning: boolean) =>
    one(
      `insert into plan_steps (plan_id, company_id, position, what, owner_said, due_on, first_due_on, cost, currency, finding_ids)
       values ($1, $2, 0, 'Walk', 'Somebody', current_date + 20, case when $3 then current_date + 20 end, 0, 'JPY', array[$4::uuid]) returning id`,
      [planId, companyId, isRunning, findingId],
    );
  await owner.query(
    "insert into plan_findings (plan_id, finding_id, company_id, added_at) values ($1, $2, $3, now())",
    [readyPlanId, findingId, companyId],
  );
  await step(readyPlanId, false);
  const planStepId = await step(runningPlanId, true);
  return {
    draftPlanId,
    readyPlanId,
    submittedPlanId,
    runningPlanId,
    donePlanId,
    planStepId,
    plannedFindingId: findingId,
  };
}

type Aim = {
  at: "company" | "group";
  input: (target: PlanTarget & { companyId: string }, world: { today: string }) => Record<string, unknown>;
};

const first = { rowVersion: 1 };

export const planAims: Record<string, Aim> = {
  listImprovementPlans: { at: "company", input: ({ companyId }) => ({ companyId, view: "all" }) },
  countImprovementPlans: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listFollowUp: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportFollowUp: { at: "company", input: ({ companyId }) => ({ companyId, format: "csv" }) },
  listFindingsToPlan: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getPlanBoard: { at: "company", input: ({ companyId }) => ({ companyId, by: "company" }) },
  exportPlanBoard: { at: "company", input: ({ companyId }) => ({ companyId, format: "csv" }) },
  getImprovementPlan: { at: "company", input: ({ draftPlanId }) => ({ id: draftPlanId }) },
  getPlanOfStep: { at: "company", input: ({ planStepId }) => ({ id: planStepId }) },
  beginImprovementPlan: {
    at: "company",
    input: ({ companyId }) => ({ companyId, title: "walk", findingIds: [] }),
  },
  writeImprovementPlan: {
    at: "company",
    input: ({ draftPlanId }) => ({
      id: draftPlanId,
      title: "walk",
      aim: "",
      ownerId: null,
      findingIds: [],
      steps: [],
      ...first,
    }),
  },
  submitImprovementPlan: { at: "company", input: ({ readyPlanId }) => ({ id: readyPlanId, ...first }) },
  decideImprovementPlan: {
    at: "company",
    input: ({ submittedPlanId }) => ({ id: submittedPlanId, decision: "return", reason: "walk", ...first }),
  },
  reportPlanStep: {
    at: "company",
    input: ({ planStepId }, { today }) => ({ id: planStepId, done: "walk", doneOn: today, ...first }),
  },
  dropPlanStep: { at: "company", input: ({ planStepId }) => ({ id: planStepId, reason: "walk", ...first }) },
  dropImprovementPlan: {
    at: "company",
    input: ({ draftPlanId }) => ({ id: draftPlanId, reason: "walk", ...first }),
  },
  checkPlanEffect: {
    at: "company",
    input: ({ donePlanId }) => ({ id: donePlanId, effect: "helped", said: "walk", ...first }),
  },
  getPlanSettings: { at: "group", input: () => ({}) },
  changePlanSettings: {
    at: "group",
    input: () => ({ handInDays: 30, driftDays: 30, effectMonths: 6, reason: "walk", ...first }),
  },
};
