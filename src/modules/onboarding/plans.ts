// Plans as they are read: the list of all within reach, and the one of a company with what the data say now.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { daysBetween } from "#core/time/fiscal-year.ts";
import { type onboarding, permissions } from "./contract.ts";
import { isGroupsToWaive, sideOf, standingOf, type Step, type StepState, steps } from "./rules.ts";
import { metBy, officersOf } from "./standing.ts";

type In<K extends keyof typeof onboarding> = Input<(typeof onboarding)[K]>;
type Out<K extends keyof typeof onboarding> = Promise<Output<(typeof onboarding)[K]>>;
type Row = Output<typeof onboarding.listPlans>["rows"][number];
type Plan = NonNullable<Output<typeof onboarding.getPlan>["plan"]>;

/** A step is over its day when that day has ended where the company is: as its duty is. */
const companysDay = (
  today: string,
) => sql<string>`(app_now() at time zone coalesce((select f.time_zone from company_facts f
  where f.company_id = p.company_id and holds_on(f.valid_from, f.valid_to, ${today}::date)), group_zone()))::date`;

/** Of plan `p` on the day. */
const standing = (today: string) => sql<Row["standing"]>`case when p.outcome is not null then p.outcome
  when p.starts_on > ${today}::date then 'planned'
  when exists (select from onboarding_steps s where s.plan_id = p.id and s.outcome is null and s.due_on < ${companysDay(today)}) then 'behind'
  else 'on_time' end`;

const listed = (ctx: Ctx, divisionId: string | undefined): RawBuilder<boolean> =>
  sql<boolean>`${within(ctx, "p.company_id")}
    and ${divisionId ? sql`p.company_id in (select companies_under(${divisionId}::uuid))` : sql`true`}`;

