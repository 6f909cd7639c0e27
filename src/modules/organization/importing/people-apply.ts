// Lent to later modules.
// Writing the rows of a list of people, a batch at a time and set by set: a list of 100,000 is some hundred statements.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { record } from "#core/events/record.ts";
import { type EndedGrant, lastAdministratorsAmong, recordEndedGrants } from "../administering.ts";
import type { Applied, Applying } from "./company-apply.ts";
import type { Judged } from "./judging.ts";
import type { PersonFields } from "./people.ts";

type Line = {
  row: number;
  id: string;
  isNew: boolean;
  moves: boolean;
  leaves: boolean;
  company_id: string;
  unit_id: string | null;
  code: string | null;
  family_name: string;
  given_name: string;
  family_name_reading: string | null;
  given_name_reading: string | null;
  email: string | null;
  telephone: string | null;
  language: string | null;
  time_zone: string | null;
  kind: string | null;
  title: string | null;
  valid_from: string;
  last_day: string | null;
  /** The employment held that the row was compared with. */
  held_unit_id: string | null;
  held_from: string | null;
  held_last_day: string | null;
};

const shape = sql`jsonb_to_recordset`;
const columns = sql`("row" integer, id uuid, "isNew" boolean, moves boolean, leaves boolean, company_id uuid, unit_id uuid,
  code text, family_name text, given_name text, family_name_reading text, given_name_reading text, email text, telephone text, language text, time_zone text,
  kind text, title text, valid_from date, last_day date, held_unit_id uuid, held_from date)`;

const given = (lines: readonly Line[]) => sql`${shape}(${JSON.stringify(lines)}::jsonb) as l${columns}`;

/** Newcomers, changes and leavers of one batch. A row that somebody else wrote meanwhile is told, not overwritten. */
export async function applyPeople(
  ctx: Ctx,
  rows: readonly Judged<PersonFields>[],
  how: Applying,
): Promise<Applied[]> {
  const all = rows.map((row) => lineOf(row, how));
  const needed = await lastAdministratorsAmong(
    ctx,
    all.filter((line) => line.leaves && !line.isNew).map(leaver),
  );
  const refusal = (line: Line) =>
    needed.has(line.id) ? "grant.last_administrator" : endsBefore(line) ? "employment.ends_already" : null;
  const lines = all.filter((line) => refusal(line) === null);
  const changed = lines.filter((line) => !line.isNew);
  const newcomers = lines.filter((line) => line.isNew);
  const added = newcomers.length > 0 ? await addNew(ctx, given(newcomers)) : new Set<string>();
  if (changed.length > 0) await changeHeld(ctx, given(changed));
  const movers = changed.filter((line) => line.moves);
  if (movers.length > 0) await moveHeld(ctx, given(movers));
  const leavers = changed.filter((line) => line.leaves);
  const left = leavers.length > 0 ? await endLeavers(ctx, given(leavers)) : 0;
  const differences = new Map(rows.map((row) => [row.subjectId, row.differences]));
  await record(ctx, "people.loaded", {
    subject: { kind: "unit", id: null, companyId: companyOfAll(lines) },
    data: { added: added.size, changed: changed.length, left },
    personal: {
      people: lines.map((line) => line.id),
      changes: changed.map((line) => ({ id: line.id, differences: differences.get(line.id) ?? [] })),
    },
  });
  return all.map((line) => {
    const refused = refusal(line) ?? (line.isNew && !added.has(line.id) ? "people_code_unique" : null);
    const did = refused ? "not_applied" : line.isNew ? "added" : "changed";
    return { rowNumber: line.row, did, id: line.id, ...(refused ? { code: refused } : {}) };
  });
}

const leaver = (line: Line) => ({ personId: line.id, lastDay: line.last_day ?? line.valid_from });

/** What would change is over by the day from which the list holds. */
const endsBefore = (line: Line) =>
  line.moves && line.held_last_day !== null && line.held_last_day < line.valid_from;

