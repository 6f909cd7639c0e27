// What the data say of every auditor of the pool and one visit: where they belong, whom they advised, how many days they have left.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { startMonth } from "./whole-group.ts";
import type { FitFacts, VisitFacts } from "./independence.ts";
import { addMonths, type Competence, lastOfMonth, type regions } from "./rules.ts";

export type VisitDays = {
  id: string;
  companyId: string;
  month: string;
  fromOn: string | null;
  toOn: string | null;
};
export type Fitting = FitFacts & {
  id: string;
  personId: string;
  name: string;
  companyName: string;
  homeRegion: (typeof regions)[number];
};

const words = textsOf("audits");
/** Who advised a company does not audit it for so many months (the rows' T-15: not last year's adviser). */
const monthsOfAdvice = 12;
const rolesThatBelong = ["division_secretary", "security_officer", "company_executive", "contributor"];

type Row = Omit<Fitting, "advised"> & { advisedBy: string | null; advisedWhat: string | null };

/**
 * The facts of the whole pool in one statement, or of one auditor in it. Belonging is looked at on the first day of the visit:
 * employment or seat at the company, at its division, or at anything that stands below that division.
 */
export async function fitting(ctx: Ctx, visit: VisitDays, only?: string): Promise<Fitting[]> {
  const from = visit.fromOn ?? visit.month;
  const to = visit.toOn ?? lastOfMonth(visit.month);
  const month = await startMonth(ctx);
  const year = fiscalYearBounds(fiscalYearOf(visit.month, month), month);
  const { rows } = await sql<Row>`
    with recursive d (id) as (select division_above(${visit.companyId}::uuid, ${from}::date)),
    below (id, depth) as (
      select d.id, 0 from d where d.id is not null
      union
      select s.unit_id, b.depth + 1 from below b join supervisions s on s.parent_id = b.id
        and holds_on(s.valid_from, s.valid_to, ${from}::date) where b.depth < 20),
    places as (
      select e.person_id, e.unit_id, e.company_id from employments e where holds_on(e.valid_from, e.valid_to, ${from}::date)
      union all
      select h.person_id, p.unit_id, p.company_id from position_holders h join positions p on p.id = h.position_id
        where holds_on(h.valid_from, h.valid_to, ${from}::date)
      union all
      select g.person_id, g.unit_id, g.unit_id from grants_in_force g where g.role_id = any (${rolesThatBelong}::text[])),
    named as (
      select x.person_id, x.company_id = ${visit.companyId}::uuid or x.unit_id = ${visit.companyId}::uuid as is_company,
        ${nameOfUnit(ctx.language, "n")} as name
      from places x join unit_names n on n.unit_id = x.unit_id and holds_on(n.valid_from, n.valid_to, ${from}::date)
      where x.company_id = ${visit.companyId}::uuid or x.unit_id = ${visit.companyId}::uuid
        or x.unit_id in (select b.id from below b) or x.company_id in (select b.id from below b)),
    advice as (
      select a.person_id, 'recorded' as by, a.about as what, a.to_on as until from audit_advice a
        where a.company_id = ${visit.companyId}::uuid and a.from_on <= ${to}::date
      union all
      select k.person_id, 'engagement', g.title, least((g.ended_at at time zone g.time_zone)::date, g.valid_to - 1,
          (k.removed_at at time zone g.time_zone)::date)
        from engagements g join engagement_people k on k.engagement_id = g.id
        where g.role_id = 'adviser' and g.valid_from <= ${to}::date
          and exists (select from engagement_covers c where c.engagement_id = g.id and c.company_id = ${visit.companyId}::uuid)
      union all
      select v.recorded_by, 'onboarding', v.held_on::text, v.held_on from onboarding_reviews v where v.company_id = ${visit.companyId}::uuid
      union all
      select u.closed_by, 'onboarding', u.closed_at::date::text, u.closed_at::date from duties u
        where u.kind = 'onboarding.guide' and u.company_id = ${visit.companyId}::uuid and u.closed_by is not null),
    audits as (
      select x.id, x.auditors, x.is_visit from (
        select v.id, '' as auditors, true as is_visit, v.held_on from audit_visits v
          where v.company_id = ${visit.companyId}::uuid and v.state = 'held'
        union all
        select e.id, e.auditors, false, e.held_on from earlier_audits e
          where e.company_id = ${visit.companyId}::uuid and e.replaced_at is null) x
      where x.held_on < ${from}::date order by x.held_on desc limit 2)
    select a.id, a.person_id, ${nameOfPerson(ctx.language, "q")} as name, a.home_region, a.competences, a.languages,
      coalesce((select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = q.company_id order by n.valid_from desc limit 1),
        (select f.name from outside_firms f where f.id = q.company_id), '') as company_name,
      (select min(w.name) from named w where w.person_id = a.person_id and w.is_company) as of_company,
      (select min(w.name) from named w where w.person_id = a.person_id and not w.is_company) as of_division,
      v.by as advised_by, v.what as advised_what,
      a.valid_from <= ${from}::date and (a.valid_to is null or a.valid_to > ${to}::date) as is_in_pool,
      (select min(b.valid_from)::text from absences b where b.person_id = a.person_id and case when ${visit.fromOn !== null}
        then b.valid_from <= ${to}::date and b.valid_to > ${from}::date else b.valid_from <= ${from}::date and b.valid_to > ${to}::date end)
        as absent_from,
      a.days_a_year - coalesce((select sum(m.days) from audit_visit_team m join audit_visits o on o.id = m.visit_id
        where m.auditor_id = a.id and o.state <> 'cancelled' and o.id <> ${visit.id}::uuid
          and o.month >= ${year.from}::date and o.month < ${year.to}::date), 0)::int as days_left,
      (select count(*)::int from audits l where case when l.is_visit
        then exists (select from audit_visit_team m where m.visit_id = l.id and m.auditor_id = a.id)
        else position(folded(replace(q.family_name || q.given_name, ' ', '')) in folded(replace(replace(l.auditors, ' ', ''), '　', ''))) > 0 end) as last_two
    from auditors a join people q on q.id = a.person_id
    left join lateral (select x.by, x.what from advice x where x.person_id = a.person_id
      and x.until > ${addMonths(from, -monthsOfAdvice)}::date order by x.until desc limit 1) v on true
    where ${only ? sql`a.id = ${only}::uuid` : sql`(a.valid_to is null or a.valid_to > ${ctx.today}::date)`}
    order by a.id limit 500`.execute(ctx.db);
  return rows.map(({ advisedBy, advisedWhat, ...row }) => ({
    ...row,
    advised:
      advisedBy === null
        ? null
        : words()(ctx.language, `audits.advised.${advisedBy}`, { what: advisedWhat ?? "" }),
  }));
}

