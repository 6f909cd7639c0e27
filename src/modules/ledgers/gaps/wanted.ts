// What is a gap today, said once for every act and for the clock: rows of company, ledger, entry, kind, subject and values.
import { type RawBuilder, sql } from "kysely";
import { personalLedger } from "../declared/gaps.ts";

/** Narrows to the entries that an act has touched; everything for the clock. */
export type Only = (entryId: string) => RawBuilder<boolean>;

/** Personal data that goes to another country on no recorded basis, or on one that has run out. */
const transfers = (today: string, only: Only) => sql`
  select t.company_id, ${personalLedger}::text as ledger, t.entry_id, 'transfer_without_basis'::text as kind, t.id as subject_id,
    jsonb_build_object('why', case when t.basis is null then 'none' else 'ran_out' end, 'fromCountry', t.from_country,
      'toCountry', t.to_country, 'validUntil', t.valid_until) as about
  from data_transfers t join information e on e.id = t.entry_id
  where t.ended_on is null and (t.basis is null or t.valid_until < ${today}::date)
    and e.state <> 'retired' and e.nature = 'personal' and ${only("t.entry_id")}`;

export const wantedGaps = (today: string, only: Only): RawBuilder<unknown> => sql`${transfers(today, only)}`;

/** Why what was open is none any more; `g` is the gap. */
export const closingOf = (because: string | undefined): RawBuilder<unknown> => sql`case
  when not exists (${liveEntry}) then 'entry_retired'
  when g.kind = 'transfer_without_basis' and exists (select from data_transfers t where t.id = g.subject_id and t.ended_on is not null) then 'ended'
  when g.ledger = ${personalLedger} and not exists (select from information e where e.id = g.entry_id and e.nature = 'personal') then 'not_personal'
  else ${because ?? "remedied"} end`;

const liveEntry = sql`select from information e where g.ledger = 'information' and e.id = g.entry_id and e.state <> 'retired'
  union all select from servers e where g.ledger = 'servers' and e.id = g.entry_id and e.state <> 'retired'
  union all select from cloud_services e where g.ledger = 'cloud_services' and e.id = g.entry_id and e.state <> 'retired'
  union all select from plant_equipment e where g.ledger = 'plant_equipment' and e.id = g.entry_id and e.state <> 'retired'`;

/** The entry of a gap or a target `of`, by its ledger: number, name and owner. */
export const entryOf = (of: string): RawBuilder<unknown> => {
  const [ledger, id] = [sql.ref(`${of}.ledger`), sql.ref(`${of}.entry_id`)];
  const one = (
    table: string,
  ) => sql`select e.number, e.name, e.owner_id, e.state, e.class from ${sql.table(table)} e
    where ${ledger} = ${sql.lit(table)} and e.id = ${id}`;
  return sql`lateral (${one("information")} union all ${one("servers")} union all ${one("cloud_services")}
    union all ${one("plant_equipment")})`;
};
