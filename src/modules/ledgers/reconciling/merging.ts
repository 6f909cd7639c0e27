// Several sources about one thing: the most trusted word for each field, what they disagree on, and what a person has said stays.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { reviewDue } from "../entries/reviewing.ts";
import { columnOf, type FieldName } from "../declared/fields.ts";
import type { Ledger } from "../declared/ledgers.ts";
import { settleGaps } from "../gaps/settling.ts";
import { isFleeting } from "./said.ts";
import { typedAs } from "./typed.ts";

const isOwn = (name: string) => sql`${sql.lit(name)} = any (e.own_fields)`;

/** The most trusted source's word, else what stands there already: not said is not gone. */
const merged = (name: FieldName) => {
  const [held, said] = [sql.ref(`e.${columnOf(name)}`), sql.ref(`v.${columnOf(name)}`)];
  return sql`case when ${isOwn(name)} then ${held} else coalesce(${said}, ${held}) end as ${sql.ref(columnOf(name))}`;
};

/** What the sources that speak of an entry say together: one row for each entry that some source speaks of. */
const together = sql`select s.entry_id,
    (select jsonb_object_agg(x.key, x.value order by y.rank desc, y.said_at) from speaking y cross join lateral jsonb_each(y.values) x
      where y.entry_id = s.entry_id) as values,
    (array_agg(name order by rank, said_at desc))[1] as name,
    (array_agg(state order by rank, said_at desc) filter (where records))[1] as state,
    array_agg(distinct source_id) as source_ids, bool_or(records) as is_recorded,
    max(coalesce(seen_at, said_at)) filter (where sees) as seen_at,
    (array_agg(serial_key order by rank, said_at desc) filter (where serial_key is not null))[1] as serial_key,
    (array_agg(tag_key order by rank, said_at desc) filter (where tag_key is not null))[1] as tag_key,
    (array_agg(name_key order by rank, said_at desc) filter (where name_key is not null))[1] as name_key
  from speaking s group by s.entry_id`;

/**
 * Fields about which they say different things, whatever the case of the letters and a host's domain; by the names of the fields. What
 * somebody has written as a note disagrees with nothing.
 */
const disagreeing = (
  names: readonly FieldName[],
) => sql`select entry_id, array_agg(field order by field) as conflicts from (
    select s.entry_id, k.field from speaking s cross join lateral jsonb_each_text(s.values) x
    join unnest(${names.map(columnOf)}::text[], ${[...names]}::text[]) as k (col, field) on k.col = x.key
    group by s.entry_id, k.field having count(distinct case when k.field = 'hostname' then split_part(upper(btrim(x.value)), '.', 1) else upper(btrim(x.value)) end) > 1) d group by entry_id`;

/**
 * Says anew what the sources that speak of these entries now say of them. Fields set by hand stay; a field that no source says any more
 * keeps what it was.
 *
 * @param touched a statement that gives their ids as `entry_id`.
 * @param loadId of the load that says it; null where a person's act made it necessary.
 * @returns how many entries say something else than before.
 */
