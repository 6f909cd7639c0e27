// Evidence: one item for many controls, each use with the last day on which it counts.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { dayIn } from "#modules/duties/rules.ts";
import { type Book, bookOf } from "./book.ts";
import { type inspections, permissions } from "./contract.ts";
import { delegatedTo } from "./delegated.ts";
import { assertOpen, type Inspection, inspectionToChange } from "./loading.ts";
import { keepResult } from "./results.ts";
import { evidenceValidUntil, notBeyond } from "./scoring/evidence-days.ts";
import { renewStanding } from "./standing.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Item = {
  id: string;
  kind: "declared" | "documented" | "measured";
  validFrom: string;
  /** The last day on which it proves anything, whatever the cadence gives. */
  countsUntil?: string | null;
};

export async function addEvidence(ctx: Ctx, input: In<"addEvidence">): Out<"addEvidence"> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertMayProve(inspection);
  assertNotAhead(ctx, inspection, input.validFrom);
  if (input.fileId) await fileOf(ctx, inspection, input.fileId);
  if (input.evidenceId && (await isKnown(ctx, inspection, input.evidenceId))) return { id: input.evidenceId };
  const item = await ctx.db
    .insertInto("evidence")
    .values({
      ...(input.evidenceId ? { id: input.evidenceId } : {}),
      companyId: inspection.companyId,
      title: input.title,
      kind: input.kind,
      fileId: input.fileId ?? null,
      place: input.place ?? null,
      validFrom: input.validFrom,
      createdBy: ctx.actor.personId,
    })
    .returning(["id"])
    .executeTakeFirstOrThrow();
  const book = await bookOf(ctx, inspection.editionId);
  const given = { id: item.id, kind: input.kind, validFrom: input.validFrom };
  await useProof(ctx, inspection, book, given, [...new Set(input.controlIds)]);
  await record(ctx, "evidence.added", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { evidenceId: item.id, kind: input.kind, controlIds: input.controlIds },
    personal: { title: input.title, place: input.place ?? null },
  });
  await proofChanged(ctx, inspection, input.controlIds);
  return { id: item.id };
}

/**
 * Proof is given with the answers, and again after the lock when the old one runs out: the locked result stays as it
 * is, the standing of today sees the fresh proof (T-12).
 */
export function assertMayProve(inspection: Inspection): void {
  if (inspection.state !== "locked") assertOpen(inspection);
}

/**
 * The result follows, and what the desk decided was about other proof: it looks again. Who has read what was dropped has not
 * read what is there now. After the lock decisions and levels stay as they were; the standing sees the fresh proof.
 */
export async function proofChanged(
  ctx: Ctx,
  inspection: Inspection,
  controlIds: readonly string[],
  how: "added" | "dropped" = "added",
): Promise<void> {
  if (inspection.state === "locked") return renewStanding(ctx, inspection.id);
  await sql`update answers set proof_version = proof_version + 1,
      assurance = case when ${how === "dropped"} and (assurance = 'documented' or assurance = 'measured' and not ${hasReading}) then 'declared'
        else assurance end
    where inspection_id = ${inspection.id}::uuid and control_id = any (${[...controlIds]}::text[])`.execute(
    ctx.db,
  );
  // A contributor sees a part of the answers: the result follows when the officer saves.
  if (ctx.permission !== permissions.contribute) await keepResult(ctx, inspection, "live");
}

/** Of an answer: the reading that measured it is still among its proof. */
const hasReading = sql`exists (select from evidence_uses x join evidence e on e.id = x.evidence_id and e.reading is not null
  where x.inspection_id = answers.inspection_id and x.control_id = answers.control_id)`;

/** A proof shows what was: one of a later day would count long after it has run out. Where it is tomorrow already, that counts. */
export function assertNotAhead(ctx: Ctx, { timeZone }: Inspection, day: string): void {
  const there = dayIn(ctx.now, timeZone);
  if (day > ctx.today && day > there) throw invalid("evidence.day_in_future", { values: { day } });
}

async function isKnown(ctx: Ctx, inspection: Inspection, evidenceId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from evidence e where e.id = ${evidenceId}::uuid and e.company_id = ${inspection.companyId}::uuid
      and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  return rows.length > 0;
}

