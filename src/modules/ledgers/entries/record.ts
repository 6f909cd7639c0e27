// One entry as its page shows it: what it says, what it said before, the rules that apply, and what its class demands.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import type { ledgers as contract } from "../contract.ts";
import { permissions } from "../contract/words.ts";
import { type Ledger, ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { silentSince } from "../sources/silence.ts";
import { type EntryRow, readEntry, readPage } from "./listing.ts";

export { countEntries } from "./listing.ts";

type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;

export const listEntries = (ctx: Ctx, input: Input<(typeof contract)["listEntries"]>): Out<"listEntries"> =>
  readPage(ctx, input);

export async function getEntry(
  ctx: Ctx,
  { ledger: name, id, asOf }: Input<(typeof contract)["getEntry"]>,
): Out<"getEntry"> {
  const ledger = ledgerOf(name);
  const entry = found(await readEntry(ctx, name, id, asOf), "entry");
  const { rows } = await sql<{
    ownFields: string[];
    unknownId: string | null;
    versions: { from: string; to: string | null }[];
  }>`
    select e.own_fields, (select t.id from unknown_things t where t.entry_id = e.id and t.asked_at is not null
        and ${within(ctx, "t.company_id")} order by t.ended_at desc nulls first limit 1) as unknown_id, (select coalesce(jsonb_agg(jsonb_build_object('from', v.changed_at, 'to', v.ended_at) order by v.changed_at desc), '[]')
      from (select p.changed_at, p.ended_at from ${sql.table(`past_${name}`)} p where p.id = e.id and ${within(ctx, "p.company_id")}
        order by p.ended_at desc limit 99) v) as versions
    from ${sql.table(name)} e where e.id = ${id}::uuid and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  const kept = found(rows[0], "entry");
  return {
    ...entry,
    ownFields: kept.ownFields,
    versions: [{ from: entry.changedAt, to: null }, ...kept.versions.map(inUtc)].slice(0, 100),
    rules: await rulesOf(ctx, ledger, entry),
    demanded: await demandedOf(ctx, ledger, entry),
    reviews: await reviewsOf(ctx, id),
    unknownId: kept.unknownId,
    can: { change: (await holds(ctx, permissions.manage, entry.companyId)) && entry.state !== "retired" },
  };
}

const inUtc = ({ from, to }: { from: string; to: string | null }) => ({
  from: new Date(from).toISOString(),
  to: to === null ? null : new Date(to).toISOString(),
});

async function rulesOf(
  ctx: Ctx,
  ledger: Ledger,
  entry: EntryRow,
): Promise<Output<(typeof contract)["getEntry"]>["rules"]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    isGroups: boolean;
    reviewDueOn: string;
    isOverdue: boolean;
  }>`
    select distinct r.id, r.name, r.company_id is null as is_groups, r.review_due_on, r.review_due_on < ${ctx.today}::date as is_overdue
    from asset_rule_covers v join asset_rules r on r.id = v.rule_id
    where v.ledger = ${ledger.name} and (v.company_id is null or v.company_id = ${entry.companyId}::uuid)
      and v.from_rank <= ${entry.class ?? 1} and v.nature in ('', ${entry.values.nature ?? ""})
      and r.valid_from <= ${ctx.today}::date and (r.ended_on is null or r.ended_on > ${ctx.today}::date)
    order by r.company_id is null, r.name limit 50`.execute(ctx.db);
  return rows;
}

async function demandedOf(
  ctx: Ctx,
  ledger: Ledger,
  entry: EntryRow,
): Promise<{ measure: string; holds: boolean | null }[]> {
  const { rows } = await sql<{ measure: string }>`select m.measure from class_measures m
    where m.ledger = ${ledger.name} and m.rank = ${entry.class ?? 1}`.execute(ctx.db);
  const isDemanded = new Set(rows.map((row) => row.measure));
  return ledger.measures
    .filter((measure) => isDemanded.has(measure.name))
    .map(({ name, field, wanted }) => {
      const said = entry.values[field] as boolean | undefined;
      return {
        measure: name,
        holds: said === undefined || entry.standing === "stale" ? null : said === wanted,
      };
    });
}

async function reviewsOf(ctx: Ctx, id: string): Promise<{ on: string; byName: string | null }[]> {
  const { rows } = await sql<{ on: string; byName: string | null }>`select v.reviewed_on as "on",
      ${nameOfActor(ctx.language, sql`v.reviewed_by`)} as by_name
    from entry_reviews v where v.entry_id = ${id}::uuid and ${within(ctx, "v.company_id")} order by v.reviewed_on desc limit 50`.execute(
    ctx.db,
  );
  return rows;
}

const plainCounts = [
  "entries",
  "registered",
  "onlyHere",
  "onlyThere",
  "stale",
  "conflicting",
  "withoutOwner",
  "withoutClass",
  "withoutRule",
  "reviewOverdue",
  "unknown",
] as const;
const plainMeasures = ledgerNames.flatMap((ledger) => plainCounts.map((name) => `${ledger}.${name}`));

/** What each ledger was last counted to hold: of one company, or of all within reach. */
export async function listLedgers(
  ctx: Ctx,
  { companyId }: Input<(typeof contract)["listLedgers"]>,
): Out<"listLedgers"> {
  if (companyId) await companyInScope(ctx, companyId);
  const { rows } = await sql<{ measure: string; count: number }>`
    with latest as (
      select distinct on (f.company_id, f.measure) f.measure, f.numerator from ledger_facts f
      where f.measure = any (${plainMeasures}::text[]) and f.from_day <= ${ctx.today}::date and ${within(ctx, "f.company_id")}
        and ${companyId ? sql`f.company_id = ${companyId}::uuid` : sql`true`}
      order by f.company_id, f.measure, f.from_day desc)
    select measure, sum(numerator)::int as count from latest group by measure`.execute(ctx.db);
  const counts = new Map(rows.map((row) => [row.measure, row.count]));
  const counted = await sql<{ at: string | null }>`select min(c.counted_at) as at from ledger_counts c
    where ${within(ctx, "c.company_id")} and c.counted_at > 'epoch' and ${companyId ? sql`c.company_id = ${companyId}::uuid` : sql`true`}`.execute(
    ctx.db,
  );
  const silent = await silentLedgers(ctx, companyId);
  return {
    rows: ledgerNames.map((ledger) => ({
      ledger,
      staleSince: silent.get(ledger) ?? null,
      ...(Object.fromEntries(
        plainCounts.map((name) => [name, counts.get(`${ledger}.${name}`) ?? 0]),
      ) as Record<(typeof plainCounts)[number], number>),
    })),
    countedAt: counted.rows[0]?.at ?? null,
  };
}

/** Ledgers of which a source that should have spoken has not, and since when. */
async function silentLedgers(ctx: Ctx, companyId: string | undefined): Promise<Map<string, string>> {
  const { rows } = await sql<{ ledger: string; since: string }>`
    select l.ledger, min(${silentSince}) as since from asset_sources s
    cross join unnest(${ledgerNames}::text[]) l (ledger)
    where ${silentSince} is not null and (s.company_id is null or ${within(ctx, "s.company_id")})
      and ${companyId ? sql`(s.company_id is null or s.company_id = ${companyId}::uuid)` : sql`true`}
      and exists (select from sightings g where g.source_id = s.id and g.ledger = l.ledger and g.absent_since is null
        and ${within(ctx, "g.company_id")} and ${companyId ? sql`g.company_id = ${companyId}::uuid` : sql`true`})
    group by l.ledger`.execute(ctx.db);
  return new Map(rows.map((row) => [row.ledger, row.since]));
}
