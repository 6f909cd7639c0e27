// How far audits reach. The list comes from `audit_coverage` of the database; the proof counts the ownership data apart from it.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { startMonth } from "./whole-group.ts";
import type { coverage } from "./contract/coverage.ts";
import { addMonths } from "./rules.ts";

type In<K extends keyof typeof coverage> = Input<(typeof coverage)[K]>;
type Out<K extends keyof typeof coverage> = Promise<Output<(typeof coverage)[K]>>;
export type CoverageRow = Output<typeof coverage.listAuditCoverage>["rows"][number];

const since = (day: string) =>
  sql<number>`(extract(year from age(${day}::date, coalesce(c.last_on, c.joined_on))) * 12
    + extract(month from age(${day}::date, coalesce(c.last_on, c.joined_on))))::int`;

export const companiesOf = (ctx: Ctx, day: string, relation: string): RawBuilder<unknown> =>
  sql`(select * from audit_coverage(${day}::date, array[${relation}]) a where ${within(ctx, "a.company_id")})`;

const under = (divisionId: string | undefined) =>
  divisionId ? sql`c.company_id in (select companies_under(${divisionId}::uuid))` : sql`true`;

/** Of the company `c`; the figure `audits_within_cycle` counts by the same words. */
export const isWithin = (day: string) => sql<boolean>`c.last_on is not null and c.due_on >= ${day}::date`;

const sorts = {
  due: { by: sql`c.due_on`, of: (row: CoverageRow) => row.dueOn, type: sql`date` },
  last: {
    by: sql`coalesce(c.last_on, '-infinity')`,
    of: (row: CoverageRow) => row.lastOn ?? "-infinity",
    type: sql`date`,
  },
  code: { by: sql`u.code`, of: (row: CoverageRow) => row.code, type: sql`text` },
} as const;

type Filter = Omit<In<"listAuditCoverage">, "limit" | "after">;

/** The rows of a filter, for whoever lists and for whoever proves that nobody is missing in the list. */
function listed(ctx: Ctx, input: Filter, day: string): RawBuilder<unknown> {
  const search = input.search ? like(input.search).toLowerCase() : null;
  return sql`from ${companiesOf(ctx, day, input.relation ?? "consolidated")} c join units u on u.id = c.company_id
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${day}::date)
    where ${under(input.divisionId)} and ${input.state ? sql`c.state = ${input.state}` : sql`true`}
      and ${input.region ? sql`c.region = ${input.region}` : sql`true`} and ${input.tier ? sql`c.tier = ${input.tier}` : sql`true`}
      and ${input.outside ? sql`not (${isWithin(day)})` : sql`true`}
      and ${input.months ? sql`coalesce(c.last_on, '-infinity') <= ${addMonths(day, -input.months)}::date` : sql`true`}
      and ${search ? sql`(lower(u.code) ilike ${search} or n.sought ilike ${search})` : sql`true`}`;
}

