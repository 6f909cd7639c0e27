// What runs at one company with its next clock, and what was closed there last with what came of it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import type { incidents } from "./contract.ts";
import { running } from "./rules.ts";
import { seen } from "./visible.ts";

type Whole = Output<typeof incidents.getCompanyIncidents>;
const mostRunning = 5;
const mostClosed = 3;

export async function getCompanyIncidents(
  ctx: Ctx,
  { companyId }: Input<typeof incidents.getCompanyIncidents>,
): Promise<Whole> {
  await companyInScope(ctx, companyId);
  const of = sql`${seen(ctx)} and i.company_id = ${companyId}::uuid and not i.is_exercise`;
  const open = await sql<Whole["running"][number]>`
    with page as materialized (select i.* from incidents i
      where i.state in (${sql.join(running.map((state) => sql.lit(state)))}) and ${of}
      order by i.severity_rank, i.report_due_at, i.id limit ${mostRunning})
    select i.id, i.reference, i.title, i.kind, i.severity, i.state, n.what as next_what, n.at as next_at from page i
    -- The nearest of: the report to headquarters, a clock of law that is due, a notice that is not sent.
    left join lateral (
      select * from (
        select 'report' as what, i.report_due_at as at where i.reported_at is null
        union all select 'law', c.due_at from incident_clocks c
          where c.incident_id = i.id and c.standing = 'due' and c.outcome = 'applies' and c.ended_as is null and c.gone_at is null and c.due_at is not null
        union all select 'notice', c.due_at from incident_notices c
          where c.incident_id = i.id and c.state in ('to_write', 'to_approve', 'approved') and c.due_at is not null
      ) x order by x.at limit 1) n on true
    order by i.severity_rank, i.report_due_at, i.id`.execute(ctx.db);
  const closed = await sql<Whole["closed"][number]>`
    select i.id, i.reference, i.title, i.kind, i.severity, i.discovered_at, i.contained_at, i.closed_at,
      (select jsonb_build_object('outcome', l.outcome, 'minutes', greatest(0, round(extract(epoch from l.outcome_at - l.asked_at) / 60))::int)
        from incident_locks l where l.incident_id = i.id and l.outcome in ('locked', 'wiped', 'found') order by l.outcome_at desc limit 1) as lock
    from incidents i where i.state = 'closed' and ${of} order by i.discovered_at desc, i.id desc limit ${mostClosed}`.execute(
    ctx.db,
  );
  return { running: open.rows, closed: closed.rows };
}
