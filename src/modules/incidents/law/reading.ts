// The clocks of an incident as they stand now, beside what is kept of each: what was notified, or not, and by whom it was seen.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { shownClocks } from "#modules/clock-rules/showing.ts";
import { reportWithinGroup } from "#modules/clock-rules/mechanism/rules.ts";
import { positionThen } from "../heading.ts";
import { heldToWork, seen } from "../visible.ts";
import { answersOf, clocksBeyond, lawColumns, type LawIncident, lawOf } from "./case.ts";
import type { law } from "./contract.ts";

type Whole = Output<typeof law.getIncidentClocks>;
type Kept = NonNullable<Whole["clocks"][number]["kept"]>;

export async function getIncidentClocks(
  ctx: Ctx,
  { id }: Input<typeof law.getIncidentClocks>,
): Promise<Whole> {
  const { rows } = await sql<LawIncident>`select ${lawColumns} from incidents i
    where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const incident = found(rows[0], "incident");
  const { rules, of, clocks, proposed } = await lawOf(ctx, incident);
  const reached = of.companies.map((one) => one.companyId);
  const others = await clocksBeyond(ctx, id, reached);
  const entities = await entitiesOf(ctx, id, reached);
  const names = new Map(entities.map((one) => [one.companyId, one.name]));
  const shown = await shownClocks(ctx, rules, [...clocks, ...others], names);
  const works = await heldToWork(ctx, incident);
  const pausing = new Set(rules.flatMap((rule) => (rule.mayPause ? [rule.id] : [])));
  const kept = await keptOf(ctx, id, works.size > 0, pausing);
  const answers = await answersOf(ctx, id);
  const people = await namesOf(
    ctx,
    answers.flatMap((one) => one.saidBy ?? []),
  );
  return {
    clocks: shown.clocks.slice(0, 2000).map((clock) => ({ ...clock, kept: kept.get(clock.id) ?? null })),
    questions: shown.questions,
    answers: answers.map(({ fact, value, saidAt, saidBy }) => ({
      fact,
      value: Array.isArray(value) ? [...value] : (value as Exclude<typeof value, readonly string[]>),
      saidAt,
      saidByName: saidBy ? (people.get(saidBy) ?? null) : null,
    })),
    proposed,
    entities,
    mayWork: works.size > 0,
  };
}

export async function getIncidentClock(
  ctx: Ctx,
  { id }: Input<typeof law.getIncidentClock>,
): Promise<Output<typeof law.getIncidentClock>> {
  const { rows } = await sql<{
    id: string;
    incidentId: string;
  }>`select c.id, c.incident_id from incident_clocks c
    join incidents i on i.id = c.incident_id where c.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  return found(rows[0], "incident_clock");
}

async function keptOf(
  ctx: Ctx,
  incidentId: string,
  works: boolean,
  pausing: ReadonlySet<string>,
): Promise<Map<string, Kept>> {
  const takenBack = Map.groupBy(await takenBackOf(ctx, incidentId), (one) => one.clockId);
  const pauses = Map.groupBy(await pausesOf(ctx, incidentId), (one) => one.clockId);
  const { rows } = await sql<
    Omit<Kept, "pauses" | "mayPause" | "takenBack"> & { clockKey: string; ruleId: string }
  >`select c.clock_key, c.rule_id, c.id, c.first_due_at, c.ended_as, c.ended_at,
      ${nameOfActor(ctx.language, sql`c.ended_by`)} as ended_by_name,
      case when c.ended_as = 'notified' and c.due_at is not null then c.ended_at <= c.due_at end as is_in_time,
      coalesce((select left(concat_ws(' – ', nullif(${positionThen(ctx)}, ''), nullif(r.holder_name, '')), 300) from incident_reports r
        where r.incident_id = c.incident_id and r.nth = 1 and split_part(c.clock_key, '|', 1) = ${reportWithinGroup} and c.ended_as = 'notified'), c.recipient) as recipient,
      c.proof_reference, c.file_id, c.reason, c.omitted_criteria as criteria,
      (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', left(f.name, 300)) order by f.name), '[]') from files f where f.id = any (c.omitted_file_ids)) as files, ${nameOfActor(ctx.language, sql`c.seconded_by`)} as seconded_by_name, c.seconded_at,
      (${works} and c.ended_as = 'notified' and split_part(c.clock_key, '|', 1) <> ${reportWithinGroup}) is true as may_take_back,
      (${works} and coalesce(c.ended_as, '') = 'not_notified' and c.seconded_at is null and c.ended_by <> ${ctx.actor.personId}::uuid) as may_second, c.row_version
    from incident_clocks c where c.incident_id = ${incidentId}::uuid`.execute(ctx.db);
  return new Map(
    rows.map(({ clockKey, ruleId, ...row }) => [
      clockKey,
      {
        ...row,
        mayPause: pausing.has(ruleId),
        takenBack: (takenBack.get(row.id) ?? []).slice(0, 20).map(({ clockId: _clockId, ...one }) => one),
        pauses: (pauses.get(row.id) ?? []).slice(0, 50).map(({ clockId: _clockId, ...one }) => one),
      },
    ]),
  );
}

async function pausesOf(
  ctx: Ctx,
  incidentId: string,
): Promise<(Kept["pauses"][number] & { clockId: string })[]> {
  const { rows } = await sql<Kept["pauses"][number] & { clockId: string }>`
    select p.id, p.clock_id, p.kind, p.from_at as "from", p.to_at as "to", p.granted_by, p.reference, p.reason, p.due_before, p.set_at,
      ${nameOfActor(ctx.language, sql`p.set_by`)} as set_by_name
    from incident_clock_pauses p where p.incident_id = ${incidentId}::uuid order by p.set_at, p.id limit 1000`.execute(
    ctx.db,
  );
  return rows;
}

async function takenBackOf(
  ctx: Ctx,
  incidentId: string,
): Promise<(Kept["takenBack"][number] & { clockId: string })[]> {
  const { rows } = await sql<Kept["takenBack"][number] & { clockId: string }>`
    select k.id, k.clock_id, k.ended_at, k.recipient, k.proof_reference, k.reason, k.taken_back_at, ${nameOfActor(ctx.language, sql`k.taken_back_by`)} as taken_back_by_name
    from incident_clock_corrections k where k.incident_id = ${incidentId}::uuid order by k.taken_back_at desc, k.id limit 1000`.execute(
    ctx.db,
  );
  return rows;
}

async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select p.id, ${nameOfPerson(ctx.language, "p")} as name from people p
    where p.id = any (${[...new Set(ids)]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Of the legal entities in reach, and of all that the incident has clocks of. */
async function entitiesOf(
  ctx: Ctx,
  incidentId: string,
  reached: readonly string[],
): Promise<Whole["entities"]> {
  const { rows } = await sql<
    Whole["entities"][number]
  >`select n.unit_id as company_id, ${nameOfUnit(ctx.language, "n")} as name,
      coalesce((select f.time_zone from company_facts f where f.company_id = n.unit_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)),
        (select g.time_zone from group_settings g), 'UTC') as zone
    from unit_names n where n.unit_id = any (${[...reached]}::uuid[]) and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    union select e.company_id, ${nameOfUnit(ctx.language, "e")}, e.zone from entities_of_incident(${incidentId}::uuid) e
    order by name limit 200`.execute(ctx.db);
  return rows;
}
