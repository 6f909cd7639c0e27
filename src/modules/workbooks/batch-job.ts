// Making the workbooks of a batch, some in a transaction: what was made stays made, whatever happens to the next.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { inspectionsInScope, isInHand } from "#modules/inspections/loading.ts";
import { permissions } from "./contract.ts";
import { issueMany, xlsx } from "./issuing.ts";

export const issueJob: JobKind = {
  kind: "workbook.issue_batch",
  permission: permissions.issue,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    while (await makeNext(job, id));
    return job.step(async (ctx) => ({ value: await countsOf(ctx, id) }));
  },
};

/** In one transaction: more would be made in vain where it is cut off, and tell too seldom how far it is. */
const atOnce = 10;
type Next = { position: number; inspectionId: string; done: number };

/** The next companies that wait. Items of companies that left the orderer's reach are not seen, and stay. */
const makeNext = (job: JobCtx, id: string): Promise<boolean> =>
  job.step(async (ctx) => {
    const { rows } = await sql<Next>`
      select x.position, x.inspection_id, (select count(*)::int from workbook_batch_items d
        where d.batch_id = x.batch_id and d.state <> 'waiting') as done
      from workbook_batch_items x where x.batch_id = ${id}::uuid and x.state = 'waiting'
      order by x.position limit ${atOnce} for update of x`.execute(ctx.db);
    if (rows.length === 0) return { value: false };
    await make(ctx, id, rows);
    const done = (rows[0]?.done ?? 0) + rows.length;
    return { value: true, done, checkpoint: { done } };
  });

async function make(ctx: Ctx, id: string, items: readonly Next[]): Promise<void> {
  const inspections = await inspectionsInScope(
    ctx,
    items.map((one) => one.inspectionId),
  );
  const open = inspections.filter(isInHand);
  const issued = await issueMany(ctx, open, null);
  await holdContents(ctx.db);
  const made = [];
  for (const { id: inspectionId, companyId } of open) {
    const one = found(issued.get(inspectionId), "inspection");
    const { sha256, sizeBytes } = await fileStore().keep(once(one.bytes));
    made.push({
      inspection_id: inspectionId,
      company_id: companyId,
      workbook_id: one.id,
      name: one.name,
      sha256: sha256.toString("hex"),
      size: sizeBytes,
    });
  }
  await sql`with made as materialized (
      select x.*, new_id() as file_id from jsonb_to_recordset(${JSON.stringify(made)}::jsonb)
        as x(inspection_id uuid, company_id uuid, workbook_id uuid, name text, sha256 text, size bigint)
    ), kept as (
      insert into files (id, company_id, sha256, size_bytes, media_type, name, purpose, created_by)
      select m.file_id, m.company_id, decode(m.sha256, 'hex'), m.size, ${xlsx}, m.name, 'workbook_out', ${ctx.actor.personId}::uuid from made m
    )
    update workbook_batch_items x set state = case when m.file_id is null then 'closed' else 'issued' end, workbook_id = m.workbook_id,
      file_id = m.file_id
    from workbook_batch_items y left join made m on m.inspection_id = y.inspection_id
    where x.batch_id = ${id}::uuid and x.position = any (${items.map((one) => one.position)}::int[])
      and y.batch_id = x.batch_id and y.position = x.position`.execute(ctx.db);
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function countsOf(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ issued: number; closed: number }>`
    select count(*) filter (where state = 'issued')::int as issued, count(*) filter (where state = 'closed')::int as closed
    from workbook_batch_items where batch_id = ${id}::uuid`.execute(ctx.db);
  return rows[0] ?? {};
}
