// One of several employments ends: where nothing goes on at its company, what the person holds there ends with it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { type EndedGrant, recordEndedGrants } from "../administering.ts";

type Ended = { personId: string; companyId: string; lastDay: string };

/** Seats and rights at the company's units, unless the person is employed there on the next day too. */
export async function endAtCompany(ctx: Ctx, { personId, companyId, lastDay }: Ended) {
  const next = sql`(${lastDay}::date + 1)`;
  const goesOn = await sql`select from employments e
    where e.person_id = ${personId}::uuid and e.company_id = ${companyId}::uuid
      and holds_on(e.valid_from, e.valid_to, ${next}) limit 1`.execute(ctx.db);
  if (goesOn.rows.length > 0) return { seats: 0, grants: 0 };
  const held = sql`h.person_id = ${personId}::uuid and h.company_id = ${companyId}::uuid and ${within(ctx, "h.company_id")}
    and (h.valid_to is null or h.valid_to > ${next})`;
  const seats = await sql<{ count: number }>`
    with never as (
      delete from position_holders h where ${held} and h.valid_from >= ${next} returning 1
    ), closed as (
      update position_holders h set valid_to = ${next} where ${held} and h.valid_from < ${next} returning 1
    )
    select (select count(*) from never)::int + (select count(*) from closed)::int as count`.execute(ctx.db);
  await sql`update deputies h set valid_to = greatest(h.valid_from, ${next}) where ${held}`.execute(ctx.db);
  const grants = await sql<EndedGrant>`
    update grants g set valid_to = greatest(g.valid_from, ${next}), row_version = g.row_version + 1
    from units u
    where u.id = g.unit_id and u.company_id = ${companyId}::uuid and g.person_id = ${personId}::uuid
      and ${within(ctx, "g.company_id")} and (g.valid_to is null or g.valid_to > greatest(g.valid_from, ${next}))
    returning g.id, g.person_id, g.company_id, g.role_id, g.unit_id, g.valid_to`.execute(ctx.db);
  await recordEndedGrants(ctx, grants.rows, "person.employment_ended");
  return { seats: seats.rows[0]?.count ?? 0, grants: grants.rows.length };
}
