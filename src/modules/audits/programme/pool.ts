// The pool of auditors: who may be sent, and how many days there are.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, holds } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays, fiscalYearBounds } from "#core/time/fiscal-year.ts";
import { startMonth, thisYear, wholeGroup } from "./whole-group.ts";
import type { auditors } from "./contract/auditors.ts";
import { permissions } from "./contract/words.ts";

type In<K extends keyof typeof auditors> = Input<(typeof auditors)[K]>;
type Out<K extends keyof typeof auditors> = Promise<Output<(typeof auditors)[K]>>;
type Row = Output<typeof auditors.listAuditors>["rows"][number];

/** Days of the pool in fiscal years: of somebody who is in it for a part of one, that part. */
export async function availableDays(ctx: Ctx, years: readonly number[]): Promise<Record<number, number>> {
  const month = await startMonth(ctx);
  const bounds = years.map((year) => {
    const { from, to } = fiscalYearBounds(year, month);
    return { fiscal_year: year, from_day: from, to_day: to };
  });
  const { rows } = await sql<{ fiscalYear: number; days: number }>`
    select y.fiscal_year, coalesce(sum(floor(a.days_a_year * (least(coalesce(a.valid_to, y.to_day), y.to_day) - greatest(a.valid_from, y.from_day))
      / (y.to_day - y.from_day)::numeric)), 0)::int as days
    from jsonb_to_recordset(${JSON.stringify(bounds)}::jsonb) as y (fiscal_year int, from_day date, to_day date)
    left join auditors a on a.valid_from < y.to_day and (a.valid_to is null or a.valid_to > y.from_day)
    group by y.fiscal_year`.execute(ctx.db);
  return Object.fromEntries(rows.map((row) => [row.fiscalYear, row.days]));
}

const employerName = (ctx: Ctx) => sql<string>`coalesce(
  (select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = q.company_id order by n.valid_from desc limit 1),
  (select f.name from outside_firms f where f.id = q.company_id), '')`;

async function rowsOf(ctx: Ctx, fiscalYear: number, where: ReturnType<typeof sql>): Promise<Row[]> {
  const { from, to } = fiscalYearBounds(fiscalYear, await startMonth(ctx));
  const { rows } = await sql<Row>`
    select a.id, a.person_id, ${nameOfPerson(ctx.language, "q")} as name, ${employerName(ctx)} as company_name,
      (select u.kind = 'outside' from units u where u.id = q.company_id) as is_outside,
      a.home_region, a.days_a_year, a.competences, a.languages, a.valid_from, a.valid_to, a.row_version,
      coalesce(w.days, 0)::int as used_days, coalesce(w.visits, 0)::int as visits
    from auditors a join people q on q.id = a.person_id
    left join lateral (select sum(m.days) as days, count(*) as visits from audit_visit_team m join audit_visits v on v.id = m.visit_id
      where m.auditor_id = a.id and v.state <> 'cancelled' and v.month >= ${from}::date and v.month < ${to}::date) w on true
    where ${where}`.execute(ctx.db);
  return rows;
}

