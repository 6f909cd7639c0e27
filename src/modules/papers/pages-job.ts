// Issuing the pages of an order, one transaction each: what a page says is kept, and its hash stands in the trail.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { type Inspection, inspectionsInScope } from "#modules/inspections/loading.ts";
import { contentOf } from "./content.ts";
import { contentHash } from "./keeping.ts";
import { confirmationData } from "./present.ts";

export const pagesJob: JobKind = {
  kind: "paper.issue_pages",
  permission: "inspection.confirm_for",
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    while (await issueNext(job, id));
    return job.step(async (ctx) => ({ value: await countsOf(ctx, id) }));
  },
};

type Next = { position: number; inspectionId: string; language: Language; done: number };

/** Items of companies that left the orderer's reach are not seen, and stay. */
const issueNext = (job: JobCtx, id: string): Promise<boolean> =>
  job.step(async (ctx) => {
    const { rows } = await sql<Next>`
      select x.position, x.inspection_id, case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language,
        (select count(*)::int from confirmation_batch_items d where d.batch_id = x.batch_id and d.state <> 'waiting') as done
      from confirmation_batch_items x
      left join company_facts f on f.company_id = x.company_id and holds_on(f.valid_from, f.valid_to, group_today())
      where x.batch_id = ${id}::uuid and x.state = 'waiting' order by x.position limit 1 for update of x`.execute(
      ctx.db,
    );
    const next = rows[0];
    if (!next) return { value: false };
    const [inspection] = await inspectionsInScope(ctx, [next.inspectionId]);
    if (inspection?.state === "reviewed") {
      const { page, hash } = await issuePage(ctx, inspection, next.language);
      await sql`update confirmation_batch_items set state = 'issued', language = ${next.language}, page = ${JSON.stringify(page)}::jsonb,
        content_sha256 = ${hash} where batch_id = ${id}::uuid and position = ${next.position}`.execute(
        ctx.db,
      );
    } else
      await sql`update confirmation_batch_items set state = 'moved_on'
        where batch_id = ${id}::uuid and position = ${next.position}`.execute(ctx.db);
    const done = next.done + 1;
    return { value: true, done, checkpoint: { done } };
  });

/** What the page of a reviewed inspection says now, issued: the trail has the hash of what is to be signed. */
export async function issuePage(
  ctx: Ctx,
  inspection: Inspection,
  language: Language,
): Promise<{ page: unknown; hash: Buffer; code: string }> {
  const content = await contentOf(ctx, inspection);
  const hash = contentHash(content);
  const contentSha256 = hash.toString("hex");
  const book = await bookOf(ctx, inspection.editionId);
  await record(ctx, "paper.page_issued", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { language, contentSha256 },
  });
  return {
    page: confirmationData(content, book, contentSha256, language, ctx.today),
    hash,
    code: content.company.code,
  };
}

async function countsOf(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ issued: number; movedOn: number }>`
    select count(*) filter (where state = 'issued')::int as issued, count(*) filter (where state = 'moved_on')::int as moved_on
    from confirmation_batch_items where batch_id = ${id}::uuid`.execute(ctx.db);
  return rows[0] ?? {};
}
