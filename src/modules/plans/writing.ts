// The company writes its plan and hands it in.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { AppError, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import type { plans } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { change, type Plan, planTo, subjectOf } from "./loading.ts";
import { handInDuty, putFindings } from "./opening.ts";
import { judged } from "./judging.ts";
import { mayHandIn, writable } from "./rules.ts";

export const approveDuty = "plan.approve";
const daysToApprove = 10;
type In = Input<typeof plans.writeImprovementPlan>;

export async function writeImprovementPlan(
  ctx: Ctx,
  input: In,
): Promise<Output<typeof plans.writeImprovementPlan>> {
  const plan = await planTo(ctx, writable, input.id, input.rowVersion);
  assertSteps(input);
  await assertPeople(ctx, plan, [input.ownerId, ...input.steps.map((step) => step.ownerId)]);
  await putFindings(ctx, plan, input.findingIds);
  await putSteps(ctx, plan, input.steps);
  const done = await change(
    ctx,
    plan,
    sql`title = ${input.title}, aim = ${input.aim}, owner_id = ${input.ownerId}::uuid`,
  );
  await record(ctx, "plan.changed", {
    subject: subjectOf(plan),
    data: { count: input.steps.length },
  });
  return done;
}

function assertSteps({ steps, findingIds }: In): void {
  for (const step of steps) {
    if (step.startsOn && step.dueOn && step.dueOn < step.startsOn)
      throw invalid("plan.step_ends_before_start");
    if ((step.cost === null) !== (step.currency === null)) throw invalid("plan.step_cost_without_money");
    if (step.findingIds.some((id) => !findingIds.includes(id))) throw invalid("plan.step_of_other_finding");
  }
}

/** People of the company who are still there. */
async function assertPeople(ctx: Ctx, plan: Plan, given: readonly (string | null)[]): Promise<void> {
  const ids = [...new Set(given.filter((one) => one !== null))];
  if (ids.length === 0) return;
  const { rows } =
    await sql`select from people p where p.id = any (${ids}::uuid[]) and p.company_id = ${plan.companyId}::uuid
    and not has_left(p.id, ${ctx.today}::date)`.execute(ctx.db);
  if (rows.length !== ids.length) throw invalid("plan.unknown_person");
}

async function putSteps(ctx: Ctx, plan: Plan, steps: In["steps"]): Promise<void> {
  const rows = steps.map((step, position) => ({ ...step, id: step.id ?? null, position }));
  const kept = steps.flatMap((step) => step.id ?? []);
  const { rows: known } =
    await sql`select from plan_steps s where s.plan_id = ${plan.id}::uuid and s.id = any (${kept}::uuid[])`.execute(
      ctx.db,
    );
  if (known.length !== new Set(kept).size || kept.length !== new Set(kept).size)
    throw invalid("plan.unknown_step");
  await sql`delete from plan_steps where plan_id = ${plan.id}::uuid and not id = any (${kept}::uuid[])`.execute(
    ctx.db,
  );
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, position smallint, what text, "ownerId" uuid, "ownerSaid" text,
    "startsOn" date, "dueOn" date, cost numeric, currency text, "findingIds" jsonb)`;
  const ids = sql`array(select jsonb_array_elements_text(x."findingIds")::uuid)`;
  await sql`update plan_steps s set position = x.position, what = x.what, owner_id = x."ownerId", owner_said = x."ownerSaid", starts_on = x."startsOn",
      due_on = x."dueOn", cost = x.cost, currency = x.currency, finding_ids = ${ids}, row_version = s.row_version + 1
    from ${given} where s.id = x.id and s.plan_id = ${plan.id}::uuid`.execute(ctx.db);
  await sql`insert into plan_steps (plan_id, company_id, position, what, owner_id, owner_said, starts_on, due_on, cost, currency, finding_ids)
    select ${plan.id}::uuid, ${plan.companyId}::uuid, x.position, x.what, x."ownerId", x."ownerSaid", x."startsOn", x."dueOn", x.cost, x.currency, ${ids}
    from ${given} where x.id is null`.execute(ctx.db);
}

/** what it lacks is said all at once, so that it is mended once. */
export async function submitImprovementPlan(
  ctx: Ctx,
  input: Input<typeof plans.submitImprovementPlan>,
): Promise<Output<typeof plans.submitImprovementPlan>> {
  const plan = await planTo(ctx, writable, input.id, input.rowVersion);
  const problems = await judged(ctx, plan.id);
  if (!mayHandIn(problems)) throw new AppError("invalid", "plan.lacks", { extra: { problems } });
  return handIn(ctx, plan);
}

async function firstHandIn(ctx: Ctx, plan: Pick<Plan, "id">): Promise<string> {
  const { rows } = await sql<{ day: string }>`select coalesce(p.first_submitted_on,
      (app_now() at time zone coalesce((select f.time_zone from company_facts f
        where f.company_id = p.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)), group_zone()))::date) as day
    from plans p where p.id = ${plan.id}::uuid`.execute(ctx.db);
  return found(rows[0], "plan").day;
}

/** @param byList a list said that it was handed in. */
export async function handIn(
  ctx: Ctx,
  plan: Pick<Plan, "id" | "companyId" | "reference" | "handInBy" | "rowVersion">,
  byList = false,
): Promise<{ id: string; rowVersion: number }> {
  // The first time counts, and by the company's own day, in which the duty ends as well.
  const first = await firstHandIn(ctx, plan);
  const done = await change(
    ctx,
    plan,
    sql`state = 'submitted', submitted_at = app_now(), submitted_by = ${ctx.actor.personId}::uuid, first_submitted_on = ${first}::date`,
  );
  await closeEach(ctx, [plan.id], handInDuty);
  await openDuty(ctx, {
    kind: approveDuty,
    subjectKind: "plan",
    subjectId: plan.id,
    companyId: plan.companyId,
    permission: permissions.approve,
    notFor: [ctx.actor.personId],
    dueOn: addDays(ctx.today, daysToApprove),
    about: plan.reference,
  });
  await record(ctx, "plan.submitted", {
    subject: subjectOf(plan),
    data: { isLate: plan.handInBy < first, ...(byList ? { byList: true } : {}) },
  });
  return done;
}
