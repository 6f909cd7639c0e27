// What a load sees and nobody has taken in becomes unknown things, in the transaction of the portion that brought it. One that is open stays as
// it is, so that the same file a second time asks nothing new.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { type AskedLedger, isAsked } from "../declared/unknown.ts";
import type { Portion, Sayer } from "../reconciling/applying.ts";

/** Where it stands: what neighbours are told by, and what is shown beside its name. `e` is a row of the ledger. */
const addressIn: Record<AskedLedger, RawBuilder<unknown>> = {
  servers: sql`e.address`,
  cloud_services: sql`e.url`,
  internet_exits: sql`e.address`,
  plant_equipment: sql`e.address`,
};

const reached = sql`coalesce(is_public(address_of(e.address)), false)`;
const facesInternet: Record<AskedLedger, RawBuilder<unknown>> = {
  servers: sql`(coalesce(e.faces_internet, false) or ${reached})`,
  // Every cloud service is reached from everywhere: that says nothing about how much it hurries.
  cloud_services: sql`false`,
  internet_exits: sql`true`,
  plant_equipment: reached,
};

/**
 * What was said not to be there, or not to be the company's, and is seen after that: asked again. `past` is the last question about the
 * entry, `a` the row that sees it.
 */
const seenSince = (by: Sayer) =>
  sql`past.outcome in ('dismissed', 'switched_off', 'gone_elsewhere') and coalesce(a.seen_at, ${by.saidAt}::timestamptz) > past.ended_at`;

/** Call it after the portion has been applied. @returns how many new questions there are. */
export async function raiseUnknown(ctx: Ctx, by: Sayer, { ledger, after, last }: Portion): Promise<number> {
  if (!by.sees || by.records || !isAsked(ledger)) return 0;
  const { rows } = await sql<{ entryId: string; companyId: string; isAgain: boolean }>`
    insert into unknown_things (company_id, ledger, entry_id, name, address, faces_internet, source_id, load_id)
    select distinct on (e.id) e.company_id, ${ledger}, e.id, e.name, ${addressIn[ledger]}, ${facesInternet[ledger]}, ${by.sourceId}::uuid, ${by.loadId}::uuid
    from arrived a
    join sightings s on s.source_id = ${by.sourceId}::uuid and s.ledger = a.ledger and s.source_key = a.source_key
    join ${sql.table(ledger)} e on e.id = s.entry_id
    left join lateral (select t.outcome, t.ended_at from unknown_things t where t.entry_id = e.id order by t.ended_at desc nulls first limit 1) past on true
    where a.load_id = ${by.loadId}::uuid and a.row_number > ${after} and a.row_number <= ${last} and a.ledger = ${ledger}
      and not a.is_refused and not a.is_gone and a.company_id is not null and e.registered_at is null
      and exists (select from units u where u.id = e.company_id and (u.ended_on is null or u.ended_on > ${ctx.today}::date))
      and (past.outcome is null and past.ended_at is null and e.state <> 'retired' or ${seenSince(by)})
    order by e.id
    -- What another load found and never came to ask about is asked about by this one.
    on conflict (entry_id) where ended_at is null do update set source_id = excluded.source_id, load_id = excluded.load_id
      where unknown_things.asked_at is null
    returning entry_id, company_id, (select e.state = 'retired' from ${sql.table(ledger)} e where e.id = entry_id) as is_again`.execute(
    ctx.db,
  );
  await wakeUp(
    ctx,
    by,
    ledger,
    rows.filter((row) => row.isAgain),
  );
  return rows.length;
}

/** What was switched off and answers is not off. */
async function wakeUp(
  ctx: Ctx,
  by: Sayer,
  ledger: AskedLedger,
  again: readonly { entryId: string; companyId: string }[],
): Promise<void> {
  if (again.length === 0) return;
  await sql`update ${sql.table(ledger)} set state = 'in_use', retired_on = null, changed_at = now(), changed_by = null, changed_load = ${by.loadId}::uuid, row_version = row_version + 1
    where id = any (${again.map((one) => one.entryId)}::uuid[]) and state = 'retired'`.execute(ctx.db);
  await recordEach(
    ctx,
    "entry.restored",
    again.map(({ entryId, companyId }) => ({
      subject: { kind: ledger, id: entryId, companyId },
      data: { ledger, seenAgain: true },
    })),
  );
}
