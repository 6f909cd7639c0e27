// What one file of a delivery is, in the order in which it may be told: a workbook out of reach shows nothing of itself.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { record } from "#core/events/record.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import { type Inspection, inspectionInScope, isInHand, subjectOf } from "#modules/inspections/loading.ts";
import { compare, type Comparison } from "../compare.ts";
import { contentOf } from "../content.ts";
import type { verdicts } from "../contract/deliveries.ts";
import { xlsx } from "../issuing.ts";
import type { Returned } from "../read-back.ts";
import { countsOf, fitsSeal, type WorkbookRow } from "../returns.ts";
import type { Read } from "./reading.ts";
import type { Loaded, Reason } from "./unpacking.ts";

type Verdict = (typeof verdicts)[number];
export type BadCell = {
  /** The control, or the condition of a question. */
  what: string;
  sheet: string;
  row: number;
  column: string | null;
  code: string;
  given: string;
};
type File = { part: number; entry: number; name: string };
type Finding = {
  verdict: Verdict;
  companyId?: string | null;
  inspectionId?: string;
  returnId?: string;
  reason?: Reason;
  counts?: Record<string, number>;
  cells?: BadCell[];
};
/** Kept of one file for the report: a workbook that was pasted together has as many bad cells as it has cells. */
const mostCells = 500;

/** Looks at one file and keeps what was found, with the file itself where it is a company's. */
export async function judge(
  ctx: Ctx,
  deliveryId: string,
  file: File,
  loaded: Loaded,
  read: Read | null,
): Promise<void> {
  const finding = await findingOf(ctx, deliveryId, file, loaded, read);
  await sql`insert into workbook_delivery_items (delivery_id, part, entry, received_by, name, sha256, company_id, inspection_id,
      return_id, verdict, reason, counts, cells)
    select d.id, ${file.part}, ${file.entry}, d.received_by, ${file.name}, ${"sha256" in loaded ? loaded.sha256 : null},
      ${finding.companyId ?? null}::uuid, ${finding.inspectionId ?? null}::uuid, ${finding.returnId ?? null}::uuid, ${finding.verdict},
      ${finding.reason ? JSON.stringify(finding.reason) : null}::jsonb, ${JSON.stringify(finding.counts ?? {})}::jsonb,
      ${JSON.stringify(finding.cells ?? [])}::jsonb
    from workbook_deliveries d where d.id = ${deliveryId}::uuid`.execute(ctx.db);
  if (finding.returnId && finding.inspectionId) await markRivals(ctx, deliveryId, finding.inspectionId);
}

async function findingOf(
  ctx: Ctx,
  deliveryId: string,
  file: File,
  loaded: Loaded,
  read: Read | null,
): Promise<Finding> {
  if ("reason" in loaded) return { verdict: "unreadable", reason: loaded.reason };
  const twin = await twinOf(ctx, deliveryId, loaded.sha256);
  if (twin) return twin;
  if (!read) throw new Error("a file without a twin has to be read");
  if ("reason" in read) return { verdict: "unreadable", reason: read.reason };
  if (!read.stamp)
    return {
      verdict: "not_ours",
      // Rows of ours without the sheet that says whose they are: somebody has to be told which file to send instead.
      ...(read.rows.length > 0 ? { reason: { code: "errors.workbook.no_stamp", values: {} } } : {}),
    };
  const issued = await issuedInScope(ctx, deliveryId, read.stamp["workbook"] ?? "");
  // Whose it is, or whether there is such a one at all, is not told to somebody whom it does not concern.
  if (!issued) return { verdict: ctx.reach === "group" ? "not_ours" : "not_yours" };
  const whose = { companyId: issued.companyId, inspectionId: issued.inspectionId };
  if (!fitsSeal(issued, read.stamp)) return { ...whose, verdict: "tampered" };
  if (read.rows.length === 0)
    return { ...whose, verdict: "unreadable", reason: { code: "errors.workbook.no_rows", values: {} } };
  const inspection = await inspectionInScope(ctx, issued.inspectionId);
  if (!issued.isOfRound)
    return {
      ...whose,
      verdict: "other_round",
      reason: reasonOf("of_round", { round: inspection.roundName }),
    };
  if (!isInHand(inspection))
    return { ...whose, verdict: "closed", reason: { code: `workbook.off.${inspection.state}`, values: {} } };
  return { ...whose, ...(await takeIn(ctx, deliveryId, file, loaded, read, inspection, issued)) };
}

const reasonOf = (word: string, values: Record<string, unknown> = {}): Reason => ({
  code: `workbook.found.${word}`,
  values,
});

async function twinOf(ctx: Ctx, deliveryId: string, sha256: Buffer): Promise<Finding | null> {
  const { rows } = await sql<{ name: string; companyId: string | null }>`
    select x.name, x.company_id from workbook_delivery_items x
    where x.delivery_id = ${deliveryId}::uuid and x.sha256 = ${sha256} order by x.part, x.entry limit 1`.execute(
    ctx.db,
  );
  const first = rows[0];
  if (!first) return null;
  return { verdict: "twice", companyId: first.companyId, reason: reasonOf("same_as", { name: first.name }) };
}

