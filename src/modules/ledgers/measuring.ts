// Lent to later modules.
// What the ledgers of a company measure today, by the metrics of the standard: read from the facts of the day, never counted
// anew, so that the same figure is asked for by everybody.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { ledgersOf, type Metric, metricNames, metricOf, scopeLedgers } from "./declared/metrics.ts";
import { silentSince } from "./sources/silence.ts";

export { scopeLedgers };

export type Measurement = {
  metric: string;
  ledgers: string[];
  /** Of so many, so many hold and of so many nobody knows; `holds + unknown <= all`, all > 0. */
  holds: number;
  all: number;
  unknown: number;
  /** Since when a source behind it owes its next load: the figure is stale since then, and proves nothing. */
  staleSince: string | null;
};

export type Counted = {
  measurements: ReadonlyMap<string, Measurement>;
  /** Entries by ledger, of those that questions on scope are proposed from. */
  held: Readonly<Record<string, number>>;
};

type Fact = { n: number; d: number | null; u: number | null };
export type Told = { facts: Record<string, Fact> | null; silent: Record<string, string> | null };

const heldFacts = Object.values(scopeLedgers).map((ledger) => `${ledger}.registered`);
const wanted = [
  ...new Set([
    ...heldFacts,
    ...metricNames.flatMap((name) => {
      const metric = metricOf(name);
      return metric ? [...metric.facts, ...(metric.of ?? [])] : [];
    }),
  ]),
];

/** What a company's facts of today say, as one value of a statement that reads something else as well; `countedFrom` reads it. */
export const countedToday = (
  ctx: Ctx,
  company: RawBuilder<unknown>,
): RawBuilder<Told | null> => sql<Told | null>`
  (select jsonb_build_object('facts', (select jsonb_object_agg(w.measure, jsonb_build_object('n', f.numerator, 'd', f.denominator, 'u', f.unknown))
      from unnest(${wanted}::text[]) w (measure)
      cross join lateral (select x.numerator, x.denominator, x.unknown from ledger_facts x
        where x.company_id = ${company} and x.measure = w.measure and x.from_day <= ${ctx.today}::date order by x.from_day desc limit 1) f),
    'silent', (select jsonb_object_agg(g.ledger, g.since) from (select h.ledger, min(${silentSince}) as since
      from asset_sources s cross join lateral (select distinct h.ledger from sightings h where h.company_id = ${company} and h.source_id = s.id) h
      where ${silentSince} is not null group by h.ledger) g)))`;

/** As of today, by company. */
export async function measurementsOf(
  ctx: Ctx,
  companyIds: readonly string[],
): Promise<ReadonlyMap<string, Counted>> {
  if (companyIds.length === 0) return new Map();
  const { rows } = await sql<{ companyId: string; told: Told | null }>`
    select c.id as company_id, ${countedToday(ctx, sql`c.id`)} as told
    from unnest(${[...new Set(companyIds)]}::uuid[]) as c (id) where ${within(ctx, "c.id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.companyId, countedFrom(row.told)]));
}

export function countedFrom(told: Told | null): Counted {
  const { facts, silent } = told ?? { facts: null, silent: null };
  const measurements = metricNames.flatMap((name): [string, Measurement][] => {
    const metric = metricOf(name);
    const measured = metric && measure(name, metric, facts ?? {}, silent ?? {});
    return measured ? [[name, measured]] : [];
  });
  const held = Object.values(scopeLedgers).map((ledger) => [ledger, facts?.[`${ledger}.registered`]?.n ?? 0]);
  return { measurements: new Map(measurements), held: Object.fromEntries(held) as Record<string, number> };
}

function measure(
  name: string,
  metric: Metric,
  facts: Record<string, Fact>,
  silent: Record<string, string>,
): Measurement | null {
  const sum = (names: readonly string[], part: keyof Fact) =>
    names.reduce((total, fact) => total + (facts[fact]?.[part] ?? 0), 0);
  const isShare = metric.form === "share";
  const all = isShare ? sum(metric.facts, "d") : sum(metric.of ?? [], "n");
  if (all === 0) return null;
  const counted = sum(metric.facts, "n");
  const unknown = isShare ? sum(metric.facts, "u") : 0;
  // Where nobody says anything of any of them, nothing is measured.
  if (unknown === all) return null;
  const ledgers = ledgersOf(metric);
  const stale = ledgers.flatMap((ledger) => silent[ledger] ?? []).sort()[0];
  return {
    metric: name,
    ledgers,
    holds: isShare ? counted : Math.max(0, all - counted),
    all,
    unknown,
    staleSince: stale ?? null,
  };
}
