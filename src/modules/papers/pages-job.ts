// Issuing the pages of an order, some in a transaction: what a page says is kept, and its hash stands in the trail.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { recordEach } from "#core/events/record.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { type Inspection, inspectionsInScope, subjectOf } from "#modules/inspections/loading.ts";
import { contentsOf } from "./content.ts";
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

/** In one transaction: more would be issued in vain where it is cut off, and tell too seldom how far it is. */
const atOnce = 10;
type Next = { position: number; inspectionId: string; language: Language; done: number };

/** Items of companies that left the orderer's reach are not seen, and stay. */
const issueNext = (job: JobCtx, id: string): Promise<boolean> =>
  job.step(async (ctx) => {
    const { rows } = await sql<Next>`
      select x.position, x.inspection_id, case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language,
        (select count(*)::int from confirmation_batch_items d where d.batch_id = x.batch_id and d.state <> 'waiting') as done
      from confirmation_batch_items x
      left join company_facts f on f.company_id = x.company_id and holds_on(f.valid_from, f.valid_to, group_today())
      where x.batch_id = ${id}::uuid and x.state = 'waiting' order by x.position limit ${atOnce} for update of x`.execute(
      ctx.db,
    );
    if (rows.length === 0) return { value: false };
    await issueItems(ctx, id, rows);
    const done = (rows[0]?.done ?? 0) + rows.length;
    return { value: true, done, checkpoint: { done } };
  });

async function issueItems(ctx: Ctx, id: string, items: readonly Next[]): Promise<void> {
  const inspections = await inspectionsInScope(
    ctx,
    items.map((one) => one.inspectionId),
  );
  const languages = new Map(items.map((one) => [one.inspectionId, one.language]));
  const reviewed = inspections.filter((one) => one.state === "reviewed");
  const pages = await issuePages(ctx, reviewed, (one) => languages.get(one.id) ?? ctx.language);
  const issued = [...pages].map(([inspectionId, { page, hash, language }]) => ({
    inspection_id: inspectionId,
    language,
    page,
    hash: hash.toString("hex"),
  }));
  await sql`update confirmation_batch_items x set state = case when m.hash is null then 'moved_on' else 'issued' end, language = m.language,
      page = m.page, content_sha256 = decode(m.hash, 'hex')
    from confirmation_batch_items y left join jsonb_to_recordset(${JSON.stringify(issued)}::jsonb)
      as m(inspection_id uuid, language text, page jsonb, hash text) on m.inspection_id = y.inspection_id
    where x.batch_id = ${id}::uuid and x.position = any (${items.map((one) => one.position)}::int[])
      and y.batch_id = x.batch_id and y.position = x.position`.execute(ctx.db);
}

export type IssuedPage = { page: unknown; hash: Buffer; code: string; language: Language };

/** What the pages of reviewed inspections say now, issued: the trail has the hash of what is to be signed. */
export async function issuePages(
  ctx: Ctx,
  inspections: readonly Inspection[],
  languageOf: (inspection: Inspection) => Language,
): Promise<ReadonlyMap<string, IssuedPage>> {
  const contents = await contentsOf(ctx, inspections);
  const issued = new Map<string, IssuedPage>();
  for (const inspection of inspections) {
    const content = found(contents.get(inspection.id), "inspection");
    const hash = contentHash(content);
    const language = languageOf(inspection);
    const book = await bookOf(ctx, inspection.editionId); // kept by the process
    const page = confirmationData(content, book, hash.toString("hex"), language, ctx.today);
    issued.set(inspection.id, { page, hash, code: content.company.code, language });
  }
  await recordEach(
    ctx,
    "paper.page_issued",
    inspections.map((inspection) => {
      const one = issued.get(inspection.id);
      return {
        subject: subjectOf(inspection),
        data: { language: one?.language, contentSha256: one?.hash.toString("hex") },
      };
    }),
  );
  return issued;
}

/** One page. */
export async function issuePage(ctx: Ctx, inspection: Inspection, language: Language): Promise<IssuedPage> {
  return found((await issuePages(ctx, [inspection], () => language)).get(inspection.id), "inspection");
}

async function countsOf(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ issued: number; movedOn: number }>`
    select count(*) filter (where state = 'issued')::int as issued, count(*) filter (where state = 'moved_on')::int as moved_on
    from confirmation_batch_items where batch_id = ${id}::uuid`.execute(ctx.db);
  return rows[0] ?? {};
}