async function fileOf(ctx: Ctx, inspection: Inspection, fileId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from files f where f.id = ${fileId}::uuid and f.company_id = ${inspection.companyId}::uuid
      and f.purpose = 'evidence' and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  found(rows[0], "file");
}

/** @returns the last day on which the proof counts for the first of the controls. */
export async function useProof(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  item: Item,
  controlIds: readonly string[],
): Promise<string> {
  const isMine = await delegatedTo(ctx, inspection.id);
  const uses = controlIds.map((controlId) => {
    const control = book.byId.get(controlId);
    if (!control) throw invalid("control.not_asked");
    if (isMine && !isMine(control)) throw forbidden("control.not_delegated");
    const validUntil = evidenceValidUntil({
      book: book.rules,
      cadence: control.cadence,
      tier: inspection.tier,
      kind: item.kind,
      validFrom: item.validFrom,
      ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
    });
    return { control_id: controlId, valid_until: notBeyond(validUntil, item.countsUntil ?? null) };
  });
  await sql`insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until, used_by)
    select ${item.id}::uuid, ${inspection.id}::uuid, x.control_id, ${inspection.companyId}::uuid, x.valid_until, ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as x(control_id text, valid_until date)
    on conflict do nothing`.execute(ctx.db);
  return uses[0]?.valid_until ?? ctx.today;
}

export async function useEvidence(ctx: Ctx, input: In<"useEvidence">): Out<"useEvidence"> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertMayProve(inspection);
  const { rows } =
    await sql<Item>`select e.id, e.kind, e.valid_from, e.counts_until from evidence e where e.id = ${input.evidenceId}::uuid
    and e.company_id = ${inspection.companyId}::uuid and e.withdrawn_at is null and e.reading is null and ${within(ctx, "e.company_id")}`.execute(
      ctx.db,
    );
  const validUntil = await useProof(
    ctx,
    inspection,
    await bookOf(ctx, inspection.editionId),
    found(rows[0], "evidence"),
    [input.controlId],
  );
  await record(ctx, "evidence.used", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { evidenceId: input.evidenceId, controlId: input.controlId },
  });
  await proofChanged(ctx, inspection, [input.controlId]);
  return { validUntil };
}

export async function dropEvidence(ctx: Ctx, input: In<"dropEvidence">): Out<"dropEvidence"> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  const control = (await bookOf(ctx, inspection.editionId)).byId.get(input.controlId);
  const isMine = await delegatedTo(ctx, inspection.id);
  if (isMine && !(control && isMine(control))) throw forbidden("control.not_delegated");
  const { rows } =
    await sql`delete from evidence_uses where inspection_id = ${inspection.id}::uuid and control_id = ${input.controlId}
    and evidence_id = ${input.evidenceId}::uuid returning evidence_id`.execute(ctx.db);
  found(rows[0], "evidence");
  await proofChanged(ctx, inspection, [input.controlId], "dropped");
  await record(ctx, "evidence.dropped", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { evidenceId: input.evidenceId, controlId: input.controlId },
  });
  return { id: input.evidenceId };
}

export async function listEvidence(ctx: Ctx, input: In<"listEvidence">): Out<"listEvidence"> {
  await companyInScope(ctx, input.companyId);
  const sought = input.search ? like(input.search) : null;
  const { rows } = await sql<Output<typeof inspections.listEvidence>["rows"][number]>`
    select e.id, e.title, e.kind, e.place, f.name as file_name, e.valid_from,
      (select count(*)::int from evidence_uses x where x.evidence_id = e.id) as use_count
    from evidence e left join files f on f.id = e.file_id
    where e.company_id = ${input.companyId}::uuid and e.withdrawn_at is null and e.reading is null and ${within(ctx, "e.company_id")}
      -- A contributor sees the proof of what was delegated, no more.
      and (${ctx.permission} <> 'inspection.contribute' or e.created_by = ${ctx.actor.personId}::uuid)
      and ${sought ? sql`folded(e.title) ilike ${sought}` : sql`true`}
    order by e.created_at desc limit 200`.execute(ctx.db);
  return { rows };
}
