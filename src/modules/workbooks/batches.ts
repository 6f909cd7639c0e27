// Ordering the workbooks of many companies, and handing out what was made.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import {
  type BatchKind,
  batchesOfRound,
  batchInScope,
  beginBatch,
  below,
  factsOfToday,
  goOnWithBatch,
  orderBatch,
} from "#modules/inspections/round-batches.ts";
import { archiveOf } from "./archive.ts";
import { issueJob } from "./batch-job.ts";
import type { workbooks } from "./contract.ts";
import { mostItems } from "./contract/batches.ts";
import { xlsx } from "./issuing.ts";

type In<K extends keyof typeof workbooks> = Input<(typeof workbooks)[K]>;
type Out<K extends keyof typeof workbooks> = Promise<Output<(typeof workbooks)[K]>>;

const kind: BatchKind = {
  orders: "workbook_batches",
  items: "workbook_batch_items",
  name: "workbook_batch",
  job: issueJob,
  refusals: { working: "workbook.batch_working", done: "workbook.batch_done" },
};

/** As isInHand of inspections has it, of inspection `i` of round `r`. */
const isOpen = sql<boolean>`(r.state not in ('draft', 'discarded') and i.left_on is null and i.state in ('not_begun', 'answering', 'returned')
  and (r.state <> 'closed' or i.submitted_at is not null))`;

export async function getRoundWorkbooks(
  ctx: Ctx,
  { id, divisionId }: In<"getRoundWorkbooks">,
): Out<"getRoundWorkbooks"> {
  type Head = Omit<Output<typeof workbooks.getRoundWorkbooks>, "batches">;
  const head = await sql<Head>`
    select r.id as round_id, r.name as round_name, count(i.id)::int as open,
      count(i.id) filter (where f.answers_by_workbook)::int as by_workbook,
      count(i.id) filter (where f.answers_by_workbook and exists (select from workbooks w where w.inspection_id = i.id))::int as issued
    from rounds r left join inspections i on i.round_id = r.id and ${isOpen} and ${below(divisionId)} and ${within(ctx, "i.company_id")}
    ${factsOfToday} where r.id = ${id}::uuid group by r.id`.execute(ctx.db);
  const batches = await batchesOfRound<{ made: number; kept: number; closed: number }>(
    ctx,
    kind,
    id,
    sql`count(*) filter (where x.state = 'issued')::int as made, count(x.file_id)::int as kept,
      count(*) filter (where x.state = 'closed')::int as closed`,
  );
  return { ...found(head.rows[0], "round"), batches };
}

export async function orderWorkbooks(ctx: Ctx, input: In<"orderWorkbooks">): Out<"orderWorkbooks"> {
  const which =
    input.who === "chosen"
      ? sql`i.id = any (${input.inspectionIds ?? []}::uuid[])`
      : input.who === "by_workbook"
        ? sql`f.answers_by_workbook`
        : sql`true`;
  const { id, count } = await orderBatch(
    ctx,
    kind,
    input.id,
    sql`(${isOpen} and ${which} and ${below(input.divisionId)})`,
    mostItems,
  );
  if (count === 0) throw conflict("workbook.none_to_issue");
  await record(ctx, "workbook.batch_ordered", {
    subject: { kind: "round", id: input.id, companyId: null },
    data: { batchId: id, inspections: count },
  });
  return { id, jobId: await beginBatch(ctx, kind, id, count), count };
}

export const goOnWithWorkbooks = (ctx: Ctx, { id }: In<"goOnWithWorkbooks">): Out<"goOnWithWorkbooks"> =>
  goOnWithBatch(ctx, kind, id);

export async function downloadWorkbooks(ctx: Ctx, { id }: In<"downloadWorkbooks">): Out<"downloadWorkbooks"> {
  const batch = await batchInScope(ctx, kind, id);
  const { rows } = await sql<{ name: string; sha256: Buffer; sizeBytes: number; issuedAt: string }>`
    select f.name, f.sha256, f.size_bytes, w.issued_at
    from workbook_batch_items x join files f on f.id = x.file_id join workbooks w on w.id = x.workbook_id
    where x.batch_id = ${id}::uuid and x.state = 'issued' and ${within(ctx, "x.company_id")}
    order by x.position limit ${mostItems}`.execute(ctx.db);
  if (rows.length === 0)
    throw conflict(batch.issued > 0 ? "workbook.batch_ended" : "workbook.batch_nothing_made");
  const output = asSensitiveRead(
    { id },
    {
      verb: "workbook.batch_downloaded",
      subject: { kind: "workbook_batch", id, companyId: null },
      data: { inspections: rows.length },
    },
  );
  const stem = safeName(`${batch.roundName.replace(/[/\\]/g, "-")}.xlsx`, xlsx).replace(/\.xlsx$/, "");
  return withContent(output, {
    name: `${stem}.zip`,
    mediaType: "application/zip",
    open: () => archiveOf(rows),
  });
}