const companyOfAll = (lines: readonly Line[]) => {
  const all = new Set(lines.map((line) => line.company_id));
  return all.size === 1 ? ([...all][0] ?? null) : null;
};

function lineOf(row: Judged<PersonFields>, how: Applying): Line {
  const fields = row.fields;
  if (!fields?.companyId) throw new Error("a row without a company is not applied");
  const differs = new Set(row.differences.map((one) => one.field));
  const isNew = row.subjectId === null;
  return {
    row: row.rowNumber,
    id: row.subjectId ?? crypto.randomUUID(),
    isNew,
    moves: ["unit", "employment", "title", "from"].some((field) => differs.has(field)),
    leaves: differs.has("to"),
    company_id: fields.companyId,
    unit_id: fields.unitId ?? (isNew ? fields.companyId : null),
    code: fields.code,
    family_name: fields.familyName,
    given_name: fields.givenName,
    family_name_reading: fields.familyNameReading,
    given_name_reading: fields.givenNameReading,
    email: fields.email,
    telephone: fields.telephone,
    language: fields.language,
    time_zone: fields.timeZone,
    kind: fields.employment,
    title: fields.title,
    // A newcomer's first day is the list's; a change of somebody held begins on the day the list is applied.
    valid_from: (isNew || differs.has("from") ? fields.from : null) ?? how.from,
    last_day: fields.lastDay,
    held_unit_id: fields.compared?.unitId ?? null,
    held_from: fields.compared?.from ?? null,
    held_last_day: fields.compared?.lastDay ?? null,
  };
}

type Lines = ReturnType<typeof sql>;

