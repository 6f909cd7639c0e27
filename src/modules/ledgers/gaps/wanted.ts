// What is a gap today, said once for every act and for the clock: rows of company, ledger, entry, kind, subject and values.
import { type RawBuilder, sql } from "kysely";
import { personalLedger } from "../declared/gaps.ts";

/** Narrows to the entries that an act has touched; everything for the clock. */
export type Only = (entryId: string) => RawBuilder<boolean>;

/** Personal data that goes to another country on no recorded basis, or on one that has run out (R-23). */
const transfers = (today: string, only: Only) => sql`
  select t.company_id, ${personalLedger}::text as ledger, t.entry_id, 'transfer_without_basis'::text as kind, t.id as subject_id,
    jsonb_build_object('why', case when t.basis is null then 'none' else 'ran_out' end, 'fromCountry', t.from_country,
      'toCountry', t.to_country, 'validUntil', t.valid_until) as about
  from data_transfers t join information e on e.id = t.entry_id
  where t.ended_on is null and (t.basis is null or t.valid_until < ${today}::date)
    and e.state <> 'retired' and e.nature = 'personal' and ${only("t.entry_id")}`;

/** Why the use `u` rests on no approved purpose, `p`, today; null where it does. */
export const lackOf = (today: string): RawBuilder<unknown> => sql`case when u.purpose_id is null then 'none'
  when p.state <> 'approved' then p.state when p.valid_from > ${today}::date then 'not_yet' when p.valid_until < ${today}::date then 'ended' end`;

/** Personal data used for something that nobody has approved, or no longer (R-26). */
const uses = (today: string, only: Only) => sql`
  select u.company_id, ${personalLedger}::text, u.entry_id, 'use_without_purpose', u.id,
    jsonb_build_object('why', ${lackOf(today)}, 'purposeId', u.purpose_id)
  from data_uses u join information e on e.id = u.entry_id left join data_purposes p on p.id = u.purpose_id
  where u.ended_on is null and ${lackOf(today)} is not null and e.state <> 'retired' and e.nature = 'personal' and ${only("u.entry_id")}`;

/** An important system whose last restore came back too late, with too much lost, or not at all (R-27). */
const slow = (only: Only) => sql`
  select c.company_id, c.ledger, c.entry_id, 'restore_too_slow', c.entry_id,
    jsonb_build_object('why', case when c.outcome <> 'restored' then c.outcome when c.took_minutes > c.rto_minutes then 'slower' else 'lost_more' end,
      'testId', c.last_test_id, 'testedOn', c.tested_on, 'tookMinutes', c.took_minutes, 'lostMinutes', c.lost_minutes,
      'rtoMinutes', c.rto_minutes, 'rpoMinutes', c.rpo_minutes)
  from continuity_targets c
  where c.ended_on is null and c.outcome is not null
    and not coalesce(c.outcome = 'restored' and c.took_minutes <= c.rto_minutes and c.lost_minutes <= c.rpo_minutes, false)
    and ${only("c.entry_id")} and ${isThere("c")}`;

/** One that nobody has restored within its interval, or ever. */
const untested = (today: string, only: Only) => sql`
  select c.company_id, c.ledger, c.entry_id, 'restore_not_tested', c.entry_id,
    jsonb_build_object('why', case when c.tested_on is null then 'never' else 'too_old' end, 'testedOn', c.tested_on, 'testMonths', c.test_months)
  from continuity_targets c
  where c.ended_on is null and (c.tested_on is null or c.next_test_on < ${today}::date) and ${only("c.entry_id")} and ${isThere("c")}`;

export const wantedGaps = (today: string, only: Only): RawBuilder<unknown> =>
  sql`select w.* from (${transfers(today, only)} union all ${uses(today, only)} union all ${slow(only)} union all ${untested(today, only)}) w
    where not ${hasLeftGroup("w", today)}`;

/** A company that has left the group owes nothing more; `of` has its id. */
const hasLeftGroup = (of: string, today: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from units gone where gone.id = ${sql.ref(`${of}.company_id`)} and gone.ended_on <= ${today}::date)`;

/** Why what was open is none any more; `g` is the gap. */
export const closingOf = (today: string, because: string | undefined): RawBuilder<unknown> => sql`case
  when ${hasLeftGroup("g", today)} then 'company_left'
  when not ${isThere("g")} then 'entry_retired'
  when g.kind = 'transfer_without_basis' and exists (select from data_transfers t where t.id = g.subject_id and t.ended_on is not null) then 'ended'
  when g.kind = 'use_without_purpose' and exists (select from data_uses u where u.id = g.subject_id and u.ended_on is not null) then 'ended'
  when g.kind in ('restore_too_slow', 'restore_not_tested')
    and not exists (select from continuity_targets c where c.entry_id = g.entry_id and c.ended_on is null) then 'not_important'
  when g.ledger = ${personalLedger} and not exists (select from information e where e.id = g.entry_id and e.nature = 'personal') then 'not_personal'
  else ${because ?? "remedied"} end`;

/** Its entry is not retired; `of` has the ledger and the entry. */
const isThere = (of: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${entryOf(of)} live where live.state <> 'retired')`;

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
