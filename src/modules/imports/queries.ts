// Every statement about imports and their rows.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import type {
  Decision,
  Difference,
  GivenRow,
  Judged,
  Problem,
} from "#modules/organization/importing/judging.ts";
import type { imports } from "./contract.ts";
import { fieldsOf, type Mapping } from "./heading.ts";
import type { KindName } from "./kinds.ts";
import type { Choices, Recognised } from "./recognise.ts";

export type ImportRow = {
  id: string;
  kind: KindName;
  companyId: string | null;
  fileId: string;
  fileName: string;
  sizeBytes: number;
  sha256: Buffer;
  state: Output<typeof imports.getImport>["state"];
  recognised: Recognised | Record<string, never>;
  mapping: Mapping | null;
  options: Choices;
  counts: Partial<Output<typeof imports.getImport>["counts"]>;
  problem: Output<typeof imports.getImport>["problem"];
  /** What the last job did, and why it failed. */
  during: "checking" | "applying";
  brokenBecause: string | null;
  jobId: string | null;
  appliedFrom: string | null;
  appliedAt: string | null;
  reason: string | null;
  createdAt: string;
  rowVersion: number;
};

/** A job that ended badly leaves its import where a person can go on. */
export const stateNow = sql`case when i.state not in ('checking', 'applying', 'recognised') then i.state
  when j.state = 'failed' then 'broken_off' when j.state = 'cancelled' then 'cancelled'
  when i.state = 'recognised' then 'checking' else i.state end as state`;

export async function importInScope(ctx: Ctx, id: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    select i.id, i.kind, i.company_id, i.file_id, f.name as file_name, f.size_bytes::float8 as size_bytes, f.sha256, ${stateNow},
      case when i.state = 'applying' then 'applying' else 'checking' end as during, j.problem->>'code' as broken_because,
      i.recognised, i.mapping, i.options, i.counts, i.problem, i.job_id, i.applied_from, i.applied_at, i.reason, i.created_at,
      i.row_version
    from imports i join files f on f.id = i.file_id left join jobs j on j.id = i.job_id
    where i.id = ${id}::uuid and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  return found(rows[0], "import");
}

export async function jobOf(ctx: Ctx, jobId: string | null) {
  if (jobId === null) return null;
  const { rows } = await sql<NonNullable<Output<typeof imports.getImport>["job"]>>`
    select id, state, done, total from jobs where id = ${jobId}::uuid`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function namesAround(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    companyName: string | null;
    createdByFamilyName: string | null;
    createdByGivenName: string | null;
  }>`
    select n.name as company_name, p.family_name as created_by_family_name, p.given_name as created_by_given_name
    from imports i left join people p on p.id = i.created_by
    left join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where i.id = ${id}::uuid`.execute(ctx.db);
  return rows[0] ?? { companyName: null, createdByFamilyName: null, createdByGivenName: null };
}

export type StoredRow = {
  rowNumber: number;
  cells: string[];
  decision: Decision | null;
};

export const givenOf = (row: StoredRow, mapping: Mapping): GivenRow => ({
  number: row.rowNumber,
  fields: fieldsOf(row.cells, mapping),
  decision: row.decision,
});

