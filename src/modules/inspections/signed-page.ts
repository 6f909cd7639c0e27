// Lent to later modules.
// A page that was issued for signing says what was reviewed then. After it came back, by the desk, an executive or an erratum,
// and was reviewed again, the page says something else than what would be confirmed with it.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";

/**
 * Whether the last page that was issued here is older than the last review. Answers change only between two reviews. By the
 * order in the trail: its clock is not the one of reviews. False where no page was issued here.
 */
export const isPageOld = (inspectionId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`coalesce((select max(e.id) filter (where e.verb = 'inspection.reviewed') > max(e.id) filter (where e.verb = 'paper.page_issued')
    from events e where e.subject_id = ${inspectionId} and e.verb in ('inspection.reviewed', 'paper.page_issued')), false)`;

/** @throws AppError `inspection.page_old` */
export async function assertPageOfNow(ctx: Ctx, inspectionId: string): Promise<void> {
  const { rows } = await sql<{ isOld: boolean }>`
    select ${isPageOld(sql`${inspectionId}::uuid`)} as is_old`.execute(ctx.db);
  if (rows[0]?.isOld) throw conflict("inspection.page_old");
}
