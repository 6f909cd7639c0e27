// Lent to later modules.
// What improvement plans say in numbers: handed in in time, approved or sent back, and whether they helped.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { isThrice } from "./listing.ts";

export type PlanFigures = {
  /** Demanded by a result, and their day has come or they are handed in. */
  demanded: number;
  inTime: number;
  /** Decided on by the division, and those that stand approved: the others it sent back. */
  decided: number;
  approved: number;
  /** Looked at again months later, and found to have helped. */
  lookedAt: number;
  helped: number;
  /** Steps of approved plans that are open, and those past their day. */
  steps: number;
  stepsLate: number;
  /** Postponed three times or more, or asked for a third time. */
  stepsThrice: number;
  at: string;
};

export async function planFigures(ctx: Ctx): Promise<PlanFigures> {
  const { rows } = await sql<PlanFigures>`
    with p as (select * from plans x where x.left_on is null and x.state <> 'dropped' and ${within(ctx, "x.company_id")})
    select count(*) filter (where p.cause = 'result' and (p.submitted_at is not null or p.hand_in_by < ${ctx.today}::date))::int as demanded,
      count(*) filter (where p.cause = 'result' and p.first_submitted_on <= p.hand_in_by)::int as in_time,
      count(*) filter (where p.state in ('approved', 'done', 'returned'))::int as decided,
      count(*) filter (where p.state in ('approved', 'done'))::int as approved,
      count(*) filter (where p.effect is not null)::int as looked_at, count(*) filter (where p.effect = 'helped')::int as helped,
      (select count(*)::int from plan_steps s join p a on a.id = s.plan_id where a.state = 'approved' and s.state = 'open') as steps,
      (select count(*)::int from plan_steps s join p a on a.id = s.plan_id where a.state = 'approved' and s.state = 'open'
        and s.due_on < ${ctx.today}::date) as steps_late,
      (select count(*)::int from plan_steps s join p a on a.id = s.plan_id where a.state = 'approved' and s.state = 'open'
        and ${isThrice}) as steps_thrice,
      app_now() as at from p`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  return row;
}
