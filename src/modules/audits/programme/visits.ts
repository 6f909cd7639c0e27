// Visits as they are read: by month, one with its team and places, and those of a company with what is known of earlier ones.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { fiscalYearBounds } from "#core/time/fiscal-year.ts";
import { nameIfSeen, programmeState, startMonth } from "./whole-group.ts";
import type { coverage } from "./contract/coverage.ts";
import type { visits } from "./contract/visits.ts";
import { permissions } from "./contract/words.ts";
import { visitFacts } from "./fitness.ts";
import { lacksOf } from "./independence.ts";
import { relationKinds } from "./rules.ts";

type In<K extends keyof typeof visits> = Input<(typeof visits)[K]>;
type Out<K extends keyof typeof visits> = Promise<Output<(typeof visits)[K]>>;
export type VisitRow = Output<typeof visits.listVisits>["rows"][number];

/** The names of those who go are known to whoever may see them: the pool is no secret to audit people, and one to all others. */
const columns = (
  ctx: Ctx,
) => sql`v.id, v.company_id, u.code as company_code, ${nameOfUnit(ctx.language, "n")} as company_name,
  t.tier, f.region, p.fiscal_year, v.month, v.from_on, v.to_on, v.kind, v.auditor_days, v.why, v.state,
  case when v.state = 'planned' and ${ctx.permission} <> ${permissions.readOwn} then c.due_on end as due_on,
  v.held_on, v.result, v.findings, v.announced_at is not null as is_announced, v.moved_count,
  ${isMissed(ctx)} as is_missed,
  ${leadName(ctx)} as lead_name, (select count(*)::int from audit_visit_team m where m.visit_id = v.id) as team_count`;

/** Whether anybody went is told by the sheet, which the company does not see. */
const isMissed = (ctx: Ctx) =>
  ctx.permission === permissions.readOwn
    ? sql`false`
    : sql`v.state = 'planned' and not audit_visit_stands(v, ${ctx.today}::date)`;

const leadName = (
  ctx: Ctx,
) => sql`(select ${nameIfSeen(ctx.language, sql`a.person_id`)} from audit_visit_team m
  join ${pool(ctx)} a on a.id = m.auditor_id where m.visit_id = v.id and m.is_lead)`;

/** The pool is closed to whoever reaches single companies, and of the others open to audit people: else nobody is found in it. */
const pool = (ctx: Ctx): RawBuilder<unknown> =>
  ctx.reach === "group"
    ? sql`(select x.* from auditors x where exists (select from permissions_at(${ctx.actor.personId}::uuid,
        array[${permissions.pool}], ${ctx.actor.companyId}::uuid)))`
    : sql`(select null::uuid as id, null::uuid as person_id, null::text[] as competences, null::text[] as languages where false)`;

const from = (
  ctx: Ctx,
) => sql`audit_visits v join audit_programmes p on p.id = v.programme_id join units u on u.id = v.company_id
  join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
  left join tiers t on t.company_id = u.id and holds_on(t.valid_from, t.valid_to, ${ctx.today}::date)
  left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
  left join audit_coverage(${ctx.today}::date, ${[...relationKinds]}::text[]) c on c.company_id = v.company_id`;

/** To the company itself, only what was announced. */
const visible = (ctx: Ctx) =>
  sql`${within(ctx, "v.company_id")} and ${ctx.permission === permissions.readOwn ? sql`v.announced_at is not null` : sql`true`}`;

