// One person: read with everything dated, corrected, and employed at one unit more or less.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { type organization, permissions } from "./contract.ts";
import { assertReason } from "./dated.ts";
import { endAtCompany } from "./ending/at-company.ts";
import * as queries from "./queries.ts";
import { readTelephone } from "#core/text/telephone.ts";
import { isTimeZone } from "#core/time/zones.ts";

type In<K extends keyof typeof organization> = Input<(typeof organization)[K]>;
type Out<K extends keyof typeof organization> = Promise<Output<(typeof organization)[K]>>;
type Person = Output<typeof organization.getPerson>;

type Kept = {
  id: string;
  companyId: string;
  code: string | null;
  familyName: string;
  givenName: string;
  familyNameReading: string | null;
  givenNameReading: string | null;
  email: string | null;
  telephone: string | null;
  language: string | null;
  timeZone: string | null;
  rowVersion: number;
};

async function personInScope(ctx: Ctx, id: string): Promise<Kept> {
  const { rows } = await sql<Kept>`
    select p.id, p.company_id, p.code, p.family_name, p.given_name, p.family_name_reading, p.given_name_reading,
      p.email, p.telephone, p.language, p.time_zone, p.row_version
    from people p where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  return found(rows[0], "person");
}

/** The unit's name on the last day of the row that names it, today at the latest. */
const namesThen = (ctx: Ctx, unit: string, row: string) => sql`
  join lateral (select x.name, x.name_en, x.name_ja, x.name_zh from unit_names x where x.unit_id = ${sql.ref(unit)}
    order by holds_on(x.valid_from, x.valid_to, least(${ctx.today}::date, coalesce(${sql.ref(`${row}.valid_to`)} - 1, ${ctx.today}::date))) desc,
      x.valid_from desc limit 1) n on true`;

export async function getPerson(ctx: Ctx, { id }: In<"getPerson">): Out<"getPerson"> {
  const { companyId, ...person } = await personInScope(ctx, id);
  const names = found(await queries.namesOn(ctx, companyId, ctx.today), "company");
  const facts = await queries.rowOn<{ timeZone: string }>(ctx, "company_facts", companyId, ctx.today);
  const employments = await sql<Person["employments"][number]>`
    select e.unit_id, u.kind as unit_kind, n.name, n.name_en, n.name_ja, n.name_zh, e.company_id, e.kind, e.title,
      e.valid_from, e.valid_to
    from employments e join units u on u.id = e.unit_id ${namesThen(ctx, "e.unit_id", "e")}
    where e.person_id = ${id}::uuid and ${within(ctx, "e.company_id")}
    order by e.valid_to desc nulls first, e.valid_from desc, e.unit_id limit 200`.execute(ctx.db);
  const positions = await sql<Person["positions"][number]>`
    select p.id, p.name, p.name_en, p.name_ja, p.name_zh, p.company_id,
      coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name) as unit_name, h.rank, h.valid_from, h.valid_to
    from position_holders h join positions p on p.id = h.position_id ${namesThen(ctx, "p.unit_id", "h")}
    where h.person_id = ${id}::uuid and ${within(ctx, "h.company_id")}
    order by h.valid_to desc nulls first, h.valid_from desc, p.id limit 200`.execute(ctx.db);
  const can = await held(ctx, [permissions.managePeople, permissions.manage], companyId);
  return {
    ...person,
    company: { id: companyId, ...names },
    companyTimeZone: facts?.timeZone ?? null,
    employments: employments.rows,
    positions: positions.rows,
    isSelf: id === ctx.actor.personId,
    can: { manage: can.has(permissions.managePeople), organize: can.has(permissions.manage) },
  };
}

/** Moves the person's version on; the slower of two writers is told. */
async function take(ctx: Ctx, person: Kept, rowVersion: number): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable("people")
    .set({ rowVersion: sql`row_version + 1` })
    .where("id", "=", person.id)
    .where("rowVersion", "=", rowVersion)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw lostRace("person", { rowVersion }, { rowVersion: person.rowVersion });
}

const subjectOf = (person: Kept) => ({ kind: "person", id: person.id, companyId: person.companyId }) as const;

/** What says who somebody is; language and zone only say how they are addressed. */
const personal = [
  "code",
  "familyName",
  "givenName",
  "familyNameReading",
  "givenNameReading",
  "email",
  "telephone",
] as const;
const addressing = ["language", "timeZone"] as const;

export async function changePerson(ctx: Ctx, input: In<"changePerson">): Out<"changePerson"> {
  const person = await personInScope(ctx, input.id);
  const telephone = input.telephone?.trim() ? readTelephone(input.telephone) : null;
  if (telephone === null && input.telephone?.trim()) throw invalid("people_telephone");
  if (input.timeZone !== null && !isTimeZone(input.timeZone)) throw invalid("time_zone.unknown");
  const trimmed = (text: string | null) => text?.trim() || null;
  const wanted: Omit<Kept, "id" | "companyId" | "rowVersion"> = {
    code: trimmed(input.code),
    familyName: input.familyName.trim(),
    givenName: input.givenName.trim(),
    familyNameReading: trimmed(input.familyNameReading),
    givenNameReading: trimmed(input.givenNameReading),
    email: trimmed(input.email),
    telephone,
    language: input.language,
    timeZone: input.timeZone,
  };
  const changed = [...personal, ...addressing].filter((field) => wanted[field] !== person[field]);
  if (changed.length === 0) throw invalid("person.nothing_changes");
  const reason = input.reason?.trim() || null;
  if (reason === null && personal.some((field) => changed.includes(field)))
    throw invalid("person.change_needs_reason");
  await take(ctx, person, input.rowVersion);
  await ctx.db.updateTable("people").set(wanted).where("id", "=", person.id).execute();
  const only = (of: typeof wanted) => Object.fromEntries(changed.map((field) => [field, of[field]]));
  await record(ctx, "person.changed", {
    subject: subjectOf(person),
    data: { fields: changed },
    personal: { before: only(person), after: only(wanted), reason },
  });
  return { id: person.id };
}

export async function addEmployment(ctx: Ctx, input: In<"addEmployment">): Out<"addEmployment"> {
  assertReason(ctx, input.from, input.reason);
  const person = await personInScope(ctx, input.id);
  const unit = found(await queries.unitInScope(ctx, input.unitId), "unit");
  const companyId = found(unit.companyId ?? undefined, "unit");
  const until = input.lastDay === undefined ? null : addDays(input.lastDay, 1);
  if (until !== null && until <= input.from) throw invalid("employment.ends_before_it_begins");
  if (unit.foundedOn > input.from || (unit.endedOn !== null && unit.endedOn <= input.from))
    throw invalid("employment.unit_not_there");
  await take(ctx, person, input.rowVersion);
  const { rows } =
    await sql`select from employments e where e.person_id = ${person.id}::uuid and e.unit_id = ${unit.id}::uuid
    and daterange(e.valid_from, e.valid_to) && daterange(${input.from}::date, ${until}::date)`.execute(
      ctx.db,
    );
  if (rows.length > 0) throw conflict("employment.overlaps");
  await sql`insert into employments (person_id, unit_id, company_id, kind, title, valid_from, valid_to)
    values (${person.id}::uuid, ${unit.id}::uuid, ${companyId}::uuid, ${input.kind}, ${input.title?.trim() || null},
      ${input.from}::date, ${until}::date)`.execute(ctx.db);
  await record(ctx, "person.employed", {
    subject: subjectOf(person),
    data: { unitId: unit.id, employment: input.kind, from: input.from, until },
    personal: { title: input.title ?? null, reason: input.reason ?? null },
  });
  return { id: person.id };
}

export async function endEmployment(ctx: Ctx, input: In<"endEmployment">): Out<"endEmployment"> {
  const person = await personInScope(ctx, input.id);
  if (person.id === ctx.actor.personId) throw conflict("person.own_employment");
  if (input.lastDay < input.validFrom) throw invalid("employment.ends_before_it_begins");
  const until = addDays(input.lastDay, 1);
  await take(ctx, person, input.rowVersion);
  const { rows } = await sql<{
    validTo: string | null;
    companyId: string;
  }>`select e.valid_to, e.company_id from employments e
    where e.person_id = ${person.id}::uuid and e.unit_id = ${input.unitId}::uuid and e.valid_from = ${input.validFrom}::date
      and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  const employment = found(rows[0], "employment");
  if (employment.validTo !== null && employment.validTo <= until) throw conflict("employment.ends_already");
  await sql`update employments set valid_to = ${until}::date where person_id = ${person.id}::uuid
    and unit_id = ${input.unitId}::uuid and valid_from = ${input.validFrom}::date`.execute(ctx.db);
  // With the last one end seats and rights: that is said before it is done, by previewEmploymentEnds.
  const still = await sql<{ is: boolean }>`
    select is_employed_after(${person.id}::uuid, ${input.lastDay}::date) as is`.execute(ctx.db);
  if (!still.rows[0]?.is) throw conflict("employment.is_last");
  const { companyId } = employment;
  const ended = await endAtCompany(ctx, { personId: person.id, companyId, lastDay: input.lastDay });
  await record(ctx, "person.employment_ended", {
    subject: subjectOf(person),
    data: { unitId: input.unitId, from: input.validFrom, lastDay: input.lastDay, ...ended },
    personal: { reason: input.reason },
  });
  return { id: person.id, ...ended };
}
