// Lent to later modules.
// What incidents say in numbers, without cases of products alone; a confidential one counts for whoever may see it.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { seen } from "../visible.ts";
import type { counting } from "./contract.ts";
import { type By, notReviewed } from "./rules.ts";
import {
  discoveredFrom,
  discoveredTo,
  isClockDue,
  isClockInTime,
  isNoticeDue,
  isNoticeInTime,
  setOf,
} from "./sets.ts";

type Asked = Input<typeof counting.getIncidentFigures>;
type Figures = Output<typeof counting.getIncidentFigures>;
export const fewest = 5;

const hours = (until: string) => sql`extract(epoch from ${sql.ref(until)} - i.discovered_at) / 3600`;
/** One decimal: the hour is what the rule counts in. */
const rounded = (value: RawBuilder<unknown>) => sql`round((${value})::numeric, 1)::float8`;

/** Of incidents `i`. */
const counts = sql`count(*)::int as count,
  count(*) filter (where ${setOf.unjudged})::int as unjudged,
  count(*) filter (where ${setOf.due})::int as counted,
  count(*) filter (where ${setOf.in_time})::int as within_day,
  ${rounded(sql`percentile_cont(0.5) within group (order by ${hours("i.reported_at")}) filter (where ${setOf.reported})`)} as median_hours,
  ${rounded(sql`percentile_cont(0.9) within group (order by ${hours("i.reported_at")}) filter (where ${setOf.reported})`)} as p90_hours,
  count(*) filter (where ${setOf.contained})::int as contained,
  ${rounded(sql`percentile_cont(0.5) within group (order by ${hours("i.contained_at")}) filter (where ${setOf.contained})`)} as contain_median_hours`;

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

const counted = (ctx: Ctx, from: string, to: string) =>
  sql`${seen(ctx)} and not i.is_exercise and ${setOf.counted} and ${discoveredFrom(from)} and ${discoveredTo(to)}`;

/** Which incidents `i` are counted, of this fiscal year until today unless said otherwise. */
export async function choose(
  ctx: Ctx,
  input: Pick<Asked, "from" | "to" | "companyId" | "divisionId">,
): Promise<{ from: string; to: string; chosen: RawBuilder<unknown> }> {
  const settings = await ctx.db.selectFrom("groupSettings").select("fiscalYearStartMonth").executeTakeFirst();
  const startMonth = settings?.fiscalYearStartMonth ?? 4;
  const from = input.from ?? fiscalYearBounds(fiscalYearOf(ctx.today, startMonth), startMonth).from;
  const to = input.to ?? ctx.today;
  const chosen = sql`${counted(ctx, from, to)}
    and ${input.companyId ? sql`i.company_id = ${input.companyId}::uuid` : sql`true`}
    and ${input.divisionId ? sql`i.company_id = any (array(select companies_under(${input.divisionId}::uuid)))` : sql`true`}`;
  return { from, to, chosen };
}

export async function getIncidentFigures(
  ctx: Ctx,
  input: Input<typeof counting.getIncidentFigures>,
): Promise<Figures> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const { from, to, chosen } = await choose(ctx, input);
  const by = input.by ?? "kind";
  type Row = Figures["rows"][number] & { isWhole: boolean };
  const each = (counted: RawBuilder<unknown>) =>
    sql`count(*)::int as owed, count(*) filter (where ${counted})::int as in_time`;
  // The whole and its rows are counted in one reading of the same incidents; one of two causes stands in the rows of both.
  const { rows } = await sql<Row>`
    with chosen as materialized (
      select i.id, ${keysOf(ctx, by)} as keys, i.company_id, i.is_product, i.state, i.discovered_at, i.reported_at, i.report_due_at, i.contained_at from incidents i where ${chosen}
    ), placed as materialized (
      select true as is_whole, '' as key, i.* from chosen i union all select false, k.key, i.* from chosen i cross join unnest(i.keys) k (key)
    ), told as (
      select i.is_whole, i.key, ${each(isNoticeInTime)} from placed i join incident_notices c on c.incident_id = i.id where ${isNoticeDue} group by 1, 2
    ), by_law as (
      select i.is_whole, i.key, ${each(isClockInTime)} from placed i join incident_clocks c on c.incident_id = i.id where ${isClockDue} group by 1, 2
    ), g as (
      select i.is_whole, i.key, ${counts} from placed i group by 1, 2
    )
    select g.*, ${by === "company" ? nameOfUnit(ctx.language, "n") : sql`null::text`} as name,
      coalesce(t.owed, 0) as notices_owed, coalesce(t.in_time, 0) as notices_in_time,
      coalesce(l.owed, 0) as clocks_owed, coalesce(l.in_time, 0) as clocks_in_time
    from g
    left join told t on t.is_whole = g.is_whole and t.key = g.key
    left join by_law l on l.is_whole = g.is_whole and l.key = g.key
    ${by === "company" ? sql`left join unit_names n on n.unit_id = nullif(g.key, '')::uuid and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)` : sql``}
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
    by,
    all,
    rows: rows.filter((row) => !row.isWhole).map(({ isWhole: _is, ...row }) => row),
    fewest,
    at: ctx.now.toISOString(),
  };
}

/** Of the incident `i`: what its review found, or that there is none. */
export const causesFound = sql`coalesce((select w.causes from incident_reviews w where w.incident_id = i.id), array[${sql.lit(notReviewed)}])`;

function keysOf(ctx: Ctx, by: By): RawBuilder<unknown> {
  switch (by) {
    case "kind":
      return sql`array[i.kind]`;
    case "company":
      return sql`array[i.company_id::text]`;
    case "country":
      return sql`array[coalesce((select f.country from company_facts f where f.company_id = i.company_id
        and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)), '')]`;
    case "month":
      return sql`array[to_char(i.discovered_at at time zone coalesce((select time_zone from group_settings), 'UTC'), 'YYYY-MM')]`;
    case "cause":
      return causesFound;
  }
}

export type IncidentFigures = Pick<Figures["all"], "count" | "counted" | "withinDay"> & {
  noted: number;
  toNote: number;
  noticesOwed: number;
  noticesInTime: number;
  at: string;
};

/** Of the last 365 days, for the catalogue of figures. */
export async function incidentFigures(ctx: Ctx): Promise<IncidentFigures> {
  const chosen = counted(ctx, addDays(ctx.today, -364), ctx.today);
  const notices = sql`from incidents i join incident_notices c on c.incident_id = i.id where ${chosen} and ${isNoticeDue}`;
  const { rows } = await sql<IncidentFigures>`select ${counts},
      (select count(*)::int from incident_reports r join incidents i on i.id = r.incident_id where ${chosen}) as to_note,
      (select count(*)::int from incident_reports r join incidents i on i.id = r.incident_id where ${chosen} and r.noted_at is not null
        and r.noted_at <= r.reported_at + case when r.severity in ('critical', 'high') then interval '2 hours' else interval '24 hours' end) as noted,
      (select count(*)::int ${notices}) as notices_owed,
      (select count(*)::int ${notices} and ${isNoticeInTime}) as notices_in_time,
      app_now() as at
    from incidents i where ${chosen}`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  return row;
}
