// What is taken up on site beyond the draw: a check at a place, with the control if the sheet has none, and why.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { taking } from "./contract/taking.ts";
import { type By, type Sheet, touch } from "./loading.ts";
import { addControl } from "./preparing.ts";

type In = Input<typeof taking.syncSheet>;
type NewCheck = In["checks"][number];
type Refused = Output<typeof taking.syncSheet>["refused"][number];

/** @returns how many are new, also those that another device had added at the same place. */
export async function addChecks(
  ctx: Ctx,
  sheet: Sheet,
  checks: readonly NewCheck[],
  { personId }: By,
  refused: Refused[],
): Promise<number> {
  if (checks.length === 0) return 0;
  const problems = await problemsOf(ctx, sheet, checks);
  for (const [id, code] of problems) refused.push({ id, code });
  const rows = checks.flatMap((one, nth) =>
    problems.has(one.id) ? [] : [{ ...one, reason: one.reason?.trim() ?? "", nth: nth + 1 }],
  );
  const asked = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, "placeId" uuid, "controlId" text, reason text, nth int)`;
  const added = await sql`
    insert into audit_checks (id, visit_id, company_id, place_id, control_id, position, reason, added_by, added_at)
    select x.id, ${sheet.visitId}::uuid, ${sheet.companyId}::uuid, x."placeId", x."controlId",
      (select coalesce(max(c.position), 0) from audit_checks c where c.visit_id = ${sheet.visitId}::uuid) + x.nth, x.reason,
      ${personId}::uuid, app_now()
    from ${asked} where not exists (select from audit_check_twins t where t.id = x.id)
    on conflict do nothing returning id`.execute(ctx.db);
  const twins = await sql`
    insert into audit_check_twins (id, visit_id, company_id, check_id, reason, added_by, added_at)
    select x.id, c.visit_id, c.company_id, c.id, x.reason, ${personId}::uuid, app_now()
    from ${asked} join audit_checks c on c.visit_id = ${sheet.visitId}::uuid and c.place_id = x."placeId" and c.control_id = x."controlId"
      and c.point is null and c.id <> x.id
    where not exists (select from audit_checks k where k.id = x.id)
    on conflict do nothing returning id`.execute(ctx.db);
  return added.rows.length + twins.rows.length;
}

/** Of each that cannot be taken, why; what can be is on the sheet afterwards. */
async function problemsOf(
  ctx: Ctx,
  sheet: Sheet,
  checks: readonly NewCheck[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{
    id: string;
  }>`select p.id::text as id from audit_places p where p.visit_id = ${sheet.visitId}::uuid
    union all select k.control_id from audit_controls k where k.visit_id = ${sheet.visitId}::uuid`.execute(
    ctx.db,
  );
  const there = new Set(rows.map((row) => row.id));
  const problems = new Map<string, string>();
  for (const one of checks) {
    if (!there.has(one.placeId)) problems.set(one.id, "audit.check_gone");
    else if (!there.has(one.controlId)) {
      if (!one.reason?.trim()) problems.set(one.id, "audit.say_why");
      else if (await addControl(ctx, sheet, one.controlId)) there.add(one.controlId);
      else problems.set(one.id, "audit.control_unknown");
    }
  }
  return problems;
}

/** A place that was taken out meanwhile comes back with what was noted there: nobody's entry is lost for a tidy list. */
export async function bringPlacesBack(
  ctx: Ctx,
  sheet: Sheet,
  { checks, notes }: Pick<In, "checks" | "notes">,
): Promise<number> {
  const ids = [...checks, ...notes].flatMap((one) => (one.placeId ? [one.placeId] : []));
  if (ids.length === 0) return 0;
  const { rows } = await sql`update audit_places set removed_at = null
    where visit_id = ${sheet.visitId}::uuid and id = any (${ids}::uuid[]) and removed_at is not null returning id`.execute(
    ctx.db,
  );
  // Whoever is rearranging looks again first.
  if (rows.length > 0) await touch(ctx, sheet.visitId);
  return rows.length;
}

/** Where what was entered under the id of a twin belongs. */
export async function standingIds(
  ctx: Ctx,
  sheet: Sheet,
  { ops, notes }: Pick<In, "ops" | "notes">,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...ops, ...notes].flatMap((one) => (one.checkId ? [one.checkId] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; checkId: string }>`select t.id, t.check_id from audit_check_twins t
    where t.visit_id = ${sheet.visitId}::uuid and t.id = any (${[...new Set(ids)]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.checkId]));
}
