// What people do to plans: open one by hand, let a company off a step, record the review, change the days of new plans.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { record } from "#core/events/record.ts";
import { type onboarding, permissions } from "./contract.ts";
import { openPlans, stepDays } from "./opening.ts";
import { divisionsSteps, managesGroup, namesOf } from "./plans.ts";
import { isGroupsToWaive, type Step, steps } from "./rules.ts";

type In<K extends keyof typeof onboarding> = Input<(typeof onboarding)[K]>;
type Out<K extends keyof typeof onboarding> = Promise<Output<(typeof onboarding)[K]>>;

/** A plan is opened for a company that is about to come, not for one that may come some day. */
const daysAhead = 366;

/** Its duties open within a minute, by the clock that follows all plans (following.ts). */
export async function openPlan(ctx: Ctx, { companyId, reason, startsOn }: In<"openPlan">): Out<"openPlan"> {
  await companyInScope(ctx, companyId);
  const { endedOn } = await namesOf(ctx, companyId);
  if (endedOn) throw conflict("onboarding.company_left");
  if (startsOn && startsOn < ctx.today) throw invalid("onboarding.starts_in_past");
  if (startsOn && startsOn > addDays(ctx.today, daysAhead)) throw invalid("onboarding.starts_too_far");
  const [opened] = await openPlans(ctx, [
    {
      companyId,
      cause: "by_hand",
      reason: reason.trim(),
      openedBy: ctx.actor.personId,
      startsOn: startsOn ?? ctx.today,
    },
  ]);
  if (!opened) throw conflict("onboarding.open_already");
  return { id: opened.id };
}

export async function getStepPlace(ctx: Ctx, { id }: In<"getStepPlace">): Out<"getStepPlace"> {
  const { rows } = await sql<{
    companyId: string;
    step: Step;
  }>`select s.company_id, s.step from onboarding_steps s
    where s.id = ${id}::uuid and ${within(ctx, "s.company_id")}`.execute(ctx.db);
  return found(rows[0], "onboarding_step");
}

export async function waiveStep(ctx: Ctx, { id, reason }: In<"waiveStep">): Out<"waiveStep"> {
  const { rows } = await sql<{ planId: string; companyId: string; step: Step; outcome: string | null }>`
    select s.plan_id, s.company_id, s.step, s.outcome from onboarding_steps s
    where s.id = ${id}::uuid and ${within(ctx, "s.company_id")} for update`.execute(ctx.db);
  const { planId, companyId, step, outcome } = found(rows[0], "onboarding_step");
  if (outcome) throw conflict("onboarding.step_closed");
  if ((isGroupsToWaive(step) || (await divisionsSteps(ctx, planId)).has(step)) && !(await managesGroup(ctx)))
    throw forbidden("onboarding.own_step");
  await sql`update onboarding_steps set outcome = 'waived', closed_on = ${ctx.today}::date, closed_by = ${ctx.actor.personId}::uuid,
    reason = ${reason.trim()} where id = ${id}::uuid`.execute(ctx.db);
  await sql`update duties set state = 'waived', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
      closed_reason = ${reason.trim()}, next_at = null
    where subject_id = ${id}::uuid and state = 'open'`.execute(ctx.db);
  await record(ctx, "onboarding.step_waived", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { planId, onboardingStep: step },
    personal: { reason: reason.trim() },
  });
  return { id };
}

export async function recordReview(
  ctx: Ctx,
  { id, heldOn, found: what, decided }: In<"recordReview">,
): Out<"recordReview"> {
  // Also of a plan that is done: the step may have been waived, and the meeting held all the same.
  const { rows } = await sql<{ companyId: string; outcome: string | null }>`select p.company_id, p.outcome
    from onboarding_plans p where p.id = ${id}::uuid and ${within(ctx, "p.company_id")} for update`.execute(
    ctx.db,
  );
  const { companyId, outcome } = found(rows[0], "onboarding_plan");
  if (outcome === "lapsed") throw conflict("onboarding.plan_closed");
  if (heldOn > ctx.today) throw invalid("onboarding.review_ahead");
  const written =
    await sql`insert into onboarding_reviews (plan_id, company_id, held_on, found, decided, recorded_at, recorded_by)
    values (${id}::uuid, ${companyId}::uuid, ${heldOn}::date, ${what.trim()}, ${decided.trim()}, app_now(), ${ctx.actor.personId}::uuid)
    on conflict (plan_id) do nothing returning plan_id`.execute(ctx.db);
  if (written.rows.length === 0) throw conflict("onboarding.reviewed_already");
  await record(ctx, "onboarding.reviewed", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { planId: id, heldOn },
    personal: { found: what.trim(), decided: decided.trim() },
  });
  return { id };
}

export async function getStepDays(ctx: Ctx): Out<"getStepDays"> {
  const { rowVersion, ...days } = await stepDays(ctx);
  return { days, rowVersion, mayChange: await holds(ctx, permissions.setDays, ctx.actor.companyId) };
}

export async function changeStepDays(
  ctx: Ctx,
  { days, rowVersion }: In<"changeStepDays">,
): Out<"changeStepDays"> {
  const { rowVersion: kept } = await stepDays(ctx);
  const columns = sql.join(steps.map((step) => sql`${sql.ref(`${step}_days`)} = ${days[step]}`));
  const { rows } = await sql<{
    rowVersion: number;
  }>`update onboarding_settings set ${columns}, row_version = row_version + 1
    where row_version = ${rowVersion} returning row_version`.execute(ctx.db);
  const [changed] = rows;
  if (!changed) throw lostRace("onboarding_days", { rowVersion }, { rowVersion: kept });
  await record(ctx, "onboarding.days_changed", {
    subject: { kind: "onboarding", id: null, companyId: null },
    data: {
      officerDays: days.officer,
      factsDays: days.facts,
      tierDays: days.tier,
      ledgersDays: days.ledgers,
      rulesDays: days.rules,
      inspectionDays: days.inspection,
      reviewDays: days.review,
    },
  });
  return { rowVersion: changed.rowVersion };
}
