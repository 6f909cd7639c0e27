// What a load says becomes entries, by set: some tens of thousands of rows at a time, each portion in a transaction of its own. A row
// that says what it said before is not written again, so that a portion done twice changes nothing.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { reviewDue } from "../entries/reviewing.ts";
import { columnOf } from "../declared/fields.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { isFleeting } from "./said.ts";
import { mergeTouched } from "./merging.ts";
import { identity, isSame, type JoiningKey, joiningKeys } from "./same.ts";
import { typedAs } from "./typed.ts";

/** Who says it. Rank 1 is trusted most; `sees`: it looks at the things; `records`: what it says is in the ledger. */
export type Sayer = {
  sourceId: string;
  loadId: string;
  rank: number;
  sees: boolean;
  records: boolean;
  saidAt: string;
};

export type Portion = { ledger: string; after: number; last: number };
export type Written = { added: number; joined: number; changed: number; companyIds: string[] };

/**
 * The rows of the portion that are to be looked at: new, said otherwise than before, back again, or seen at another time. What now belongs to
 * another company leaves its entry (`left_id`) and joins or makes one there: no word of one company goes into the entry of another.
 */
async function gather(ctx: Ctx, by: Sayer, { ledger, after, last }: Portion): Promise<number> {
  // Narrow: what is moved about while entries are found. What a row says is joined from where it lies.
  await sql`create temp table said_now on commit drop as
    select a.row_number, o.owning_id as company_id, a.source_key, a.serial_key, a.tag_key, a.name_key, a.seen_at, a.is_gone, a.person,
      case when s.company_id = o.owning_id then s.entry_id end as entry_id,
      case when s.company_id <> o.owning_id then s.entry_id end as left_id, s.source_key is null as is_new, false as makes_entry,
      (s.source_key is null or s.digest <> a.digest or s.company_id <> o.owning_id or (s.absent_since is not null) <> a.is_gone) as is_changed
    from arrived a left join sightings s on s.source_id = ${by.sourceId}::uuid and s.ledger = a.ledger and s.source_key = a.source_key
    -- What is gone is gone from where it was, whoever is named with it now.
    cross join lateral (select case when a.is_gone and s.source_key is not null then s.company_id else a.company_id end as owning_id) o
    where a.load_id = ${by.loadId}::uuid and a.row_number > ${after} and a.row_number <= ${last} and a.ledger = ${ledger}
      and not a.is_refused and o.owning_id is not null
      and (s.source_key is null or s.digest <> a.digest or s.company_id <> o.owning_id or (s.absent_since is not null) <> a.is_gone
        or s.seen_at is distinct from a.seen_at)`.execute(ctx.db);
  // What is gone and was never here is nobody's entry.
  await sql`delete from said_now where is_new and is_gone`.execute(ctx.db);
  await sql`analyze said_now (row_number, company_id, source_key, serial_key, tag_key, name_key, entry_id)`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from said_now`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

async function joinBy(ctx: Ctx, ledger: Ledger, key: JoiningKey): Promise<void> {
  await sql`update said_now n set entry_id = m.entry_id from (
      select n.row_number, (array_agg(e.id))[1] as entry_id from said_now n join ${sql.table(ledger.name)} e on ${isSame(key)}
      where n.entry_id is null and ${sql.ref(`n.${key}`)} is not null group by n.row_number having count(*) = 1) m
    where m.row_number = n.row_number`.execute(ctx.db);
}

/** Rows that join nothing make entries: one for all rows of the portion that share the first key they have. */
async function makeNew(ctx: Ctx): Promise<void> {
  await sql`update said_now n set entry_id = f.id, makes_entry = f.is_first from (
      select row_number, first_value(own_id) over same as id, row_number() over same = 1 as is_first
      from (select n.row_number, n.company_id, new_id() as own_id, ${identity} as identity from said_now n where n.entry_id is null) x
      window same as (partition by company_id, identity order by row_number)) f
    where f.row_number = n.row_number`.execute(ctx.db);
}

/**
 * The rows of the portion as their source said them, `a`, beside what was found for them, `n`. The bounds are said once more, because
 * without them all rows of a load are read for every portion of it.
 */
const saidOf = (by: Sayer, { after, last }: Portion) =>
  sql`said_now n join arrived a on a.load_id = ${by.loadId}::uuid and a.row_number = n.row_number
    and a.row_number > ${after} and a.row_number <= ${last}`;

/** Of a list that the company keeps, whoever it names by mail address or number answers for the thing; of two people so named nobody does. */
const namedOwners = (today: string) => sql`owners as materialized (
  select x.company_id, x.person, (array_agg(x.id))[1] as id from (
    select w.company_id, w.person, p.id from (select distinct company_id, person from said_now where makes_entry and person is not null) w
      join people p on p.company_id = w.company_id and p.code = w.person
    union select w.company_id, w.person, p.id from (select distinct company_id, person from said_now where makes_entry and person is not null) w
      join people p on p.company_id = w.company_id and lower(p.email) = lower(w.person)) x
  where not has_left(x.id, ${today}::date) group by x.company_id, x.person having count(*) = 1)`;

async function insertEntries(ctx: Ctx, ledger: Ledger, by: Sayer, portion: Portion): Promise<void> {
  const own = sql.join(ledger.fields.map((name) => sql.ref(columnOf(name))));
  const said = sql.join(ledger.fields.map((name) => sql.ref(`v.${columnOf(name)}`)));
  const owners = by.records
    ? {
        with: sql`with ${namedOwners(ctx.today)}`,
        id: sql`o.id`,
        join: sql`left join owners o on o.company_id = n.company_id and o.person = n.person`,
      }
    : { with: sql``, id: sql`null::uuid`, join: sql`` };
  await sql`insert into ${sql.table(ledger.name)} (id, company_id, name, state, retired_on, registered_at, review_due_on, seen_at, source_ids,
      serial_key, tag_key, name_key, changed_load, owner_id, ${own}) ${owners.with}
    select n.entry_id, n.company_id, a.name, a.state, case when a.state = 'retired' then ${ctx.today}::date end,
      ${by.records ? sql`now()` : sql`null`}, ${by.records ? reviewDue(sql`${ctx.today}`, sql`null::smallint`) : sql`null`},
      ${by.sees ? sql`coalesce(n.seen_at, ${by.saidAt}::timestamptz)` : sql`null`}, array[${by.sourceId}::uuid],
      n.serial_key, n.tag_key, n.name_key, ${by.loadId}::uuid, ${owners.id}, ${said}
    from ${saidOf(by, portion)} ${owners.join} cross join lateral jsonb_to_record(a.values) as ${typedAs(ledger)}
    where n.makes_entry`.execute(ctx.db);
}

async function keepSightings(ctx: Ctx, ledger: Ledger, by: Sayer, portion: Portion): Promise<void> {
  await sql`insert into sightings (source_id, ledger, source_key, company_id, entry_id, name, person, state, serial_key, tag_key,
      name_key, rank, sees, records, values, seen_at, first_at, said_at, absent_since, digest, raw, load_id)
    select ${by.sourceId}::uuid, ${ledger.name}, n.source_key, n.company_id, n.entry_id, a.name, a.person, a.state, n.serial_key,
      n.tag_key, n.name_key, ${by.rank}::smallint, ${by.sees}, ${by.records}, a.values, n.seen_at, ${by.saidAt}::timestamptz, ${by.saidAt}::timestamptz,
      case when n.is_gone then ${by.saidAt}::timestamptz end, a.digest, a.raw, ${by.loadId}::uuid
    from ${saidOf(by, portion)}
    on conflict (source_id, ledger, source_key) do update set company_id = excluded.company_id, entry_id = excluded.entry_id,
      name = excluded.name, person = excluded.person, state = excluded.state, rank = excluded.rank, sees = excluded.sees,
      records = excluded.records, serial_key = excluded.serial_key, tag_key = excluded.tag_key, name_key = excluded.name_key,
      values = excluded.values, seen_at = excluded.seen_at, said_at = excluded.said_at, absent_since = excluded.absent_since,
      digest = excluded.digest, raw = excluded.raw, load_id = excluded.load_id`.execute(ctx.db);
}

/** What only moves with each look: written without a new version. */
async function noteSeen(ctx: Ctx, ledger: Ledger, by: Sayer, portion: Portion): Promise<void> {
  if (!by.sees) return;
  const moved = ledger.fields
    .filter(isFleeting)
    .map((name) => columnOf(name))
    .map(
      (one) =>
        sql`${sql.ref(one)} = greatest(${sql.ref(`e.${one}`)}, (n.values->>${sql.lit(one)})::timestamptz)`,
    );
  await sql`update ${sql.table(ledger.name)} e set ${sql.join([sql`seen_at = greatest(e.seen_at, n.seen_at)`, ...moved])}
    from (select distinct on (n.entry_id) n.entry_id, n.seen_at, a.values from ${saidOf(by, portion)} where not n.is_changed
      order by n.entry_id, n.seen_at desc nulls last) n
    where n.entry_id = e.id and n.seen_at > coalesce(e.seen_at, '-infinity')`.execute(ctx.db);
}

/** Applies a portion of a load to one ledger. Call it in one transaction; a second time it finds nothing to do. */
export async function applyPortion(ctx: Ctx, by: Sayer, portion: Portion): Promise<Written> {
  const ledger = ledgerOf(portion.ledger);
  const found = await gather(ctx, by, portion);
  if (found === 0) {
    await sql`drop table said_now`.execute(ctx.db);
    return { added: 0, joined: 0, changed: 0, companyIds: [] };
  }
  for (const key of joiningKeys) await joinBy(ctx, ledger, key);
  await makeNew(ctx);
  await insertEntries(ctx, ledger, by, portion);
  await keepSightings(ctx, ledger, by, portion);
  await noteSeen(ctx, ledger, by, portion);
  const changed = await mergeTouched(
    ctx,
    ledger,
    sql`select distinct entry_id from said_now where is_changed and not makes_entry
    union select entry_id from said_now group by entry_id having count(*) > 1
    union select left_id from said_now where left_id is not null`,
    by.loadId,
  );
  const { rows } = await sql<{ added: number; joined: number; companyIds: string[] }>`select
      count(*) filter (where makes_entry)::int as added, count(*) filter (where is_new and not makes_entry)::int as joined,
      coalesce(array_agg(distinct company_id) filter (where is_changed), '{}') || coalesce((select array_agg(distinct e.company_id)
        from said_now m join ${sql.table(ledger.name)} e on e.id = m.left_id), '{}') as company_ids from said_now`.execute(
    ctx.db,
  );
  await sql`drop table said_now`.execute(ctx.db);
  const [counts] = rows;
  return {
    added: counts?.added ?? 0,
    joined: counts?.joined ?? 0,
    changed,
    companyIds: counts?.companyIds ?? [],
  };
}
