// An entry is looked at. Of personal data every flagged use is answered for, and the answer stays beside the use.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { purposes as contract } from "../contract/purposes.ts";
import { markChanged } from "../counting.ts";
import { personalLedger } from "../declared/gaps.ts";
import { reviewDue } from "../entries/reviewing.ts";

type In = Input<(typeof contract)["reviewEntry"]>;

/** Uses of the entry `e` wait for an answer: it is looked at on its own page, and in no change of many. */
export const hasFlaggedUse = (ledger: string): RawBuilder<boolean> =>
  ledger === personalLedger
    ? sql<boolean>`exists (select from asset_gaps f where f.entry_id = e.id and f.kind = 'use_without_purpose' and f.closed_at is null)`
    : sql<boolean>`false`;

export async function reviewEntry(
  ctx: Ctx,
  { ledger, id, answers = [] }: In,
): Promise<Output<(typeof contract)["reviewEntry"]>> {
  const { rows } = await sql<{
    companyId: string;
    state: string;
    isHere: boolean;
  }>`select e.company_id, e.state, e.registered_at is not null as is_here
    from ${sql.table(ledger)} e where e.id = ${id}::uuid and ${within(ctx, "e.company_id")} for no key update`.execute(
    ctx.db,
  );
  const entry = found(rows[0], "entry");
  if (entry.state === "retired") throw conflict("ledger.retired");
  if (!entry.isHere) throw conflict("ledger.not_taken_in");
  await keepAnswers(ctx, id, entry.companyId, answers);
  const { rows: written } = await sql<{
    rowVersion: number;
  }>`update ${sql.table(ledger)} e set reviewed_on = ${ctx.today}::date,
      reviewed_by = ${ctx.actor.personId}::uuid, review_due_on = ${reviewDue(sql`${ctx.today}`, sql`e.class`)}, changed_at = now(),
      changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where e.id = ${id}::uuid returning row_version`.execute(ctx.db);
  await sql`insert into entry_reviews (ledger, entry_id, company_id, reviewed_on, reviewed_by)
    values (${ledger}, ${id}::uuid, ${entry.companyId}::uuid, ${ctx.today}::date, ${ctx.actor.personId}::uuid)
    on conflict (entry_id, reviewed_on) do nothing`.execute(ctx.db);
  await record(ctx, "entry.reviewed", {
    subject: { kind: ledger, id, companyId: entry.companyId },
    data: { ledger, flaggedUses: answers.length },
    personal: { answers },
  });
  await markChanged(ctx, ledger, [entry.companyId]);
  return found(written[0], "entry");
}

async function keepAnswers(
  ctx: Ctx,
  entryId: string,
  companyId: string,
  answers: NonNullable<In["answers"]>,
): Promise<void> {
  const { rows } = await sql<{
    useId: string;
    gapId: string;
  }>`select g.subject_id as use_id, g.id as gap_id from asset_gaps g
    where g.entry_id = ${entryId}::uuid and g.kind = 'use_without_purpose' and g.closed_at is null and ${within(ctx, "g.company_id")}`.execute(
    ctx.db,
  );
  const gaps = new Map(rows.map((row) => [row.useId, row.gapId]));
  if (answers.some(({ useId }) => !gaps.has(useId))) throw notFound("data_use");
  const missing = rows.filter((row) => !answers.some(({ useId }) => useId === row.useId)).length;
  if (missing > 0) throw conflict("ledger.uses_unanswered", { values: { count: missing } });
  await sql`insert into data_use_answers (company_id, use_id, gap_id, answered_on, answered_by, answer, remark)
    select ${companyId}::uuid, a.use_id, a.gap_id, ${ctx.today}::date, ${ctx.actor.personId}::uuid, a.answer, btrim(a.remark)
    from jsonb_to_recordset(${JSON.stringify(
      answers.map(({ useId, answer, remark }) => ({
        use_id: useId,
        gap_id: gaps.get(useId),
        answer,
        remark,
      })),
    )}::jsonb) as a (use_id uuid, gap_id uuid, answer text, remark text)`.execute(ctx.db);
}
