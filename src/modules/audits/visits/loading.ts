// A visit's sheet as it is about to be worked on, and who may work on it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, holds, within } from "#core/db/scope.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import { permissions } from "../programme/contract/words.ts";

export type Sheet = {
  visitId: string;
  companyId: string;
  reference: string;
  number: number;
  editionId: string;
  tier: "T1" | "T2" | "T3" | "T4";
  inspectionId: string | null;
  finishedAt: string | null;
  visitState: "planned" | "held" | "cancelled";
  rowVersion: number;
};

/** Who entered something, and on which device; brought in by somebody else it stays the author's. */
export type By = { checkoutId: string | null; personId: string | null };

/** @param lock held until the end: who else changes the sheet waits. */
export async function sheetInScope(ctx: Ctx, visitId: string, lock = false): Promise<Sheet> {
  const { rows } = await sql<Sheet>`
    select s.visit_id, s.company_id, s.reference, s.number, s.edition_id, s.tier, s.inspection_id, s.finished_at, v.state as visit_state,
      s.row_version
    from audit_sheets s join audit_visits v on v.id = s.visit_id
    where s.visit_id = ${visitId}::uuid and ${within(ctx, "s.company_id")} ${lock ? sql`for no key update of s` : sql``}`.execute(
    ctx.db,
  );
  return found(rows[0], "audit_sheet");
}

/** Whoever goes on the visit, and whoever plans the group's audits. */
export async function mayConduct(ctx: Ctx, visitId: string, companyId: string): Promise<boolean> {
  const { rows } = await sql<{
    isOn: boolean;
  }>`select is_on_team(${visitId}::uuid, ${ctx.actor.personId}::uuid) as is_on`.execute(ctx.db);
  return rows[0]?.isOn === true || holds(ctx, permissions.plan, companyId);
}

export async function assertConducts(ctx: Ctx, visitId: string, companyId: string): Promise<void> {
  if (!(await mayConduct(ctx, visitId, companyId))) throw forbidden("audit.not_on_team");
}

/** The sheet, held, of somebody who may work on it while it is not finished. */
export async function sheetToChange(ctx: Ctx, visitId: string, rowVersion?: number): Promise<Sheet> {
  const sheet = await sheetInScope(ctx, visitId, true);
  await assertConducts(ctx, sheet.visitId, sheet.companyId);
  if (rowVersion !== undefined && sheet.rowVersion !== rowVersion)
    throw lostRace("audit_sheet", { rowVersion }, { rowVersion: sheet.rowVersion });
  if (sheet.finishedAt !== null) throw conflict("audit.sheet_finished");
  return sheet;
}

export async function touch(
  ctx: Ctx,
  visitId: string,
  set = sql`finished_at = finished_at`,
): Promise<number> {
  const { rows } = await sql<{ rowVersion: number }>`
    update audit_sheets set ${set}, row_version = row_version + 1 where visit_id = ${visitId}::uuid returning row_version`.execute(
    ctx.db,
  );
  return rows[0]?.rowVersion ?? 0;
}

export const subjectOf = (sheet: { companyId: string }) => ({
  kind: "unit",
  id: sheet.companyId,
  companyId: sheet.companyId,
});
