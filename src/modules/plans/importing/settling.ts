// Whether a plan that a list wrote is handed in: all of its rows say so, and it lacks nothing that one written here may not lack. What the
// list says is approved waits as well, unless whoever brings it in may approve it and says so.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { held } from "#core/db/scope.ts";
import { lapseOne } from "#modules/duties/service.ts";
import { approvers } from "../contract/words.ts";
import { approve } from "../deciding.ts";
import { change, type Plan } from "../loading.ts";
import { judged } from "../judging.ts";
import { mayHandIn } from "../rules.ts";
import { approveDuty, handIn } from "../writing.ts";

type Standing = Plan & { isHandedIn: boolean; isSaid: boolean; isRunning: boolean };

/** Of the plan `p`: what each of its rows says. */
const saying = (
  what: ReturnType<typeof sql>,
) => sql<boolean>`coalesce((select bool_and(x.said ->> 'planState' ${what})
  from plan_step_origins x where x.plan_id = p.id and x.step_id is not null), false)`;

export async function settleState(ctx: Ctx, planId: string): Promise<void> {
  const { rows } =
    await sql<Standing>`select p.*, coalesce((o.said ->> 'isHandedIn')::boolean, false) as is_handed_in,
      ${saying(sql`<> 'drafting'`)} as is_said, ${saying(sql`= 'approved'`)} as is_running
    from plans p join plan_origins o on o.plan_id = p.id where p.id = ${planId}::uuid`.execute(ctx.db);
  const [plan] = rows;
  // What somebody has begun here is handed in here.
  if (!plan || !["drafting", "submitted"].includes(plan.state)) return;
  // Of a plan that runs already some steps are late: whoever approves it sees that.
  const problems = (await judged(ctx, planId)).filter(
    (one) => !plan.isRunning || one.code !== "step_in_the_past",
  );
  const isReady = plan.isSaid && mayHandIn(problems);
  if (plan.state === "drafting" && isReady) {
    await handIn(ctx, plan, true);
    await note(ctx, plan, true);
  }
  // A later row has made it lack something: nobody is asked to approve that.
  if (plan.state === "submitted" && plan.isHandedIn && !isReady) {
    await change(
      ctx,
      plan,
      sql`state = 'drafting', submitted_at = null, submitted_by = null, first_submitted_on = null`,
    );
    await lapseOne(ctx, [plan.id], approveDuty, "plan.changed");
    await note(ctx, plan, false);
  }
}

const note = (ctx: Ctx, plan: Plan, isHandedIn: boolean) =>
  sql`update plan_origins set said = said || jsonb_build_object('isHandedIn', ${isHandedIn}::boolean) where plan_id = ${plan.id}::uuid`.execute(
    ctx.db,
  );

const atOnce = 50;

/**
 * Some of the plans of an import that the list says are approved, by whoever applies it, where that person may approve at the company and
 * does not answer for the plan. Nobody here has handed them in: the list has.
 *
 * @returns the last that was looked at; null when none is left.
 */
export async function approveSome(
  ctx: Ctx,
  importId: string,
  after: string | null,
  reason: string | null,
): Promise<string | null> {
  const { rows } =
    await sql<Plan>`select p.* from plans p join plan_origins o on o.plan_id = p.id and (o.said ->> 'isHandedIn')::boolean
    where p.id in (select r.subject_id from import_rows r where r.import_id = ${importId}::uuid and r.applied_at is not null)
      and ${after ? sql`p.id > ${after}::uuid` : sql`true`} and p.state = 'submitted' and p.left_on is null and ${saying(sql`= 'approved'`)}
      and p.owner_id is distinct from ${ctx.actor.personId}::uuid
    order by p.id limit ${atOnce} for no key update of p`.execute(ctx.db);
  const mine = new Map<string, boolean>();
  for (const plan of rows) {
    const known = mine.get(plan.companyId);
    const may = known ?? (await held(ctx, approvers, plan.companyId)).size > 0;
    mine.set(plan.companyId, may);
    if (!may) continue;
    await sql`update plans set submitted_by = null where id = ${plan.id}::uuid`.execute(ctx.db);
    await approve(ctx, plan, reason, true);
  }
  return rows.at(-1)?.id ?? null;
}
