// Writing what was judged, batch by batch. Every batch is judged once more in its own transaction, so that a list
// applied twice, or two people applying it, or a run that goes on after a crash, changes everything once.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import type { Applied } from "#modules/organization/importing/company-apply.ts";
import type { Judged } from "#modules/organization/importing/judging.ts";
import { type ImportKind, ownKinds } from "./kinds.ts";
import * as queries from "./queries.ts";

export function applyJob(kind: ImportKind): JobKind {
  return { kind: `import.apply_${kind.kind}`, permission: kind.permission, run: (job) => apply(job, kind) };
}
export const applyJobs = Object.values(ownKinds).map(applyJob);

type Load = queries.ImportRow;

async function apply(job: JobCtx, kind: ImportKind): Promise<Record<string, unknown>> {
  const id = job.job.subjectId ?? "";
  const only = (job.job.input["rowNumbers"] as number[] | undefined) ?? null;
  let done = Number(job.job.checkpoint?.["done"] ?? 0);
  for (;;) {
    const applied = await job.step(async (ctx) => {
      const load = await queries.importInScope(ctx, id);
      const count = await applyBatch(ctx, kind, load, only);
      return { value: count, done: done + count, checkpoint: { done: done + count } };
    });
    if (applied === 0) break;
    done += applied;
  }
  if (kind.approve && job.job.input["approves"] === true) await approveAll(job, id, kind.approve);
  return job.step(async (ctx) => ({ value: await finish(ctx, await queries.importInScope(ctx, id), only) }));
}

async function approveAll(job: JobCtx, id: string, approve: NonNullable<ImportKind["approve"]>) {
  for (let after: string | null = null; ; ) {
    const last: string | null = await job.step(async (ctx) => {
      const { reason } = await queries.importInScope(ctx, id);
      return { value: await approve(ctx, id, after, reason) };
    });
    if (last === null) return;
    after = last;
  }
}

/** Rows that wait for nothing: a company below another one of the same file comes after it. */
async function nextRows(ctx: Ctx, load: Load, only: number[] | null, most: number) {
  const { rows } = await sql<queries.StoredRow & { parentRow: number | null; parentId: string | null }>`
    select r.row_number, r.cells, r.decision, r.parent_row, p.subject_id as parent_id
    from import_rows r
    left join import_rows p on p.import_id = r.import_id and p.row_number = r.parent_row
    where r.import_id = ${load.id}::uuid and r.verdict in ('new', 'change') and r.applied_at is null and r.outcome is null
      and (r.parent_row is null or p.applied_at is not null)
      and ${only === null ? sql`true` : sql`r.row_number = any (${only}::int[])`}
    order by r.row_number limit ${most} for update of r`.execute(ctx.db);
  return rows;
}

async function applyBatch(ctx: Ctx, kind: ImportKind, load: Load, only: number[] | null): Promise<number> {
  const rows = await nextRows(ctx, load, only, kind.batch);
  if (rows.length === 0) return 0;
  const how = { from: load.appliedFrom ?? ctx.today, reason: load.reason, source: load.fileName };
  const judge = (await kind.judge(ctx, load))(ctx);
  const judged = await judge(
    rows.map((row) => withParent(queries.givenOf(row, load.mapping ?? {}), row.parentId)),
  );
  const ready = judged.filter(
    (one) => (one.verdict === "new" || one.verdict === "change") && one.parentRow === null,
  );
  const written = await kind.apply(ctx, ready, how);
  const outcomes = new Map(written.map((one) => [one.rowNumber, one]));
  await writeOutcomes(
    ctx,
    load.id,
    judged.map((one) => outcomes.get(one.rowNumber) ?? notReady(one)),
  );
  return rows.length;
}

/** The parent that this file has added meanwhile stands in for the name the row gives. */
function withParent<R extends { decision: { chosen?: Record<string, string> } | null }>(
  row: R,
  parentId: string | null,
): R {
  if (parentId === null) return row;
  return { ...row, decision: { ...row.decision, chosen: { ...row.decision?.chosen, parent: parentId } } };
}

function notReady(one: Judged<unknown>): Applied {
  if (one.verdict === "same")
    return { rowNumber: one.rowNumber, did: "same", ...(one.subjectId ? { id: one.subjectId } : {}) };
  return {
    rowNumber: one.rowNumber,
    did: "not_applied",
    code: one.problems[0]?.code ?? "import.changed_since",
  };
}

async function writeOutcomes(ctx: Ctx, id: string, outcomes: readonly Applied[]): Promise<void> {
  await sql`update import_rows r set outcome = jsonb_strip_nulls(jsonb_build_object('did', o.did, 'code', o.code,
        'account', o.account, 'by', case when o.account is not null then ${ctx.actor.personId} end)),
      applied_at = case when o.did <> 'not_applied' then now() end, subject_id = coalesce(o.id, r.subject_id)
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o("rowNumber" integer, did text, code text, id uuid, account uuid)
    where r.import_id = ${id}::uuid and r.row_number = o."rowNumber"`.execute(ctx.db);
}

async function finish(ctx: Ctx, load: Load, only: number[] | null) {
  await sql`update import_rows r set outcome = '{"did": "not_applied", "code": "import.parent_not_applied"}'
    where r.import_id = ${load.id}::uuid and r.verdict in ('new', 'change') and r.applied_at is null and r.outcome is null
      and r.parent_row is not null and ${only === null ? sql`true` : sql`r.row_number = any (${only}::int[])`}`.execute(
    ctx.db,
  );
  await queries.recount(ctx, load.id);
  await sql`update imports set state = 'applied', applied_at = now(), row_version = row_version + 1
    where id = ${load.id}::uuid`.execute(ctx.db);
  const { counts } = await queries.importInScope(ctx, load.id);
  await record(ctx, "import.applied", {
    subject: { kind: "import", id: load.id, companyId: load.companyId },
    data: { ...counts },
  });
  return { ...counts };
}
