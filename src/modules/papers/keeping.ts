// Making signed answers: set the pages, keep the file, sign what proves it. Once per confirmation or lock and language.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { sign, signingKey } from "#core/crypto/signing.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { safeName } from "#core/files/name.ts";
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

/** @returns the paper that is there, or the new one. @throws AppError `paper.not_confirmed` */
export async function keepPaper(
  ctx: Ctx,
  inspectionId: string,
  language: Language,
): Promise<{ id: string; isNew: boolean }> {
  const inspection = await inspectionInScope(ctx, inspectionId);
  const event = await provingEvent(ctx, inspection);
  if (!event) throw conflict("paper.not_confirmed");
  const there = await sql<{ id: string }>`select id from papers where inspection_id = ${inspectionId}::uuid
    and event_id = ${event.id} and language = ${language}`.execute(ctx.db);
  if (there.rows[0]) return { id: there.rows[0].id, isNew: false };
  const content = await contentOf(ctx, inspection);
  const contentSha256 = contentHash(content);
  const book = await bookOf(ctx, inspection.editionId);
  const key = signingKey();
  const eventHash = event.hash.toString("hex");
  const data = answersData(
    content,
    book,
    {
      contentSha256: contentSha256.toString("hex"),
      eventId: event.id,
      eventHash,
      eventAt: event.at,
      verb: event.verb,
      keyId: key.id,
      timeZone: inspection.timeZone,
    },
    language,
  );
  const pdf = Buffer.from(await renderPdf(answersTemplate, data));
  const id = randomUUID();
  const pdfSha256 = sha256(pdf);
  const manifest = canonicalJson({
    version: 1,
    paper: id,
    inspection: inspectionId,
    company: inspection.companyId,
    language,
    event: { id: event.id, verb: event.verb, at: event.at, sha256: eventHash },
    contentSha256: contentSha256.toString("hex"),
    pdfSha256: pdfSha256.toString("hex"),
  });
  const name = safeName(`${content.company.code} ${content.round.name} ${language}.pdf`, pdfType);
  const fileId = await keepFile(ctx, inspection.companyId, pdf, name);
  await sql`insert into papers (id, inspection_id, company_id, event_id, event_hash, verb, language, content, content_sha256, file_id,
      pdf_sha256, manifest, signature, public_key, made_by)
    values (${id}::uuid, ${inspectionId}::uuid, ${inspection.companyId}::uuid, ${event.id}, ${event.hash}, ${event.verb}, ${language},
      ${JSON.stringify(content)}::jsonb, ${contentSha256}, ${fileId}::uuid, ${pdfSha256}, ${manifest}, ${sign(key, manifest)},
      ${key.publicKey}, ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await record(ctx, "paper.made", {
    subject: { kind: "inspection", id: inspectionId, companyId: inspection.companyId },
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
