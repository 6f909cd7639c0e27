// What happens elsewhere and moves a plan: its steps are postponed, its findings end, its company leaves the group.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { movesWithItsDuty } from "#modules/duties/moved.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import { beginWork, planFindings } from "#modules/findings/planned.ts";
import { stepDuty } from "./deciding.ts";
import { endPlans } from "./ending.ts";
import { subjectOf } from "./loading.ts";

/** What was granted to the duty is the step's own day; the day it was approved with stays beside it. */
movesWithItsDuty(stepDuty, (ctx, dutyId) =>
  sql`update plan_steps s set due_on = (d.due_at at time zone d.time_zone)::date, row_version = s.row_version + 1
    from duties d where d.id = ${dutyId}::uuid and d.state = 'open' and s.id = d.subject_id
      and s.due_on <> (d.due_at at time zone d.time_zone)::date`.execute(ctx.db),
);

type Carried = { id: string; companyId: string; state: string; intoId: string; reference: string };

/**
 * What was planned about a finding that was merged goes on about the one that it became: its place in the plan and in the steps. Where that one has
 * a plan of its own it is in one plan at a time; an approved plan then waits until that one has ended, any other is no more about it.
 */
async function carryOn(ctx: Ctx, findingId: string): Promise<void> {
  const { rows } = await sql<Carried>`
    with held as (
      select p.id, p.company_id, p.state, f.merged_into as into_id,
        exists (select from plan_findings y join plans q on q.id = y.plan_id and q.id <> p.id and q.state not in ('done', 'dropped')
          where y.finding_id = f.merged_into) as is_elsewhere
      from plan_findings x join findings f on f.id = x.finding_id and f.state = 'merged'
      join plans p on p.id = x.plan_id and p.state not in ('done', 'dropped') where x.finding_id = ${findingId}::uuid
    ), carried as (
      select h.*, case when not h.is_elsewhere then h.into_id end as instead_id from held h where not h.is_elsewhere or h.state <> 'approved'
    ), put as (
      insert into plan_findings (plan_id, finding_id, company_id, added_at)
      select c.id, c.instead_id, c.company_id, app_now() from carried c where c.instead_id is not null on conflict do nothing
    ), taken as (
      delete from plan_findings x using carried c where x.plan_id = c.id and x.finding_id = ${findingId}::uuid
    ), planned as (
      update plan_steps s set row_version = s.row_version + 1, finding_ids = array(select distinct i from
          unnest(array_replace(s.finding_ids, ${findingId}::uuid, c.instead_id)) i where i is not null)
      from carried c where s.plan_id = c.id and s.finding_ids @> array[${findingId}::uuid]
    )
    update plans p set row_version = p.row_version + 1 from carried c join findings f on f.id = c.into_id where p.id = c.id
    returning p.id, p.company_id, p.state, c.into_id, f.reference`.execute(ctx.db);
  for (const { state, intoId } of rows) if (state === "approved") await haveInPlan(ctx, intoId);
  await recordEach(
    ctx,
    "plan.changed",
    rows.map((row) => ({ subject: subjectOf(row), data: { intoId: row.intoId, reference: row.reference } })),
  );
}

/** It has a place in a plan that runs, on its own day: the days that were approved were the other's. */
async function haveInPlan(ctx: Ctx, findingId: string): Promise<void> {
  const { rows } = await sql<{ id: string; dueOn: string; isBegun: boolean }>`
    select f.id, f.due_on, exists (select from plan_findings x join plans p on p.id = x.plan_id and p.state = 'approved'
      join plan_steps s on s.plan_id = p.id and s.state = 'done' and s.finding_ids @> array[f.id] where x.finding_id = f.id) as is_begun
    from findings f where f.id = ${findingId}::uuid and f.state = 'open'`.execute(ctx.db);
  await planFindings(ctx, rows);
  await beginWork(
    ctx,
    rows.flatMap((row) => (row.isBegun ? [row.id] : [])),
  );
}

/** A plan whose findings have all ended is done, merged ones as what they became. */
export const plansDone: Subscriber = {
  name: "plans.done",
  verbs: ["finding.closed", "finding.accepted", "finding.merged", "finding.ended_by_list"],
  handle: async (ctx, events) => {
    for (const { verb, subjectId } of events)
      if (verb === "finding.merged" && subjectId) await carryOn(ctx, subjectId);
    const { rows } = await sql<{ planId: string }>`
      with recursive ended as (
        select unnest(${events.flatMap((one) => one.subjectId ?? [])}::uuid[]) as id
        union select f.id from ended e join findings f on f.merged_into = e.id
      ) select distinct x.plan_id from plan_findings x join ended e on e.id = x.finding_id`.execute(ctx.db);
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
