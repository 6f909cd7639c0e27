// Loading a returned workbook: its file, what it was issued for, and what applying it would do now.
import { buffer } from "node:stream/consumers";
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { AppError, invalid } from "#core/errors.ts";
import { fileStore } from "#core/files/store.ts";
import { valuesOf } from "#core/sheets/place.ts";
import { SheetError } from "#core/sheets/sheet.ts";
import {
  type Inspection,
  inspectionInScope,
  inspectionsToChange,
  inspectionToChange,
} from "#modules/inspections/loading.ts";
import { compare, type Comparison, type Kind, type Seen } from "./compare.ts";
import { type Content, contentOf, contentsOf } from "./content.ts";
import { type Returned, readBack } from "./read-back.ts";
import { isSame, sealOf } from "./stamp.ts";

export type WorkbookRow = {
  id: string;
  inspectionId: string;
  secret: Buffer;
  seen: Seen;
  errata: number;
  language: Language;
};
export type ReturnRow = {
  id: string;
  workbookId: string;
  inspectionId: string;
  fileId: string;
  fileName: string;
  state: "checked" | "applied" | "dropped";
  receivedAt: string;
  appliedAt: string | null;
  report: Report;
  sha256: Buffer;
};
export type Report = {
  counts: Record<string, number>;
  done?: { saved: number; confirmed: number; kept: number; proofs: number; scope: number };
};
export type Checked = {
  inspection: Inspection;
  content: Content;
  comparison: Comparison;
  issue: WorkbookRow;
};

export async function returnInScope(ctx: Ctx, id: string, isToChange = false): Promise<ReturnRow> {
  return found((await returnsInScope(ctx, [id], isToChange))[0], "workbook_return");
}

export async function returnsInScope(
  ctx: Ctx,
  ids: readonly string[],
  isToChange: boolean,
): Promise<ReturnRow[]> {
  const { rows } = await sql<ReturnRow>`
    select r.id, r.workbook_id, w.inspection_id, r.file_id, f.name as file_name, r.state, r.received_at, r.applied_at, r.report, f.sha256
    from workbook_returns r join workbooks w on w.id = r.workbook_id join files f on f.id = r.file_id
    where r.id = any (${[...ids]}::uuid[]) and ${within(ctx, "r.company_id")} order by r.id ${isToChange ? sql`for update of r` : sql``}`.execute(
    ctx.db,
  );
  return rows;
}

