// A question ends by itself when its thing comes into the ledger, or out of use, by any other way than its answer.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { closeEach } from "#modules/duties/service.ts";
import { isAsked, type Outcome } from "../declared/unknown.ts";

type Ended = { id: string; askId: string | null; outcome: Outcome };

/** Call it whenever entries of these companies have changed. */
export async function settle(ctx: Ctx, ledger: string, companyIds: readonly string[]): Promise<void> {
  if (!isAsked(ledger) || companyIds.length === 0) return;
  const { rows } = await sql<Ended>`update unknown_things t set
      outcome = case when e.registered_at is not null then 'taken_in_elsewhere' else 'gone_elsewhere' end,
      ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid, row_version = t.row_version + 1
    from ${sql.table(ledger)} e
    where t.company_id = any (${[...companyIds]}::uuid[]) and t.ledger = ${ledger} and t.ended_at is null and e.id = t.entry_id
      and (e.registered_at is not null or e.state = 'retired') returning t.id, t.ask_id, t.outcome`.execute(
    ctx.db,
  );
  await endDuties(ctx, rows);
}

/** Ends the duties of questions that were answered or passed on, with what became of each; and of a question about many when none of it waits. */
export async function endDuties(
  ctx: Ctx,
  ended: readonly { id: string; askId: string | null; outcome: string }[],
): Promise<void> {
  for (const outcome of new Set(ended.map((one) => one.outcome)))
    await closeEach(
      ctx,
      ended.filter((one) => one.outcome === outcome).map((one) => one.id),
      "ledger.identify",
      outcome,
    );
  const askIds = [...new Set(ended.flatMap((one) => (one.askId ? [one.askId] : [])))];
  if (askIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`update unknown_asks k set ended_at = app_now()
    where k.id = any (${askIds}::uuid[]) and k.ended_at is null
      and not exists (select from unknown_things t where t.ask_id = k.id and t.ended_at is null and t.asked_id is null) returning k.id`.execute(
    ctx.db,
  );
  await closeEach(
    ctx,
    rows.map((row) => row.id),
    "ledger.identify_many",
    "all_answered",
  );
}
