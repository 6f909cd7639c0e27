// Keeping what a returned workbook says: in one transaction, each row only over the version that was looked at.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { recordEach } from "#core/events/record.ts";
import { judgeByWords } from "#modules/inspections/corrected.ts";
import { answerFields } from "#modules/inspections/contract.ts";
import { assertOpen, type Inspection, recordBegun, subjectOf } from "#modules/inspections/loading.ts";
import { submitInspection } from "#modules/inspections/moving.ts";
import { keepEach } from "#modules/inspections/results.ts";
import { proposeTier } from "#modules/inspections/scoping.ts";
import { carry } from "#modules/inspections/taking-over.ts";
import { keepVerified } from "#modules/inspections/verified.ts";
import { languageOf } from "#modules/standards/edition.ts";
import { addProofs, type ManyAnswer, writeAnswers, writeScope } from "#modules/inspections/writing-many.ts";
import type { Effect, ScopeEffect, Seen } from "./compare.ts";
import type { workbooks } from "./contract.ts";
import type { Shift } from "./rules.ts";
import { checkToKeep, type Checked, type ReturnRow, returnInScope, type WorkbookRow } from "./returns.ts";

type In = Input<typeof workbooks.applyWorkbookReturn>;
type Applied = Output<typeof workbooks.applyWorkbookReturn>;

export async function applyWorkbookReturn(ctx: Ctx, input: In): Promise<Applied> {
  const row = await returnInScope(ctx, input.id, true);
  const checked = await checkToKeep(ctx, row.inspectionId, row.sha256);
  const written = await writeReturn(ctx, row, checked, input);
  await settleReturns(ctx, [written]);
  const { now, done } = written;
  if (!input.submit) return { ...done, state: now.state };
  return { ...done, state: await submitWritten(ctx, now, input.lateReason) };
}

/** What was written of one return; it is kept once it is settled. */
export type Written = {
  row: ReturnRow;
  /** As the inspection stands now. */
  now: Inspection;
  issue: WorkbookRow;
  taken: readonly Effect[];
  scope: readonly ScopeEffect[];
  seen: Seen;
  done: NonNullable<ReturnRow["report"]["done"]>;
};

const keyOf = (one: Effect) => one.controlId;
const shifted = (shifts: readonly Shift[]) =>
  conflict("workbook.answers_shifted", {
    values: { count: shifts.reduce((sum, one) => sum + one.rows.length, 0) },
  });

/** Its answers, each only over the version that was looked at. */
export async function writeReturn(
  ctx: Ctx,
  row: ReturnRow,
  { inspection, content, comparison, issue }: Checked,
  said: Pick<In, "choices" | "isShiftMeant">,
): Promise<Written> {
  if (row.state !== "checked") throw conflict("workbook.not_open");
  assertOpen(inspection);
  const choices = new Map(said.choices.map((choice) => [choice.key, choice.take]));
  const open = [
    ...comparison.effects.filter((one) => one.kind === "conflict" && !choices.has(one.controlId)),
    ...comparison.scope.filter((one) => one.kind === "conflict" && !choices.has(`scope:${one.condition}`)),
  ];
  if (open.length > 0) throw conflict("workbook.conflicts_open", { values: { count: open.length } });
  if (comparison.shifts.length > 0 && !said.isShiftMeant) throw shifted(comparison.shifts);
  const isTaken = (kind: Effect["kind"], key: string) =>
    kind === "new" ||
    kind === "changed" ||
    kind === "confirmed" ||
    (kind === "conflict" && choices.get(key) === "file");
  const taken = comparison.effects.filter((one) => isTaken(one.kind, one.controlId));
  const scope = comparison.scope.filter((one) => isTaken(one.kind, `scope:${one.condition}`));
  const kept = comparison.effects.filter(
    (one) => one.kind === "conflict" && choices.get(one.controlId) === "system",
  );
  const scopeVersions = await writeScope(
    ctx,
    inspection,
    scope.flatMap((one) =>
      one.isTrue === null ? [] : [{ condition: one.condition, isTrue: one.isTrue, note: one.note }],
    ),
  );
  if (scopeVersions.size > 0) await proposeTier(ctx, inspection);
  const versions = await writeTaken(ctx, inspection, taken, issue);
  const proofs = await addProofs(
    ctx,
    inspection,
    content.book,
    taken.flatMap((one) => (one.newProof ? [{ controlId: one.controlId, ...one.newProof }] : [])),
  );
  await carryBefore(ctx, inspection, taken);
  await judgeByWords(ctx, inspection, {
    errata: issue.errata,
    confirmed: taken.filter((one) => one.isConfirmed).map(keyOf),
    kept: taken.filter((one) => one.kind !== "confirmed").map(keyOf),
  });
  return {
    row,
    now: await recordBegun(ctx, inspection),
    issue,
    taken,
    scope,
    // What was taken is now known to the workbook: the same file, or a corrected one, is compared with it from here on.
    seen: {
      answers: { ...issue.seen.answers, ...Object.fromEntries(versions) },
      scope: { ...issue.seen.scope, ...Object.fromEntries(scopeVersions) },
    },
    done: {
      saved: taken.filter((one) => one.kind !== "confirmed").length,
      confirmed: taken.filter((one) => one.isConfirmed).length,
      kept: kept.length,
      proofs,
      scope: scope.length,
    },
  };
}

