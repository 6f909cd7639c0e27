// Somebody else approves a plan, by which it begins to run, returns it, or says that it is not needed.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, lapseDuties, openDuties, openDuty } from "#modules/duties/service.ts";
import { beginWork, planFindings, unplan } from "#modules/findings/planned.ts";
import type { plans } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { afterEnd } from "./ending.ts";
import { change, type Plan, planTo, subjectOf } from "./loading.ts";
import { handInDuty } from "./opening.ts";
import { approveDuty } from "./writing.ts";

export const stepDuty = "plan.step";
const daysToMend = 14;

export async function decideImprovementPlan(
  ctx: Ctx,
  input: Input<typeof plans.decideImprovementPlan>,
): Promise<Output<typeof plans.decideImprovementPlan>> {
  const plan = await planTo(ctx, ["submitted"], input.id, input.rowVersion);
  if (plan.submittedBy === ctx.actor.personId || plan.ownerId === ctx.actor.personId)
    throw forbidden("plan.approved_by_another");
  if (input.decision === "approve") return approve(ctx, plan, input.reason);
  await closeEach(ctx, [plan.id], approveDuty);
  // Mending it never shortens the days that it had.
  const [owedBy = plan.handInBy] = [plan.handInBy, addDays(ctx.today, daysToMend)].toSorted().reverse();
  const done = await change(
    ctx,
    plan,
    sql`${decided(ctx, "returned", input.reason)}, owed_by = ${owedBy}::date`,
  );
  await openDuty(ctx, {
    kind: handInDuty,
    subjectKind: "plan",
    subjectId: plan.id,
    companyId: plan.companyId,
    permission: permissions.write,
    dueOn: owedBy,
    about: plan.reference,
  });
  await record(ctx, "plan.returned", { subject: subjectOf(plan), personal: { reason: input.reason } });
  return done;
}

const decided = (ctx: Ctx, state: "approved" | "returned", reason: string | null) =>
  sql`state = ${state}, decided_at = app_now(), decided_by = ${ctx.actor.personId}::uuid, decision = ${reason}`;

/** @param byList whoever brought in a list of before has approved what it says is approved. */
export async function approve(ctx: Ctx, plan: Plan, reason: string | null, byList = false) {
  await closeEach(ctx, [plan.id], approveDuty);
  const done = await change(ctx, plan, decided(ctx, "approved", reason));
  await begin(ctx, plan);
  await record(ctx, "plan.approved", {
    subject: subjectOf(plan),
    data: byList ? { byList: true } : {},
    personal: { reason },
  });
  // What it is about may have ended while it waited.
  return afterEnd(ctx, done);
}

type Begun = { id: string; dueOn: string; findingIds: string[]; position: number };

/** Its days hold from now on: what moves is drift. Each step is a duty, each finding has the day of its last step. */
async function begin(ctx: Ctx, plan: Plan): Promise<void> {
  const { rows } = await sql<Begun>`update plan_steps set first_due_on = due_on, row_version = row_version + 1
    where plan_id = ${plan.id}::uuid and state = 'open' returning id, due_on, finding_ids, position`.execute(
    ctx.db,
  );
  await openDuties(
    ctx,
    rows.map((step) => ({
      kind: stepDuty,
      subjectKind: "plan_step",
      subjectId: step.id,
      companyId: plan.companyId,
      permission: permissions.write,
      dueOn: step.dueOn,
      about: `${plan.reference} · ${step.position + 1}`,
    })),
  );
  const ends = new Map<string, string>();
  for (const step of rows)
    for (const id of step.findingIds) if (step.dueOn > (ends.get(id) ?? "")) ends.set(id, step.dueOn);
  const begun = await doneByList(ctx, plan);
  for (const id of begun) if (!ends.has(id)) ends.set(id, ctx.today);
  await planFindings(
    ctx,
    [...ends].map(([id, dueOn]) => ({ id, dueOn })),
  );
  await beginWork(ctx, begun);
}

/** What a list says has been done is work that has begun; that the finding is remedied somebody says here. */
async function doneByList(ctx: Ctx, plan: Plan): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select distinct i as id from plan_steps s cross join lateral unnest(s.finding_ids) i
    where s.plan_id = ${plan.id}::uuid and s.is_done_by_list`.execute(ctx.db);
  return rows.map((row) => row.id);
}

export async function dropImprovementPlan(
  ctx: Ctx,
  input: Input<typeof plans.dropImprovementPlan>,
): Promise<Output<typeof plans.dropImprovementPlan>> {
  const plan = await planTo(
    ctx,
    ["drafting", "submitted", "returned", "approved"],
    input.id,
    input.rowVersion,
  );
  const { rows } = await sql<{
    id: string;
  }>`update plan_steps set state = 'dropped', ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid,
      done = ${input.reason}, row_version = row_version + 1
    where plan_id = ${plan.id}::uuid and state = 'open' returning id`.execute(ctx.db);
  await lapseDuties(ctx, [plan.id, ...rows.map((row) => row.id)], "plan.dropped");
  const { rows: planned } = await sql<{
    findingId: string;
  }>`select finding_id from plan_findings where plan_id = ${plan.id}::uuid`.execute(ctx.db);
  if (plan.state === "approved")
    await unplan(
      ctx,
      planned.map((row) => row.findingId),
    );
  const done = await change(ctx, plan, sql`state = 'dropped', decision = ${input.reason}`);
  await record(ctx, "plan.dropped", { subject: subjectOf(plan), personal: { reason: input.reason } });
  return done;
}
