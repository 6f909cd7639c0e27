// Lent to later modules.
// What somebody saw on site is not undone by saying "still true": it stays valid until the tier's next visit is due
// (domain.md; on_site_audit_every_years of the standard). Another answer than the one that was seen is the company's word again.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { bookOf, unchangedSince } from "./book.ts";
import type { Inspection } from "./loading.ts";
import { previousOf } from "./proposals.ts";

/** Takes the visit's opinion along for answers that were just taken over from last year. @returns those it holds for. */
export async function keepVerified(
  ctx: Ctx,
  inspection: Inspection,
  lastInspectionId: string,
  controlIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const years = (await bookOf(ctx, inspection.editionId)).rules.visitYears[inspection.tier];
  if (years === undefined || controlIds.length === 0) return new Set();
  const { rows } = await sql<{ controlId: string }>`
    update answers a set assurance = 'verified', verified_on = seen.day
    from (select l.control_id, l.verdict, coalesce(l.verified_on, (l.answered_at at time zone (select time_zone from group_settings))::date) as day
      from answers l where l.inspection_id = ${lastInspectionId}::uuid and l.assurance = 'verified') seen
    where a.inspection_id = ${inspection.id}::uuid and a.control_id = any (${[...controlIds]}::text[])
      and seen.control_id = a.control_id and seen.verdict = a.verdict and seen.day + make_interval(years => ${years}) >= group_today()
    returning a.control_id`.execute(ctx.db);
  return new Set(rows.map((row) => row.controlId));
}

/** The same for one answer that was confirmed by itself. */
export async function isStillVerified(ctx: Ctx, inspection: Inspection, controlId: string): Promise<boolean> {
  const last = await previousOf(ctx, inspection);
  if (!last || !(await unchangedSince(ctx, inspection.editionId, last.editionId)).has(controlId))
    return false;
  return (await keepVerified(ctx, inspection, last.inspectionId, [controlId])).has(controlId);
}
