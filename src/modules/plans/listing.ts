// Plans of one's scope, and the steps that a follow-up meeting goes through.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { plans } from "./contract.ts";
import { views } from "./rules.ts";

type In = Input<typeof plans.listImprovementPlans>;
type Row = Output<typeof plans.listImprovementPlans>["rows"][number];
export type Narrowing = Input<typeof plans.countImprovementPlans>;
type View = NonNullable<In["view"]>;

const isOpen = sql<boolean>`p.state in ('drafting', 'submitted', 'returned', 'approved') and p.left_on is null`;
const isOwed = sql<boolean>`p.state in ('drafting', 'returned') and p.left_on is null`;
/** Returned, it has a day of its own to be handed in again. */
const owedBy = sql`coalesce(p.owed_by, p.hand_in_by)`;
/** A step has moved by more days than the group lets pass without a word (R-14). */
const isDrifting = sql<boolean>`p.state = 'approved' and p.left_on is null and exists (select from plan_steps s where s.plan_id = p.id and s.state = 'open'
  and s.due_on - s.first_due_on > (select drift_days from plan_settings))`;

/** Of the plan `p`. */
export const viewed = (ctx: Ctx): Record<View, RawBuilder<boolean>> => ({
  open: isOpen,
  owed: isOwed,
  late: sql<boolean>`${isOwed} and ${owedBy} < ${ctx.today}::date`,
  submitted: sql<boolean>`p.state = 'submitted' and p.left_on is null`,
  running: sql<boolean>`p.state = 'approved' and p.left_on is null`,
  drifting: isDrifting,
  effect_due: sql<boolean>`p.state = 'done' and p.effect is null and p.effect_due_on <= ${ctx.today}::date and p.left_on is null`,
  done: sql<boolean>`p.state = 'done'`,
  all: sql<boolean>`true`,
});

/** Of the step `s` of the plan `p`: what a follow-up meeting talks about. */
export const isFollowed = sql<boolean>`s.state = 'open' and s.first_due_on is not null and p.state = 'approved' and p.left_on is null`;
export const isStepLate = (ctx: Ctx) => sql<boolean>`s.due_on < ${ctx.today}::date`;
/** R-14: from the third postponement on the division decides; one that is asked for and not decided counts as well. */
export const isThrice = sql<boolean>`exists (select from duties x where x.subject_id = s.id and x.kind = 'plan.step' and x.state = 'open'
  and (x.postponed_count >= 3 or exists (select from postponements w where w.duty_id = x.id and w.decided_at is null and w.nth >= 3)))`;

export const ofCompany = (
  ctx: Ctx,
  of: string,
  { companyId, divisionId }: Narrowing,
): RawBuilder<boolean>[] => [
  within(ctx, `${of}.company_id`),
  ...(companyId ? [sql<boolean>`${sql.ref(`${of}.company_id`)} = ${companyId}::uuid`] : []),
  ...(divisionId
    ? [
        sql<boolean>`${sql.ref(`${of}.company_id`)} = any (array(select companies_under(${divisionId}::uuid)))`,
      ]
    : []),
];

const narrowed = (ctx: Ctx, filter: Narrowing): RawBuilder<boolean> =>
  sql<boolean>`${sql.join(
    [
      ...ofCompany(ctx, "p", filter),
      ...(filter.search?.trim()
        ? [sql`folded(p.reference || ' ' || p.title) ilike ${like(filter.search)}`]
        : []),
    ],
    sql` and `,
  )}`;

/** p the plan; what is counted of it, its company's name and who answers for it. */
export const rowColumns = (
  ctx: Ctx,
) => sql`p.id, p.reference, p.title, p.company_id, coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name,
  p.cause, p.result, p.state, p.opened_at, ${owedBy} as hand_in_by, (${isOwed}) and ${owedBy} < ${ctx.today}::date as is_late,
  (select ${nameOfPerson(ctx.language, "o")} from people o where o.id = p.owner_id) as owner_name,
  fi.finding_count, fi.open_finding_count, st.step_count, st.done_step_count, st.overdue_step_count, st.drift_days, st.ends_on, p.row_version`;