export async function listAuditCoverage(ctx: Ctx, input: In<"listAuditCoverage">): Out<"listAuditCoverage"> {
  const { limit = 50, after, ...filter } = input;
  const day = input.asOf ?? ctx.today;
  const sort = sorts[input.sort ?? "due"];
  const [value, id] = after?.split("|") ?? [];
  const { rows } = await sql<CoverageRow>`
    select c.company_id, u.code, ${nameOfUnit(ctx.language, "n")} as name,
      (select ${nameOfUnit(ctx.language, "dn")} from unit_names dn where dn.unit_id = division_above(c.company_id, ${day}::date)
        and holds_on(dn.valid_from, dn.valid_to, ${day}::date)) as division_name,
      c.relation, c.tier, c.region, c.joined_on, c.is_acquired, c.last_on, c.last_result, ${since(day)} as months, c.due_on,
      coalesce(c.earlier_on = c.due_on, false) as is_earlier, c.next_id, c.next_on, c.state
    ${listed(ctx, filter, day)}
      and ${value !== undefined && id ? sql`(${sort.by}, c.company_id) > (${value}::${sort.type}, ${id}::uuid)` : sql`true`}
    order by ${sort.by}, c.company_id limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last ? `${sort.of(last)}|${last.companyId}` : null };
}

/** After so many months without an audit somebody asks. */
const monthsAsked = [12, 24, 36, 48];

export async function countAuditCoverage(
  ctx: Ctx,
  { asOf, ...filter }: In<"countAuditCoverage">,
): Out<"countAuditCoverage"> {
  const { relation = "consolidated", divisionId, region, tier } = filter;
  const day = asOf ?? ctx.today;
  const { rows } = await sql<{
    states: Output<typeof coverage.countAuditCoverage>["states"];
    notFor: { months: number; count: number }[];
    newcomers: Output<typeof coverage.countAuditCoverage>["newcomers"];
    listed: number;
    withinCycle: number;
  }>`with c as materialized (select * from ${companiesOf(ctx, day, relation)} c where ${under(divisionId)}
      and ${region ? sql`c.region = ${region}` : sql`true`} and ${tier ? sql`c.tier = ${tier}` : sql`true`})
    select (select count(*)::int from c) as listed, (select count(*) filter (where ${isWithin(day)})::int from c) as within_cycle,
      (select coalesce(jsonb_agg(x), '[]') from (select c.state, count(*)::int as count from c group by c.state) x) as states,
      (select coalesce(jsonb_agg(jsonb_build_object('months', m.months, 'count', (select count(*) from c
          where coalesce(c.last_on, '-infinity') <= ${day}::date - make_interval(months => m.months))) order by m.months), '[]')
        from unnest(${monthsAsked}::int[]) m (months)) as not_for,
      (select coalesce(jsonb_agg(x), '[]') from (select c.company_id as "companyId", ${nameOfUnit(ctx.language, "n")} as name,
          c.joined_on as "joinedOn", c.state from c join unit_names n on n.unit_id = c.company_id
            and holds_on(n.valid_from, n.valid_to, ${day}::date)
        where c.joined_on > ${day}::date - interval '3 months' order by c.joined_on desc, c.company_id limit 20) x) as newcomers`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) throw new Error("counts give one row");
  const { listed: count, ...rest } = row;
  return {
    asOf: day,
    ...rest,
    proof: { listed: count, ...(await owned(ctx, day, { ...filter, relation })) },
  };
}

/**
 * The proof is counted in the ownership data alone: relations that hold on the day, of companies that had not left. Whoever is
 * there and not in the list is named; a list that lost companies by a join would be found out here.
 */
async function owned(
  ctx: Ctx,
  day: string,
  filter: Omit<In<"countAuditCoverage">, "asOf"> & { relation: CoverageRow["relation"] },
) {
  const { relation, divisionId, region, tier } = filter;
  const { rows } = await sql<{ inOwnership: number; missing: { code: string; name: string }[] }>`
    with owned as (
      select r.company_id, o.code from relations r join units o on o.id = r.company_id
      where r.kind = ${relation} and r.valid_from <= ${day}::date and (r.valid_to is null or r.valid_to > ${day}::date)
        and (o.ended_on is null or o.ended_on > ${day}::date) and ${within(ctx, "r.company_id")}
        and ${divisionId ? sql`r.company_id in (select companies_under(${divisionId}::uuid))` : sql`true`}
        and ${
          region
            ? sql`exists (select from company_facts f where f.company_id = r.company_id and f.region = ${region}
          and holds_on(f.valid_from, f.valid_to, ${day}::date))`
            : sql`true`
        }
        and ${
          tier
            ? sql`exists (select from tiers t where t.company_id = r.company_id and t.tier = ${tier}
          and holds_on(t.valid_from, t.valid_to, ${day}::date))`
            : sql`true`
        }),
    shown as (select c.company_id ${listed(ctx, filter, day)})
    select (select count(*)::int from owned) as in_ownership,
      (select coalesce(jsonb_agg(x), '[]') from (select o.code, coalesce((select ${nameOfUnit(ctx.language, "m")} from unit_names m
          where m.unit_id = o.company_id order by m.valid_from desc limit 1), o.code) as name
        from owned o where not exists (select from shown s where s.company_id = o.company_id) order by o.code limit 50) x) as missing`.execute(
    ctx.db,
  );
  return rows[0] ?? { inOwnership: 0, missing: [] };
}

/** Of every fiscal year since the first audit known, how its last day stood; of the one under way, today. */
export async function listAuditYears(
  ctx: Ctx,
  { relation = "consolidated", divisionId }: In<"listAuditYears">,
): Out<"listAuditYears"> {
  const month = await startMonth(ctx);
  const first = await sql<{ first: string | null }>`select least(
    (select min(a.held_on) from earlier_audits a where a.replaced_at is null and ${within(ctx, "a.company_id")}),
    (select min(a.held_on) from audit_visits a where a.state = 'held' and ${within(ctx, "a.company_id")})) as first`.execute(
    ctx.db,
  );
  const begin = first.rows[0]?.first;
  if (!begin) return { rows: [] };
  const running = fiscalYearOf(ctx.today, month);
  const from = Math.max(fiscalYearOf(begin, month), running - 49);
  const years = Array.from({ length: running - from + 1 }, (_, at) => {
    const bounds = fiscalYearBounds(from + at, month);
    const last = addDays(bounds.to, -1);
    return { fiscalYear: from + at, from: bounds.from, on: last > ctx.today ? ctx.today : last };
  });
  const { rows } = await sql<Output<typeof coverage.listAuditYears>["rows"][number]>`
    select y.fiscal_year, y.on_day as on, y.fiscal_year = ${running}::int as is_running, count(c.company_id)::int as companies,
      count(*) filter (where c.last_on is not null and c.due_on >= y.on_day)::int as within_cycle,
      count(*) filter (where c.company_id is not null and c.last_on is null)::int as never,
      (select count(*)::int from (select a.company_id, a.held_on from earlier_audits a where a.replaced_at is null
          union all select a.company_id, a.held_on from audit_visits a where a.state = 'held') a
        where a.held_on between y.from_day and y.on_day and ${within(ctx, "a.company_id")}
          and ${divisionId ? sql`a.company_id in (select companies_under(${divisionId}::uuid))` : sql`true`}) as held
    from jsonb_to_recordset(${JSON.stringify(years.map((y) => ({ fiscal_year: y.fiscalYear, from_day: y.from, on_day: y.on })))}::jsonb)
      as y (fiscal_year int, from_day date, on_day date)
    left join lateral (select * from audit_coverage(y.on_day, array[${relation}::text]) a where ${within(ctx, "a.company_id")}) c
      on ${under(divisionId)}
    group by y.fiscal_year, y.on_day, y.from_day order by y.fiscal_year`.execute(ctx.db);
  return { rows };
}
