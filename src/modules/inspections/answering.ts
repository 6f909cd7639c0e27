// Giving answers: scope first, then control by control, complete or not, entered or taken over.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { type Book, type BookControl, bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import {
  answersOf,
  assertOpen,
  begin,
  delegatedTo,
  type Inspection,
  inspectionInScope,
  scopeOf,
} from "./loading.ts";
import { proposalsOf } from "./proposals.ts";
import { keepResult } from "./results.ts";
import { applicable, applicableControls } from "./scoring/applicable.ts";
import { checkAnswer } from "./scoring/demands.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
export type Fields = Pick<
  In<"saveAnswer">,
  "verdict" | "how" | "missing" | "owner" | "dueOn" | "reason" | "coveragePercent" | "exceptions" | "maturity"
>;

const subjectOf = (inspection: Inspection) => ({
  kind: "inspection",
  id: inspection.id,
  companyId: inspection.companyId,
});

async function recordBegun(ctx: Ctx, inspection: Inspection): Promise<void> {
  if (await begin(ctx, inspection)) await record(ctx, "inspection.begun", { subject: subjectOf(inspection) });
}

export async function answerScope(ctx: Ctx, input: In<"answerScope">): Out<"answerScope"> {
  const inspection = await inspectionInScope(ctx, input.id);
  assertOpen(inspection);
  const book = await bookOf(ctx, inspection.editionId);
  const isAsked =
    input.condition !== "always" && book.frame.scopeConditions.some((one) => one.id === input.condition);
  if (!isAsked) throw invalid("scope.unknown");
  const before = await scopeOf(ctx, inspection.id);
  const count = (scope: typeof before) =>
    applicableControls(book.rules, inspection.tier, scope).filter((one) => one.demand !== "not_asked").length;
  await sql`insert into scope_answers (inspection_id, company_id, condition, is_true, note, answered_by)
    values (${inspection.id}::uuid, ${inspection.companyId}::uuid, ${input.condition}, ${input.isTrue}, ${input.note ?? null}, ${ctx.actor.personId}::uuid)
    on conflict (inspection_id, condition) do update set is_true = excluded.is_true, note = excluded.note, answered_by = excluded.answered_by,
      answered_at = now(), row_version = scope_answers.row_version + 1`.execute(ctx.db);
  await recordBegun(ctx, inspection);
  await record(ctx, "inspection.scope_answered", {
    subject: subjectOf(inspection),
    data: { condition: input.condition, isTrue: input.isTrue, before: before[input.condition] ?? null },
    personal: { note: input.note ?? null },
  });
  await keepResult(ctx, await inspectionInScope(ctx, inspection.id), "live");
  const difference = count({ ...before, [input.condition]: input.isTrue }) - count(before);
  return { id: inspection.id, added: Math.max(0, difference), removed: Math.max(0, -difference) };
}

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
  const problems = checkAnswer({
    book: book.rules,
    control,
    tier: inspection.tier,
    scope: await scopeOf(ctx, inspection.id),
    today: ctx.today,
    answer: { ...own, verdict: input.verdict, evidenceValidUntil: own?.evidenceDays ?? [] },
  });
  return { rowVersion, problems: problems.map((problem) => problem.code), state: now.state };
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

/** Proposals are confirmed by name: what the page showed is what is taken over, and nothing beside it. */
export async function takeOverProposals(ctx: Ctx, input: In<"takeOverProposals">): Out<"takeOverProposals"> {
  const inspection = await inspectionInScope(ctx, input.id);
  assertOpen(inspection);
  const proposals = await proposalsOf(ctx, inspection);
  const given = new Set((await answersOf(ctx, inspection.id)).map((answer) => answer.controlId));
  let saved = 0;
  for (const controlId of new Set(input.controlIds)) {
    const proposal = proposals.get(controlId);
    if (!proposal || proposal.from !== input.from || given.has(controlId)) continue;
    const origin = input.from === "service" ? "inherited" : "carried_over";
    const coveragePercent =
      input.from === "service" ? proposal.sharePercent : proposal.answer.coveragePercent;
    await write(
      ctx,
      inspection,
      controlId,
      { ...proposal.answer, coveragePercent: coveragePercent ?? null },
      origin,
      null,
    );
    await carryEvidence(ctx, inspection, proposal.inspectionId, controlId, input.from === "last_year");
    saved += 1;
  }
  await recordBegun(ctx, inspection);
  await keepResult(ctx, await inspectionInScope(ctx, inspection.id), "live");
  return { saved };
}

/** Proof of last year that is still good stands for this year too; a provider's proof stays with the provider. */
async function carryEvidence(
  ctx: Ctx,
  inspection: Inspection,
  fromInspectionId: string,
  controlId: string,
  isOwn: boolean,
): Promise<void> {
  if (!isOwn) return;
  await sql`insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until, used_by)
    select x.evidence_id, ${inspection.id}::uuid, x.control_id, x.company_id, x.valid_until, ${ctx.actor.personId}::uuid
    from evidence_uses x join evidence e on e.id = x.evidence_id and e.withdrawn_at is null
    where x.inspection_id = ${fromInspectionId}::uuid and x.control_id = ${controlId} and x.valid_until >= ${ctx.today}::date
      and x.company_id = ${inspection.companyId}::uuid
    on conflict do nothing`.execute(ctx.db);
}