export const joined = (ctx: Ctx) => sql`join units u on u.id = p.company_id
  left join lateral (select x.* from unit_names x where x.unit_id = p.company_id order by holds_on(x.valid_from, x.valid_to, ${ctx.today}::date) desc,
    x.valid_from desc limit 1) n on true
  cross join lateral (select count(*)::int as finding_count, count(*) filter (where f.state not in ('closed', 'accepted', 'merged'))::int as open_finding_count
    from plan_findings x join findings f on f.id = x.finding_id where x.plan_id = p.id) fi
  cross join lateral (select count(*) filter (where s.state <> 'dropped')::int as step_count, count(*) filter (where s.state = 'done')::int as done_step_count,
      count(*) filter (where s.state = 'open' and s.first_due_on is not null and s.due_on < ${ctx.today}::date)::int as overdue_step_count,
      coalesce(max(s.due_on - s.first_due_on) filter (where s.state = 'open'), 0)::int as drift_days, max(s.due_on) filter (where s.state <> 'dropped') as ends_on
    from plan_steps s where s.plan_id = p.id) st`;

export async function listImprovementPlans(
  ctx: Ctx,
  { after, limit = 50, view = "open", findingId, ...filter }: In,
): Promise<Output<typeof plans.listImprovementPlans>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const [at, id] = after?.split("|") ?? [];
  const { rows } = await sql<Row & { end: string }>`with page as materialized (
      select p.* from plans p where ${viewed(ctx)[view]} and ${narrowed(ctx, filter)}
        and ${findingId ? sql`exists (select from plan_findings x where x.plan_id = p.id and x.finding_id = ${findingId}::uuid)` : sql`true`}
        and ${at && id ? sql`(p.opened_at, p.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
      order by p.opened_at desc, p.id desc limit ${limit + 1})
    select ${rowColumns(ctx)}, to_char(p.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || p.id as "end"
    from page p ${joined(ctx)} order by p.opened_at desc, p.id desc`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row), next: last?.end ?? null };
}

export async function countImprovementPlans(
  ctx: Ctx,
  filter: Narrowing,
): Promise<Output<typeof plans.countImprovementPlans>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const count = (condition: RawBuilder<boolean>, name: string) =>
    sql`count(*) filter (where ${condition})::int as ${sql.ref(name)}`;
  const conditions = viewed(ctx);
  const { rows } = await sql<Record<string, number>>`select ${sql.join(
    views.map((view, at) => count(conditions[view], `v${at}`)),
  )} from plans p where ${narrowed(ctx, filter)}`.execute(ctx.db);
  const counted = Object.fromEntries(views.map((view, at) => [view, rows[0]?.[`v${at}`] ?? 0]));
  return { views: counted as Record<View, number>, at: ctx.now.toISOString() };
}

type Step = Output<typeof plans.listFollowUp>["rows"][number];

export async function listFollowUp(
  ctx: Ctx,
  { after, limit = 50, overdue, moved, thrice, ...filter }: Input<typeof plans.listFollowUp>,
): Promise<Output<typeof plans.listFollowUp>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const [day, id] = after?.split("|") ?? [];
  const conditions = [
    ...ofCompany(ctx, "s", filter),
    isFollowed,
    ...(overdue === undefined ? [] : [sql<boolean>`(${isStepLate(ctx)}) = ${overdue}`]),
    ...(moved === undefined ? [] : [sql<boolean>`(s.due_on > s.first_due_on) = ${moved}`]),
    ...(thrice === undefined ? [] : [sql<boolean>`(${isThrice}) = ${thrice}`]),
    ...(filter.search?.trim()
      ? [sql<boolean>`folded(p.reference || ' ' || p.title || ' ' || s.what) ilike ${like(filter.search)}`]
      : []),
    ...(day && id ? [sql<boolean>`(s.due_on, s.id) > (${day}::date, ${id}::uuid)`] : []),
  ];
  const { rows } = await sql<Step>`with page as materialized (
      select s.*, p.reference from plan_steps s join plans p on p.id = s.plan_id where ${sql.join(conditions, sql` and `)}
      order by s.due_on, s.id limit ${limit + 1})
    select s.id, s.plan_id, s.reference as plan_reference, s.company_id, coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name, s.what,
      coalesce((select ${nameOfPerson(ctx.language, "o")} from people o where o.id = s.owner_id), nullif(s.owner_said, '')) as owner_name,
      s.due_on, s.first_due_on, s.due_on < ${ctx.today}::date as is_overdue, coalesce(d.postponed_count, 0) as postponed_count,
      (select w.nth from postponements w where w.duty_id = d.id and w.decided_at is null limit 1) as asked_nth
    from page s join units u on u.id = s.company_id
    left join unit_names n on n.unit_id = s.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join lateral (select x.id, x.postponed_count from duties x where x.subject_id = s.id and x.kind = 'plan.step' and x.state = 'open' limit 1) d on true
    order by s.due_on, s.id`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last ? `${last.dueOn}|${last.id}` : null };
}
