// Confirmation by hand for many: ordering the pages, handing them out, taking the signed ones in.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { refusable } from "#core/db/savepoint.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import { confirmOnPaper } from "#modules/inspections/on-paper.ts";
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
import { isPageOld } from "#modules/inspections/signed-page.ts";
import type { papers } from "./contract.ts";
import { mostPages } from "./contract/pages.ts";
import { pdfType } from "./keeping.ts";
import { pagesJob } from "./pages-job.ts";
import { type Page, pagesAsPdf, pagesAsZip } from "./pages-file.ts";
import { signersAt } from "./signers.ts";

type In<K extends keyof typeof papers> = Input<(typeof papers)[K]>;
type Out<K extends keyof typeof papers> = Promise<Output<(typeof papers)[K]>>;

const kind: BatchKind = {
  orders: "confirmation_batches",
  items: "confirmation_batch_items",
  name: "confirmation_batch",
  job: pagesJob,
  refusals: { working: "paper.pages_working", done: "paper.pages_done" },
};

/** Of inspection `i`. */
const isToCompare = sql`i.state = 'confirmed' and i.confirmed_for is not null and i.compared_at is null`;

export async function getRoundPages(ctx: Ctx, { id, divisionId }: In<"getRoundPages">): Out<"getRoundPages"> {
  type Head = Omit<Output<typeof papers.getRoundPages>, "batches">;
  const head = await sql<Head>`
    select r.id as round_id, r.name as round_name, count(i.id) filter (where i.state = 'reviewed')::int as waiting,
      count(i.id) filter (where i.state = 'reviewed' and f.answers_by_workbook)::int as by_workbook,
      count(i.id) filter (where i.state in ('confirmed', 'locked'))::int as confirmed,
      count(i.id) filter (where ${isToCompare})::int as to_compare
    from rounds r left join inspections i on i.round_id = r.id and ${within(ctx, "i.company_id")} and ${below(divisionId)} ${factsOfToday}
    where r.id = ${id}::uuid and r.state not in ('draft', 'discarded') group by r.id`.execute(ctx.db);
  const batches = await batchesOfRound<{ issued: number; movedOn: number }>(
    ctx,
    kind,
    id,
    sql`count(*) filter (where x.state = 'issued')::int as issued, count(*) filter (where x.state = 'moved_on')::int as moved_on`,
  );
  return { ...found(head.rows[0], "round"), batches };
}

export async function orderPages(
  ctx: Ctx,
  { id: roundId, who, divisionId }: In<"orderPages">,
): Out<"orderPages"> {
  const { id, count } = await orderBatch(
    ctx,
    kind,
    roundId,
    sql`(i.state = 'reviewed' and ${who === "all" ? sql`true` : sql`f.answers_by_workbook`} and ${below(divisionId)})`,
    mostPages,
  );
  if (count === 0) throw conflict("paper.none_waiting");
  await record(ctx, "paper.pages_ordered", {
    subject: { kind: "round", id: roundId, companyId: null },
    data: { batchId: id, inspections: count },
  });
  return { id, jobId: await beginBatch(ctx, kind, id, count), count };
}

export const goOnWithPages = (ctx: Ctx, { id }: In<"goOnWithPages">): Out<"goOnWithPages"> =>
  goOnWithBatch(ctx, kind, id);

export async function downloadPages(ctx: Ctx, { id, format }: In<"downloadPages">): Out<"downloadPages"> {
  const { roundName } = await batchInScope(ctx, kind, id);
  const { rows } = await sql<Page>`
    select u.code, x.page from confirmation_batch_items x join units u on u.id = x.company_id
    where x.batch_id = ${id}::uuid and x.state = 'issued' and ${within(ctx, "x.company_id")}
    order by x.position limit ${mostPages}`.execute(ctx.db);
  if (rows.length === 0) throw conflict("paper.no_page_yet");
  const output = asSensitiveRead(
    { id },
    {
      verb: "paper.pages_downloaded",
      subject: { kind: "confirmation_batch", id, companyId: null },
      data: { inspections: rows.length },
    },
  );
  const name = safeName(`${roundName.replace(/[/\\]/g, "-")}.pdf`, pdfType);
  return withContent(
    output,
    format === "pdf"
      ? { name, mediaType: pdfType, open: () => pagesAsPdf(rows) }
      : {
          name: name.replace(/\.pdf$/, ".zip"),
          mediaType: "application/zip",
          open: () => pagesAsZip(rows, roundName),
        },
  );
}

