// The supervision tree stays a tree on every day.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";

/**
 * Looks at the first day of the new place and at every later day, up to the unit's next move, on which anything above
 * changes: a move planned for next year may close a circle with one of today. Two who move at once are told in turn.
 *
 * @throws AppError `unit.below_itself` naming the first day of the circle.
 */
export async function assertNotBelowItself(
  ctx: Ctx,
  unitId: string,
  parentId: string,
  from: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('yagura.supervision'))`.execute(ctx.db);
  const { rows } = await sql<{ day: string | null }>`
    with recursive days (day) as (
      select ${from}::date
      union
      select s.valid_from from supervisions s
      where s.valid_from > ${from}::date and s.valid_from < coalesce((select min(valid_from) from supervisions
        where unit_id = ${unitId}::uuid and valid_from > ${from}::date), 'infinity')
    ), up (day, id) as (
      select day, ${parentId}::uuid from days
      union
      select up.day, s.parent_id from up
      join supervisions s on s.unit_id = up.id and holds_on(s.valid_from, s.valid_to, up.day)
      where up.id <> ${unitId}::uuid
    )
    select min(day)::text as day from up where id = ${unitId}::uuid`.execute(ctx.db);
  const day = rows[0]?.day;
  if (day) throw invalid("unit.below_itself", { values: { day } });
}