/** Rows to judge from a row on: those that are entries at all. */
export async function rowsToJudge(ctx: Ctx, id: string, after: number, most: number): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select row_number, cells, decision from import_rows
    where import_id = ${id}::uuid and row_number > ${after} and fields is not null
    order by row_number limit ${most}`.execute(ctx.db);
  return rows;
}

export type NewRow = {
  rowNumber: number;
  cells: string[];
  codeKey: string | null;
  nameKey: string | null;
  /** Why it is no entry; null for rows that will be judged. */
  leftOut: string | null;
};

export async function insertRows(
  ctx: Ctx,
  load: { id: string; companyId: string | null },
  rows: readonly NewRow[],
) {
  await sql`insert into import_rows (import_id, company_id, row_number, cells, fields, verdict, problems, code_key, name_key)
    select ${load.id}::uuid, ${load.companyId}::uuid, r."rowNumber", r.cells, case when r."leftOut" is null then '{}'::jsonb end,
      'left_out', case when r."leftOut" is null then '[]'::jsonb
        else jsonb_build_array(jsonb_build_object('field', '', 'code', r."leftOut", 'given', '')) end,
      r."codeKey", r."nameKey"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r("rowNumber" integer, cells jsonb, "codeKey" text, "nameKey" text, "leftOut" text)`.execute(ctx.db);
}

export async function writeVerdicts(ctx: Ctx, id: string, judged: readonly Judged<unknown>[]): Promise<void> {
  await sql`update import_rows r set verdict = v.verdict, fields = coalesce(v.fields, '{}'), problems = v.problems,
      differences = v.differences, subject_id = v."subjectId", parent_row = v."parentRow"
    from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) as v("rowNumber" integer, verdict text, fields jsonb,
      problems jsonb, differences jsonb, "subjectId" uuid, "parentRow" integer)
    where r.import_id = ${id}::uuid and r.row_number = v."rowNumber"`.execute(ctx.db);
}

const isOpen = sql`verdict in ('new', 'change') and applied_at is null`;
const isBackdated = (ctx: Ctx) =>
  sql`(verdict = 'new' or verdict = 'change' and fields ?| array['service', 'seatId']) and applied_at is null
    and fields->>'from' < ${ctx.today} or verdict = 'change' and fields ?| array['fiscalYear', 'heldOn'] and applied_at is null`;
const leaves = sql`verdict = 'change' and applied_at is null and differences @> '[{"field": "to"}]'::jsonb`;
const vacates = sql`(${leaves}) and differences @> '[{"field": "seats"}]'::jsonb`;

/** Of some rows only: what applying just these would mean. */
export async function countsAmong(ctx: Ctx, id: string, rowNumbers: readonly number[]) {
  const { rows } = await sql<{ open: number; backdated: number; leaving: number }>`
    select count(*) filter (where ${isOpen})::int as open, count(*) filter (where ${isBackdated(ctx)})::int as backdated,
      count(*) filter (where ${leaves})::int as leaving
    from import_rows where import_id = ${id}::uuid and row_number = any (${rowNumbers}::int[])`.execute(
    ctx.db,
  );
  return rows[0] ?? { open: 0, backdated: 0, leaving: 0 };
}

const counted = (ctx: Ctx) => sql`jsonb_build_object('rows', count(*),
  'new', count(*) filter (where verdict = 'new'), 'change', count(*) filter (where verdict = 'change'),
  'same', count(*) filter (where verdict = 'same'), 'conflict', count(*) filter (where verdict = 'conflict'),
  'error', count(*) filter (where verdict = 'error'), 'leftOut', count(*) filter (where verdict = 'left_out'),
  'open', count(*) filter (where ${isOpen}),
  'backdated', count(*) filter (where ${isBackdated(ctx)}),
  'leaving', count(*) filter (where ${leaves}),
  'vacating', count(*) filter (where ${vacates}),
  'added', count(*) filter (where outcome->>'did' = 'added'),
  'changed', count(*) filter (where outcome->>'did' = 'changed'),
  'notApplied', count(*) filter (where outcome->>'did' = 'not_applied'))`;

/** Counts are kept with the import, so that no page counts rows. */
export async function recount(ctx: Ctx, id: string): Promise<void> {
  await sql`update imports i set counts = (select ${counted(ctx)} from import_rows r where r.import_id = i.id)
    where i.id = ${id}::uuid`.execute(ctx.db);
}

/** Only of an import that broke off while it was applied: what is kept is what was there before. */
export async function countsNow(ctx: Ctx, load: ImportRow): Promise<ImportRow["counts"]> {
  if (load.state !== "broken_off" || load.during !== "applying") return load.counts;
  const { rows } = await sql<{ counts: ImportRow["counts"] }>`
    select ${counted(ctx)} as counts from import_rows where import_id = ${load.id}::uuid`.execute(ctx.db);
  return rows[0]?.counts ?? {};
}

export const fullCounts = (counts: ImportRow["counts"]) => ({
  rows: 0,
  new: 0,
  change: 0,
  same: 0,
  conflict: 0,
  error: 0,
  leftOut: 0,
  open: 0,
  backdated: 0,
  leaving: 0,
  vacating: 0,
  added: 0,
  changed: 0,
  notApplied: 0,
  ...counts,
});

export type ListedRow = StoredRow & {
  verdict: Output<typeof imports.listImportRows>["rows"][number]["verdict"];
  subjectId: string | null;
  problems: Problem[];
  differences: Difference[];
  parentRow: number | null;
  outcome: { did: "added" | "changed" | "same" | "not_applied"; code?: string } | null;
  isBackdated: boolean;
};

export type RowFilter = { verdict?: string; problem?: string; search?: string; outcome?: string };

export async function listRows(ctx: Ctx, id: string, filter: RowFilter, after: number, most: number) {
  const sought = filter.search?.trim() ? like(filter.search) : null;
  const { rows } = await sql<ListedRow>`
    select row_number, cells, decision, verdict, subject_id, problems, differences, parent_row, outcome,
      coalesce(${isBackdated(ctx)}, false) as is_backdated
    from import_rows r
    where import_id = ${id}::uuid and row_number > ${after}
      and ${filter.verdict ? sql`verdict = ${filter.verdict}` : sql`true`}
      and ${filter.problem ? sql`problems @> ${JSON.stringify([{ code: filter.problem }])}::jsonb` : sql`true`}
      and ${filter.outcome === "applied" ? sql`applied_at is not null` : filter.outcome === "not_applied" ? sql`outcome->>'did' = 'not_applied'` : sql`true`}
      and ${sought === null ? sql`true` : sql`(cells::text ilike ${sought} or r.row_number::text = ${filter.search ?? ""})`}
    order by row_number limit ${most}`.execute(ctx.db);
  return rows;
}
