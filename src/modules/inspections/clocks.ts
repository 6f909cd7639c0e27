// What time alone does to inspections: the figure of the due day is taken, evidence expires, companies leave. Each look
// takes a bounded number of rows and says whether there are more; what was missed while the system was down is caught up.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import { inspectionsInScope } from "./loading.ts";
import { keepEach } from "./results.ts";
import { sumsForm } from "./scoring/kept-sums.ts";
import { keepStandings, standingsAtOnce } from "./standing.ts";

const atOnce = 40;

/**
 * The figure of the due day: once the day has ended where the company is, its result as of that day is written and
 * never changes. What was not handed in is "not known"; a later submission counts only in the current standing.
 */
export async function takeDueDays(ctx: Ctx, limit = atOnce): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select i.id from inspections i join rounds r on r.id = i.round_id and r.state in ('open', 'closed') and not r.is_imported
    left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    where i.left_on is null and ((i.due_on + 1)::timestamp at time zone coalesce(f.time_zone, 'UTC')) <= app_now()
      and not exists (select from inspection_results v where v.inspection_id = i.id and v.basis = 'due')
    order by i.id limit ${limit}`.execute(ctx.db);
  const reached = await inspectionsInScope(
    ctx,
    rows.map((row) => row.id),
  );
  await keepEach(
    ctx,
    reached.map((inspection) => ({ inspection, basis: "due" as const })),
  );
  if (rows.length < limit) await closeDueDays(ctx);
  return rows.length;
}

/** A round whose every company has its figure is told so once, in the trail too. */
async function closeDueDays(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companies: number; notKnown: number }>`
    update rounds r set due_day_taken_at = app_now()
    from rounds q cross join lateral (select count(*)::int as companies, count(*) filter (where v.result = 'not_known')::int as not_known,
        count(*) filter (where v.result is null and i.left_on is null)::int as open
      from inspections i left join inspection_results v on v.inspection_id = i.id and v.basis = 'due' where i.round_id = q.id) t
    where q.due_day_taken_at is null and q.state in ('open', 'closed') and not q.is_imported and q.due_on < group_today()
      and r.id = q.id and t.open = 0
    returning r.id, t.companies, t.not_known`.execute(ctx.db);
  await recordEach(
    ctx,
    "round.due_day_taken",
    rows.map(({ id, ...data }) => ({ subject: { kind: "round", id, companyId: null }, data })),
  );
}

/**
 * A company that has left the group, or whose new relation the round does not ask (T-07: sold to 40 %), owes nothing from
 * that day. Its inspection stays, marked, in every denominator; what is locked stays as it is. Where the round asks the new
 * relation too, the company goes on, asked instead of bound.
 */
export async function markLeavers(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ id: string; companyId: string; leftOn: string; isSold: boolean }>`
    update inspections i set left_on = l.left_on
    from (select i.id, case when u.ended_on <= group_today() then u.ended_on else r.valid_from end as left_on,
        coalesce(u.ended_on <= group_today(), false) as is_sold
      from inspections i join rounds q on q.id = i.round_id and q.state = 'open' join units u on u.id = i.company_id
      join round_members m on m.round_id = i.round_id and m.company_id = i.company_id
      left join relations r on r.company_id = i.company_id and holds_on(r.valid_from, r.valid_to, group_today())
      where i.left_on is null and i.state <> 'locked' and (u.ended_on <= group_today()
        or q.population_rule -> 'relations' ? m.relation and not q.population_rule -> 'relations' ? r.kind)) l
    where i.id = l.id returning i.id, i.company_id, i.left_on, l.is_sold`.execute(ctx.db);
  if (rows.length === 0) return 0;
  const sold = rows.filter((row) => row.isSold).map((row) => row.id);
  const released = rows.filter((row) => !row.isSold).map((row) => row.id);
  await sql`update round_members m set left_on = i.left_on, left_reason = coalesce(m.left_reason,
      case when i.id = any (${sold}::uuid[]) then 'population.left_group' else 'population.relation_not_asked' end)
    from inspections i
    where i.id = any (${rows.map((row) => row.id)}::uuid[]) and m.round_id = i.round_id and m.company_id = i.company_id`.execute(
    ctx.db,
  );
  await lapseDuties(ctx, sold, "company.left");
  await lapseDuties(ctx, released, "company.released");
  await recordEach(
    ctx,
    "inspection.left",
    rows.map((row) => ({
      verb: row.isSold ? "inspection.left" : "inspection.released",
      subject: { kind: "inspection", id: row.id, companyId: row.companyId },
      data: { leftOn: row.leftOn },
    })),
  );
  return rows.length;
}

export const dueDays: TimedWork = {
  name: "inspections.due_day",
  everySeconds: 60,
  run: async (ctx) => (await takeDueDays(ctx)) === atOnce,
};
/** After an upgrade: what running rounds, and closed ones without a lock, show is computed anew in the form in which sums are kept now. */
export const oldSums: TimedWork = {
  name: "inspections.old_sums",
  everySeconds: 60,
  run: async (ctx) => {
    const { rows } = await sql<{ id: string }>`
      select v.inspection_id as id from inspection_results v join rounds r on r.id = v.round_id and not r.is_imported
      join inspections i on i.id = v.inspection_id
      -- Of a closed round only what was handed in and never locked: that is what it shows, and no day changes it any more.
      where v.sums_form < ${sumsForm} and v.basis = 'live' and (r.state = 'open'
        or r.state = 'closed' and i.submitted_at is not null and i.state <> 'locked') order by v.inspection_id limit ${atOnce}`.execute(
      ctx.db,
    );
    const old = await inspectionsInScope(
      ctx,
      rows.map((row) => row.id),
    );
    await keepEach(
      ctx,
      old.map((inspection) => ({ inspection, basis: "live" as const })),
    );
    return rows.length === atOnce;
  },
};
export const standings: TimedWork = {
  name: "inspections.standing",
  everySeconds: 300,
  run: async (ctx) => (await keepStandings(ctx)) === standingsAtOnce,
};
export const leavers: TimedWork = {
  name: "inspections.left",
  everySeconds: 300,
  run: async (ctx) => {
    await markLeavers(ctx);
  },
};
