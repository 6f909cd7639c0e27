// What happens elsewhere and moves a plan: its steps are postponed, its findings end, its company leaves the group.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import { stepDuty } from "./deciding.ts";
import { endPlans } from "./ending.ts";
import { subjectOf } from "./loading.ts";

/** What was granted to the duty is the step's own day; the day it was approved with stays beside it. */
export const stepsPostponed: Subscriber = {
  name: "plans.postponed",
  verbs: ["duty.postponed"],
  handle: async (ctx, events) => {
    await sql`update plan_steps s set due_on = (d.due_at at time zone d.time_zone)::date, row_version = s.row_version + 1
      from duties d where d.id = any (${events.flatMap((one) => one.subjectId ?? [])}::uuid[]) and d.kind = ${stepDuty} and d.state = 'open'
        and s.id = d.subject_id and s.due_on <> (d.due_at at time zone d.time_zone)::date`.execute(ctx.db);
  },
};

/** A plan whose findings have all ended is done. */
export const plansDone: Subscriber = {
  name: "plans.done",
  verbs: ["finding.closed", "finding.accepted", "finding.merged", "finding.ended_by_list"],
  handle: async (ctx, events) => {
    const { rows } = await sql<{ planId: string }>`select distinct x.plan_id from plan_findings x
      where x.finding_id = any (${events.flatMap((one) => one.subjectId ?? [])}::uuid[])`.execute(ctx.db);
    await endPlans(
      ctx,
      rows.map((row) => row.planId),
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