export async function listAuditors(ctx: Ctx, input: In<"listAuditors">): Out<"listAuditors"> {
  wholeGroup(ctx);
  const { limit = 50, after } = input;
  const sought = input.search ? like(input.search) : null;
  const rows = await rowsOf(
    ctx,
    input.fiscalYear ?? (await thisYear(ctx)),
    sql`${input.withEnded ? sql`true` : sql`(a.valid_to is null or a.valid_to > ${ctx.today}::date)`}
      and ${input.region ? sql`a.home_region = ${input.region}` : sql`true`} and ${sought ? sql`q.sought ilike ${sought}` : sql`true`}
      and ${after ? sql`a.id > ${after}::uuid` : sql`true`} order by a.id limit ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export async function getAuditor(ctx: Ctx, { id }: In<"getAuditor">): Out<"getAuditor"> {
  wholeGroup(ctx);
  const row = found((await rowsOf(ctx, await thisYear(ctx), sql`a.id = ${id}::uuid`))[0], "auditor");
  const visits = await sql<Output<typeof auditors.getAuditor>["visitsOf"][number]>`
    select v.id, ${nameOfUnit(ctx.language, "n")} as company_name, v.month, m.is_lead, m.days
    from audit_visit_team m join audit_visits v on v.id = m.visit_id and v.state <> 'cancelled'
    join unit_names n on n.unit_id = v.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where m.auditor_id = ${id}::uuid order by v.month desc, v.id limit 100`.execute(ctx.db);
  const advice = await sql<Output<typeof auditors.getAuditor>["advice"][number]>`
    select (select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = d.company_id order by n.valid_from desc limit 1)
      as company_name, d.from_on, d.to_on, d.about
    from audit_advice d where d.person_id = ${row.personId}::uuid order by d.to_on desc limit 100`.execute(
    ctx.db,
  );
  const mayPlan = await holds(ctx, permissions.plan, ctx.actor.companyId);
  return { ...row, visitsOf: visits.rows, advice: advice.rows, mayPlan };
}

export async function findPeopleForPool(
  ctx: Ctx,
  { search }: In<"findPeopleForPool">,
): Out<"findPeopleForPool"> {
  wholeGroup(ctx);
  const sought = like(search);
  const { rows } = await sql<Output<typeof auditors.findPeopleForPool>["rows"][number]>`
    select q.id, ${nameOfPerson(ctx.language, "q")} as name, ${employerName(ctx)} as company_name,
      exists (select from auditors a where a.person_id = q.id and (a.valid_to is null or a.valid_to > ${ctx.today}::date)) as is_in_pool
    from people q where q.sought ilike ${sought} order by q.family_name, q.given_name, q.id limit 20`.execute(
    ctx.db,
  );
  return { rows };
}

export async function addAuditor(ctx: Ctx, input: In<"addAuditor">): Out<"addAuditor"> {
  wholeGroup(ctx);
  const person = await sql<{
    companyId: string;
  }>`select q.company_id from people q where q.id = ${input.personId}::uuid`.execute(ctx.db);
  const { companyId } = found(person.rows[0], "person");
  const { rows } = await sql<{ id: string }>`
    insert into auditors (person_id, home_region, days_a_year, competences, languages, valid_from)
    values (${input.personId}::uuid, ${input.homeRegion}, ${input.daysAYear}, ${[...new Set(input.competences)]}::text[],
      ${[...new Set(input.languages)]}::text[], ${input.from}::date) returning id`.execute(ctx.db);
  const id = rows[0]?.id ?? "";
  await record(ctx, "audit.auditor_added", {
    subject: { kind: "person", id: input.personId, companyId },
    data: { auditorId: id, daysAYear: input.daysAYear },
  });
  return { id };
}

type Kept = { personId: string; companyId: string; rowVersion: number; validFrom: string };

async function locked(ctx: Ctx, id: string): Promise<Kept> {
  const { rows } =
    await sql<Kept>`select a.person_id, q.company_id, a.row_version, a.valid_from from auditors a
    join people q on q.id = a.person_id where a.id = ${id}::uuid for update of a`.execute(ctx.db);
  return found(rows[0], "auditor");
}

export async function changeAuditor(ctx: Ctx, input: In<"changeAuditor">): Out<"changeAuditor"> {
  wholeGroup(ctx);
  const kept = await locked(ctx, input.id);
  if (kept.rowVersion !== input.rowVersion)
    throw lostRace("auditor", { rowVersion: input.rowVersion }, { rowVersion: kept.rowVersion });
  const until = input.lastDay === null ? null : addDays(input.lastDay, 1);
  const { rows } = await sql<{ rowVersion: number }>`
    update auditors set home_region = ${input.homeRegion}, days_a_year = ${input.daysAYear}, valid_to = ${until}::date,
      competences = ${[...new Set(input.competences)]}::text[], languages = ${[...new Set(input.languages)]}::text[],
      row_version = row_version + 1
    where id = ${input.id}::uuid returning row_version`.execute(ctx.db);
  await record(ctx, "audit.auditor_changed", {
    subject: { kind: "person", id: kept.personId, companyId: kept.companyId },
    data: { auditorId: input.id, daysAYear: input.daysAYear, lastDay: input.lastDay },
  });
  return { rowVersion: rows[0]?.rowVersion ?? input.rowVersion + 1 };
}

export async function recordAdvice(
  ctx: Ctx,
  { id, companyId, fromOn, toOn, about }: In<"recordAdvice">,
): Out<"recordAdvice"> {
  wholeGroup(ctx);
  const { personId } = await locked(ctx, id);
  await companyInScope(ctx, companyId);
  if (toOn < fromOn) throw invalid("audit_advice_days");
  const { rows } = await sql<{ id: string }>`
    insert into audit_advice (person_id, company_id, from_on, to_on, about, recorded_by, recorded_at)
    values (${personId}::uuid, ${companyId}::uuid, ${fromOn}::date, ${toOn}::date, ${about.trim()}, ${ctx.actor.personId}::uuid, app_now())
    returning id`.execute(ctx.db);
  await record(ctx, "audit.advice_recorded", {
    subject: { kind: "person", id: personId, companyId: null },
    data: { auditorId: id, adviceOf: companyId, fromOn, toOn },
    personal: { about: about.trim() },
  });
  return { id: rows[0]?.id ?? "" };
}