export async function listPlans(
  ctx: Ctx,
  { divisionId, standing: wanted, after, limit = 50 }: In<"listPlans">,
): Out<"listPlans"> {
  const [startsOn, id] = after?.split("|") ?? [];
  const { rows } = await sql<Omit<Row, "elapsed" | "total">>`
    select p.id, p.company_id, u.code as company_code, ${nameOfUnit(ctx.language, "n")} as company_name, p.cause, p.starts_on, p.ends_on,
      p.closed_on, ${standing(ctx.today)} as standing,
      (select ${nameOfUnit(ctx.language, "dn")} from unit_names dn where dn.unit_id = division_above(p.company_id, ${ctx.today}::date)
        and holds_on(dn.valid_from, dn.valid_to, ${ctx.today}::date)) as division_name,
      (select count(*)::int from onboarding_steps s where s.plan_id = p.id and s.outcome in ('done', 'waived')) as done_steps,
      (select count(*)::int from onboarding_steps s where s.plan_id = p.id) as all_steps,
      (select jsonb_build_object('step', s.step, 'dueOn', s.due_on, 'isLate', s.due_on < ${companysDay(ctx.today)}) from onboarding_steps s
        where s.plan_id = p.id and s.outcome is null order by s.due_on, array_position(${[...steps]}::text[], s.step) limit 1) as next
    from onboarding_plans p join units u on u.id = p.company_id
    join lateral (select * from unit_names x where x.unit_id = p.company_id order by x.valid_from desc limit 1) n on true
    where ${listed(ctx, divisionId)} and ${wanted ? sql`${standing(ctx.today)} = ${wanted}` : sql`true`}
      and ${startsOn && id ? sql`(p.starts_on, p.id) < (${startsOn}::date, ${id}::uuid)` : sql`true`}
    order by p.starts_on desc, p.id desc limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map((row) => ({ ...row, ...span(row, ctx.today) })),
    next: last ? `${last.startsOn}|${last.id}` : null,
  };
}

/** Days gone by since the start, none before it and no more than there are. */
function span(plan: { startsOn: string; endsOn: string; closedOn: string | null }, today: string) {
  const total = daysBetween(plan.startsOn, plan.endsOn);
  return { total, elapsed: Math.max(0, Math.min(total, daysBetween(plan.startsOn, plan.closedOn ?? today))) };
}

export async function countPlans(ctx: Ctx, { divisionId }: In<"countPlans">): Out<"countPlans"> {
  const { rows } = await sql<Output<typeof onboarding.countPlans>["rows"][number]>`
    select ${standing(ctx.today)} as standing, count(*)::int as count from onboarding_plans p
    where ${listed(ctx, divisionId)} group by 1`.execute(ctx.db);
  return { rows };
}

type Kept = Pick<
  Plan,
  "id" | "cause" | "reason" | "openedByName" | "startsOn" | "endsOn" | "closedOn" | "review"
> & {
  outcome: "done" | "lapsed" | null;
  companysDay: string;
  steps: {
    id: string;
    step: Step;
    dueOn: string;
    outcome: Exclude<StepState, "open"> | null;
    closedOn: string | null;
    closedByName: string | null;
    reason: string | null;
  }[];
};

/** The newest plan of a company within reach, with what the data say now. */
export async function planOf(ctx: Ctx, companyId: string): Promise<Plan | null> {
  const { rows } = await sql<Kept>`
    select p.id, p.cause, p.reason, ${nameOfActor(ctx.language, sql`p.opened_by`)} as opened_by_name, p.starts_on, p.ends_on, p.closed_on,
      p.outcome, ${companysDay(ctx.today)} as companys_day,
      (select jsonb_build_object('heldOn', v.held_on, 'found', v.found, 'decided', v.decided,
        'recordedByName', ${nameOfActor(ctx.language, sql`v.recorded_by`)}) from onboarding_reviews v where v.plan_id = p.id) as review,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'step', s.step, 'dueOn', s.due_on, 'outcome', s.outcome, 'closedOn', s.closed_on,
        'closedByName', ${nameOfActor(ctx.language, sql`s.closed_by`)}, 'reason', s.reason)
        order by array_position(${[...steps]}::text[], s.step)), '[]') from onboarding_steps s where s.plan_id = p.id) as steps
    from onboarding_plans p where p.company_id = ${companyId}::uuid and ${within(ctx, "p.company_id")}
    order by p.opened_at desc limit 1`.execute(ctx.db);
  const [plan] = rows;
  if (!plan) return null;
  const { outcome, steps: kept, companysDay: dayThere, ...rest } = plan;
  const met = outcome ? undefined : (await metBy(ctx, [companyId])).get(companyId);
  const shown = kept.map(({ outcome: closed, ...one }) => {
    const state: StepState = closed ?? (met?.has(one.step) ? "done" : "open");
    return { ...one, state, isLate: state === "open" && one.dueOn < dayThere, side: sideOf[one.step] };
  });
  return {
    ...rest,
    ...span(plan, ctx.today),
    standing: standingOf({ startsOn: plan.startsOn, outcome, steps: shown }, ctx.today, dayThere),
    steps: shown,
  };
}

export async function divisionNameOf(ctx: Ctx, companyId: string): Promise<string | null> {
  const { rows } = await sql<{
    name: string;
  }>`select ${nameOfUnit(ctx.language, "n")} as name from unit_names n
    where n.unit_id = division_above(${companyId}::uuid, ${ctx.today}::date)
      and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`.execute(ctx.db);
  return rows[0]?.name ?? null;
}

export async function namesOf(ctx: Ctx, companyId: string) {
  const { rows } = await sql<{
    name: string;
    nameEn: string | null;
    nameJa: string | null;
    nameZh: string | null;
    endedOn: string | null;
    rowVersion: number;
  }>`select n.name, n.name_en, n.name_ja, n.name_zh, u.ended_on, u.row_version from units u
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    where u.id = ${companyId}::uuid`.execute(ctx.db);
  return found(rows[0], "company");
}

export async function getPlan(ctx: Ctx, { companyId }: In<"getPlan">): Out<"getPlan"> {
  await companyInScope(ctx, companyId);
  const { endedOn, rowVersion: _, ...names } = await namesOf(ctx, companyId);
  const plan = await planOf(ctx, companyId);
  const officers = await officersOf(ctx, [companyId]);
  const can = await held(ctx, [permissions.manage, "round.manage"], companyId);
  const mayManage = can.has(permissions.manage);
  const isOpen = plan !== null && plan.closedOn === null;
  const isGroups = mayManage && (await managesGroup(ctx));
  const divisions = plan ? await divisionsSteps(ctx, plan.id) : new Set<Step>();
  const hasLeft = endedOn !== null && endedOn <= ctx.today;
  return {
    companyId,
    ...names,
    plan,
    officers: officers.filter((one) => !one.isDeputy).map((one) => one.name),
    division: await divisionNameOf(ctx, companyId),
    roundToJoin: isOpen && can.has("round.manage") ? await roundToJoin(ctx, companyId) : null,
    can: {
      open: mayManage && !isOpen && !hasLeft,
      waive: isOpen
        ? plan.steps
            .filter(
              (one) =>
                one.state === "open" &&
                mayManage &&
                (isGroups || (!isGroupsToWaive(one.step) && !divisions.has(one.step))),
            )
            .map((one) => one.step)
        : [],
      review:
        mayManage &&
        plan !== null &&
        plan.standing !== "lapsed" &&
        plan.review === null &&
        plan.startsOn <= ctx.today,
    },
  };
}

/** Whether the actor manages plans for the whole group, whatever reach this operation has. */
export async function managesGroup(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ does: boolean }>`select exists (select from units w
    join grants_held(${ctx.actor.personId}::uuid, bound_of(${ctx.actor.personId}::uuid)) g on g.unit_id = w.id and g.with_subtree
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = ${permissions.manage}
    where w.kind = 'group' and is_held_by(g.via, rp.permission)) as does`.execute(ctx.db);
  return rows[0]?.does ?? false;
}

/** A round that runs and does not ask the company; `byRule` where its rule asks companies of this relation and tier. */
export async function roundToJoin(
  ctx: Ctx,
  companyId: string,
): Promise<{ id: string; name: string; dueOn: string; byRule: boolean } | null> {
  const { rows } = await sql<{ id: string; name: string; dueOn: string; byRule: boolean }>`
    select r.id, r.name, r.due_on, coalesce(r.population_rule -> 'relations' ? x.kind and r.population_rule -> 'tiers' ? y.tier, false) as by_rule
    from rounds r
    left join relations x on x.company_id = ${companyId}::uuid and holds_on(x.valid_from, x.valid_to, ${ctx.today}::date)
    left join tiers y on y.company_id = ${companyId}::uuid and holds_on(y.valid_from, y.valid_to, ${ctx.today}::date)
    where r.state = 'open'
      and not exists (select from inspections i join rounds o on o.id = i.round_id and o.state = 'open' where i.company_id = ${companyId}::uuid)
    order by by_rule desc, r.launched_at desc limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Steps of the company that its division owes, as nobody answers for the company yet. */
export async function divisionsSteps(ctx: Ctx, planId: string): Promise<Set<Step>> {
  const { rows } = await sql<{ step: Step }>`select s.step from onboarding_steps s
    join duties d on d.subject_id = s.id and d.kind = 'onboarding.set_up' and d.state = 'open' and d.permission = 'inspection.review'
    where s.plan_id = ${planId}::uuid and ${within(ctx, "s.company_id")}`.execute(ctx.db);
  return new Set(rows.map((row) => row.step));
}
