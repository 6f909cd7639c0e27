// A plan is done by its findings: once all of them have ended, however that came about, and whichever came first, its approval or their end.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { lapseDuties, openDuties } from "#modules/duties/service.ts";
import { permissions } from "./contract/words.ts";
import { subjectOf } from "./loading.ts";

export const effectDuty = "plan.effect";

type Ended = { id: string; companyId: string; reference: string; effectDueOn: string; stepIds: string[] };

/** Of these the approved plans whose findings have all ended are done; months later somebody looks whether they have helped. */
export async function endPlans(ctx: Ctx, planIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<Ended>`
    with over as (select p.id from plans p where p.id = any (${[...planIds]}::uuid[]) and p.state = 'approved'
      and exists (select from plan_findings x where x.plan_id = p.id)
      and not exists (
        with recursive led as (
          select f.id, f.state, f.merged_into from plan_findings x join findings f on f.id = x.finding_id where x.plan_id = p.id
          union select f.id, f.state, f.merged_into from led join findings f on f.id = led.merged_into
        ) select from led where led.state not in ('closed', 'accepted', 'merged')))
    update plans p set state = 'done', done_at = app_now(), row_version = p.row_version + 1,
      effect_due_on = (app_now() + make_interval(months => (select effect_months from plan_settings)))::date
    from over o where p.id = o.id
    returning p.id, p.company_id, p.reference, p.effect_due_on,
      array(select s.id from plan_steps s where s.plan_id = p.id and s.state = 'open') as step_ids`.execute(
    ctx.db,
  );
  await lapseDuties(
    ctx,
    rows.flatMap((row) => row.stepIds),
    "plan.done",
  );
  await openDuties(
    ctx,
    rows.map((row) => ({
      kind: effectDuty,
      subjectKind: "plan",
      subjectId: row.id,
      companyId: row.companyId,
      permission: permissions.approve,
      dueOn: row.effectDueOn,
      about: row.reference,
    })),
  );
  await recordEach(
    ctx,
    "plan.done",
    rows.map((row) => ({ subject: subjectOf(row), data: { effectDueOn: row.effectDueOn } })),
  );
  return new Set(rows.map((row) => row.id));
}

/** @returns the plan in the version that it has, where its findings have all ended as well. */
export async function afterEnd(
  ctx: Ctx,
  plan: { id: string; rowVersion: number },
): Promise<{ id: string; rowVersion: number }> {
  const ended = await endPlans(ctx, [plan.id]);
  return ended.has(plan.id) ? { ...plan, rowVersion: plan.rowVersion + 1 } : plan;
}
