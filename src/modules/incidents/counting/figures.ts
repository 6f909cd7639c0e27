// Lent to later modules.
// What incidents say in numbers. Exercises and what was judged to be nothing are in none; what nobody has judged yet is in all of them, or
// the latest would be missing. A confidential one counts for whoever may see it.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { seen } from "../visible.ts";
import type { counting } from "./contract.ts";

type Figures = Output<typeof counting.getIncidentFigures>;
type By = NonNullable<Input<typeof counting.getIncidentFigures>["by"]>;
export const fewest = 5;

const hours = (until: string) => sql`extract(epoch from ${sql.ref(until)} - i.discovered_at) / 3600`;
/** One decimal: the hour is what the rule counts in. */
const rounded = (value: RawBuilder<unknown>) => sql`round((${value})::numeric, 1)::float8`;

/** Of incidents `i`: one that is not reported counts from the moment its 24 hours are over, not before. */
const counts = sql`count(*)::int as count,
  count(*) filter (where i.state = 'reported')::int as unjudged,
  count(*) filter (where i.reported_at is not null or i.report_due_at < app_now())::int as counted,
  count(*) filter (where i.reported_at <= i.report_due_at)::int as within_day,
  ${rounded(sql`percentile_cont(0.5) within group (order by ${hours("i.reported_at")}) filter (where i.reported_at is not null)`)} as median_hours,
  ${rounded(sql`percentile_cont(0.9) within group (order by ${hours("i.reported_at")}) filter (where i.reported_at is not null)`)} as p90_hours,
  count(i.contained_at)::int as contained,
  ${rounded(sql`percentile_cont(0.5) within group (order by ${hours("i.contained_at")}) filter (where i.contained_at is not null)`)} as contain_median_hours`;

const none = {
  count: 0,
  unjudged: 0,
  counted: 0,
  withinDay: 0,
  medianHours: null,
  p90Hours: null,
  contained: 0,
  containMedianHours: null,
  noticesOwed: 0,
  noticesInTime: 0,
  clocksOwed: 0,
  clocksInTime: 0,
};

/** Of notices `c`. What nobody owes any more, and what two have decided not to send, was never late. */
const ofNotices = sql`count(*)::int as owed, count(*) filter (where c.reached_at <= c.due_at)::int as in_time`;
const areNotices = sql`c.state not in ('omitted', 'no_longer') and (c.reached_at is not null or c.due_at < app_now())`;

/** Of clocks `c`: of rules that the group has adopted, with a due time. */
const ofClocks = sql`count(*)::int as owed, count(*) filter (where c.ended_as = 'notified' and c.ended_at <= c.due_at)::int as in_time`;
const areClocks = sql`c.standing = 'due' and c.outcome = 'applies' and c.gone_at is null
  and (c.ended_as = 'notified' or c.due_at < app_now()) and c.due_at is not null
  and not (c.ended_as is not distinct from 'not_notified' and c.seconded_at is not null)`;

const counted = (
  ctx: Ctx,
  from: string,
  to: string,
) => sql`${seen(ctx)} and not i.is_exercise and i.state <> 'nothing'
  and i.discovered_at >= (${from}::date)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC')
  and i.discovered_at < (${to}::date + 1)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC')`;