/** Results, what the workbooks have seen, the returns themselves and the events: as many statements for ten as for one. */
export async function settleReturns(ctx: Ctx, all: readonly Written[]): Promise<void> {
  if (all.length === 0) return;
  await keepEach(
    ctx,
    all.map(({ now }) => ({ inspection: now, basis: "live" })),
  );
  const rows = all.map(({ row, issue, seen, done }) => ({
    id: row.id,
    workbook_id: issue.id,
    seen,
    report: { ...row.report, done },
  }));
  await sql`
    with kept as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(id uuid, workbook_id uuid, seen jsonb, report jsonb)),
      known as (update workbooks w set seen = k.seen from kept k where w.id = k.workbook_id)
    update workbook_returns r set state = 'applied', applied_at = app_now(), applied_by = ${ctx.actor.personId}::uuid, report = k.report
    from kept k where r.id = k.id`.execute(ctx.db);
  await recordEach(
    ctx,
    "workbook.applied",
    all.map(({ row, now, taken, scope, done }) => ({
      subject: subjectOf(now),
      onBehalfOf: now.companyId,
      data: {
        returnId: row.id,
        workbookId: row.workbookId,
        fileId: row.fileId,
        controlIds: taken.map(keyOf),
        scopeAnswers: Object.fromEntries(scope.map((one) => [one.condition, one.isTrue])),
        ...done,
      },
      personal: {
        before: Object.fromEntries(taken.map((one) => [one.controlId, pick(one.asked?.answer ?? null)])),
        after: Object.fromEntries(taken.map((one) => [one.controlId, pick(one.file)])),
      },
    })),
  );
}

export async function submitWritten(
  ctx: Ctx,
  { id, rowVersion }: Inspection,
  lateReason: string | undefined,
): Promise<Inspection["state"]> {
  const { state } = await submitInspection(ctx, { id, rowVersion, ...(lateReason ? { lateReason } : {}) });
  return state;
}

const pick = (of: Partial<Record<(typeof answerFields)[number], unknown>> | null) =>
  of ? Object.fromEntries(answerFields.map((field) => [field, of[field] ?? null])) : null;

/** The words of rows whose answer differs; a row that only brings proof keeps its answer and its version. */
async function writeTaken(
  ctx: Ctx,
  inspection: Inspection,
  taken: readonly Effect[],
  { errata, language }: WorkbookRow,
): Promise<Map<string, number>> {
  const answers = taken.flatMap(({ controlId, file, asked, isAnswerNew, isInherited }): ManyAnswer[] => {
    const before = asked?.answer ?? null;
    if (!file || !isAnswerNew) return [];
    // A control that is not translated went out in another language than the rest of the sheet.
    const readIn = asked ? languageOf(asked.control.texts.requirement, language) : null;
    const { proofTitle: _, proofPlace: __, proofOn: ___, holds: ____, ...words } = file;
    return [{ controlId, seen: before?.rowVersion ?? null, ...words, isInherited, readIn }];
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
