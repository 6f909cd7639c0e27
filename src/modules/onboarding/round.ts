// The step of the inspection and the round: a company whose tier stands joins the round that runs, its step moves with what is granted there,
// and comes back to the plan when the round lets go of it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { lapseDuties, openDuties } from "#modules/duties/service.ts";
import { addMember } from "#modules/rounds/members.ts";
import { askedOf, dutyOf } from "./rules.ts";
import { officersOf } from "./standing.ts";

type Joining = { companyId: string; stepId: string; roundId: string; dueOn: string };

/**
 * Once its tier stands, which the round freezes, a company of the round's own rule joins it, with the plan's day or the round's,
 * whichever is later. From then on the round's own duty is the clock.
 */
export async function joinRound(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Joining>`
    select p.company_id, s.id as step_id, r.id as round_id, greatest(s.due_on, r.due_on, ${ctx.today}::date)::text as due_on
    from onboarding_plans p
    join onboarding_steps s on s.plan_id = p.id and s.step = 'inspection' and s.outcome is null
    join onboarding_steps t on t.plan_id = p.id and t.step = 'tier' and t.outcome in ('done', 'waived')
    join relations x on x.company_id = p.company_id and holds_on(x.valid_from, x.valid_to, ${ctx.today}::date)
    join tiers y on y.company_id = p.company_id and holds_on(y.valid_from, y.valid_to, ${ctx.today}::date)
    join lateral (select q.id, q.due_on from rounds q
      where q.state = 'open' and q.population_rule -> 'relations' ? x.kind and q.population_rule -> 'tiers' ? y.tier
      order by q.launched_at desc limit 1) r on true
    where p.closed_on is null and p.started_at is not null
      and not exists (select from inspections i join rounds o on o.id = i.round_id and o.state = 'open' where i.company_id = p.company_id)
      -- Left out of that round by somebody, on purpose.
      and not exists (select from round_members m where m.round_id = r.id and m.company_id = p.company_id)`.execute(
    ctx.db,
  );
  for (const { companyId, roundId, dueOn } of rows)
    await addMember(ctx, { id: roundId, companyId, dueOn, reason: "population.onboarding" });
  const asked = await sql<{ id: string }>`
    update onboarding_steps s set due_on = i.due_on from inspections i join rounds o on o.id = i.round_id and o.state = 'open'
    where i.company_id = s.company_id and s.step = 'inspection' and s.outcome is null and i.left_on is null
      and exists (select from duties d where d.subject_id = s.id and d.state = 'open') returning s.id`.execute(
    ctx.db,
  );
  await lapseDuties(
    ctx,
    asked.rows.map((row) => row.id),
    "onboarding.asked_by_round",
  );
}

/** A postponement of the inspection moves the step that waits for it: what was granted is late in no plan. */
export async function moveWithInspection(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ companyId: string; planId: string; was: string; dueOn: string }>`
    with moved as (select distinct on (s.id) s.id, s.due_on as was, (d.due_at at time zone d.time_zone)::date as due_on
      from onboarding_steps s join onboarding_plans p on p.id = s.plan_id and p.closed_on is null and p.started_at is not null
      join inspections i on i.company_id = s.company_id and i.left_on is null join rounds o on o.id = i.round_id and o.state = 'open'
      join duties d on d.subject_id = i.id and d.kind = 'inspection.answer' and d.state = 'open' and d.postponed_count > 0
      where s.step = 'inspection' and s.outcome is null order by s.id, d.due_at desc)
    update onboarding_steps s set due_on = m.due_on from moved m where m.id = s.id and m.due_on > s.due_on
    returning s.company_id, s.plan_id, m.was, s.due_on`.execute(ctx.db);
  await recordEach(
    ctx,
    "onboarding.step_moved",
    rows.map(({ companyId, planId, was, dueOn }) => ({
      subject: { kind: "unit", id: companyId, companyId },
      data: { planId, onboardingStep: "inspection", before: was, toAt: dueOn },
    })),
  );
}

/** Days that are left at least, where the round has let go of a company that has not handed in. */
const daysAnew = 14;

/** A round that closed over it, or in which it was marked as left, asks the company no more: then the plan does again. */
export async function askAnew(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companyId: string; dueOn: string }>`
    select s.id, s.company_id, greatest(s.due_on, ${ctx.today}::date + ${daysAnew}::int)::text as due_on
    from onboarding_steps s join onboarding_plans p on p.id = s.plan_id and p.closed_on is null and p.started_at is not null
    where s.step = 'inspection' and s.outcome is null
      and exists (select from duties d where d.subject_id = s.id and d.closed_reason = 'onboarding.asked_by_round')
      and not exists (select from duties d where d.subject_id = s.id and d.state = 'open')
      and not exists (select from inspections i join rounds o on o.id = i.round_id and o.state = 'open'
        where i.company_id = s.company_id and i.left_on is null)`.execute(ctx.db);
  if (rows.length === 0) return;
  const officers = await officersOf(
    ctx,
    rows.map((row) => row.companyId),
  );
  await openDuties(
    ctx,
    rows.map(({ id, companyId, dueOn }) => ({
      kind: dutyOf.company,
      subjectKind: "onboarding_step",
      subjectId: id,
      companyId,
      permission: askedOf(
        "company",
        officers.some((one) => one.companyId === companyId && one.answers && one.account),
      ),
      dueOn,
    })),
  );
}
