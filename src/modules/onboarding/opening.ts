// A plan opens with the company that was bought, or by hand; its duties on its first day.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { openDuties } from "#modules/duties/service.ts";
import { askedOf, dutyOf, sideOf, type Step, steps } from "./rules.ts";
import { metBy, officersOf } from "./standing.ts";

export type NewPlan = {
  companyId: string;
  cause: "acquired" | "by_hand";
  reason: string | null;
  openedBy: string | null;
  startsOn: string;
};

/** One company has one plan at a time: where one runs nothing is opened. @returns the plans that were. */
export async function openPlans(
  ctx: Ctx,
  plans: readonly NewPlan[],
): Promise<{ id: string; companyId: string }[]> {
  const days = await stepDays(ctx);
  const longest = Math.max(...steps.map((step) => days[step]));
  const { rows } = await sql<{
    id: string;
    companyId: string;
    startsOn: string;
    endsOn: string;
    cause: string;
  }>`
    insert into onboarding_plans (company_id, cause, reason, opened_at, opened_by, starts_on, ends_on)
    select x.company_id, x.cause, x.reason, app_now(), x.opened_by, x.starts_on, x.starts_on + ${longest}::int
    from jsonb_to_recordset(${JSON.stringify(
      plans.map((one) => ({
        company_id: one.companyId,
        cause: one.cause,
        reason: one.reason,
        opened_by: one.openedBy,
        starts_on: one.startsOn,
      })),
    )}::jsonb) as x (company_id uuid, cause text, reason text, opened_by uuid, starts_on date)
    on conflict (company_id) where closed_on is null do nothing
    returning id, company_id, starts_on, ends_on, cause`.execute(ctx.db);
  await sql`insert into onboarding_steps (plan_id, company_id, step, due_on)
    select x.plan_id, x.company_id, x.step, x.due_on
    from jsonb_to_recordset(${JSON.stringify(
      rows.flatMap((plan) =>
        steps.map((step) => ({
          plan_id: plan.id,
          company_id: plan.companyId,
          step,
          due_on: addDays(plan.startsOn, days[step]),
        })),
      ),
    )}::jsonb) as x (plan_id uuid, company_id uuid, step text, due_on date)`.execute(ctx.db);
  await recordEach(
    ctx,
    "onboarding.opened",
    rows.map(({ id, companyId, startsOn, endsOn, cause }) => ({
      subject: { kind: "unit", id: companyId, companyId },
      data: { planId: id, cause, startsOn, endsOn },
      ...(plans.find((one) => one.companyId === companyId)?.reason
        ? { personal: { reason: plans.find((one) => one.companyId === companyId)?.reason } }
        : {}),
    })),
  );
  return rows;
}

export async function stepDays(ctx: Ctx): Promise<Record<Step, number> & { rowVersion: number }> {
  const { rows } = await sql<Record<`${Step}Days`, number> & { rowVersion: number }>`
    select * from onboarding_settings`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("the settings of onboarding are missing");
  return {
    ...(Object.fromEntries(steps.map((step) => [step, row[`${step}Days`]])) as Record<Step, number>),
    rowVersion: row.rowVersion,
  };
}

type ToStart = { id: string; companyId: string; stepId: string; step: Step; dueOn: string };

/** Duties of the plans whose first day has come; what is done already is asked of nobody. */
export async function startPlans(ctx: Ctx): Promise<void> {
  const { rows } = await sql<ToStart>`
    with started as (
      update onboarding_plans p set started_at = app_now()
      where p.closed_on is null and p.started_at is null and p.starts_on <= ${ctx.today}::date returning p.id, p.company_id)
    select p.id, p.company_id, s.id as step_id, s.step, s.due_on from started p
    join onboarding_steps s on s.plan_id = p.id and s.outcome is null order by s.due_on`.execute(ctx.db);
  if (rows.length === 0) return;
  const companyIds = [...new Set(rows.map((row) => row.companyId))];
  const met = await metBy(ctx, companyIds);
  const officers = await officersOf(ctx, companyIds);
  await openDuties(
    ctx,
    rows
      .filter((row) => !met.get(row.companyId)?.has(row.step))
      .map((row) => {
        const side = sideOf[row.step];
        const hasOfficer = officers.some(
          (one) => one.companyId === row.companyId && one.answers && one.account,
        );
        return {
          kind: dutyOf[side],
          subjectKind: "onboarding_step",
          subjectId: row.stepId,
          companyId: row.companyId,
          permission: askedOf(side, hasOfficer),
          dueOn: row.dueOn < ctx.today ? ctx.today : row.dueOn,
        };
      }),
  );
}
