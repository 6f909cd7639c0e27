// Lent to later modules.
// What incidents say in numbers. Exercises and what turned out to be nothing are in none; a confidential one counts for whoever may see it.
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
  count(*) filter (where i.reported_at is not null or i.report_due_at < app_now())::int as counted,
  count(*) filter (where i.reported_at <= i.report_due_at)::int as within_day,
  ${rounded(sql`percentile_cont(0.5) within group (order by ${hours("i.reported_at")}) filter (where i.reported_at is not null)`)} as median_hours,
  ${rounded(sql`percentile_cont(0.9) within group (order by ${hours("i.reported_at")}) filter (where i.reported_at is not null)`)} as p90_hours,
  count(i.contained_at)::int as contained,
  ${rounded(sql`percentile_cont(0.5) within group (order by ${hours("i.contained_at")}) filter (where i.contained_at is not null)`)} as contain_median_hours`;

const none = {
  count: 0,
  counted: 0,
  withinDay: 0,
  medianHours: null,
  p90Hours: null,
  contained: 0,
  containMedianHours: null,
};

const counted = (
  ctx: Ctx,
  from: string,
  to: string,
) => sql`${seen(ctx)} and not i.is_exercise and i.state not in ('nothing', 'reported')
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
  const { rows: whole } = await sql<
    Figures["all"]
  >`select ${counts} from incidents i where ${chosen}`.execute(ctx.db);
  const { rows } = await sql<Figures["rows"][number]>`
    select g.key, ${by === "company" ? nameOfUnit(ctx.language, "n") : sql`null::text`} as name, g.* from (
      select ${keyOf(ctx, by)} as key, ${counts} from incidents i where ${chosen} group by 1) g
    ${by === "company" ? sql`join unit_names n on n.unit_id = g.key::uuid and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)` : sql``}
    order by ${by === "month" ? sql`g.key` : sql`g.count desc, g.key`} limit 1500`.execute(ctx.db);
  return { from, to, all: whole[0] ?? none, rows, fewest, at: ctx.now.toISOString() };
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
