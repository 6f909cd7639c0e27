// The workbook of a company that does not sign in: out, back, checked, kept or left.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { held, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { withContent } from "#core/files/content.ts";
import { assertOpen, inspectionInScope, isInHand, subjectOf } from "#modules/inspections/loading.ts";
import { textIn } from "#modules/standards/edition.ts";
import { besideOf } from "./beside.ts";
import type { Effect } from "./compare.ts";
import { answersBy, type Content, contentOf, demandNow } from "./content.ts";
import { permissions, type workbooks } from "./contract.ts";
import { issue, xlsx } from "./issuing.ts";
import { check, countsOf, fileOf, type Report, returnInScope } from "./returns.ts";

export { applyWorkbookReturn } from "./applying.ts";
export { downloadWorkbooks, getRoundWorkbooks, goOnWithWorkbooks, orderWorkbooks } from "./batches.ts";

type In<K extends keyof typeof workbooks> = Input<(typeof workbooks)[K]>;
type Out<K extends keyof typeof workbooks> = Promise<Output<(typeof workbooks)[K]>>;

export async function getWorkbook(ctx: Ctx, { id }: In<"getWorkbook">): Out<"getWorkbook"> {
  const inspection = await inspectionInScope(ctx, id);
  const content = await contentOf(ctx, inspection);
  const issued = await sql<Output<typeof workbooks.getWorkbook>["issued"][number]>`
    select w.id, w.language, w.issued_at, ${nameOfPerson(ctx.language, "p")} as issued_by_name
    from workbooks w left join people p on p.id = w.issued_by
    where w.inspection_id = ${id}::uuid and ${within(ctx, "w.company_id")} order by w.issued_at desc limit 50`.execute(
    ctx.db,
  );
  const returns = await sql<
    Omit<Output<typeof workbooks.getWorkbook>["returns"][number], "counts"> & { report: Report }
  >`
    select r.id, r.state, f.name as file_name, r.received_at, r.applied_at, r.report, ${nameOfPerson(ctx.language, "p")} as received_by_name
    from workbook_returns r join workbooks w on w.id = r.workbook_id join files f on f.id = r.file_id left join people p on p.id = r.received_by
    where w.inspection_id = ${id}::uuid and ${within(ctx, "r.company_id")} order by r.received_at desc limit 50`.execute(
    ctx.db,
  );
  const own = await held(ctx, Object.values(permissions), inspection.companyId);
  const notNow = isInHand(inspection) ? null : `workbook.off.${inspection.state}`;
  return {
    inspectionId: id,
    companyId: inspection.companyId,
    companyName: content.company.shownName,
    companyLanguage: content.company.language,
    answersByWorkbook: content.company.answersByWorkbook,
    roundName: inspection.roundName,
    dueOn: answersBy(inspection),
    state: inspection.state,
    ...countsNow(content),
    issued: issued.rows,
    returns: returns.rows.map(({ report, ...row }) => ({ ...row, counts: report.counts })),
    can: {
      issue: notNow,
      bringBack: own.has(permissions.bringBack) ? notNow : "workbook.off.not_yours",
    },
  };
}

/** The file holds every control that could apply, whatever its scope sheet will say; the inspection counts what is asked now. */
function countsNow(content: Content) {
  const by = Map.groupBy(content.rows, (row) => demandNow(content, row));
  const required = by.get("required") ?? [];
  return {
    requiredCount: required.length,
    answeredCount: required.filter((row) => row.answer).length,
    recommendedCount: by.get("recommended")?.length ?? 0,
    otherwiseCount: by.get("not_asked")?.length ?? 0,
  };
}

export async function issueWorkbook(ctx: Ctx, { id, language }: In<"issueWorkbook">): Out<"issueWorkbook"> {
  const inspection = await inspectionInScope(ctx, id);
  assertOpen(inspection);
  const { bytes, name, id: workbookId } = await issue(ctx, inspection, language);
  return withContent(
    { id: workbookId },
    { name, mediaType: xlsx, sizeBytes: bytes.length, open: () => bytes },
  );
}

