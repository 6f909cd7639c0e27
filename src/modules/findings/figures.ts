// Lent to later modules.
// What the register says in numbers: each a part of a whole that does not shrink.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { narrowed, viewed } from "./listing.ts";

export type FindingFigures = {
  /** Asked to be remedied or lived with: neither ended nor merged. */
  running: number;
  /** As the register's own list of them. */
  overdue: number;
  /** Found more than ninety days ago. */
  old: number;
  /** Of all that were found within twelve months, those that had been ended before. */
  foundLately: number;
  recurredLately: number;
  at: string;
};

export async function findingFigures(ctx: Ctx): Promise<FindingFigures> {
  const running = sql`f.state not in ('closed', 'merged')`;
  const { rows } = await sql<FindingFigures>`
    select count(*) filter (where ${running})::int as running,
      count(*) filter (where ${viewed(ctx).overdue})::int as overdue,
      count(*) filter (where ${running} and f.found_on < ${ctx.today}::date - 90)::int as old,
      count(*) filter (where f.state <> 'merged' and f.found_on > ${ctx.today}::date - 365)::int as found_lately,
      count(*) filter (where f.state <> 'merged' and f.found_on > ${ctx.today}::date - 365 and f.recurs_id is not null)::int as recurred_lately,
      app_now() as at
    from findings f where f.left_on is null and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  return row;
}

/**
 * How many run on controls that stand against each harm, as their own editions tag them; one of two harms counts in both.
 *
 * @param among companies whose findings the reader may see, for an operation of another permission.
 */
export async function runningByHarm(
  ctx: Ctx,
  { among, ...part }: { divisionId?: string; among: readonly string[] },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ harm: string; count: number }>`
    select h.harm, count(distinct f.id)::int as count from findings f
    join controls c on c.edition_id = f.edition_id and c.control_id = any (f.control_ids) cross join unnest(c.harms) h (harm)
    where ${viewed(ctx).running} and ${narrowed(ctx, part)} and f.company_id = any (${[...among]}::uuid[]) group by 1`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ harm, count }) => [harm, count]));
}
