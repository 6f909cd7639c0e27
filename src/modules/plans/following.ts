// What happens elsewhere and moves a plan: its steps are postponed, its findings end, its company leaves the group.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { movesWithItsDuty } from "#modules/duties/moved.ts";
import { lapseDuties, openDuties } from "#modules/duties/service.ts";
import { permissions } from "./contract/words.ts";
import { stepDuty } from "./deciding.ts";
import { subjectOf } from "./loading.ts";

export const effectDuty = "plan.effect";

/** What was granted to the duty is the step's own day; the day it was approved with stays beside it. */
movesWithItsDuty(stepDuty, (ctx, dutyId) =>
  sql`update plan_steps s set due_on = (d.due_at at time zone d.time_zone)::date, row_version = s.row_version + 1
    from duties d where d.id = ${dutyId}::uuid and d.state = 'open' and s.id = d.subject_id
      and s.due_on <> (d.due_at at time zone d.time_zone)::date`.execute(ctx.db),
);

type Ended = { id: string; companyId: string; reference: string; effectDueOn: string; stepIds: string[] };

/** A plan whose findings have all ended is done; months later somebody looks whether it has helped. */
export const plansDone: Subscriber = {
  name: "plans.done",
  verbs: ["finding.closed", "finding.accepted", "finding.merged"],
  handle: async (ctx, events) => {
    const { rows } = await sql<Ended>`
      with touched as (select distinct x.plan_id from plan_findings x where x.finding_id = any (${events.flatMap((one) => one.subjectId ?? [])}::uuid[])),
      over as (select p.id from plans p join touched t on t.plan_id = p.id where p.state = 'approved'
        and not exists (select from plan_findings x join findings f on f.id = x.finding_id
          where x.plan_id = p.id and f.state not in ('closed', 'accepted', 'merged')))
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
  },
};

/** Nobody owes a plan for a company that the group has sold. */
export async function markLeavers(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ id: string; companyId: string; leftOn: string; stepIds: string[] }>`
    update plans p set left_on = u.ended_on, row_version = p.row_version + 1 from units u
    where u.id = p.company_id and u.ended_on <= ${ctx.today}::date and p.left_on is null and p.state not in ('done', 'dropped')
    returning p.id, p.company_id, p.left_on, array(select s.id from plan_steps s where s.plan_id = p.id and s.state = 'open') as step_ids`.execute(
    ctx.db,
  );
  await lapseDuties(
    ctx,
    rows.flatMap((row) => [row.id, ...row.stepIds]),
    "company.left",
  );
  await recordEach(
    ctx,
    "plan.left",
    rows.map((row) => ({ subject: subjectOf(row), data: { leftOn: row.leftOn } })),
  );
  return rows.length;
}

export const leavers: TimedWork = {
  name: "plans.left",
  everySeconds: 300,
  run: async (ctx) => {
    await markLeavers(ctx);
  },
};