export async function returnWorkbook(ctx: Ctx, { id, fileId }: In<"returnWorkbook">): Out<"returnWorkbook"> {
  const inspection = await inspectionInScope(ctx, id);
  assertOpen(inspection);
  const file = await fileOf(ctx, inspection, fileId);
  const { comparison, issue: issued } = await check(ctx, id, file.sha256);
  const counts = countsOf(comparison);
  const { rows } = await sql<{ id: string }>`
    insert into workbook_returns (workbook_id, company_id, file_id, received_by, report)
    values (${issued.id}::uuid, ${inspection.companyId}::uuid, ${fileId}::uuid, ${ctx.actor.personId}::uuid, ${JSON.stringify({ counts })}::jsonb)
    returning id`.execute(ctx.db);
  const returnId = rows[0]?.id ?? "";
  await record(ctx, "workbook.returned", {
    subject: subjectOf(inspection),
    onBehalfOf: inspection.companyId,
    data: { workbookId: issued.id, returnId, fileId, counts },
  });
  return { id: returnId };
}

export async function getWorkbookReturn(ctx: Ctx, { id }: In<"getWorkbookReturn">): Out<"getWorkbookReturn"> {
  const row = await returnInScope(ctx, id);
  const checked = await check(ctx, row.inspectionId, row.sha256);
  const { inspection, content, comparison, issue: issued } = checked;
  const questions = new Map(
    content.book.frame.scopeConditions.map((one) => [one.id, textIn(one.question, ctx.language)]),
  );
  return {
    id,
    inspectionId: inspection.id,
    companyName: content.company.shownName,
    roundName: inspection.roundName,
    fileName: row.fileName,
    language: issued.language,
    state: row.state,
    receivedAt: row.receivedAt,
    appliedAt: row.appliedAt,
    counts: row.state === "checked" ? countsOf(comparison) : row.report.counts,
    rows: comparison.effects.map((effect) => shown(ctx, content, effect)),
    scope: comparison.scope.map((one) => ({
      ...one,
      question: questions.get(one.condition) ?? one.condition,
    })),
    missing: comparison.missing,
    missingScope: comparison.missingScope,
    isScopeGone: comparison.scope.length === 0 && comparison.missingScope.length > 0,
    lacking: comparison.lacking,
    beside: await besideOf(ctx, row, checked),
    shifts: row.state === "checked" ? comparison.shifts : [],
    report: row.report.done ? { ...row.report.done, confirmed: row.report.done.confirmed ?? 0 } : null,
    offBecause:
      row.state !== "checked"
        ? `workbook.off.${row.state}`
        : isInHand(inspection)
          ? null
          : `workbook.off.${inspection.state}`,
  };
}

type Shown = Output<typeof workbooks.getWorkbookReturn>["rows"][number];

function shown(ctx: Ctx, content: Content, effect: Effect): Shown {
  const { asked, file } = effect;
  const area = content.book.frame.areas.find((one) => one.id === asked?.control.area);
  const answer = asked?.answer;
  const words = (of: NonNullable<Effect["file"]>) => ({
    verdict: of.verdict,
    how: of.how,
    missing: of.missing,
    owner: of.owner,
    dueOn: of.dueOn,
    reason: of.reason,
    coveragePercent: of.coveragePercent,
    exceptions: of.exceptions,
    maturity: of.maturity,
  });
  return {
    controlId: effect.controlId,
    title: asked ? textIn(asked.control.texts.title, ctx.language) : "",
    area: area ? textIn(area.name, ctx.language) : "",
    kind: effect.kind,
    sheet: effect.sheet.slice(0, 40),
    row: effect.row,
    file: file ? words(file) : null,
    isAsBefore: effect.isAsBefore,
    system: answer
      ? {
          ...words({
            ...answer,
            maturity: answer.maturity ?? null,
            proofTitle: null,
            proofPlace: null,
            proofOn: null,
            holds: null,
          }),
          answeredByName: answer.answeredByName,
          answeredAt: answer.answeredAt,
        }
      : null,
    newProof: effect.newProof,
    problems: effect.problems.slice(0, 20),
    changedWords: effect.changedWords,
    lacks: effect.lacks,
  };
}

export async function dropWorkbookReturn(
  ctx: Ctx,
  { id }: In<"dropWorkbookReturn">,
): Out<"dropWorkbookReturn"> {
  const row = await returnInScope(ctx, id, true);
  if (row.state !== "checked") throw conflict("workbook.not_open");
  const inspection = await inspectionInScope(ctx, row.inspectionId);
  await sql`update workbook_returns set state = 'dropped' where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "workbook.dropped", { subject: subjectOf(inspection), data: { returnId: id } });
  return { id };
}
