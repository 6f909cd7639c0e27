// Who probably answers for what nobody has taken in: the declared rules, all in one statement, each with what it went by.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import {
  type AskedLedger,
  askedLedgers,
  fewestNeighbours,
  type LikelyRule,
  likelyRules,
} from "../declared/unknown.ts";

/** What an entry may have in common with another. `e` is a row of the ledger. */
const traits: Record<
  AskedLedger,
  {
    name: RawBuilder<unknown>;
    address: RawBuilder<unknown>;
    url: RawBuilder<unknown>;
    provider: RawBuilder<unknown>;
  }
> = {
  servers: {
    name: sql`coalesce(e.hostname, e.name)`,
    address: sql`e.address`,
    url: sql`coalesce(e.hostname, e.name)`,
    provider: sql`coalesce(e.cloud_account, e.provider)`,
  },
  cloud_services: {
    name: sql`null::text`,
    address: sql`null::text`,
    url: sql`coalesce(e.url, e.name)`,
    provider: sql`e.provider`,
  },
  internet_exits: { name: sql`e.name`, address: sql`e.address`, url: sql`e.name`, provider: sql`null::text` },
  plant_equipment: {
    name: sql`coalesce(e.hostname, e.name)`,
    address: sql`e.address`,
    url: sql`null::text`,
    provider: sql`null::text`,
  },
};

/**
 * Entries of these ledgers with what they may have in common, from rows called `e`. A server's domain is its company's own: it tells
 * services alone.
 */
const described = (from: (ledger: AskedLedger) => RawBuilder<unknown>, more = sql``) =>
  sql.join(
    askedLedgers.map((ledger) => {
      const { name, address, url, provider } = traits[ledger];
      return sql`select e.id as entry_id, e.company_id, ${sql.lit(ledger)}::text as ledger, e.name, e.owner_id, stem_of(${name}) as stem,
        address_of(btrim(${address})) as address, neighbourhood_of(address_of(btrim(${address}))) as network,
        ${ledger === "cloud_services" ? sql`registered_domain(${url})` : sql`null::text`} as domain, nullif(lower(btrim(${provider})), '') as provider
        ${more} ${from(ledger)}`;
    }),
    sql` union all `,
  );

/** A leaver: every employment that is known has ended. `p` is a row of people. */
export const hasLeft = (ctx: Ctx) => sql<boolean>`has_left(p.id, ${ctx.today}::date)`;

/** What the rules compare, one row for each trait that is known: `x` is an entry as described above. */
const traitsOf = sql`cross join lateral (values ('same_address', host(x.address)), ('same_name', 's' || x.stem), ('same_name', 'd' || x.domain),
  ('neighbours', x.network::text), ('same_provider', x.provider)) as v (rule, trait)`;

const place = (rule: LikelyRule) => sql.lit(likelyRules.indexOf(rule));
const placeOf = sql`array_position(${[...likelyRules]}::text[], a.rule) - 1`;

/** Whom a source names with the thing: for a list of cloud names, who signs in or claims most. */
const bySource = sql`select a.thing_id, case when src.kind = 'cloud_names' then ${place("most_used")} else ${place("named")} end,
    case when src.kind = 'cloud_names' then 'most_used' else 'named' end, p.id, 1, null::uuid, null::text, null::text, null::text
  from asked_now a join sightings s on s.entry_id = a.entry_id and s.absent_since is null and s.person is not null
  join asset_sources src on src.id = s.source_id
  join here p on p.company_id = a.company_id and (p.code = s.person or lower(p.email) = lower(s.person))`;

/**
 * Says of unknown things that nobody was asked about yet who probably answers for each: somebody of the same company who has not left it, and to whom
 * more than half of what the rule finds points. Nobody is better than a guess between two.
 */
export async function findLikely(ctx: Ctx, loadId: string, companyIds: readonly string[]): Promise<void> {
  const ids = sql`${[...companyIds]}::uuid[]`;
  // Each thing is looked up by its entry's key: the other way round a plan made before they were counted reads the ledger for each.
  await sql`create temp table asked_now on commit drop as ${described(
    (ledger) => sql`from unknown_things t join ${sql.table(ledger)} e on e.id = t.entry_id
      where t.load_id = ${loadId}::uuid and t.asked_at is null and t.ended_at is null and t.ledger = ${sql.lit(ledger)} and t.company_id = any (${ids})`,
    sql`, t.id as thing_id`,
  )}`.execute(ctx.db);
  await sql`create temp table known_now on commit drop as select d.* from (${described(
    (ledger) =>
      sql`from ${sql.table(ledger)} e where e.company_id = any (${ids}) and e.owner_id is not null and e.state <> 'retired'`,
  )}) d join people p on p.id = d.owner_id and p.company_id = d.company_id and not ${hasLeft(ctx)}
    where not exists (select from asked_now a where a.entry_id = d.entry_id)`.execute(ctx.db);
  await sql`analyze asked_now`.execute(ctx.db);
  await sql`analyze known_now`.execute(ctx.db);
  // Owners are counted by trait before things are looked up: a thousand hosts of one name are one row for each owner.
  await sql`with here as materialized (select p.id, p.company_id, p.code, p.email from people p where p.company_id = any (${ids}) and not ${hasLeft(ctx)}),
    owned as materialized (
      select x.company_id, v.rule, v.trait, x.owner_id, count(*) as n, (array_agg(x.entry_id order by x.name))[1] as entry_id,
        (array_agg(x.ledger order by x.name))[1] as ledger, min(x.name) as name
      from known_now x ${traitsOf} where v.trait is not null group by x.company_id, v.rule, v.trait, x.owner_id
    ), sought as materialized (
      select x.thing_id, x.company_id, v.rule, v.trait from asked_now x ${traitsOf} where v.trait is not null
    ), found (thing_id, nth, rule, owner_id, n, entry_id, ledger, name, network) as (
      select a.thing_id, ${placeOf}, a.rule, k.owner_id, k.n, k.entry_id, k.ledger, k.name, a.trait
      from sought a join owned k using (company_id, rule, trait)
      union all ${bySource}
    ), counted as (
      select thing_id, nth, rule, owner_id, sum(n) as n, sum(sum(n)) over (partition by thing_id, nth) as total,
        (array_agg(entry_id order by name))[1] as entry_id, (array_agg(ledger order by name))[1] as ledger, min(name) as name, min(network) as network
      from found group by thing_id, nth, rule, owner_id
    ), best as (
      select distinct on (thing_id) * from counted where n * 2 > total and (rule <> 'neighbours' or n >= ${fewestNeighbours})
      order by thing_id, nth
    )
    update unknown_things t set likely_id = b.owner_id, likely_by = b.rule, likely_because = jsonb_strip_nulls(jsonb_build_object('entryId', b.entry_id,
      'ledger', b.ledger, 'name', b.name, 'count', b.n, 'of', b.total, 'network', case when b.rule = 'neighbours' then b.network end))
    from best b where b.thing_id = t.id`.execute(ctx.db);
  await sql`drop table asked_now, known_now`.execute(ctx.db);
}
