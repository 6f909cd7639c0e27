// Workbooks of this round that may be answered: each kept with its company, compared, told cell by cell.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { recordEach } from "#core/events/record.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import { subjectOf } from "#modules/inspections/loading.ts";
import { canonicalJson } from "#modules/standards/canonical.ts";
import { compare, type Comparison } from "../compare.ts";
import { contentsOf } from "../content.ts";
import { xlsx } from "../issuing.ts";
import { broughtBy, countsOf } from "../returns.ts";
import { type BadCell, type Finding, type Ours, reasonOf, type Verdict } from "./findings.ts";
import { remarksOf } from "./remarks.ts";
import type { Loaded } from "./unpacking.ts";

/** Kept of one file for the report: a workbook that was pasted together has as many bad cells as it has cells. */
const mostCells = 500;

/** @returns what was found, by the place of the file among those that were looked at. */
export async function takeIn(
  ctx: Ctx,
  deliveryId: string,
  all: readonly Ours[],
): Promise<Map<number, Finding>> {
  if (all.length === 0) return new Map();
  const inspections = [...new Map(all.map(({ inspection }) => [inspection.id, inspection])).values()];
  const contents = await contentsOf(ctx, inspections);
  const before = await appliedBefore(ctx, all);
  await holdContents(ctx.db);
  const compared: (Ours & { comparison: Comparison; counts: Record<string, number> })[] = [];
  for (const one of all) {
    const content = contents.get(one.inspection.id);
    if (!content) throw new Error("an inspection in scope has a content");
    await keepContent(one.loaded);
    const comparison = compare(
      content,
      one.returned,
      { ...one.issued, workbookId: one.issued.id },
      ctx.today,
    );
    compared.push({ ...one, comparison, counts: countsOf(comparison) });
  }
  const kept = await keepReturns(
    ctx,
    compared.map(({ at, file, loaded, issued, counts }) => ({
      at,
      name: safeName(file.name, xlsx),
      sha256: loaded.sha256.toString("hex"),
      size: loaded.bytes.length,
      company_id: issued.companyId,
      workbook_id: issued.id,
      counts,
    })),
  );
  await recordEach(
    ctx,
    "workbook.returned",
    compared.map(({ at, inspection, issued, counts }) => ({
      subject: subjectOf(inspection),
      onBehalfOf: inspection.companyId,
      data: { workbookId: issued.id, ...kept.get(at), deliveryId, counts },
    })),
  );
  return new Map(
    compared.map(({ at, issued, loaded, counts, comparison }): [number, Finding] => {
      const day = before.get(`${issued.inspectionId} ${loaded.sha256.toString("hex")}`);
      const verdict = verdictOf(counts, comparison.shifts.length > 0);
      const isOld = day !== undefined && ["ready", "shifted", "conflicts"].includes(verdict);
      return [
        at,
        {
          companyId: issued.companyId,
          inspectionId: issued.inspectionId,
          verdict: isOld ? "superseded" : verdict,
          returnId: kept.get(at)?.returnId ?? "",
          counts: { ...counts, replaces: comparison.replaced.length, lacking: comparison.lacking },
          remarks: remarksOf(comparison),
          cells: cellsOf(comparison),
          ...(verdict === "errors" ? {} : { answersSha256: answersHash(comparison) }),
          ...(isOld ? { reason: reasonOf("applied_on", { day }) } : {}),
        },
      ];
    }),
  );
}

/** Of what would be kept: equal for two files that say the same, whatever program saved them. */
function answersHash({ effects, scope, missing }: Comparison): string {
  const said = {
    rows: effects
      .map(({ controlId, file, newProof, isAsBefore, isConfirmed }) => ({
        controlId,
        file,
        newProof,
        isAsBefore,
        isConfirmed,
      }))
      .toSorted((one, other) => (one.controlId < other.controlId ? -1 : 1)),
    scope: scope
      .map(({ condition, isTrue, note }) => ({ condition, isTrue, note }))
      .toSorted((one, other) => (one.condition < other.condition ? -1 : 1)),
    missing: missing.toSorted(),
  };
  return createHash("sha256").update(canonicalJson(said)).digest("hex");
}

function verdictOf(counts: Record<string, number>, isShifted: boolean): Verdict {
  if ((counts["error"] ?? 0) > 0) return "errors";
  if ((counts["conflict"] ?? 0) > 0) return "conflicts";
  if (broughtBy(counts) === 0) return "same";
  return isShifted ? "shifted" : "ready";
}

async function keepContent({ bytes, sha256 }: Extract<Loaded, { bytes: Buffer }>): Promise<void> {
  if (await fileStore().has(sha256)) return;
  await fileStore().keep(
    (async function* () {
      yield bytes;
    })(),
  );
}

type ToKeep = {
  at: number;
  name: string;
  sha256: string;
  size: number;
  company_id: string;
  workbook_id: string;
  counts: Record<string, number>;
};
type Kept = { returnId: string; fileId: string };

async function keepReturns(ctx: Ctx, files: readonly ToKeep[]): Promise<ReadonlyMap<number, Kept>> {
  const { rows } = await sql<Kept & { at: number }>`
    with given as materialized (
      select x.*, new_id() as file_id, new_id() as return_id from jsonb_to_recordset(${JSON.stringify(files)}::jsonb)
        as x(at integer, name text, sha256 text, size bigint, company_id uuid, workbook_id uuid, counts jsonb)
    ), filed as (
      insert into files (id, company_id, sha256, size_bytes, media_type, name, purpose, created_by)
      select g.file_id, g.company_id, decode(g.sha256, 'hex'), g.size, ${xlsx}, g.name, 'workbook', ${ctx.actor.personId}::uuid from given g
    ), returned as (
      insert into workbook_returns (id, workbook_id, company_id, file_id, received_by, report)
      select g.return_id, g.workbook_id, g.company_id, g.file_id, ${ctx.actor.personId}::uuid, jsonb_build_object('counts', g.counts) from given g
    )
    select g.at, g.return_id, g.file_id from given g`.execute(ctx.db);
  return new Map(rows.map(({ at, ...kept }) => [at, kept]));
}

/** The day on which such a very file was kept, by inspection and hash: what would change now was changed after it. */
async function appliedBefore(ctx: Ctx, all: readonly Ours[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; day: string }>`
    select w.inspection_id || ' ' || encode(f.sha256, 'hex') as key,
      (max(b.applied_at) at time zone (select time_zone from group_settings))::date::text as day
    from workbook_returns b join workbooks w on w.id = b.workbook_id join files f on f.id = b.file_id
    where w.inspection_id = any (${all.map((one) => one.inspection.id)}::uuid[]) and b.state = 'applied'
      and f.sha256 = any (array(select decode(h, 'hex') from unnest(${all.map((one) => one.loaded.sha256.toString("hex"))}::text[]) h))
      and ${within(ctx, "b.company_id")} group by w.inspection_id, f.sha256`.execute(ctx.db);
  return new Map(rows.map((row) => [row.key, row.day]));
}

function cellsOf({ effects, scope }: Comparison): BadCell[] {
  const rows = [
    ...scope.map((one) => ({ ...one, what: one.condition })),
    ...effects.map((one) => ({
      ...one,
      what: one.controlId,
      problems: [...one.problems, ...one.changedWords],
    })),
  ];
  return rows
    .flatMap(({ what, sheet, row, problems }) => problems.map((one) => ({ ...one, what, sheet, row })))
    .slice(0, mostCells);
}