type Issued = WorkbookRow & { companyId: string; isOfRound: boolean };

async function issuedInScope(ctx: Ctx, deliveryId: string, workbookId: string): Promise<Issued | undefined> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(workbookId)) return undefined;
  const { rows } = await sql<Issued>`
    select w.id, w.inspection_id, w.company_id, w.secret, w.seen, i.round_id = d.round_id as is_of_round
    from workbooks w join inspections i on i.id = w.inspection_id join workbook_deliveries d on d.id = ${deliveryId}::uuid
    where w.id = ${workbookId}::uuid and ${within(ctx, "w.company_id")}`.execute(ctx.db);
  return rows[0];
}

/** A workbook of this round that may be answered: kept with its company, compared, told cell by cell. */
async function takeIn(
  ctx: Ctx,
  deliveryId: string,
  file: File,
  loaded: Extract<Loaded, { bytes: Buffer }>,
  returned: Returned,
  inspection: Inspection,
  issued: Issued,
): Promise<Finding> {
  const content = await contentOf(ctx, inspection);
  const comparison = compare(content, returned, { ...issued, workbookId: issued.id }, ctx.today);
  const counts = countsOf(comparison);
  const kept = await keep(ctx, file.name, loaded, inspection);
  const before = await appliedBefore(ctx, inspection.id, loaded.sha256);
  const { rows } = await sql<{ id: string }>`
    insert into workbook_returns (workbook_id, company_id, file_id, received_by, report)
    values (${issued.id}::uuid, ${inspection.companyId}::uuid, ${kept}::uuid, ${ctx.actor.personId}::uuid, ${JSON.stringify({ counts })}::jsonb)
    returning id`.execute(ctx.db);
  const returnId = rows[0]?.id ?? "";
  await record(ctx, "workbook.returned", {
    subject: subjectOf(inspection),
    onBehalfOf: inspection.companyId,
    data: { workbookId: issued.id, returnId, fileId: kept, deliveryId, counts },
  });
  const verdict = verdictOf(counts);
  const isOld = before && (verdict === "ready" || verdict === "conflicts");
  return {
    verdict: isOld ? "superseded" : verdict,
    returnId,
    counts,
    cells: cellsOf(comparison),
    ...(isOld ? { reason: reasonOf("applied_on", { day: before }) } : {}),
  };
}

function verdictOf(counts: Record<string, number>): Verdict {
  if ((counts["error"] ?? 0) > 0) return "errors";
  if ((counts["conflict"] ?? 0) > 0) return "conflicts";
  return (counts["new"] ?? 0) + (counts["changed"] ?? 0) > 0 ? "ready" : "same";
}

async function keep(
  ctx: Ctx,
  name: string,
  { bytes, sha256 }: Extract<Loaded, { bytes: Buffer }>,
  { companyId }: Inspection,
): Promise<string> {
  await holdContents(ctx.db);
  if (!(await fileStore().has(sha256)))
    await fileStore().keep(
      (async function* () {
        yield bytes;
      })(),
    );
  const { id } = await ctx.db
    .insertInto("files")
    .values({
      companyId,
      sha256,
      sizeBytes: bytes.length,
      mediaType: xlsx,
      name: safeName(name, xlsx),
      purpose: "workbook",
      createdBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** The day on which this very file was kept: what would change now was changed after it. */
async function appliedBefore(ctx: Ctx, inspectionId: string, sha256: Buffer): Promise<string | null> {
  const { rows } = await sql<{ day: string }>`
    select (max(b.applied_at) at time zone (select time_zone from group_settings))::date::text as day
    from workbook_returns b join workbooks w on w.id = b.workbook_id join files f on f.id = b.file_id
    where w.inspection_id = ${inspectionId}::uuid and b.state = 'applied' and f.sha256 = ${sha256}
      and ${within(ctx, "b.company_id")}`.execute(ctx.db);
  return rows[0]?.day ?? null;
}

function cellsOf({ effects, scope }: Comparison): BadCell[] {
  const rows = [
    ...scope.map((one) => ({ ...one, what: one.condition })),
    ...effects.map((one) => ({ ...one, what: one.controlId })),
  ];
  return rows
    .flatMap(({ what, sheet, row, problems }) => problems.map((one) => ({ ...one, what, sheet, row })))
    .slice(0, mostCells);
}

/** Of several files for one inspection nobody but a person says which one counts. */
async function markRivals(ctx: Ctx, deliveryId: string, inspectionId: string): Promise<void> {
  await sql`update workbook_delivery_items x set verdict = 'rival', reason = ${JSON.stringify(reasonOf("rivals"))}::jsonb
    where x.delivery_id = ${deliveryId}::uuid and x.inspection_id = ${inspectionId}::uuid and x.return_id is not null
      and x.verdict in ('ready', 'conflicts', 'errors', 'same')
      and exists (select from workbook_delivery_items y where y.delivery_id = x.delivery_id and y.inspection_id = x.inspection_id
        and y.return_id is not null and (y.part, y.entry) <> (x.part, x.entry))`.execute(ctx.db);
}