export async function fileOf(
  ctx: Ctx,
  inspection: Inspection,
  fileId: string,
): Promise<{ id: string; sha256: Buffer }> {
  const { rows } = await sql<{ id: string; sha256: Buffer }>`
    select f.id, f.sha256 from files f where f.id = ${fileId}::uuid and f.company_id = ${inspection.companyId}::uuid
      and f.purpose = 'workbook' and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  return found(rows[0], "file");
}

/** @throws AppError with the sheet's own code for what is no workbook. */
export async function readFile(sha256: Uint8Array): Promise<Returned> {
  try {
    return await readBack(await buffer(await fileStore().read(sha256)));
  } catch (error) {
    if (error instanceof SheetError) throw invalid(error.code, { values: valuesOf(error) });
    throw error;
  }
}

/**
 * The issue the file belongs to, if it is one of this inspection and nobody changed what it says about itself. Whose
 * workbook it may be otherwise is not told.
 */
function issueOf(
  issues: ReadonlyMap<string, WorkbookRow>,
  inspection: Inspection,
  returned: Returned,
): WorkbookRow {
  const { stamp } = returned;
  if (!stamp) throw invalid("workbook.no_stamp");
  const issue = issues.get(stamp["workbook"] ?? "");
  if (!issue || issue.inspectionId !== inspection.id) throw invalid("workbook.not_this_one");
  const isOfThis = stamp["inspection"] === inspection.id && stamp["company"] === inspection.companyId;
  if (!isOfThis || !fitsSeal(issue, stamp)) throw invalid("workbook.tampered");
  if (returned.rows.length === 0) throw invalid("workbook.no_rows");
  return issue;
}

/** Those that the stamps of files name, by their ids. */
async function issuesOf(ctx: Ctx, files: readonly Returned[]): Promise<ReadonlyMap<string, WorkbookRow>> {
  const ids = files.flatMap(({ stamp }) => stamp?.["workbook"] ?? []).filter((id) => isId.test(id));
  const { rows } =
    await sql<WorkbookRow>`select w.id, w.inspection_id, w.secret, w.seen, w.errata, w.language from workbooks w
    where w.id = any (${ids}::uuid[]) and ${within(ctx, "w.company_id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

export const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a stamp says of the workbook what was said when it was issued. */
export const fitsSeal = (
  issue: Pick<WorkbookRow, "id" | "secret" | "inspectionId">,
  stamp: Record<string, string>,
): boolean =>
  stamp["inspection"] === issue.inspectionId &&
  isSame(
    stamp["seal"] ?? "",
    sealOf(issue.secret, {
      workbookId: issue.id,
      inspectionId: issue.inspectionId,
      roundId: stamp["round"] ?? "",
      editionId: stamp["edition"] ?? "",
      companyId: stamp["company"] ?? "",
      language: stamp["language"] ?? "",
      controlIds: (stamp["controls"] ?? "").split(" "),
    }),
  );

export async function check(ctx: Ctx, inspectionId: string, sha256: Uint8Array): Promise<Checked> {
  return checkOne(ctx, await inspectionInScope(ctx, inspectionId), sha256);
}

/** The same before it is kept: held, so that what was compared is what is written over. */
export async function checkToKeep(ctx: Ctx, inspectionId: string, sha256: Uint8Array): Promise<Checked> {
  return checkOne(ctx, await inspectionToChange(ctx, inspectionId), sha256);
}

async function checkOne(ctx: Ctx, inspection: Inspection, sha256: Uint8Array): Promise<Checked> {
  const returned = await readFile(sha256);
  const issue = issueOf(await issuesOf(ctx, [returned]), inspection, returned);
  return checked(ctx, await contentOf(ctx, inspection), returned, issue);
}

function checked(ctx: Ctx, content: Content, returned: Returned, issue: WorkbookRow): Checked {
  const issued = { workbookId: issue.id, secret: issue.secret, seen: issue.seen, errata: issue.errata };
  return {
    inspection: content.inspection,
    content,
    issue,
    comparison: compare(content, returned, issued, ctx.today),
  };
}

/** The same of many, by return: what refuses one refuses no other. */
export async function checkManyToKeep(
  ctx: Ctx,
  rows: readonly ReturnRow[],
): Promise<ReadonlyMap<string, Checked | { refusal: AppError }>> {
  const inspections = new Map(
    (
      await inspectionsToChange(
        ctx,
        rows.map((row) => row.inspectionId),
      )
    ).map((one) => [one.id, one]),
  );
  const files = await Promise.all(rows.map((row) => orRefusal(() => readFile(row.sha256))));
  const issues = await issuesOf(
    ctx,
    files.flatMap((file) => ("refusal" in file ? [] : [file])),
  );
  const contents = await contentsOf(ctx, [...inspections.values()]);
  const all = new Map<string, Checked | { refusal: AppError }>();
  for (const [at, row] of rows.entries()) {
    const file = files[at];
    if (!file) continue;
    all.set(
      row.id,
      "refusal" in file
        ? file
        : await orRefusal(() => {
            const inspection = found(inspections.get(row.inspectionId), "inspection");
            const content = found(contents.get(row.inspectionId), "inspection");
            return checked(ctx, content, file, issueOf(issues, inspection, file));
          }),
    );
  }
  return all;
}

/** Other returns of an inspection whose content is read, by return; without those that cannot be read. */
export async function checkedBeside(
  ctx: Ctx,
  { inspection, content }: Checked,
  rows: readonly ReturnRow[],
): Promise<ReadonlyMap<ReturnRow, Comparison>> {
  const all = new Map<ReturnRow, Comparison>();
  for (const row of rows) {
    const one = await orRefusal(async () => {
      const returned = await readFile(row.sha256);
      const issue = issueOf(await issuesOf(ctx, [returned]), inspection, returned);
      return checked(ctx, content, returned, issue).comparison;
    });
    if (!("refusal" in one)) all.set(row, one);
  }
  return all;
}

async function orRefusal<T>(work: () => T | Promise<T>): Promise<T | { refusal: AppError }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return { refusal: error };
    throw error;
  }
}

/** What keeping a file would bring: counts of what needs no decision. */
export const broughtBy = (counts: Readonly<Record<string, number>>): number =>
  ["new", "changed", "confirmed", "questions"].reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);

export function countsOf({ effects, scope, missing }: Comparison): Record<string, number> {
  const counts: Record<Kind | "missing" | "questions", number> = {
    new: 0,
    changed: 0,
    confirmed: 0,
    same: 0,
    conflict: 0,
    error: 0,
    blank: 0,
    not_asked: 0,
    missing: missing.length,
    questions: 0,
  };
  for (const one of effects) counts[one.kind] += 1;
  // What a person decides about is counted together; questions on scope that are answered anew are no rows of controls.
  for (const { kind } of scope) {
    if (kind === "conflict" || kind === "error") counts[kind] += 1;
    if (kind === "new" || kind === "changed") counts.questions += 1;
  }
  const words = effects.reduce((sum, one) => sum + one.changedWords.length, 0);
  return words > 0 ? { ...counts, words } : counts;
}
