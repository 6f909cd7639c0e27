// Transfers of personal data to another country (R-23): without a recorded basis, or past its last day, each is a gap.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { transfers as contract } from "../contract/transfers.ts";
import { permissions } from "../contract/words.ts";
import { settleGaps } from "../gaps/settling.ts";
import { assertProof, dataSetInScope, dataSetToChange } from "./data-set.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Transfer = Output<(typeof contract)["listTransfers"]>["rows"][number];
type Given = Omit<In<"recordTransfer">, "id">;

const ledger = "information";

export async function listTransfers(ctx: Ctx, { id }: In<"listTransfers">): Out<"listTransfers"> {
  const entry = await dataSetInScope(ctx, id);
  const { rows } =
    await sql<Transfer>`select t.id, t.from_country, t.to_country, t.recipient_company_id, t.recipient,
      coalesce((select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = t.recipient_company_id
        and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)), t.recipient) as recipient_name, t.categories, t.basis, t.reference,
      t.file_id, (select f.name from files f where f.id = t.file_id) as file_name, t.valid_until, t.recorded_at,
      ${nameOfActor(ctx.language, sql`t.recorded_by`)} as recorded_by_name, t.ended_on,
      case when t.ended_on is not null then null when t.basis is null then 'none' when t.valid_until < ${ctx.today}::date then 'ran_out' end as lacks,
      t.row_version
    from data_transfers t where t.entry_id = ${id}::uuid and ${within(ctx, "t.company_id")}
    order by t.ended_on is not null, t.to_country, t.recorded_at, t.id limit 500`.execute(ctx.db);
  return {
    rows,
    ...(await countriesOf(ctx, id, entry.companyId)),
    can: {
      record:
        entry.state !== "retired" &&
        entry.nature === "personal" &&
        (await holds(ctx, permissions.manage, entry.companyId)),
    },
  };
}

/** Where the company is, and where people of the data set live of whose country no transfer speaks. */
async function countriesOf(ctx: Ctx, id: string, companyId: string) {
  const { rows } = await sql<{ country: string | null; proposed: string[] }>`
    with home as (select (select f.country from company_facts f where f.company_id = ${companyId}::uuid
      and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date) limit 1) as country)
    select h.country, coalesce((select array_agg(distinct p.country order by p.country)
      from information e cross join jsonb_to_recordset(coalesce(e.people_by_country, '[]')) as p (country text)
      where e.id = ${id}::uuid and e.nature = 'personal' and e.state <> 'retired' and p.country ~ '^[A-Z]{2}$' and p.country <> h.country
        and not exists (select from data_transfers t where t.entry_id = e.id and t.ended_on is null and p.country in (t.from_country, t.to_country))), '{}') as proposed
    from home h`.execute(ctx.db);
  return rows[0] ?? { country: null, proposed: [] };
}

/** @param before whom it names already: whoever mends it need not reach the recipient. */
async function assertGiven(ctx: Ctx, given: Given, companyId: string, before: string | null): Promise<void> {
  if (given.recipientCompanyId && given.recipientCompanyId !== before)
    await companyInScope(ctx, given.recipientCompanyId);
  if (given.recipientCompanyId === companyId && given.recipient.trim() === "")
    throw invalid("data_transfers_recipient");
  await assertProof(ctx, given.fileId, companyId);
}

const written = (given: Given) => ({
  ...given,
  recipient: given.recipient.trim(),
  categories: given.categories.trim(),
  reference: given.reference.trim(),
});