export async function getIncidentFigures(
  ctx: Ctx,
  input: Input<typeof counting.getIncidentFigures>,
): Promise<Figures> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const settings = await ctx.db.selectFrom("groupSettings").select("fiscalYearStartMonth").executeTakeFirst();
  const startMonth = settings?.fiscalYearStartMonth ?? 4;
  const from = input.from ?? fiscalYearBounds(fiscalYearOf(ctx.today, startMonth), startMonth).from;
  const to = input.to ?? ctx.today;
  const by = input.by ?? "kind";
  const chosen = sql`${counted(ctx, from, to)}
    and ${input.companyId ? sql`i.company_id = ${input.companyId}::uuid` : sql`true`}
    and ${input.divisionId ? sql`i.company_id = any (array(select companies_under(${input.divisionId}::uuid)))` : sql`true`}`;
  type Row = Figures["rows"][number] & { isWhole: boolean };
  // The whole and its rows are counted in one reading of the same incidents.
  const each = sql`grouping sets ((i.key), ())`;
  const { rows } = await sql<Row>`
    with chosen as materialized (
      select i.id, ${keyOf(ctx, by)} as key, i.state, i.discovered_at, i.reported_at, i.report_due_at, i.contained_at from incidents i where ${chosen}
    ), told as (
      select grouping(i.key) = 1 as is_whole, i.key, ${ofNotices} from chosen i join incident_notices c on c.incident_id = i.id where ${areNotices} group by ${each}
    ), by_law as (
      select grouping(i.key) = 1 as is_whole, i.key, ${ofClocks} from chosen i join incident_clocks c on c.incident_id = i.id where ${areClocks} group by ${each}
    ), g as (
      select grouping(i.key) = 1 as is_whole, i.key, ${counts} from chosen i group by ${each}
    )
    select g.is_whole, coalesce(g.key, '') as key, ${by === "company" ? nameOfUnit(ctx.language, "n") : sql`null::text`} as name, g.*,
      coalesce(t.owed, 0) as notices_owed, coalesce(t.in_time, 0) as notices_in_time,
      coalesce(l.owed, 0) as clocks_owed, coalesce(l.in_time, 0) as clocks_in_time
    from g
    left join told t on t.is_whole = g.is_whole and coalesce(t.key, '') = coalesce(g.key, '')
    left join by_law l on l.is_whole = g.is_whole and coalesce(l.key, '') = coalesce(g.key, '')
    ${by === "company" ? sql`left join unit_names n on n.unit_id = g.key::uuid and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)` : sql``}
    order by g.is_whole desc, ${by === "month" ? sql`g.key` : sql`g.count desc, g.key`} limit 1501`.execute(
    ctx.db,
  );
  const whole = rows.find((row) => row.isWhole);
  const {
    isWhole: _whole,
    key: _key,
    name: _name,
    ...all
  } = whole ?? { ...none, isWhole: true, key: "", name: null };
  return {
    from,
    to,
    all,
    rows: rows.filter((row) => !row.isWhole).map(({ isWhole: _is, ...row }) => row),
    fewest,
    at: ctx.now.toISOString(),
  };
}

function keyOf(ctx: Ctx, by: By): RawBuilder<unknown> {
  switch (by) {
    case "kind":
      return sql`i.kind`;
    case "company":
      return sql`i.company_id::text`;
    case "country":
      return sql`coalesce((select f.country from company_facts f where f.company_id = i.company_id
        and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)), '')`;
    case "month":
      return sql`to_char(i.discovered_at at time zone coalesce((select time_zone from group_settings), 'UTC'), 'YYYY-MM')`;
  }
}

export type IncidentFigures = Pick<Figures["all"], "count" | "counted" | "withinDay"> & {
  noted: number;
  toNote: number;
  at: string;
};

/** Of the last 365 days, for the catalogue of figures. */
export async function incidentFigures(ctx: Ctx): Promise<IncidentFigures> {
  const chosen = counted(ctx, addDays(ctx.today, -364), ctx.today);
  const { rows } = await sql<IncidentFigures>`select ${counts},
      (select count(*)::int from incident_reports r join incidents i on i.id = r.incident_id where ${chosen}) as to_note,
      (select count(*)::int from incident_reports r join incidents i on i.id = r.incident_id where ${chosen} and r.noted_at is not null
        and r.noted_at <= r.reported_at + case when r.severity in ('critical', 'high') then interval '2 hours' else interval '24 hours' end) as noted,
      app_now() as at
    from incidents i where ${chosen}`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  return row;
}
