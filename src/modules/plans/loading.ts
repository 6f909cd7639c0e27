// One plan within the scope, held until the end of the act that changes it.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import type { State } from "./rules.ts";

export type Plan = {
  id: string;
  companyId: string;
  reference: string;
  title: string;
  state: State;
  ownerId: string | null;
  submittedBy: string | null;
  handInBy: string;
  effect: string | null;
  leftOn: string | null;
  rowVersion: number;
};

export async function planTo(
  ctx: Ctx,
  from: readonly State[],
  id: string,
  rowVersion: number,
): Promise<Plan> {
  const { rows } =
    await sql<Plan>`select p.* from plans p where p.id = ${id}::uuid and ${within(ctx, "p.company_id")} for no key update`.execute(
      ctx.db,
    );
  const plan = found(rows[0], "plan");
  if (plan.rowVersion !== rowVersion)
    throw lostRace("plan", { rowVersion }, { rowVersion: plan.rowVersion, state: plan.state });
  if (!from.includes(plan.state) || plan.leftOn !== null)
    throw conflict("plan.not_now", { values: { state: plan.state } });
  return plan;
}

export async function change(ctx: Ctx, plan: Pick<Plan, "id" | "rowVersion">, set: RawBuilder<unknown>) {
  await sql`update plans p set ${set}, row_version = row_version + 1 where p.id = ${plan.id}::uuid`.execute(
    ctx.db,
  );
  return { id: plan.id, rowVersion: plan.rowVersion + 1 };
}

export const subjectOf = (plan: Pick<Plan, "id" | "companyId">) => ({
  kind: "plan",
  id: plan.id,
  companyId: plan.companyId,
});

export type StepRow = {
  id: string;
  planId: string;
  companyId: string;
  state: "open" | "done" | "dropped";
  findingIds: string[];
  ownerId: string | null;
  dueOn: string | null;
  rowVersion: number;
};

/** A step of a plan that runs, and the plan, both held. */
export async function stepTo(
  ctx: Ctx,
  id: string,
  rowVersion: number,
): Promise<{ step: StepRow; plan: Plan }> {
  const { rows } =
    await sql<StepRow>`select s.* from plan_steps s where s.id = ${id}::uuid and ${within(ctx, "s.company_id")} for no key update`.execute(
      ctx.db,
    );
  const step = found(rows[0], "plan_step");
  const { rows: plans } =
    await sql<Plan>`select p.* from plans p where p.id = ${step.planId}::uuid for no key update`.execute(
      ctx.db,
    );
  const plan = found(plans[0], "plan");
  if (step.rowVersion !== rowVersion)
    throw lostRace("plan.step", { rowVersion }, { rowVersion: step.rowVersion, state: step.state });
  if (step.state !== "open" || plan.state !== "approved" || plan.leftOn !== null)
    throw conflict("plan.step_not_now");
  return { step, plan };
}