export async function mergeTouched(
  ctx: Ctx,
  ledger: Ledger,
  touched: RawBuilder<unknown>,
  loadId: string | null,
): Promise<number> {
  const lasting = ledger.fields.filter((name) => !isFleeting(name));
  const compared = ["name", "state", "conflicts", ...lasting.map(columnOf)];
  const side = (alias: string) => sql.join(compared.map((name) => sql.ref(`${alias}.${name}`)));
  const { rows } = await sql<{ id: string; isChanged: boolean }>`
    with touched as materialized (${touched}),
    speaking as materialized (select s.* from sightings s join touched t on t.entry_id = s.entry_id where s.absent_since is null),
    one as materialized (${together}),
    told as materialized (${disagreeing(lasting.filter((name) => name !== "note"))}),
    next as materialized (
      select e.id, coalesce(o.source_ids, '{}') as source_ids, greatest(o.seen_at, e.seen_at) as seen_at, coalesce(o.is_recorded, false) as is_recorded,
        case when ${isOwn("name")} then e.name else coalesce(o.name, e.name) end as name,
        case when ${isOwn("state")} then e.state else coalesce(o.state, e.state) end as state,
        coalesce(o.serial_key, e.serial_key) as serial_key, coalesce(o.tag_key, e.tag_key) as tag_key, coalesce(o.name_key, e.name_key) as name_key,
        (select coalesce(array_agg(f), '{}') from unnest(coalesce(d.conflicts, '{}')) f where not f = any (e.own_fields)) as conflicts,
        ${sql.join(ledger.fields.map(merged))}
      from touched t join ${sql.table(ledger.name)} e on e.id = t.entry_id
      left join one o on o.entry_id = e.id left join told d on d.entry_id = e.id
      left join lateral jsonb_to_record(o.values) as ${typedAs(ledger)} on true
    ),
    compared as materialized (
      select n.*, (${side("n")}) is distinct from (${side("e")}) as is_changed from next n join ${sql.table(ledger.name)} e on e.id = n.id
    )
    update ${sql.table(ledger.name)} e set ${sql.join(ledger.fields.map((name) => sql`${sql.ref(columnOf(name))} = ${sql.ref(`c.${columnOf(name)}`)}`))},
      name = c.name, state = c.state, conflicts = c.conflicts, source_ids = c.source_ids, seen_at = c.seen_at,
      retired_on = case when c.state = 'retired' then coalesce(e.retired_on, ${ctx.today}::date) end,
      serial_key = c.serial_key, tag_key = c.tag_key, name_key = c.name_key,
      registered_at = case when c.is_recorded then coalesce(e.registered_at, now()) else e.registered_at end,
      review_due_on = case when c.is_recorded then coalesce(e.review_due_on, ${reviewDue(sql`${ctx.today}`, sql`e.class`)}) else e.review_due_on end,
      changed_at = case when c.is_changed then now() else e.changed_at end,
      changed_by = case when c.is_changed then ${loadId === null ? ctx.actor.personId : null}::uuid else e.changed_by end,
      changed_load = case when c.is_changed then coalesce(${loadId}::uuid, e.changed_load) else e.changed_load end,
      row_version = e.row_version + case when c.is_changed then 1 else 0 end
    from compared c where c.id = e.id returning e.id, c.is_changed`.execute(ctx.db);
  const changed = rows.filter((row) => row.isChanged).map((row) => row.id);
  await settleGaps(ctx, ledger.name, changed);
  return changed.length;
}

/** Sightings that are noted as absent in one transaction. */
const absentAtOnce = 20_000;

/**
 * What a whole load no longer says is not seen any more since then, and stays: some thousands at a time.
 *
 * @returns how many of its sightings became absent now, the companies of their entries, and whether there may be more.
 */
export async function noteAbsent(
  ctx: Ctx,
  by: { sourceId: string; loadId: string; saidAt: string },
  ledger: Ledger,
): Promise<{ absent: number; companyIds: string[]; isMore: boolean }> {
  // A table of its own that the planner knows the size of: two large sets are compared by hashing, not one row after the other. Never as
  // `not in`: of a million keys that takes hours, because it hashes only what fits into a session's memory.
  await sql`create temp table named_now on commit drop as select distinct a.source_key from arrived a
    where a.load_id = ${by.loadId}::uuid and a.ledger = ${ledger.name}`.execute(ctx.db);
  await sql`analyze named_now`.execute(ctx.db);
  const { rows } = await sql<{ entryId: string; companyId: string }>`
    update sightings s set absent_since = ${by.saidAt}::timestamptz
    from (select g.source_key from sightings g where g.source_id = ${by.sourceId}::uuid and g.ledger = ${ledger.name} and g.absent_since is null
      and not exists (select from named_now n where n.source_key = g.source_key) limit ${absentAtOnce}) gone
    where s.source_id = ${by.sourceId}::uuid and s.ledger = ${ledger.name} and s.source_key = gone.source_key
    returning s.entry_id, s.company_id`.execute(ctx.db);
  await sql`drop table named_now`.execute(ctx.db);
  if (rows.length > 0)
    await mergeTouched(
      ctx,
      ledger,
      sql`select distinct unnest(${rows.map((row) => row.entryId)}::uuid[]) as entry_id`,
      by.loadId,
    );
  return {
    absent: rows.length,
    companyIds: [...new Set(rows.map((row) => row.companyId))],
    isMore: rows.length === absentAtOnce,
  };
}
