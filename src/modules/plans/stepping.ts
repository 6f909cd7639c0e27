// Steps of an approved plan are done, with proof, or not needed any more.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, lapseOne } from "#modules/duties/service.ts";
import { beginWork, noteWork, sayRemedied } from "#modules/findings/planned.ts";
import type { plans } from "./contract.ts";
import { stepDuty } from "./deciding.ts";
import { endPlans } from "./ending.ts";
import { type Plan, type StepRow, stepTo, subjectOf } from "./loading.ts";

export async function reportPlanStep(
  ctx: Ctx,
  input: Input<typeof plans.reportPlanStep>,
): Promise<Output<typeof plans.reportPlanStep>> {
  const { step, plan } = await stepTo(ctx, input.id, input.rowVersion);
  if (input.doneOn > ctx.today) throw invalid("plan.done_ahead");
  await end(ctx, step, sql`state = 'done', done_on = ${input.doneOn}::date, done = ${input.done}`);
  await addFiles(ctx, plan, step, input.fileIds ?? []);
  await closeEach(ctx, [step.id], stepDuty);
  await beginWork(ctx, step.findingIds);
  await noteWork(ctx, step.findingIds, [step.ownerId, ctx.actor.personId]);
  // What nothing is planned about any more is done: somebody else verifies it.
  for (const id of await finished(ctx, plan, step)) await sayRemedied(ctx, id, input.done, input.doneOn);
  await record(ctx, "plan.step_done", {
    subject: subjectOf(plan),
    data: { stepId: step.id, doneOn: input.doneOn, isLate: step.dueOn !== null && step.dueOn < input.doneOn },
    personal: { done: input.done },
  });
  await endPlans(ctx, [plan.id]);
  return { id: step.id, rowVersion: step.rowVersion + 1 };
}

const end = (ctx: Ctx, step: StepRow, set: ReturnType<typeof sql>) =>
  sql`update plan_steps set ${set}, ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${step.id}::uuid`.execute(ctx.db);

async function addFiles(ctx: Ctx, plan: Plan, step: StepRow, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return;
  const ids = [...new Set(fileIds)];
  const { rows } = await sql`insert into plan_files (plan_id, step_id, company_id, file_id)
    select ${plan.id}::uuid, ${step.id}::uuid, ${plan.companyId}::uuid, f.id from files f
    where f.id = any (${ids}::uuid[]) and f.purpose = 'finding_proof' and f.company_id = ${plan.companyId}::uuid and ${within(ctx, "f.company_id")}
    returning file_id`.execute(ctx.db);
  if (rows.length !== ids.length) throw invalid("plan.unknown_file");
}

/** Of the step's findings those that no open step is about, and at least one that was done. */
async function finished(ctx: Ctx, plan: Plan, step: StepRow): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select i as id from unnest(${step.findingIds}::uuid[]) i
    where not exists (select from plan_steps s where s.plan_id = ${plan.id}::uuid and s.state = 'open' and i = any (s.finding_ids))
      and exists (select from plan_steps s where s.plan_id = ${plan.id}::uuid and s.state = 'done' and i = any (s.finding_ids))`.execute(
    ctx.db,
  );
  return rows.map((row) => row.id);
}

export async function dropPlanStep(
  ctx: Ctx,
  input: Input<typeof plans.dropPlanStep>,
): Promise<Output<typeof plans.dropPlanStep>> {
  const { step, plan } = await stepTo(ctx, input.id, input.rowVersion);
  await end(ctx, step, sql`state = 'dropped', done = ${input.reason}`);
  await lapseOne(ctx, [step.id], stepDuty, "plan.step_dropped");
  await record(ctx, "plan.step_dropped", {
    subject: subjectOf(plan),
    data: { stepId: step.id },
    personal: { reason: input.reason },
  });
  await endPlans(ctx, [plan.id]);
  return { id: step.id, rowVersion: step.rowVersion + 1 };
}