async function addNew(ctx: Ctx, given: Lines): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into people (id, company_id, code, family_name, given_name, family_name_reading, given_name_reading, email, telephone, language, time_zone)
    select l.id, l.company_id, l.code, l.family_name, l.given_name, l.family_name_reading, l.given_name_reading, l.email, l.telephone, l.language, l.time_zone
    from ${given} where l."isNew"
    on conflict on constraint people_code_unique do nothing returning id`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  await sql`insert into employments (person_id, unit_id, company_id, kind, title, valid_from, valid_to)
    select l.id, l.unit_id, l.company_id, coalesce(l.kind, 'regular'), l.title, l.valid_from,
      case when l.last_day >= l.valid_from then l.last_day + 1 end
    from ${given} where l."isNew" and l.id = any (${ids}::uuid[])`.execute(ctx.db);
  return new Set(ids);
}

async function changeHeld(ctx: Ctx, given: Lines): Promise<void> {
  // A blank cell says nothing; what differs from what is kept moves the version on.
  const said = ["family_name_reading", "given_name_reading", "email", "telephone", "language", "time_zone"];
  const kept = sql.join(said.map((name) => sql`coalesce(${sql.ref(`l.${name}`)}, ${sql.ref(`p.${name}`)})`));
  await sql`update people p set (family_name, given_name, ${sql.join(said.map((name) => sql.ref(name)))}, row_version)
      = (l.family_name, l.given_name, ${kept}, p.row_version + 1)
    from ${given}
    where p.id = l.id and not l."isNew" and (p.family_name, p.given_name, ${sql.join(said.map((name) => sql.ref(`p.${name}`)))})
      is distinct from (l.family_name, l.given_name, ${kept})`.execute(ctx.db);
}

/**
 * Another unit, kind or title from the day on, of the employment the row was compared with; what was before keeps its
 * days, and so does every other employment of the person. Who comes back begins after what has ended.
 */
async function moveHeld(ctx: Ctx, given: Lines): Promise<void> {
  await sql`with moving as (
      select l.id, l.company_id, coalesce(l.unit_id, e.unit_id, l.company_id) as unit_id,
        coalesce(l.kind, e.kind, 'regular') as kind, coalesce(l.title, e.title) as title,
        e.unit_id as held_unit, e.valid_from as held_from, e.valid_to as held_to,
        greatest(l.valid_from, e.valid_from, case when e.person_id is null then (select max(b.valid_to) from employments b
          where b.person_id = l.id and b.company_id = l.company_id) end) as valid_from
      from ${given} left join employments e on e.person_id = l.id and e.unit_id = l.held_unit_id and e.valid_from = l.held_from
      where l.moves
    ), corrected as (
      update employments e set (unit_id, kind, title) = (m.unit_id, m.kind, m.title) from moving m
      where e.person_id = m.id and e.unit_id = m.held_unit and e.valid_from = m.held_from and m.valid_from = m.held_from
    ), closed as (
      update employments e set valid_to = m.valid_from from moving m
      where e.person_id = m.id and e.unit_id = m.held_unit and e.valid_from = m.held_from and m.valid_from > m.held_from
    )
    insert into employments (person_id, unit_id, company_id, kind, title, valid_from, valid_to)
    select m.id, m.unit_id, m.company_id, m.kind, m.title, m.valid_from,
      least(m.held_to, (select min(x.valid_from) from employments x
        where x.person_id = m.id and x.unit_id = m.unit_id and x.valid_from > m.valid_from))
    from moving m where m.valid_from is distinct from m.held_from
    on conflict on constraint employments_pkey do nothing`.execute(ctx.db);
}

/**
 * Who leaves the company: what would begin later never does, what holds ends after the last day (or only then, where it
 * ended sooner); where nothing follows elsewhere, rights end with it.
 */
async function endLeavers(ctx: Ctx, given: Lines): Promise<number> {
  const never = await sql<{ personId: string }>`
    delete from employments e using ${given}
    where e.person_id = l.id and e.company_id = l.company_id and l.leaves and e.valid_from > l.last_day
    returning e.person_id`.execute(ctx.db);
  const closed = await sql<{ personId: string }>`
    update employments e set valid_to = l.last_day + 1 from ${given}
    where e.person_id = l.id and e.company_id = l.company_id and l.leaves
      and (e.valid_to is null or e.valid_to > l.last_day + 1
        or e.valid_to < l.last_day + 1 and e.unit_id = l.held_unit_id and e.valid_from = l.held_from
          and not exists (select from employments x where x.person_id = e.person_id and x.company_id = e.company_id
            and (x.valid_to is null or x.valid_to > e.valid_to)))
    returning e.person_id`.execute(ctx.db);
  await endSeatsOfLeavers(ctx, given);
  await endGrantsOfLeavers(ctx, given);
  return new Set([...never.rows, ...closed.rows].map((row) => row.personId)).size;
}

/** Seats at the company they leave, and elsewhere too where nothing goes on: as by hand (ending/). */
async function endSeatsOfLeavers(ctx: Ctx, given: Lines): Promise<void> {
  const goes = sql`h.person_id = l.id and l.leaves and ${within(ctx, "h.company_id")}
    and (h.company_id = l.company_id or not is_employed_after(l.id, l.last_day))`;
  await sql`with never as (
      delete from position_holders h using ${given} where ${goes} and h.valid_from > l.last_day
    )
    update position_holders h set valid_to = l.last_day + 1 from ${given}
    where ${goes} and h.valid_from <= l.last_day and (h.valid_to is null or h.valid_to > l.last_day + 1)`.execute(
    ctx.db,
  );
  await sql`update deputies h set valid_to = greatest(h.valid_from, l.last_day + 1) from ${given}
    where ${goes} and (h.valid_to is null or h.valid_to > l.last_day + 1)`.execute(ctx.db);
}

async function endGrantsOfLeavers(ctx: Ctx, given: Lines): Promise<void> {
  const { rows } = await sql<EndedGrant>`
    update grants g set valid_to = greatest(g.valid_from, l.last_day + 1), row_version = g.row_version + 1
    from ${given}
    where g.person_id = l.id and not l."isNew" and l.leaves
      and (g.valid_to is null or g.valid_to > greatest(g.valid_from, l.last_day + 1))
      and not is_employed_after(l.id, l.last_day)
    returning g.id, g.person_id, g.company_id, g.role_id, g.unit_id, g.valid_to`.execute(ctx.db);
  await recordEndedGrants(ctx, rows);
}