type Waiting = Output<typeof papers.listWaiting>["rows"][number];

export async function listWaiting(
  ctx: Ctx,
  { id, divisionId, search, after, limit = 50 }: In<"listWaiting">,
): Out<"listWaiting"> {
  const sought = search?.trim() ? like(search) : null;
  const { rows } = await sql<Waiting>`
    select i.id as inspection_id, i.row_version, i.company_id, u.code, ${nameOfUnit(ctx.language, "n")} as name,
      coalesce(f.answers_by_workbook, false) as by_workbook, ${isPageOld(sql`i.id`)} as is_page_old, coalesce(s.signers, '[]') as signers
    from inspections i join units u on u.id = i.company_id
    join lateral (select * from unit_names n where n.unit_id = u.id order by n.valid_from desc limit 1) n on true ${factsOfToday}
    left join lateral (select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'position', s.position, 'code', s.code,
        'mayHaveSigned', s.may_have_signed, 'unit', s.unit)) as signers
      from (${signersAt(ctx, sql`i.company_id`)}) s) s on true
    where i.round_id = ${id}::uuid and i.state = 'reviewed' and ${within(ctx, "i.company_id")} and ${below(divisionId)}
      and ${sought ? sql`(u.code ilike ${sought} or ${nameOfUnit(ctx.language, "n")} ilike ${sought})` : sql`true`}
      and ${after ? sql`u.code > ${after}` : sql`true`}
    order by u.code limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.code ?? null) : null };
}

type ToCompare = Output<typeof papers.listToCompare>["rows"][number];

export async function listToCompare(
  ctx: Ctx,
  { id, divisionId, after, limit = 50 }: In<"listToCompare">,
): Out<"listToCompare"> {
  const { rows } = await sql<ToCompare>`
    select i.id as inspection_id, u.code, ${nameOfUnit(ctx.language, "n")} as name, ${nameOfActor(ctx.language, sql`i.confirmed_for`)} as signer_name,
      ${nameOfActor(ctx.language, sql`i.confirmed_by`)} as entered_by_name, i.confirmed_at as entered_at,
      coalesce(i.confirmed_by = ${ctx.actor.personId}::uuid, false) as is_own
    from inspections i join units u on u.id = i.company_id
    join lateral (select * from unit_names n where n.unit_id = u.id order by n.valid_from desc limit 1) n on true
    where i.round_id = ${id}::uuid and ${isToCompare} and ${within(ctx, "i.company_id")} and ${below(divisionId)}
      and ${after ? sql`u.code > ${after}` : sql`true`}
    order by u.code limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.code ?? null) : null };
}

/** Of all companies of the round: what names one that does not wait names no other. */
export async function listCodes(ctx: Ctx, { id }: In<"listCodes">): Out<"listCodes"> {
  const { rows } = await sql<{ code: string }>`
    select u.code from inspections i join units u on u.id = i.company_id
    where i.round_id = ${id}::uuid and ${within(ctx, "i.company_id")} order by u.code limit ${mostPages}`.execute(
    ctx.db,
  );
  return { codes: rows.map((row) => row.code) };
}

/** Each by itself: a page that somebody else brought meanwhile refuses none of the others. */
export async function confirmManyOnPaper(
  ctx: Ctx,
  { id, pages }: In<"confirmManyOnPaper">,
): Out<"confirmManyOnPaper"> {
  const { rows } = await sql<{ id: string }>`
    select i.id from inspections i where i.round_id = ${id}::uuid and ${within(ctx, "i.company_id")}
      and i.id = any (${pages.map((one) => one.inspectionId)}::uuid[])`.execute(ctx.db);
  const ofRound = new Set(rows.map((row) => row.id));
  const refused: { inspectionId: string; code: string }[] = [];
  for (const { inspectionId, ...signed } of pages) {
    const outcome = await refusable(ctx.db, async () => {
      if (!ofRound.has(inspectionId)) throw notFound("inspection");
      return confirmOnPaper(ctx, { id: inspectionId, ...signed });
    });
    if ("refusal" in outcome) refused.push({ inspectionId, code: outcome.refusal.code });
  }
  return { confirmed: pages.length - refused.length, refused };
}