export async function recordTransfer(
  ctx: Ctx,
  { id, ...input }: In<"recordTransfer">,
): Out<"recordTransfer"> {
  const entry = await dataSetToChange(ctx, id);
  await assertGiven(ctx, input, entry.companyId, null);
  const given = written(input);
  const { rows } = await sql<{
    id: string;
  }>`insert into data_transfers (company_id, entry_id, from_country, to_country, recipient_company_id,
      recipient, categories, basis, reference, file_id, valid_until, recorded_at, recorded_by)
    values (${entry.companyId}::uuid, ${id}::uuid, ${given.fromCountry}, ${given.toCountry}, ${given.recipientCompanyId}::uuid, ${given.recipient},
      ${given.categories}, ${given.basis}, ${given.reference}, ${given.fileId}::uuid, ${given.validUntil}::date, app_now(),
      ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const transfer = found(rows[0], "data_transfer");
  await record(ctx, "data_transfer.recorded", {
    subject: { kind: ledger, id, companyId: entry.companyId },
    data: {
      transferId: transfer.id,
      fromCountry: given.fromCountry,
      toCountry: given.toCountry,
      recipientCompanyId: given.recipientCompanyId,
      transferBasis: given.basis,
      validUntil: given.validUntil,
      fileId: given.fileId,
    },
    personal: { recipient: given.recipient, categories: given.categories, reference: given.reference },
  });
  await settleGaps(ctx, ledger, [id]);
  return transfer;
}

type Held = Given & { id: string; entryId: string; endedOn: string | null; rowVersion: number };

async function transferInScope(ctx: Ctx, id: string): Promise<Held> {
  const { rows } =
    await sql<Held>`select t.id, t.entry_id, t.from_country, t.to_country, t.recipient_company_id, t.recipient, t.categories,
      t.basis, t.reference, t.file_id, t.valid_until, t.ended_on, t.row_version
    from data_transfers t where t.id = ${id}::uuid and ${within(ctx, "t.company_id")}`.execute(ctx.db);
  return found(rows[0], "data_transfer");
}

export async function changeTransfer(
  ctx: Ctx,
  { id, rowVersion, ...input }: In<"changeTransfer">,
): Out<"changeTransfer"> {
  const entry = await dataSetToChange(ctx, (await transferInScope(ctx, id)).entryId);
  const before = await transferInScope(ctx, id);
  if (before.endedOn) throw conflict("ledger.transfer_over");
  await assertGiven(ctx, input, entry.companyId, before.recipientCompanyId);
  const given = written(input);
  const { rows } = await sql<{
    rowVersion: number;
  }>`update data_transfers set from_country = ${given.fromCountry}, to_country = ${given.toCountry},
      recipient_company_id = ${given.recipientCompanyId}::uuid, recipient = ${given.recipient}, categories = ${given.categories},
      basis = ${given.basis}, reference = ${given.reference}, file_id = ${given.fileId}::uuid, valid_until = ${given.validUntil}::date,
      row_version = row_version + 1
    where id = ${id}::uuid and row_version = ${rowVersion} returning row_version`.execute(ctx.db);
  const [after] = rows;
  if (!after) throw lostRace("data_transfer", given, before);
  await record(ctx, "data_transfer.changed", {
    subject: { kind: ledger, id: entry.id, companyId: entry.companyId },
    data: {
      transferId: id,
      fromCountry: given.fromCountry,
      toCountry: given.toCountry,
      recipientCompanyId: given.recipientCompanyId,
      transferBasis: given.basis,
      basisBefore: before.basis,
      validUntil: given.validUntil,
      fileId: given.fileId,
    },
    personal: {
      before: { recipient: before.recipient, categories: before.categories, reference: before.reference },
      after: { recipient: given.recipient, categories: given.categories, reference: given.reference },
    },
  });
  await settleGaps(ctx, ledger, [entry.id]);
  return after;
}

export async function endTransfer(ctx: Ctx, { id, on, reason }: In<"endTransfer">): Out<"endTransfer"> {
  if (on > ctx.today) throw invalid("ledger.day_ahead");
  const entry = await dataSetToChange(ctx, (await transferInScope(ctx, id)).entryId);
  const before = await transferInScope(ctx, id);
  if (before.endedOn) throw conflict("ledger.transfer_over");
  const { rows } = await sql<{
    rowVersion: number;
  }>`update data_transfers set ended_on = ${on}::date, row_version = row_version + 1
    where id = ${id}::uuid returning row_version`.execute(ctx.db);
  await record(ctx, "data_transfer.ended", {
    subject: { kind: ledger, id: entry.id, companyId: entry.companyId },
    data: { transferId: id, fromCountry: before.fromCountry, toCountry: before.toCountry, on },
    personal: { reason },
  });
  await settleGaps(ctx, ledger, [entry.id]);
  return found(rows[0], "data_transfer");
}
