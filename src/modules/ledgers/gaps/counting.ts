// What is counted of personal data, important systems and gaps, by company and day: changes only, beside the counts of entries.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { gapKinds } from "../declared/gaps.ts";
import { inForce } from "../personal/in-force.ts";
import { entryOf } from "./wanted.ts";

/** A count, or a share of a denominator of which so many are not known; each an expression over the company `w`. */
type Fact = [measure: string, n: RawBuilder<unknown>, d?: RawBuilder<unknown>, u?: RawBuilder<unknown>];

const systems = (
  which: RawBuilder<unknown>,
) => sql`(select count(*) from continuity_targets c join ${entryOf("c")} e on e.state <> 'retired'
  where c.company_id = w.company_id and c.ended_on is null and ${which})`;
const sets = (
  which: RawBuilder<unknown>,
) => sql`(select count(*) from information e where e.company_id = w.company_id and e.nature = 'personal'
  and e.state <> 'retired' and e.registered_at is not null and ${which})`;
const transfers = (
  which: RawBuilder<unknown>,
) => sql`(select count(*) from data_transfers t join information e on e.id = t.entry_id
  where t.company_id = w.company_id and t.ended_on is null and e.nature = 'personal' and e.state <> 'retired' and ${which})`;
const all = sql`true`;
const none = sql`0`;

function facts(today: string): Fact[] {
  const isBased = sql`t.basis is not null and (t.valid_until is null or t.valid_until >= ${today}::date)`;
  const isWithin = sql`c.outcome = 'restored' and c.took_minutes <= c.rto_minutes and c.lost_minutes <= c.rpo_minutes`;
  return [
    ["continuity.important", systems(all)],
    [
      "continuity.tested",
      systems(sql`c.next_test_on >= ${today}::date and c.tested_on is not null`),
      systems(all),
      none,
    ],
    ["continuity.within", systems(isWithin), systems(all), systems(sql`c.outcome is null`)],
    ["personal.sets", sets(all)],
    [
      "personal.purposed",
      sets(sql`exists (select from data_purposes p where p.entry_id = e.id and ${inForce(today)})`),
      sets(all),
      none,
    ],
    ["personal.transfers", transfers(all)],
    ["personal.based", transfers(isBased), transfers(all), none],
    ...gapKinds.map(
      (kind): Fact => [
        `gaps.${kind}`,
        sql`(select count(*) from asset_gaps g where g.company_id = w.company_id and g.closed_at is null and g.kind = ${kind})`,
      ],
    ),
  ];
}

/** @param companyIds of the companies; null for all of the group. None may be beyond the transaction's reach. */
export async function countStatements(ctx: Ctx, companyIds: readonly string[] | null): Promise<void> {
  if (companyIds?.length === 0) return;
  const counted = facts(ctx.today).map(
    ([measure, n, d = sql`null::bigint`, u = sql`null::bigint`]) => sql`(${measure}, ${n}, ${d}, ${u})`,
  );
  await sql`with now_counted as materialized (
      select w.company_id, f.measure, f.numerator, f.denominator, f.unknown
      from (select u.id as company_id from units u where u.kind = 'company'
        and ${companyIds === null ? sql`true` : sql`u.id = any (${[...companyIds]}::uuid[])`}) w
      cross join lateral (values ${sql.join(counted)}) as f (measure, numerator, denominator, unknown)
    )
    insert into ledger_facts (company_id, measure, from_day, numerator, denominator, unknown)
    select n.company_id, n.measure, ${ctx.today}::date, n.numerator, n.denominator, n.unknown from now_counted n
    left join lateral (select f.* from ledger_facts f where f.company_id = n.company_id and f.measure = n.measure
      and f.from_day <= ${ctx.today}::date order by f.from_day desc limit 1) held on true
    where (held.numerator, held.denominator, held.unknown) is distinct from (n.numerator, n.denominator, n.unknown)
      and (held.company_id is not null or n.numerator > 0 or n.denominator > 0)
    on conflict (company_id, measure, from_day) do update
      set numerator = excluded.numerator, denominator = excluded.denominator, unknown = excluded.unknown`.execute(
    ctx.db,
  );
}