export async function listVisits(ctx: Ctx, input: In<"listVisits">): Out<"listVisits"> {
  const { limit = 50, after } = input;
  const [month, id] = after?.split("|") ?? [];
  const search = input.search ? like(input.search).toLowerCase() : null;
  const year = input.fiscalYear ? fiscalYearBounds(input.fiscalYear, await startMonth(ctx)) : null;
  const { rows } = await sql<VisitRow>`
    select ${columns(ctx)} from ${from(ctx)}
    where ${visible(ctx)} and ${year ? sql`v.month >= ${year.from}::date and v.month < ${year.to}::date` : sql`true`}
      and ${input.month ? sql`v.month = ${input.month}::date` : sql`true`} and ${input.region ? sql`f.region = ${input.region}` : sql`true`}
      and ${input.state ? sql`v.state = ${input.state}` : sql`true`}
      and ${input.divisionId ? sql`v.company_id in (select companies_under(${input.divisionId}::uuid))` : sql`true`}
      and ${input.unstaffed ? sql`v.state = 'planned' and not exists (select from audit_visit_team m where m.visit_id = v.id and m.is_lead)` : sql`true`}
      and ${input.missed ? isMissed(ctx) : sql`true`}
      and ${search ? sql`(lower(u.code) ilike ${search} or n.sought ilike ${search})` : sql`true`}
      and ${month && id ? sql`(v.month, v.id) > (${month}::date, ${id}::uuid)` : sql`true`}
    order by v.month, v.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last ? `${last.month}|${last.id}` : null };
}

type Shown = Omit<
  Output<typeof visits.getVisit>,
  "team" | "lacks" | "companyLanguage" | "can" | "sites" | "allSites"
>;

export async function getVisit(ctx: Ctx, { id }: In<"getVisit">): Out<"getVisit"> {
  const month = await startMonth(ctx);
  const { rows } = await sql<Shown>`
    select ${columns(ctx)}, v.programme_id, ${programmeState(ctx.today, month)} as programme_state, v.note, v.report, v.closed_reason,
      ${nameOfActor(ctx.language, sql`v.planned_by`)} as planned_by_name, v.row_version
    from ${from(ctx)} where v.id = ${id}::uuid and ${visible(ctx)}`.execute(ctx.db);
  const shown = found(rows[0], "audit_visit");
  const isOwn = ctx.permission === permissions.readOwn;
  const sites = await sql<{ id: string; name: string; isPlant: boolean; isChosen: boolean }>`
    select s.unit_id as id, ${nameOfUnit(ctx.language, "n")} as name, s.is_plant,
      exists (select from audit_visit_sites c where c.visit_id = ${id}::uuid and c.site_id = s.unit_id) as is_chosen
    from sites s join units u on u.id = s.unit_id
    join unit_names n on n.unit_id = s.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where s.company_id = ${shown.companyId}::uuid and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      and ${within(ctx, "s.company_id")} order by n.name, s.unit_id limit 200`.execute(ctx.db);
  const team = await sql<Output<typeof visits.getVisit>["team"][number]>`
    select a.id as auditor_id, a.person_id, coalesce(${nameIfSeen(ctx.language, sql`a.person_id`)}, '') as name, m.is_lead, m.days,
      a.competences, a.languages
    from audit_visit_team m join ${pool(ctx)} a on a.id = m.auditor_id
    where m.visit_id = ${id}::uuid and ${within(ctx, "m.company_id")} order by m.is_lead desc, m.assigned_at, a.id limit 20`.execute(
    ctx.db,
  );
  const isGroups = ctx.reach === "group";
  const facts = isGroups ? await visitFacts(ctx, shown) : null;
  const may = await held(ctx, [permissions.plan], ctx.actor.companyId);
  const plan =
    isGroups && may.has(permissions.plan) && shown.state === "planned" && shown.programmeState !== "closed";
  const plain = ({ id: siteId, name, isPlant }: (typeof sites.rows)[number]) => ({
    id: siteId,
    name,
    isPlant,
  });
  return {
    ...shown,
    // What the planners note is theirs.
    ...(isOwn ? { note: "", plannedByName: null, closedReason: null } : {}),
    sites: sites.rows.filter((one) => one.isChosen).map(plain),
    allSites: isOwn ? [] : sites.rows.map(plain),
    team: team.rows,
    lacks: facts && shown.state === "planned" ? lacksOf(facts) : [],
    companyLanguage: facts?.language ?? null,
    can: { plan, staff: plan },
  };
}

type Company = Output<typeof coverage.getCompanyAudits>;

export async function getCompanyAudits(
  ctx: Ctx,
  { companyId }: Input<typeof coverage.getCompanyAudits>,
): Promise<Company> {
  const isOwn = ctx.permission === permissions.readOwn;
  const { rows } = await sql<Pick<Company, "name" | "dueOn" | "state" | "earlier">>`
    select ${nameOfUnit(ctx.language, "n")} as name, c.due_on, c.state,
      (select jsonb_build_object('dueOn', e.due_on, 'reason', e.reason, 'setByName', ${nameOfActor(ctx.language, sql`e.set_by`)})
        from audit_earlier_days e where e.company_id = u.id and e.taken_back_on is null and e.due_on = c.earlier_on limit 1) as earlier
    from units u join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    left join relations r on r.company_id = u.id and holds_on(r.valid_from, r.valid_to, ${ctx.today}::date)
    left join lateral (select * from audit_coverage(${ctx.today}::date, array[r.kind]) a where a.company_id = u.id) c on true
    where u.id = ${companyId}::uuid and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  const row = found(rows[0], "company");
  const visits = await sql<VisitRow>`select ${columns(ctx)} from ${from(ctx)}
    where v.company_id = ${companyId}::uuid and v.state = 'planned' and ${visible(ctx)} order by v.month, v.id limit 20`.execute(
    ctx.db,
  );
  const before = await sql<Company["held"][number]>`
    select x.* from (
      select e.held_on, e.kind, e.auditors, e.result, e.findings, e.report, null::uuid as visit_id, true as is_imported from earlier_audits e
        where e.company_id = ${companyId}::uuid and e.replaced_at is null and ${within(ctx, "e.company_id")}
      union all
      select v.held_on, v.kind, coalesce((select string_agg(${nameIfSeen(ctx.language, sql`a.person_id`)}, ', ' order by m.is_lead desc)
          from audit_visit_team m join ${pool(ctx)} a on a.id = m.auditor_id where m.visit_id = v.id), ''), v.result, v.findings, v.report, v.id, false
        from audit_visits v where v.company_id = ${companyId}::uuid and v.state = 'held' and ${visible(ctx)}) x
    order by x.held_on desc limit 100`.execute(ctx.db);
  const plan =
    ctx.reach === "group" && (await held(ctx, [permissions.plan], ctx.actor.companyId)).has(permissions.plan);
  return {
    companyId,
    ...row,
    // When the group means to come is the group's until it says so.
    ...(isOwn ? { dueOn: null, state: null, earlier: null } : {}),
    planned: visits.rows,
    held: before.rows,
    can: { plan },
  };
}
