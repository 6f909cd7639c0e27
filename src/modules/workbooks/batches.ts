// Ordering the workbooks of many companies, and handing out what was made.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import { orderJob } from "#core/jobs/order.ts";
import { archiveOf } from "./archive.ts";
import { issueJob } from "./batch-job.ts";
import type { workbooks } from "./contract.ts";
import { mostItems } from "./contract/batches.ts";
import { xlsx } from "./issuing.ts";

type In<K extends keyof typeof workbooks> = Input<(typeof workbooks)[K]>;
type Out<K extends keyof typeof workbooks> = Promise<Output<(typeof workbooks)[K]>>;

/** As isInHand of inspections has it, of inspection `i` of round `r`. */
const isOpen = sql<boolean>`(r.state <> 'draft' and i.left_on is null and i.state in ('not_begun', 'answering', 'returned')
  and (r.state <> 'closed' or i.submitted_at is not null))`;
const below = (divisionId: string | undefined) =>
  divisionId
    ? sql`exists (select from round_members q where q.round_id = i.round_id and q.company_id = i.company_id and q.division_id = ${divisionId}::uuid)`
    : sql`true`;
/** Whoever ordered a batch; the group's own desk sees them all. */
const mine = (ctx: Ctx) =>
  ctx.reach === "group" ? sql`true` : sql`b.ordered_by = ${ctx.actor.personId}::uuid`;
const facts = sql`left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())`;

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
    ${facts} where r.id = ${id}::uuid group by r.id`.execute(ctx.db);
  const batches = await sql<Output<typeof workbooks.getRoundWorkbooks>["batches"][number]>`
    select b.id, b.ordered_at, ${nameOfPerson(ctx.language, "p")} as ordered_by_name, b.job_id, j.state as job_state,
      count(x.position)::int as companies, count(*) filter (where x.state = 'issued')::int as made,
      count(x.file_id)::int as kept,
      count(*) filter (where x.state = 'closed')::int as closed
    from (select * from workbook_batches b where b.round_id = ${id}::uuid and ${mine(ctx)} order by b.ordered_at desc limit 50) b
    left join workbook_batch_items x on x.batch_id = b.id and ${within(ctx, "x.company_id")}
    left join jobs j on j.id = b.job_id left join people p on p.id = b.ordered_by
    group by b.id, b.ordered_at, b.job_id, p.id, j.state order by b.ordered_at desc`.execute(ctx.db);
  return { ...found(head.rows[0], "round"), batches: batches.rows };
}

export async function orderWorkbooks(ctx: Ctx, input: In<"orderWorkbooks">): Out<"orderWorkbooks"> {
  const which =
    input.who === "chosen"
      ? sql`i.id = any (${input.inspectionIds ?? []}::uuid[])`
      : input.who === "by_workbook"
        ? sql`f.answers_by_workbook`
        : sql`true`;
  const made = await sql<{ id: string }>`
    insert into workbook_batches (round_id, ordered_by) select r.id, ${ctx.actor.personId}::uuid from rounds r
    where r.id = ${input.id}::uuid returning id`.execute(ctx.db);
  const { id } = found(made.rows[0], "round");
  const { numAffectedRows } = await sql`
    insert into workbook_batch_items (batch_id, position, ordered_by, company_id, inspection_id)
    select ${id}::uuid, row_number() over (order by u.code), ${ctx.actor.personId}::uuid, i.company_id, i.id
    from inspections i join rounds r on r.id = i.round_id join units u on u.id = i.company_id ${facts}
    where i.round_id = ${input.id}::uuid and ${isOpen} and ${which} and ${below(input.divisionId)} and ${within(ctx, "i.company_id")}
    order by u.code limit ${mostItems}`.execute(ctx.db);
  const count = Number(numAffectedRows ?? 0n);
  if (count === 0) throw conflict("workbook.none_to_issue");
  await record(ctx, "workbook.batch_ordered", {
    subject: { kind: "round", id: input.id, companyId: null },
    data: { batchId: id, inspections: count },
  });
  return { id, jobId: await begin(ctx, id, count), count };
}

async function begin(ctx: Ctx, id: string, total: number): Promise<string> {
  const jobId = await orderJob(ctx, issueJob, { subjectId: id, total });
  await sql`update workbook_batches set job_id = ${jobId}::uuid where id = ${id}::uuid`.execute(ctx.db);
  return jobId;
}

type Batch = {
  id: string;
  roundName: string;
  jobState: string | null;
  companies: number;
  waiting: number;
  made: number;
};

async function batchInScope(ctx: Ctx, id: string): Promise<Batch> {
  const { rows } = await sql<Batch>`
    select b.id, r.name as round_name, (select j.state from jobs j where j.id = b.job_id) as job_state, n.companies, n.waiting, n.made
    from workbook_batches b join rounds r on r.id = b.round_id
    cross join lateral (select count(*)::int as companies, count(*) filter (where x.state = 'waiting')::int as waiting,
        count(*) filter (where x.state = 'issued')::int as made
      from workbook_batch_items x where x.batch_id = b.id and ${within(ctx, "x.company_id")}) n
    where b.id = ${id}::uuid and ${mine(ctx)}`.execute(ctx.db);
  return found(rows[0], "workbook_batch");
}

export async function goOnWithWorkbooks(ctx: Ctx, { id }: In<"goOnWithWorkbooks">): Out<"goOnWithWorkbooks"> {
  // Held, so that of two who take it up at once the second finds it taken.
  await sql`select from workbook_batches b where b.id = ${id}::uuid and ${mine(ctx)} for update`.execute(
    ctx.db,
  );
  const batch = await batchInScope(ctx, id);
  if (batch.jobState === "queued" || batch.jobState === "running") throw conflict("workbook.batch_working");
  if (batch.waiting === 0) throw conflict("workbook.batch_done");
  return { id, jobId: await begin(ctx, id, batch.companies) };
}

export async function downloadWorkbooks(ctx: Ctx, { id }: In<"downloadWorkbooks">): Out<"downloadWorkbooks"> {
  const batch = await batchInScope(ctx, id);
  const { rows } = await sql<{ name: string; sha256: Buffer; sizeBytes: number; issuedAt: string }>`
    select f.name, f.sha256, f.size_bytes, w.issued_at
    from workbook_batch_items x join files f on f.id = x.file_id join workbooks w on w.id = x.workbook_id
    where x.batch_id = ${id}::uuid and x.state = 'issued' and ${within(ctx, "x.company_id")}
    order by x.position limit ${mostItems}`.execute(ctx.db);
  if (rows.length === 0)
    throw conflict(batch.made > 0 ? "workbook.batch_ended" : "workbook.batch_nothing_made");
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
