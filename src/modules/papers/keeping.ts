// Making signed answers: set the pages, keep the file, sign what proves it. Once per confirmation or lock and language.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { sign, signingKey } from "#core/crypto/signing.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import { renderPdf } from "#core/pdf/render.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { type Inspection, inspectionInScope } from "#modules/inspections/loading.ts";
import { canonicalJson } from "#modules/standards/canonical.ts";
import { type Content, contentOf } from "./content.ts";
import { answersData } from "./present.ts";

const template = (name: string) => readFileSync(new URL(`./${name}.typ`, import.meta.url), "utf8");
export const answersTemplate = template("answers");
export const confirmationTemplate = template("confirmation");
export const pdfType = "application/pdf";

export const sha256 = (of: string | Uint8Array) => createHash("sha256").update(of).digest();
export const contentHash = (content: Content) => sha256(canonicalJson(content));

type ProvingEvent = { id: number; verb: string; at: string; hash: Buffer };

/** The event that confirmed the inspection, or locked it after that. */
export async function provingEvent(ctx: Ctx, inspection: Inspection): Promise<ProvingEvent | null> {
  const verb =
    inspection.state === "locked"
      ? "inspection.locked"
      : inspection.state === "confirmed"
        ? "inspection.confirmed"
        : null;
  if (!verb) return null;
  const { rows } = await sql<ProvingEvent>`select e.id, e.verb, e.at, e.hash from events e
    where e.subject_id = ${inspection.id}::uuid and e.verb = ${verb} order by e.id desc limit 1`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

export type Prepared = {
  inspection: Inspection;
  event: ProvingEvent;
  language: Language;
  content: Content;
  contentSha256: Buffer;
  data: unknown;
};

/** All that the pages need, or the paper that is there. @throws AppError `paper.not_confirmed` */
export async function preparePaper(
  ctx: Ctx,
  inspectionId: string,
  language: Language,
): Promise<Prepared | { thereAs: string }> {
  const inspection = await inspectionInScope(ctx, inspectionId);
  const event = await provingEvent(ctx, inspection);
  if (!event) throw conflict("paper.not_confirmed");
  const there = await paperOf(ctx, inspectionId, event.id, language);
  if (there) return { thereAs: there };
  const { content, contentSha256 } = await keptContent(ctx, inspection, event);
  const data = answersData(
    content,
    await bookOf(ctx, inspection.editionId),
    {
      contentSha256: contentSha256.toString("hex"),
      eventId: event.id,
      eventHash: event.hash.toString("hex"),
      eventAt: event.at,
      verb: event.verb,
      keyId: signingKey().id,
      timeZone: inspection.timeZone,
    },
    language,
  );
  return { inspection, event, language, content, contentSha256, data };
}

async function paperOf(ctx: Ctx, inspectionId: string, eventId: number, language: Language) {
  const { rows } = await sql<{ id: string }>`select id from papers where inspection_id = ${inspectionId}::uuid
    and event_id = ${eventId} and language = ${language}`.execute(ctx.db);
  return rows[0]?.id;
}

/** The words of the event: whoever asks first keeps them, and every language is set from what was kept. */
async function keptContent(ctx: Ctx, inspection: Inspection, event: ProvingEvent) {
  type Kept = { content: Content; contentSha256: Buffer };
  const kept = () =>
    sql<Kept>`select content, content_sha256 from paper_contents
      where inspection_id = ${inspection.id}::uuid and event_id = ${event.id}`.execute(ctx.db);
  const before = (await kept()).rows[0];
  if (before) return before;
  const content = await contentOf(ctx, inspection, event.at);
  await sql`insert into paper_contents (inspection_id, event_id, company_id, content, content_sha256)
    values (${inspection.id}::uuid, ${event.id}, ${inspection.companyId}::uuid, ${JSON.stringify(content)}::jsonb,
      ${contentHash(content)}) on conflict do nothing`.execute(ctx.db);
  return found((await kept()).rows[0], "paper");
}

/** Takes seconds: never inside a transaction. */
export const setPages = async ({ data }: Prepared): Promise<Buffer> =>
  Buffer.from(await renderPdf(answersTemplate, data));

/** Signs and keeps the pages, or gives the paper that somebody else has kept meanwhile. */
export async function keepPaper(
  ctx: Ctx,
  { inspection, event, language, content, contentSha256 }: Prepared,
  pdf: Buffer,
): Promise<{ id: string; isNew: boolean }> {
  // Held until the end, so that the file of the second of two is not kept for nothing.
  await sql`select pg_advisory_xact_lock(hashtextextended('paper ' || ${`${inspection.id} ${event.id} ${language}`}, 0))`.execute(
    ctx.db,
  );
  const there = await paperOf(ctx, inspection.id, event.id, language);
  if (there) return { id: there, isNew: false };
  const key = signingKey();
  const id = randomUUID();
  const pdfSha256 = sha256(pdf);
  const manifest = canonicalJson({
    version: 1,
    paper: id,
    inspection: inspection.id,
    company: inspection.companyId,
    language,
    event: { id: event.id, verb: event.verb, at: event.at, sha256: event.hash.toString("hex") },
    contentSha256: contentSha256.toString("hex"),
    pdfSha256: pdfSha256.toString("hex"),
  });
  const name = safeName(
    `${asPart(`${content.company.code} ${content.round.name}`)} ${language}.pdf`,
    pdfType,
  );
  const fileId = await keepFile(ctx, inspection.companyId, pdf, name);
  await sql`insert into papers (id, inspection_id, company_id, event_id, event_hash, verb, language, content, content_sha256, file_id,
      pdf_sha256, manifest, signature, public_key, made_by)
    values (${id}::uuid, ${inspection.id}::uuid, ${inspection.companyId}::uuid, ${event.id}, ${event.hash}, ${event.verb}, ${language},
      ${JSON.stringify(content)}::jsonb, ${contentSha256}, ${fileId}::uuid, ${pdfSha256}, ${manifest}, ${sign(key, manifest)},
      ${key.publicKey}, ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await record(ctx, "paper.made", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { paperId: id, language, pdfSha256: pdfSha256.toString("hex"), keyId: key.id },
  });
  return { id, isNew: true };
}

/** A file of ours: its purpose is not among those that people upload or fetch by themselves. */
async function keepFile(ctx: Ctx, companyId: string, bytes: Buffer, name: string): Promise<string> {
  await holdContents(ctx.db);
  const kept = await fileStore().keep(
    (async function* () {
      yield bytes;
    })(),
  );
  const { id } = await ctx.db
    .insertInto("files")
    .values({
      companyId,
      sha256: kept.sha256,
      sizeBytes: kept.sizeBytes,
      mediaType: pdfType,
      name,
      purpose: "paper",
      createdBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
