// Making the workbooks of a batch, one transaction each: what was made stays made, whatever happens to the next.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { inspectionsInScope, isInHand } from "#modules/inspections/loading.ts";
import { permissions } from "./contract.ts";
import { issue, xlsx } from "./issuing.ts";

export const issueJob: JobKind = {
  kind: "workbook.issue_batch",
  permission: permissions.issue,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    while (await makeNext(job, id));
    return job.step(async (ctx) => ({ value: await countsOf(ctx, id) }));
  },
};

type Next = { position: number; inspectionId: string; done: number };

/** The next company that waits. Items of companies that left the orderer's reach are not seen, and stay. */
const makeNext = (job: JobCtx, id: string): Promise<boolean> =>
  job.step(async (ctx) => {
    const { rows } = await sql<Next>`
      select x.position, x.inspection_id, (select count(*)::int from workbook_batch_items d
        where d.batch_id = x.batch_id and d.state <> 'waiting') as done
      from workbook_batch_items x where x.batch_id = ${id}::uuid and x.state = 'waiting'
      order by x.position limit 1 for update of x`.execute(ctx.db);
    const next = rows[0];
    if (!next) return { value: false };
    await make(ctx, id, next);
    const done = next.done + 1;
    return { value: true, done, checkpoint: { done } };
  });

async function make(ctx: Ctx, id: string, { position, inspectionId }: Next): Promise<void> {
  const [inspection] = await inspectionsInScope(ctx, [inspectionId]);
  if (!inspection || !isInHand(inspection)) {
    await sql`update workbook_batch_items set state = 'closed'
      where batch_id = ${id}::uuid and position = ${position}`.execute(ctx.db);
    return;
  }
  const issued = await issue(ctx, inspection, null);
  await holdContents(ctx.db);
  const { sha256, sizeBytes } = await fileStore().keep(once(issued.bytes));
  await sql`with kept as (
      insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
      values (${inspection.companyId}::uuid, ${sha256}, ${sizeBytes}, ${xlsx}, ${issued.name}, 'workbook_out', ${ctx.actor.personId}::uuid)
      returning id)
    update workbook_batch_items x set state = 'issued', workbook_id = ${issued.id}::uuid, file_id = kept.id
    from kept where x.batch_id = ${id}::uuid and x.position = ${position}`.execute(ctx.db);
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
