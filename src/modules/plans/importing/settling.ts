// Whether a plan that a list wrote is handed in: all of its rows say so, and it lacks nothing that one written here may not lack.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { lapseOne } from "#modules/duties/service.ts";
import { change, type Plan } from "../loading.ts";
import { judged } from "../judging.ts";
import { mayHandIn } from "../rules.ts";
import { approveDuty, handIn } from "../writing.ts";

type Standing = Plan & { isHandedIn: boolean; isSaid: boolean };

export async function settleState(ctx: Ctx, planId: string): Promise<void> {
  const { rows } =
    await sql<Standing>`select p.*, coalesce((o.said ->> 'isHandedIn')::boolean, false) as is_handed_in,
      coalesce((select bool_and(x.said ->> 'planState' <> 'drafting') from plan_step_origins x where x.plan_id = p.id and x.step_id is not null), false)
        as is_said
    from plans p join plan_origins o on o.plan_id = p.id where p.id = ${planId}::uuid`.execute(ctx.db);
  const [plan] = rows;
  // What somebody has begun here is handed in here.
  if (!plan || !["drafting", "submitted"].includes(plan.state)) return;
  const isReady = plan.isSaid && mayHandIn(await judged(ctx, planId));
  if (plan.state === "drafting" && isReady) {
    await handIn(ctx, plan, { byList: true });
    await note(ctx, plan, true);
  }
  // A later row has made it lack something: nobody is asked to approve that.
  if (plan.state === "submitted" && plan.isHandedIn && !isReady) {
    await change(ctx, plan, sql`state = 'drafting', submitted_at = null, submitted_by = null`);
    await lapseOne(ctx, [plan.id], approveDuty, "plan.changed");
    await note(ctx, plan, false);
  }
}

const note = (ctx: Ctx, plan: Plan, isHandedIn: boolean) =>
  sql`update plan_origins set said = said || jsonb_build_object('isHandedIn', ${isHandedIn}::boolean) where plan_id = ${plan.id}::uuid`.execute(
    ctx.db,
  );
