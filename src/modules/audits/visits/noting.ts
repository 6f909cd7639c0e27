// Photos, notes and quotes: only ever added; withdrawn they stay, marked.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { taking } from "./contract/taking.ts";
import type { By, Sheet } from "./loading.ts";

type NewNote = Input<typeof taking.syncSheet>["notes"][number];
type Refused = Output<typeof taking.syncSheet>["refused"][number];
type Photo = { id: string; sha256: string };

/** @returns how many are new. */
export async function addNotes(
  ctx: Ctx,
  sheet: Sheet,
  notes: readonly NewNote[],
  by: By,
  refused: Refused[],
): Promise<number> {
  if (notes.length === 0) return 0;
  const photos = await photosOf(ctx, sheet, notes);
  const where = await placesOf(ctx, sheet, notes);
  const problemOf = (note: NewNote): string | null => {
    const spot = note.checkId ?? note.placeId;
    if (spot === undefined || !where.has(spot)) return "audit.check_gone";
    if (note.kind !== "photo") return note.words.trim() ? null : "audit.note_empty";
    const photo = note.fileId === undefined ? undefined : photos.get(note.fileId);
    if (!photo) return "audit.photo_missing";
    // What the device took a picture of is what has arrived.
    return note.sha256 === photo.sha256 ? null : "audit.photo_damaged";
  };
  const good = notes.filter((note) => {
    const code = problemOf(note);
    if (code) refused.push({ id: note.id, code });
    return code === null;
  });
  const rows = good.map(({ id, checkId, placeId, kind, words, saidBy, fileId, takenAt }) => ({
    id,
    checkId,
    placeId,
    kind,
    words: words.trim(),
    saidBy: saidBy.trim(),
    fileId,
    takenAt,
  }));
  const { rows: added } = await sql`
    insert into audit_notes (id, visit_id, company_id, check_id, place_id, kind, words, said_by, file_id, checkout_id, person_id, taken_at, received_at)
    select x.id, ${sheet.visitId}::uuid, ${sheet.companyId}::uuid, x."checkId", x."placeId", x.kind, x.words, x."saidBy",
      case when x.kind = 'photo' then x."fileId" end, ${by.checkoutId}::uuid, ${by.personId}::uuid, x."takenAt", app_now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, "checkId" uuid, "placeId" uuid, kind text, words text, "saidBy" text,
      "fileId" uuid, "takenAt" timestamptz)
    on conflict (id) do nothing returning id`.execute(ctx.db);
  return added.length;
}

async function photosOf(ctx: Ctx, sheet: Sheet, notes: readonly NewNote[]): Promise<Map<string, Photo>> {
  const ids = notes.flatMap((one) => (one.fileId ? [one.fileId] : []));
  const { rows } = await sql<Photo>`select f.id, encode(f.sha256, 'hex') as sha256 from files f
    where f.id = any (${ids}::uuid[]) and f.purpose = 'audit_photo' and f.company_id = ${sheet.companyId}::uuid`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function placesOf(ctx: Ctx, sheet: Sheet, notes: readonly NewNote[]): Promise<Set<string>> {
  const ids = notes.flatMap((one) => [one.checkId, one.placeId].filter((id) => id !== undefined));
  const { rows } = await sql<{ id: string }>`
    select c.id from audit_checks c where c.visit_id = ${sheet.visitId}::uuid and c.id = any (${ids}::uuid[])
    union all select p.id from audit_places p where p.visit_id = ${sheet.visitId}::uuid and p.id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.id));
}

/** By whoever took it, or anybody of the team: a photo that shows a face by mistake is taken out of sight, and that it was is seen. */
export async function withdrawNotes(ctx: Ctx, sheet: Sheet, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } =
    await sql`update audit_notes set withdrawn_at = app_now(), withdrawn_by = ${ctx.actor.personId}::uuid
    where visit_id = ${sheet.visitId}::uuid and id = any (${[...ids]}::uuid[]) and withdrawn_at is null returning id`.execute(
      ctx.db,
    );
  return rows.length;
}

/** Of what is to be withdrawn, what stands in sight. */
export async function inSight(ctx: Ctx, sheet: Sheet, ids: readonly string[]): Promise<{ id: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{
    id: string;
  }>`select n.id from audit_notes n where n.visit_id = ${sheet.visitId}::uuid
    and n.id = any (${[...ids]}::uuid[]) and n.withdrawn_at is null`.execute(ctx.db);
  return rows;
}
