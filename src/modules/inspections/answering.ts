// Giving answers control by control, complete or not.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { type Book, type BookControl, bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { lackingOf } from "./lacking.ts";
import {
  answersOf,
  assertOpen,
  delegatedTo,
  type Inspection,
  inspectionInScope,
  recordBegun,
  scopeOf,
  subjectOf,
} from "./loading.ts";
import { keepResult } from "./results.ts";
import { applicable } from "./scoring/applicable.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
export type Fields = Pick<
  In<"saveAnswer">,
  "verdict" | "how" | "missing" | "owner" | "dueOn" | "reason" | "coveragePercent" | "exceptions" | "maturity"
>;

/** The control as asked of this company, or why it cannot be answered. */
async function askedControl(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  controlId: string,
): Promise<BookControl> {
  const control = book.byId.get(controlId);
  if (
    !control ||
    applicable(control, inspection.tier, await scopeOf(ctx, inspection.id)).demand === "not_asked"
  )
    throw invalid("control.not_asked");
  const isMine = await delegatedTo(ctx, inspection.id);
  if (isMine && !isMine(control)) throw forbidden("control.not_delegated");
  return control;
}

export async function saveAnswer(ctx: Ctx, input: In<"saveAnswer">): Out<"saveAnswer"> {
  const inspection = await inspectionInScope(ctx, input.id);
  assertOpen(inspection);
  const book = await bookOf(ctx, inspection.editionId);
  const control = await askedControl(ctx, inspection, book, input.controlId);
  const rowVersion = await write(
    ctx,
    inspection,
    control.id,
    input,
    input.origin ?? "entered",
    input.rowVersion,
  );
  await recordBegun(ctx, inspection);
  const now = await inspectionInScope(ctx, inspection.id);
  const answers =
    ctx.permission === "inspection.contribute" ? undefined : await answersOf(ctx, inspection.id);
  if (answers) await keepResult(ctx, now, "live", answers);
  const own = (answers ?? (await answersOf(ctx, inspection.id, control.id))).find(
    (one) => one.controlId === control.id,
  );
  const scope = await scopeOf(ctx, inspection.id);
  const problems = own ? lackingOf(book, inspection, scope, own, ctx.today) : [];
  return { rowVersion, problems, state: now.state };
}

/** Writes one answer with its event. `rowVersion` null means that the writer saw none yet. */
async function write(
  ctx: Ctx,
  inspection: Inspection,
  controlId: string,
  fields: Fields,
  origin: string,
  seen: number | null,
): Promise<number> {
  const before = (await answersOf(ctx, inspection.id, controlId))[0];
  if ((before?.rowVersion ?? null) !== seen) throw lostRace("answer", fields, before ?? null);
  const isNa = fields.verdict === "not_applicable";
  const { rows } = await sql<{ rowVersion: number }>`
    insert into answers (inspection_id, control_id, company_id, verdict, how, missing, owner, due_on, reason, coverage_percent, exceptions, maturity,
      origin, assurance, na_is_allowed, answered_by, answered_at)
    values (${inspection.id}::uuid, ${controlId}, ${inspection.companyId}::uuid, ${fields.verdict}, ${fields.how || null}, ${fields.missing || null},
      ${fields.owner || null}, ${fields.dueOn || null}::date, ${fields.reason || null}, ${fields.coveragePercent ?? null}, ${fields.exceptions || null},
      ${fields.maturity ?? null}, ${origin}, 'declared', null, ${ctx.actor.personId}::uuid, app_now())
    on conflict (inspection_id, control_id) do update set verdict = excluded.verdict, how = excluded.how, missing = excluded.missing,
      owner = excluded.owner, due_on = excluded.due_on, reason = excluded.reason, coverage_percent = excluded.coverage_percent,
      exceptions = excluded.exceptions, maturity = excluded.maturity, origin = excluded.origin, answered_by = excluded.answered_by,
      answered_at = excluded.answered_at, row_version = answers.row_version + 1,
      -- A changed answer is the company's word again; what a second person saw was the one before.
      assurance = case when answers.verdict = excluded.verdict then answers.assurance else 'declared' end,
      na_is_allowed = case when ${isNa} and answers.verdict = 'not_applicable' and answers.reason is not distinct from excluded.reason then answers.na_is_allowed end
    where answers.row_version = ${seen ?? 0}
    returning row_version`.execute(ctx.db);
  const row = rows[0];
  if (!row) throw lostRace("answer", fields, (await answersOf(ctx, inspection.id, controlId))[0] ?? null);
  await record(ctx, "answer.saved", {
    subject: subjectOf(inspection),
    data: { controlId, verdict: fields.verdict, before: before?.verdict ?? null, origin },
    personal: { before: before ? textsOf(before) : null, after: textsOf(fields) },
  });
  return row.rowVersion;
}

const textsOf = (fields: Fields) => ({
  how: fields.how,
  missing: fields.missing,
  owner: fields.owner,
  dueOn: fields.dueOn,
  reason: fields.reason,
  coveragePercent: fields.coveragePercent,
  exceptions: fields.exceptions,
  maturity: fields.maturity,
});
