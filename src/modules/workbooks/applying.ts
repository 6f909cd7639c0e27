// Keeping what a returned workbook says: in one transaction, each row only over the version that was looked at.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { judgeByWords } from "#modules/inspections/corrected.ts";
import { answerFields } from "#modules/inspections/contract.ts";
import {
  answersOf,
  assertOpen,
  type Inspection,
  inspectionInScope,
  recordBegun,
} from "#modules/inspections/loading.ts";
import { submitInspection } from "#modules/inspections/moving.ts";
import { keepResult } from "#modules/inspections/results.ts";
import { carry } from "#modules/inspections/taking-over.ts";
import { keepVerified } from "#modules/inspections/verified.ts";
import { addProofs, type ManyAnswer, writeAnswers, writeScope } from "#modules/inspections/writing-many.ts";
import { type Effect, type ScopeEffect, type Seen } from "./compare.ts";
import type { workbooks } from "./contract.ts";
import { check, returnInScope } from "./returns.ts";

type In = Input<typeof workbooks.applyWorkbookReturn>;
type Applied = Output<typeof workbooks.applyWorkbookReturn>;

const keyOf = (one: Effect) => one.controlId;

export async function applyWorkbookReturn(ctx: Ctx, input: In): Promise<Applied> {
  const row = await returnInScope(ctx, input.id, true);
  if (row.state !== "checked") throw conflict("workbook.not_open");
  const { inspection, content, comparison, issue } = await check(ctx, row.inspectionId, row.sha256);
  assertOpen(inspection);
  const choices = new Map(input.choices.map((choice) => [choice.key, choice.take]));
  const open = [
    ...comparison.effects.filter((one) => one.kind === "conflict" && !choices.has(one.controlId)),
    ...comparison.scope.filter((one) => one.kind === "conflict" && !choices.has(`scope:${one.condition}`)),
  ];
  if (open.length > 0) throw conflict("workbook.conflicts_open", { values: { count: open.length } });
  const isTaken = (kind: Effect["kind"], key: string) =>
    kind === "new" || kind === "changed" || (kind === "conflict" && choices.get(key) === "file");
  const taken = comparison.effects.filter((one) => isTaken(one.kind, one.controlId));
  const scope = comparison.scope.filter((one) => isTaken(one.kind, `scope:${one.condition}`));
  const kept = comparison.effects.filter(
    (one) => one.kind === "conflict" && choices.get(one.controlId) === "system",
  );
  await writeScope(
    ctx,
    inspection,
    scope.flatMap((one) =>
      one.isTrue === null ? [] : [{ condition: one.condition, isTrue: one.isTrue, note: one.note }],
    ),
  );
  const versions = await writeTaken(ctx, inspection, taken, issue.errata);
  const proofs = await addProofs(
    ctx,
    inspection,
    content.book,
    taken.flatMap((one) => (one.newProof ? [{ controlId: one.controlId, ...one.newProof }] : [])),
  );
  await carryBefore(ctx, inspection, taken);
  await judgeByWords(ctx, inspection, {
    errata: issue.errata,
    read: comparison.effects
      .filter((one) => isTaken(one.kind, one.controlId) || one.kind === "same")
      .map(keyOf),
    kept: taken.map(keyOf),
  });
  await recordBegun(ctx, inspection);
  const now = await inspectionInScope(ctx, inspection.id);
  await keepResult(ctx, now, "live", await answersOf(ctx, inspection.id));
  await noteSeen(ctx, inspection, issue.id, issue.seen, versions, scope);
  const done = { saved: taken.length, kept: kept.length, proofs, scope: scope.length };
  await sql`update workbook_returns set state = 'applied', applied_at = app_now(), applied_by = ${ctx.actor.personId}::uuid,
    report = ${JSON.stringify({ ...row.report, done })}::jsonb where id = ${row.id}::uuid`.execute(ctx.db);
  await record(ctx, "workbook.applied", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    onBehalfOf: inspection.companyId,
    data: {
      returnId: row.id,
      workbookId: row.workbookId,
      fileId: row.fileId,
      controlIds: taken.map((one) => one.controlId),
      scopeAnswers: Object.fromEntries(scope.map((one) => [one.condition, one.isTrue])),
      ...done,
    },
    personal: {
      before: Object.fromEntries(taken.map((one) => [one.controlId, pick(one.asked?.answer ?? null)])),
      after: Object.fromEntries(taken.map((one) => [one.controlId, pick(one.file)])),
    },
  });
  if (!input.submit) return { ...done, state: now.state };
  const { state } = await submitInspection(ctx, {
    id: inspection.id,
    rowVersion: now.rowVersion,
    ...(input.lateReason ? { lateReason: input.lateReason } : {}),
  });
  return { ...done, state };
}

const pick = (of: Partial<Record<(typeof answerFields)[number], unknown>> | null) =>
  of ? Object.fromEntries(answerFields.map((field) => [field, of[field] ?? null])) : null;

/** The words of rows whose answer differs; a row that only brings proof keeps its answer and its version. */
async function writeTaken(
  ctx: Ctx,
  inspection: Inspection,
  taken: readonly Effect[],
  errata: number,
): Promise<Map<string, number>> {
  const answers = taken.flatMap(({ controlId, file, asked, isAnswerNew, isInherited }): ManyAnswer[] => {
    const before = asked?.answer ?? null;
    if (!file || !isAnswerNew) return [];
    const { proofTitle: _, proofPlace: __, proofOn: ___, ...words } = file;
    return [{ controlId, seen: before?.rowVersion ?? null, ...words, isInherited }];
  });
  const versions = await writeAnswers(ctx, inspection, answers, {
    origin: "workbook",
    onBehalfOf: inspection.companyId,
    errata,
  });
  if (versions.size !== answers.length) throw conflict("workbook.changed_meanwhile");
  return versions;
}

/** Proof of last year that is still good goes along with an answer that stays as last year. */
async function carryBefore(ctx: Ctx, inspection: Inspection, taken: readonly Effect[]): Promise<void> {
  const before = taken.filter((one) => one.isAsBefore && one.asked?.proposal?.from === "last_year");
  const from = before[0]?.asked?.proposal?.inspectionId;
  if (!from) return;
  const ids = before.map((one) => one.controlId);
  await carry(ctx, inspection, from, new Set(ids));
  await keepVerified(ctx, inspection, from, ids);
}

/** What was taken is now known to the workbook: the same file, or a corrected one, is compared with it from here on. */
async function noteSeen(
  ctx: Ctx,
  inspection: Inspection,
  workbookId: string,
  seen: Seen,
  versions: ReadonlyMap<string, number>,
  scope: readonly ScopeEffect[],
): Promise<void> {
  const rows = await ctx.db
    .selectFrom("scopeAnswers")
    .select(["condition", "rowVersion"])
    .where("inspectionId", "=", inspection.id)
    .execute();
  const written = new Set(scope.map((one) => one.condition));
  const next: Seen = {
    answers: { ...seen.answers, ...Object.fromEntries(versions) },
    scope: {
      ...seen.scope,
      ...Object.fromEntries(
        rows.filter((one) => written.has(one.condition)).map((one) => [one.condition, one.rowVersion]),
      ),
    },
  };
  await sql`update workbooks set seen = ${JSON.stringify(next)}::jsonb where id = ${workbookId}::uuid`.execute(
    ctx.db,
  );
}
