import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, held, within, withinUnits } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { AppError, conflict, invalid, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { nobody } from "#core/http/door.ts";
import { knownTypes } from "#core/files/media-type.ts";
import { safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import type { files, UploadForm } from "./contract.ts";
import type { Static } from "typebox";
import { isPurpose, type Purpose, ruleOf, takes } from "./rules.ts";

type In<K extends keyof typeof files> = Input<(typeof files)[K]>;
type Out<K extends keyof typeof files> = Promise<Output<(typeof files)[K]>>;

export async function uploadFile(ctx: Ctx, input: In<"uploadFile">): Out<"uploadFile"> {
  const scoped = await mayUpload(ctx, input);
  const { purpose, sizeBytes, sha256 } = input;
  const mediaType = acceptedType(purpose, input.mediaType);
  const hash = Buffer.from(sha256, "hex");
  await holdContents(scoped.db);
  if (!(await fileStore().has(hash))) throw conflict("file.send_again");
  const unitId = input.unitId ?? null;
  const companyId = unitId ? await companyOf(ctx, unitId) : (input.companyId ?? null);
  const name = safeName(input.name, mediaType);
  const { id } = await scoped.db
    .insertInto("files")

    .values({
      companyId,
      unitId,
      sha256: hash,
      sizeBytes,
      mediaType,
      name,
      purpose,
      createdBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(scoped, "file.uploaded", {
    subject: { kind: "file", id, companyId },
    data: { purpose, sizeBytes, mediaType, sha256 },
    personal: { name },
  });
  return { id, name, sizeBytes, mediaType };
}

/** Looks before anything is stored; afterwards the transaction is under the permission that fits purpose and company. */
export async function mayUpload(ctx: Ctx, form: Static<typeof UploadForm>): Promise<Ctx> {
  const { attach } = ruleOf[form.purpose];
  if (isOfUnits(form.purpose)) return underUnit(ctx, attach, found(form.unitId ?? undefined, "unit"), "unit");
  return underPurpose(ctx, attach, form.companyId ?? null, "company");
}

const isOfUnits = (purpose: Purpose) => purpose === "instruction_proof";

async function companyOf(ctx: Ctx, unitId: string): Promise<string | null> {
  const { rows } = await sql<{
    companyId: string | null;
  }>`select company_of_unit(${unitId}::uuid) as company_id`.execute(ctx.db);
  return rows[0]?.companyId ?? null;
}

/** The same at a department or a division, where no company of one's own is. */
async function underUnit(
  ctx: Ctx,
  permissions: readonly string[],
  unitId: string,
  noun: string,
): Promise<Ctx> {
  for (const permission of permissions) {
    const { rows } =
      await sql`select where ${unitId}::uuid = any (units_in_scope(${ctx.actor.personId}::uuid, ${permission}))`.execute(
        ctx.db,
      );
    if (rows.length > 0) return under(ctx, permission);
  }
  throw notFound(noun);
}

export const isInfected = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === "file.infected";

/** That somebody sent what the scanner knows; the content itself is gone already. */
export async function noteInfected(
  ctx: Ctx,
  form: Static<typeof UploadForm>,
  found: AppError,
): Promise<void> {
  const scoped = await mayUpload(ctx, form);
  await record(scoped, "file.refused", {
    subject: { kind: "file", id: null, companyId: form.companyId ?? null },
    data: { purpose: form.purpose, signature: found.details.values?.["signature"] },
  });
}

async function underPurpose(
  ctx: Ctx,
  permissions: readonly string[],
  companyId: string | null,
  noun: string,
): Promise<Ctx> {
  if (companyId !== null) {
    const holds = await held(ctx, permissions, companyId);
    const first = permissions.find((permission) => holds.has(permission));
    return under(ctx, found(first, noun));
  }
  for (const permission of permissions) {
    const scoped = await under(ctx, permission);
    if (scoped.reach === "group") return scoped;
  }
  throw notFound(noun);
}

function acceptedType(purpose: Purpose, mediaType: string | null): string {
  if (mediaType !== null && takes(purpose, mediaType)) return mediaType;
  const kinds = (ruleOf[purpose].mediaTypes ?? Object.keys(knownTypes)).map((type) => knownTypes[type]?.[0]);
  throw invalid("file.kind_refused", { values: { kinds: kinds.join(", ") } });
}

type Row = { id: string; name: string; sizeBytes: number; mediaType: string; sha256: Buffer };

const ofNobody = { companyId: nobody, purpose: "evidence", unitId: null };

export async function downloadFile(ctx: Ctx, input: In<"downloadFile">): Out<"downloadFile"> {
  const place = await sql<{ companyId: string | null; purpose: string; unitId: string | null }>`
    select * from place_of_file(${input.id}::uuid)`.execute(ctx.db);
  // What nothing has is asked about like what another company has: the time must not tell the two apart.
  const { companyId, purpose, unitId } = place.rows[0] ?? ofNobody;
  if (!isPurpose(purpose)) throw notFound("file");
  const scoped = unitId
    ? await underUnit(ctx, ruleOf[purpose].read, unitId, "file")
    : await underPurpose(ctx, ruleOf[purpose].read, companyId, "file");
  const { rows } = await sql<Row>`
    select f.id, f.name, f.size_bytes, f.media_type, f.sha256 from files f
    where f.id = ${input.id}::uuid and ${unitId ? withinUnits(scoped, "f.unit_id") : companyId === null ? sql`true` : within(scoped, "f.company_id")}
      -- A contributor reads what he or she sent, or what serves a delegated control.
      and (${scoped.permission} <> 'inspection.contribute' or f.created_by = ${ctx.actor.personId}::uuid
        or is_delegated_file(f.id))`.execute(scoped.db);
  const { sha256, ...file } = found(rows[0], "file");
  const output = asSensitiveRead(file, {
    verb: "file.read",
    subject: { kind: "file", id: file.id, companyId },
    data: { purpose },
  });
  const { name, mediaType, sizeBytes } = file;
  return withContent(output, { name, mediaType, sizeBytes, open: () => fileStore().read(sha256) });
}
