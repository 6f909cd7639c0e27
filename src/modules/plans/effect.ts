// Months later: has it helped? What has not is open again, under its number.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import { reopenClosed } from "#modules/findings/planned.ts";
import type { plans } from "./contract.ts";
import { effectDuty } from "./ending.ts";
import { change, planTo, subjectOf } from "./loading.ts";

export async function checkPlanEffect(
  ctx: Ctx,
  input: Input<typeof plans.checkPlanEffect>,
): Promise<Output<typeof plans.checkPlanEffect>> {
  const plan = await planTo(ctx, ["done"], input.id, input.rowVersion);
  if (plan.submittedBy === ctx.actor.personId || plan.ownerId === ctx.actor.personId)
    throw forbidden("plan.effect_by_another");
  const ids = input.effect === "not_helped" ? [...new Set(input.reopen ?? [])] : [];
  const { rows } =
    await sql`select from plan_findings where plan_id = ${plan.id}::uuid and finding_id = any (${ids}::uuid[])`.execute(
      ctx.db,
    );
  if (rows.length !== ids.length) throw invalid("plan.unknown_finding");
  for (const id of ids) await reopenClosed(ctx, id, input.said);
  await closeEach(ctx, [plan.id], effectDuty);
  const done = await change(
    ctx,
    plan,
    sql`effect = ${input.effect}, effect_said = ${input.said}, effect_at = app_now(), effect_by = ${ctx.actor.personId}::uuid`,
  );
  await record(ctx, "plan.effect_checked", {
    subject: subjectOf(plan),
    data: { effect: input.effect, count: ids.length },
    personal: { said: input.said },
  });
  return done;
}