/** What the company asks of the team, and what the team has, without one of its members. */
export async function visitFacts(ctx: Ctx, visit: VisitDays, without?: string): Promise<VisitFacts> {
  const day = visit.fromOn ?? visit.month;
  const { rows } = await sql<{
    region: string | null;
    language: string | null;
    hasPlant: boolean | null;
    languages: string[];
    competences: Competence[];
  }>`select f.region, f.language, f.has_plant,
      coalesce((select array_agg(distinct l) from audit_visit_team m join auditors a on a.id = m.auditor_id, unnest(a.languages) l
        where m.visit_id = ${visit.id}::uuid and m.auditor_id is distinct from ${without ?? null}::uuid), '{}') as languages,
      coalesce((select array_agg(distinct l) from audit_visit_team m join auditors a on a.id = m.auditor_id, unnest(a.competences) l
        where m.visit_id = ${visit.id}::uuid and m.auditor_id is distinct from ${without ?? null}::uuid), '{}') as competences
    from (select 1) one left join company_facts f on f.company_id = ${visit.companyId}::uuid
      and holds_on(f.valid_from, f.valid_to, greatest(${day}::date, ${ctx.today}::date))`.execute(ctx.db);
  const [row] = rows;
  return {
    region: row?.region ?? null,
    language: row?.language ?? null,
    hasPlant: row?.hasPlant ?? false,
    team: { languages: row?.languages ?? [], competences: row?.competences ?? [] },
  };
}
