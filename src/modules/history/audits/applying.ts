// Lent to later modules.
// What is held of audits of earlier years, and writing a list of them: as with results, an entry is never changed, a corrected
// one is added and the one before it ends.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { record } from "#core/events/record.ts";
import type { Applied, Applying } from "#modules/organization/importing/company-apply.ts";
import type { Judged } from "#modules/organization/importing/judging.ts";
import { heldWorld } from "../importing/applying.ts";
import { type AuditFields, auditKey, type AuditWorld, type HeldAudit } from "./judging.ts";

export const auditWorld = async (ctx: Ctx): Promise<AuditWorld> => ({
  ...(await heldWorld(ctx)),
  today: ctx.today,
});

type Meant = { companyId: string; heldOn: string };

/** What holds of these companies and days, in one statement. */
export async function heldAudits(ctx: Ctx, meant: readonly Meant[]): Promise<Map<string, HeldAudit>> {
  const { rows } = await sql<HeldAudit & Meant>`
    select distinct e.id, e.company_id, e.held_on, e.kind, e.auditors, e.result, e.findings, e.report
    from jsonb_to_recordset(${JSON.stringify(meant)}::jsonb) as a ("companyId" uuid, "heldOn" date)
    join earlier_audits e on e.company_id = a."companyId" and e.held_on = a."heldOn" and e.replaced_at is null
      and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [auditKey(row.companyId, row.heldOn), row]));
}

export async function applyAudits(
  ctx: Ctx,
  rows: readonly Judged<AuditFields>[],
  { reason, source }: Applying & { source: string },
): Promise<Applied[]> {
  const ready = rows.flatMap(({ fields, rowNumber, subjectId }) =>
    fields ? [{ ...fields, rowNumber, beforeId: subjectId }] : [],
  );
  if (ready.length === 0) return [];
  const given = sql`jsonb_to_recordset(${JSON.stringify(ready)}::jsonb) as g ("rowNumber" integer, "beforeId" uuid,
    "companyId" uuid, "heldOn" date, kind text, auditors text, result text, findings integer, report text)`;
  const ended = await sql<{ id: string }>`
    update earlier_audits e set replaced_at = app_now() from ${given}
    where e.id = g."beforeId" and e.replaced_at is null returning e.id`.execute(ctx.db);
  // Somebody else who wrote the same entry meanwhile was first: nothing is added on top of what the check has not seen.
  const gone = new Set(ended.rows.map((row) => row.id));
  const added = await sql<{ rowNumber: number; id: string }>`
    with fresh as (
      insert into earlier_audits (company_id, held_on, kind, auditors, result, findings, report, source, reason, added_by, added_at)
      select g."companyId", g."heldOn", g.kind, g.auditors, g.result, g.findings, g.report, ${source}, ${reason},
        ${ctx.actor.personId}::uuid, app_now()
      from ${given} where g."beforeId" is null or g."beforeId" = any (${[...gone]}::uuid[])
      on conflict (company_id, held_on) where replaced_at is null do nothing
      returning id, company_id, held_on)
    select g."rowNumber" as row_number, f.id from fresh f join ${given}
      on f.company_id = g."companyId" and f.held_on = g."heldOn"`.execute(ctx.db);
  const ids = new Map(added.rows.map((row) => [row.rowNumber, row.id]));
  if (ids.size > 0)
    await record(ctx, "history.audits_loaded", {
      subject: { kind: "unit", id: null, companyId: null },
      data: { added: ids.size - gone.size, changed: gone.size },
      personal: { source, reason },
    });
  return ready.map(({ rowNumber, beforeId }): Applied => {
    const id = ids.get(rowNumber);
    if (id === undefined) return { rowNumber, did: "not_applied", code: "import.changed_since" };
    return { rowNumber, did: beforeId === null ? "added" : "changed", id };
  });
}
