import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { forbidden, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { plans } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { settingsOf } from "./opening.ts";

export async function getPlanSettings(ctx: Ctx): Promise<Output<typeof plans.getPlanSettings>> {
  const { rows } = await sql<{ mayChange: boolean }>`
    select s.reach = 'group' as may_change from standing_of(${ctx.actor.personId}::uuid, ${permissions.rule}) s`.execute(
    ctx.db,
  );
  return { ...(await settingsOf(ctx)), mayChange: rows[0]?.mayChange ?? false };
}

export async function changePlanSettings(
  ctx: Ctx,
  input: Input<typeof plans.changePlanSettings>,
): Promise<Output<typeof plans.changePlanSettings>> {
  if (ctx.reach !== "group") throw forbidden("plan_settings.whole_group");
  const { handInDays, driftDays, effectMonths } = input;
  const { rows } =
    await sql`update plan_settings set hand_in_days = ${handInDays}, drift_days = ${driftDays}, effect_months = ${effectMonths},
    row_version = row_version + 1 where row_version = ${input.rowVersion} returning row_version`.execute(
      ctx.db,
    );
  if (rows.length === 0)
    throw lostRace("plan_settings", { rowVersion: input.rowVersion }, await settingsOf(ctx));
  await record(ctx, "plan_settings.changed", {
    subject: { kind: "plan_settings", id: null, companyId: null },
    data: { handInDays, driftDays, effectMonths },
    personal: { reason: input.reason },
  });
  return { rowVersion: input.rowVersion + 1 };
}
