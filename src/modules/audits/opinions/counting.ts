// Over-claim, counted from the visits that were held: what a company claimed as met and what somebody who looked saw.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { fiscalYearBounds } from "#core/time/fiscal-year.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { startMonth } from "../programme/whole-group.ts";
import type { opinions } from "./contract.ts";
import { type Count, type Grouping, intervalOf, shrunk, sum } from "./rules.ts";

type In = Input<typeof opinions.getOverclaim>;
type Out = Output<typeof opinions.getOverclaim>;
type Row = Out["rows"][number];

const grouped: Record<Grouping, RawBuilder<string>> = {
  control: sql`k.control_id`,
  area: sql`k.area`,
  tier: sql`s.tier`,
  division: sql`coalesce(division_above(k.company_id, group_today())::text, '')`,
  region: sql`coalesce(f.region, 'other')`,
  company: sql`k.company_id::text`,
};

/** Each company's last visit that was held in those days, with its sheet: one company counts once. */
const lastVisits = (ctx: Ctx, days: { from: string; until: string } | null) => sql`(
  select distinct on (v.company_id) v.id, v.company_id, v.held_on from audit_visits v join audit_sheets s on s.visit_id = v.id
  where v.state = 'held' and s.finished_at is not null and ${within(ctx, "v.company_id")}
    and ${days ? sql`v.held_on >= ${days.from}::date and v.held_on < ${days.until}::date` : sql`true`}
  order by v.company_id, v.held_on desc, v.id)`;

/** Of the random sample of each company's last visit. */
export async function claimsOverturned(ctx: Ctx): Promise<Count> {
  const { rows } = await sql<Count>`
    select count(*)::int as claims, count(*) filter (where k.verdict in ('partly', 'not_met'))::int as overturned
    from ${lastVisits(ctx, null)} v join audit_controls k on k.visit_id = v.id
    where k.drawn = 'sample' and k.said_verdict = 'met' and k.verdict is not null and ${within(ctx, "k.company_id")}`.execute(
    ctx.db,
  );
  return rows[0] ?? { claims: 0, overturned: 0 };
}

type Counted = { key: string; companyId: string | null; tier: "T1" | "T2" | "T3" | "T4" | null } & Record<
  | "sampleClaims"
  | "sampleOverturned"
  | "censusClaims"
  | "censusOverturned"
  | "addedClaims"
  | "addedOverturned",
  number
>;

const counts = (["sample", "mandatory", "added"] as const).map((drawn) => {
  const name = drawn === "mandatory" ? "census" : drawn;
  return sql`count(*) filter (where k.drawn = ${sql.lit(drawn)})::int as ${sql.ref(`${name}_claims`)},
    count(*) filter (where k.drawn = ${sql.lit(drawn)} and k.verdict in ('partly', 'not_met'))::int as ${sql.ref(`${name}_overturned`)}`;
});

export async function getOverclaim(ctx: Ctx, input: In): Promise<Out> {
  const month = await startMonth(ctx);
  const bounds = input.fiscalYear ? fiscalYearBounds(input.fiscalYear, month) : null;
  const days = bounds && { from: bounds.from, until: bounds.to };
  const by = grouped[input.by];
  const isCompany = input.by === "company";
  // What was claimed and could not be seen stays in the denominator: an exclusion would make the share grow.
  const { rows } = await sql<Counted>`
    select ${by} as key, ${isCompany ? sql`k.company_id` : sql`null::uuid`} as company_id, ${isCompany ? sql`s.tier` : sql`null::text`} as tier,
      ${sql.join(counts)}
    from ${lastVisits(ctx, days)} v join audit_sheets s on s.visit_id = v.id join audit_controls k on k.visit_id = v.id
    left join company_facts f on f.company_id = k.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    where k.said_verdict = 'met' and k.verdict is not null and ${within(ctx, "k.company_id")}
      and ${input.tier ? sql`s.tier = ${input.tier}` : sql`true`} and ${input.area ? sql`k.area = ${input.area}` : sql`true`}
      and ${input.controlId ? sql`k.control_id = ${input.controlId}` : sql`true`}
      and ${input.region ? sql`coalesce(f.region, 'other') = ${input.region}` : sql`true`}
      and ${input.divisionId ? sql`k.company_id in (select companies_under(${input.divisionId}::uuid))` : sql`true`}
    group by 1, 2, 3 order by 1 limit 2000`.execute(ctx.db);
  const about = await aboutVisits(ctx, days);
  const named = await namesOf(ctx, input.by, rows, about.editionIds);
  const means = isCompany ? await tierMeans(ctx, days, input) : null;
  return {
    years: about.years,
    companies: about.companies,
    whole: {
      sample: sampled(sum(rows.map(sampleOf))),
      census: sum(rows.map(censusOf)),
      added: sum(rows.map(addedOf)),
    },
    rows: rows.map((row): Row => {
      const name = named.get(row.key);
      const ofTier = row.tier === null ? undefined : means?.get(row.tier);
      return {
        key: row.key,
        names: name?.names ?? {},
        code: name?.code ?? null,
        companyId: row.companyId,
        tier: row.tier,
        sample: sampled(sampleOf(row)),
        census: censusOf(row),
        added: addedOf(row),
        shrunk: ofTier ? shrunk(drawnOf(row), ofTier) : null,
      };
    }),
  };
}

