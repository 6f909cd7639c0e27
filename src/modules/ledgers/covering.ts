// The coverage table, read from the facts of the day alone: never from the entries.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { ledgers as contract } from "./contract.ts";
import { coveredParts } from "./declared/covered.ts";
import { askedLedgers } from "./declared/unknown.ts";
import { silentSince } from "./sources/silence.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Row = Output<(typeof contract)["listCoverage"]>["rows"][number];

/** What a cell shows, by the names of the facts. */
const shown = ["entries", "registered", "withoutRule", "withoutOwner", "matched", "onlyHere"] as const;
const unknownOf = askedLedgers.map((ledger) => `${ledger}.unknown`);
const measures = [...coveredParts.flatMap((part) => shown.map((name) => `${part}.${name}`)), ...unknownOf];

const companies = (ctx: Ctx, divisionId: string | undefined, day: string): RawBuilder<boolean> =>
  sql<boolean>`u.kind = 'company' and ${within(ctx, "u.company_id")} and u.founded_on <= ${day}::date
    and (u.ended_on is null or u.ended_on > ${day}::date)
    and ${divisionId ? sql`u.id in (select companies_under(${divisionId}::uuid))` : sql`true`}`;

/** The last value up to the day, for each of these measures of one company; `c` is its id. */
const latest = (day: string, company: RawBuilder<unknown>) => sql`lateral (
  select w.measure, f.numerator, f.denominator from unnest(${measures}::text[]) w (measure) cross join lateral (
    select x.numerator, x.denominator from ledger_facts x where x.company_id = ${company} and x.measure = w.measure
      and x.from_day <= ${day}::date order by x.from_day desc limit 1) f) v`;

type Facts = Record<string, { n: number; d: number | null }>;

/** Some source looks at them: not all of what is in the ledger has been seen by none. */
const isSeen = (facts: Facts | null, part: string) =>
  (facts?.[`${part}.onlyHere`]?.n ?? 0) < (facts?.[`${part}.registered`]?.n ?? 0) ||
  (facts?.[`${part}.matched`]?.n ?? 0) > 0;

type Counted = Omit<Row["cells"][number], "none" | "isContradicted">;

function cellsOf(facts: Facts | null): Counted[] {
  return coveredParts.map((part) => {
    const count = (name: string) =>
      facts?.[`${part}.${name}`]?.n ?? (facts?.[`${part}.registered`] ? 0 : null);
    return {
      part,
      registered: count("registered"),
      withoutRule: count("withoutRule"),
      withoutOwner: count("withoutOwner"),
      matched: count("matched"),
      // Where nothing looks at such things, agreement is not nought: nobody can say.
      all: isSeen(facts, part) ? (facts?.[`${part}.matched`]?.d ?? null) : null,
    };
  });
}

export async function listCoverage(
  ctx: Ctx,
  { divisionId, asOf, after, limit = 50 }: In<"listCoverage">,
): Out<"listCoverage"> {
  const day = asOf ?? ctx.today;
  const { rows } = await sql<{
    companyId: string;
    companyName: string;
    companyCode: string;
    facts: Facts | null;
    silentSince: string | null;
    nones: Record<string, Row["cells"][number]["none"]> | null;
  }>`
    with page as materialized (
      select u.id, u.code from units u where ${companies(ctx, divisionId, day)} and ${after ? sql`u.code > ${after}` : sql`true`}
      order by u.code limit ${limit + 1})
    select p.id as company_id, p.code as company_code, coalesce(${nameOfUnit(ctx.language, "n")}, p.code) as company_name,
      (select jsonb_object_agg(v.measure, jsonb_build_object('n', v.numerator, 'd', v.denominator)) from ${latest(day, sql`p.id`)}) as facts,
      (select min(${silentSince}) from asset_sources s where s.company_id = p.id or s.company_id is null) as silent_since,
      (select jsonb_object_agg(x.ledger, jsonb_build_object('on', x.said_on, 'byName', ${nameOfActor(ctx.language, sql`x.said_by`)}, 'remark', x.remark))
        from ledger_nones x where x.company_id = p.id and x.said_on <= ${day}::date and (x.ended_on is null or x.ended_on > ${day}::date)) as nones
    from page p left join unit_names n on n.unit_id = p.id and holds_on(n.valid_from, n.valid_to, ${day}::date) order by p.code`.execute(
    ctx.db,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(({ facts, nones, ...row }) => ({
      ...row,
      cells: cellsOf(facts).map((cell) => {
        const none = nones?.[cell.part.split(".")[0] ?? ""] ?? null;
        return {
          ...cell,
          none,
          isContradicted: none !== null && (facts?.[`${cell.part}.entries`]?.n ?? 0) > 0,
        };
      }),
      unknown: unknownOf.reduce((sum, measure) => sum + (facts?.[measure]?.n ?? 0), 0),
    })),
    next: last?.companyCode ?? null,
  };
}

export async function sumCoverage(ctx: Ctx, { divisionId, asOf }: In<"sumCoverage">): Out<"sumCoverage"> {
  const day = asOf ?? ctx.today;
  const { rows } = await sql<{
    measure: string;
    n: number;
    d: number | null;
    counted: number;
    companies: number;
  }>`
    with mine as materialized (select u.id from units u where ${companies(ctx, divisionId, day)})
    select v.measure, sum(v.numerator)::int as n, sum(v.denominator)::int as d, count(*)::int as counted,
      (select count(*)::int from mine) as companies
    from mine m cross join ${latest(day, sql`m.id`)} group by v.measure`.execute(ctx.db);
  const facts: Facts = Object.fromEntries(rows.map((row) => [row.measure, { n: row.n, d: row.d }]));
  const all = rows[0]?.companies ?? (await countCompanies(ctx, divisionId, day));
  const counted = new Map(rows.map((row) => [row.measure, row.counted]));
  return {
    companies: all,
    cells: cellsOf(rows.length > 0 ? facts : null).map((cell) => ({
      ...cell,
      uncounted: all - (counted.get(`${cell.part}.registered`) ?? 0),
    })),
  };
}

async function countCompanies(ctx: Ctx, divisionId: string | undefined, day: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from units u where ${companies(ctx, divisionId, day)}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export async function listFacts(ctx: Ctx, { companyId, asOf }: In<"listFacts">): Out<"listFacts"> {
  await companyInScope(ctx, companyId);
  const { rows } = await sql<Output<(typeof contract)["listFacts"]>["rows"][number]>`
    select distinct on (f.measure) f.measure, f.from_day as since, f.numerator::int as numerator, f.denominator::int as denominator, f.unknown::int as unknown
    from ledger_facts f where f.company_id = ${companyId}::uuid and f.from_day <= ${asOf ?? ctx.today}::date and ${within(ctx, "f.company_id")}
    order by f.measure, f.from_day desc limit 1000`.execute(ctx.db);
  return { rows };
}
