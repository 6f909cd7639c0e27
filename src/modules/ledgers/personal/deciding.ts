// The second person approves or refuses a purpose, its replacement or its end, never what they proposed themselves; whoever proposed it
// may take it back until then.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import type { purposes as contract } from "../contract/purposes.ts";
import { settleGaps } from "../gaps/settling.ts";
import { type DataSet, dataSetHeld, dataSetToChange } from "./data-set.ts";
import { decideDuty } from "./purposes.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;

const ledger = "information";

type Waiting = {
  id: string;
  entryId: string;
  isEnd: boolean;
  validFrom: string;
  endingOn: string | null;
  replacesId: string | null;
  proposer: string;
  isOpen: boolean;
};

/** What waits, held with its entry until the decision is written. */
async function waiting(
  ctx: Ctx,
  id: string,
  holding: (ctx: Ctx, entryId: string) => Promise<DataSet>,
): Promise<{ one: Waiting; entry: DataSet }> {
  const read = async () =>
    found(
      (
        await sql<Waiting>`select p.id, p.entry_id, p.state = 'approved' as is_end, p.valid_from, p.ending_on, p.replaces_id,
          case when p.state = 'approved' then p.ending_by else p.proposed_by end as proposer, p.state = 'proposed' or p.ending_on is not null as is_open
        from data_purposes p where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db)
      ).rows[0],
      "data_purpose",
    );
  const entry = await holding(ctx, (await read()).entryId);
  const one = await read();
  if (!one.isOpen) throw conflict("data_purpose.decided_already");
  return { one, entry };
}

function assertSecondPerson(ctx: Ctx, one: Waiting): void {
  if (one.proposer === ctx.actor.personId) throw forbidden("data_purpose.own_proposal");
}

async function told(ctx: Ctx, entry: DataSet, verb: string, one: Waiting, words: string): Promise<void> {
  await record(ctx, verb, {
    subject: { kind: ledger, id: entry.id, companyId: entry.companyId },
    data: { purposeId: one.id, replacesId: one.replacesId, on: one.endingOn },
    ...(words ? { personal: { remark: words } } : {}),
  });
  await closeEach(ctx, [one.id], decideDuty);
  await settleGaps(ctx, ledger, [entry.id]);
}

export async function approvePurpose(ctx: Ctx, { id, remark }: In<"approvePurpose">): Out<"approvePurpose"> {
  const { one, entry } = await waiting(ctx, id, dataSetToChange);
  assertSecondPerson(ctx, one);
  if (one.isEnd) await approveEnd(ctx, id);
  else await approveNew(ctx, one, remark);
  await told(ctx, entry, one.isEnd ? "data_purpose.end_approved" : "data_purpose.approved", one, remark);
  return { id };
}

async function approveEnd(ctx: Ctx, id: string): Promise<void> {
  await sql`update data_purposes set valid_until = least(coalesce(valid_until, ending_on), ending_on), ending_on = null, ending_at = null,
      ending_by = null, row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
}

/** What it stands in place of ends on the day before; its uses are not moved: each is looked at by somebody. */
async function approveNew(ctx: Ctx, one: Waiting, remark: string): Promise<void> {
  await sql`update data_purposes set state = 'approved', decided_by = ${ctx.actor.personId}::uuid, decided_at = app_now(),
      decision = ${remark.trim()}, row_version = row_version + 1 where id = ${one.id}::uuid`.execute(ctx.db);
  if (one.replacesId)
    await sql`update data_purposes set valid_until = greatest(valid_from - 1, least(coalesce(valid_until, ${one.validFrom}::date - 1),
        ${one.validFrom}::date - 1)), row_version = row_version + 1 where id = ${one.replacesId}::uuid`.execute(
      ctx.db,
    );
}

export async function refusePurpose(ctx: Ctx, { id, reason }: In<"refusePurpose">): Out<"refusePurpose"> {
  const { one, entry } = await waiting(ctx, id, dataSetHeld);
  assertSecondPerson(ctx, one);
  if (one.isEnd)
    await sql`update data_purposes set ending_on = null, ending_at = null, ending_by = null, decision = ${reason.trim()},
      row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
  else
    await sql`update data_purposes set state = 'refused', decided_by = ${ctx.actor.personId}::uuid, decided_at = app_now(),
      decision = ${reason.trim()}, row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
  await told(ctx, entry, one.isEnd ? "data_purpose.end_refused" : "data_purpose.refused", one, reason);
  return { id };
}

/** What was proposed wrongly needs no decision of anybody else; the executive's duty ends with it. */
export async function takeBackPurpose(ctx: Ctx, { id }: In<"takeBackPurpose">): Out<"takeBackPurpose"> {
  const { one, entry } = await waiting(ctx, id, dataSetHeld);
  if (one.proposer !== ctx.actor.personId) throw forbidden("data_purpose.not_own_proposal");
  if (one.isEnd)
    await sql`update data_purposes set ending_on = null, ending_at = null, ending_by = null, row_version = row_version + 1
      where id = ${id}::uuid`.execute(ctx.db);
  else
    await sql`update data_purposes set state = 'withdrawn', decided_at = app_now(), row_version = row_version + 1
      where id = ${id}::uuid`.execute(ctx.db);
  await told(ctx, entry, one.isEnd ? "data_purpose.end_withdrawn" : "data_purpose.withdrawn", one, "");
  return { id };
}