const sampleOf = (row: Counted): Count => ({ claims: row.sampleClaims, overturned: row.sampleOverturned });
const censusOf = (row: Counted): Count => ({ claims: row.censusClaims, overturned: row.censusOverturned });
const addedOf = (row: Counted): Count => ({ claims: row.addedClaims, overturned: row.addedOverturned });
/** What an auditor took up on purpose says nothing of the rest. */
const drawnOf = (row: Counted): Count => sum([sampleOf(row), censusOf(row)]);
const sampled = (count: Count) => ({ ...count, ...intervalOf(count) });

/** As few companies behind a mean would tell whoever sees one of them how the others stand. */
const fewestBehindMean = 5;

/** Of the whole group, whoever looks and however the page is narrowed; the same areas and controls alone. */
async function tierMeans(
  ctx: Ctx,
  days: { from: string; until: string } | null,
  { area = null, controlId = null }: { area?: string | null; controlId?: string | null },
): Promise<ReadonlyMap<string, Count>> {
  const { rows } = await sql<Count & { tier: string; companies: number }>`
    select tier, companies, claims, overturned from claims_by_tier(${days?.from ?? null}::date, ${days?.until ?? null}::date,
      ${area}::text, ${controlId}::text)`.execute(ctx.db);
  return new Map(
    rows
      .filter((row) => ctx.reach === "group" || row.companies >= fewestBehindMean)
      .map(({ tier, claims, overturned }) => [tier, { claims, overturned }]),
  );
}

/** Editions from the one that was looked at longest ago: of a control that several have, the newest words stand. */
type About = { years: number[]; companies: number; editionIds: string[] };

async function aboutVisits(ctx: Ctx, days: { from: string; until: string } | null): Promise<About> {
  const { rows } = await sql<About>`
    select (select count(*)::int from ${lastVisits(ctx, days)} v) as companies,
      coalesce((select array_agg(x.edition_id order by x.held_on) from (select s.edition_id, max(v.held_on) as held_on
        from ${lastVisits(ctx, days)} v join audit_sheets s on s.visit_id = v.id group by 1 order by 2 desc limit 20) x), '{}') as edition_ids,
      coalesce((select array_agg(distinct p.fiscal_year order by p.fiscal_year desc) from audit_visits v join audit_sheets s on s.visit_id = v.id
        join audit_programmes p on p.id = v.programme_id where v.state = 'held' and ${within(ctx, "v.company_id")}), '{}') as years`.execute(
    ctx.db,
  );
  return rows[0] ?? { years: [], companies: 0, editionIds: [] };
}

type Named = { names: Row["names"]; code: string | null };

async function namesOf(
  ctx: Ctx,
  by: Grouping,
  rows: readonly Counted[],
  editionIds: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  if (by === "tier" || by === "region") return new Map();
  if (by === "control" || by === "area") {
    const named = new Map<string, Named>();
    for (const id of editionIds) {
      const book: Book = await bookOf(ctx, id);
      const parts =
        by === "control"
          ? book.controls.map((one) => ({ id: one.id, names: one.texts.title }))
          : book.frame.areas.map((one) => ({ id: one.id, names: one.name }));
      for (const one of parts) named.set(one.id, { names: one.names, code: one.id });
    }
    return named;
  }
  const ids = rows.map((row) => row.key).filter(Boolean);
  const units = await sql<{ id: string; code: string; name: string }>`
    select u.id, u.code, ${nameOfUnit(ctx.language, "n")} as name from units u
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    where u.id = any (${ids}::uuid[])`.execute(ctx.db);
  return new Map(units.rows.map((row) => [row.id, { names: { [ctx.language]: row.name }, code: row.code }]));
}
