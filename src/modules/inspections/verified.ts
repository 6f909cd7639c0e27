// Lent to later modules.
// What somebody saw on site is not undone by saying "still true": it stays valid until the tier's next visit is due
// (domain.md; on_site_audit_every_years of the standard). Another answer than the one that was seen is the company's word again.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { bookOf } from "./book.ts";
import { unchangedSince } from "./carried.ts";
import { dayOfVisit, type Inspection } from "./loading.ts";
import { previousOf } from "./proposals.ts";

const words = ["how", "missing", "reason", "coverage_percent", "exceptions", "maturity"];
const wordsOf = (row: string) => sql`(${sql.join(words.map((name) => sql.ref(`${row}.${name}`)))})`;

/** Whether two answers say the same: who looked on site saw that what these words say is so, not just the verdict. */
const saysTheSame = (one: string, other: string): RawBuilder<boolean> =>
  sql`${sql.ref(`${one}.verdict`)} = ${sql.ref(`${other}.verdict`)} and ${wordsOf(one)} is not distinct from ${wordsOf(other)}`;

/**
 * Of `on conflict do update`: how sure a changed answer is. Another verdict is the company's word again, as is another share than
 * was measured; what a visit of an earlier year saw does not outlast its words either.
 */
export const keptAssurance = (table: string): RawBuilder<unknown> => sql`
  assurance = case when ${sql.ref(`${table}.verdict`)} = excluded.verdict
    and (${sql.ref(`${table}.verified_on`)} is null or ${saysTheSame(table, "excluded")})
    and (${sql.ref(`${table}.assurance`)} <> 'measured' or ${sql.ref(`${table}.coverage_percent`)} is not distinct from excluded.coverage_percent) then ${sql.ref(`${table}.assurance`)} else 'declared' end,
  verified_on = case when ${saysTheSame(table, "excluded")} then ${sql.ref(`${table}.verified_on`)} end`;

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
    from (select l.*, ${dayOfVisit("l")} as day
      from answers l where l.inspection_id = ${lastInspectionId}::uuid and l.assurance = 'verified') seen
    where a.inspection_id = ${inspection.id}::uuid and a.control_id = any (${[...controlIds]}::text[])
      and seen.control_id = a.control_id and ${saysTheSame("seen", "a")} and seen.day + make_interval(years => ${years}) >= group_today()
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
