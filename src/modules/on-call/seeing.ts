// Turns and people of rosters as they are read: also those of other companies, by the functions of the database that ask first
// whether the reader sees the roster (db/migrations/0453).
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import type { onCall } from "./contract.ts";
import { type Absence, counts, gapsIn, opensRecords, type Span, thereIn } from "./rules.ts";

type Shown = Output<typeof onCall.getOnCallRoster>;
export type Person = Shown["people"][number];
export type Turn = Shown["turns"][number];

/** @param companyId the company for which the reader asks, where the roster is another unit's. */
export async function peopleOf(
  ctx: Ctx,
  rosterIds: readonly string[],
  companyId: string | null = null,
): Promise<Map<string, Person[]>> {
  const { rows } = await sql<Person & { rosterId: string }>`
    select p.roster_id, p.id, ${nameOfPerson(ctx.language, "p")} as name, p.time_zone, p.has_number, p.is_there, p.gone_on, p.lacks
    from on_call_people_of(${[...rosterIds]}::uuid[], ${companyId}::uuid, ${JSON.stringify(opensRecords)}::jsonb) p order by name, p.id`.execute(
    ctx.db,
  );
  const people = new Map<string, Person[]>(rosterIds.map((id) => [id, []]));
  for (const { rosterId, ...person } of rows) people.get(rosterId)?.push(person);
  return people;
}

export async function turnsOf(
  ctx: Ctx,
  rosterIds: readonly string[],
  { startsAt, endsAt }: Span,
  companyId: string | null = null,
): Promise<Map<string, Turn[]>> {
  const { rows } = await sql<Turn>`
    select * from on_call_turns_of(${[...rosterIds]}::uuid[], ${companyId}::uuid, ${startsAt.toISOString()}::timestamptz,
      ${endsAt.toISOString()}::timestamptz)`.execute(ctx.db);
  const turns = new Map<string, Turn[]>(rosterIds.map((id) => [id, []]));
  for (const turn of rows) turns.get(turn.rosterId)?.push(turn);
  return turns;
}

/** The days on which somebody of these rosters is away, as they said themselves, from yesterday on. */
export async function absencesOf(
  ctx: Ctx,
  rosterIds: readonly string[],
  companyId: string | null = null,
): Promise<Absence[]> {
  const { rows } = await sql<Absence>`select a.person_id, a.away_from as "from", a.away_until as until
    from on_call_absences_of(${[...rosterIds]}::uuid[], ${companyId}::uuid) a`.execute(ctx.db);
  return rows;
}

type Watched = { timeZone: string; isContinuous: boolean };

type Around = {
  people: readonly Pick<Person, "id" | "isThere" | "goneOn">[];
  absences: readonly Absence[];
  within: Span;
};

/** Of a roster that is to be there at every hour: the hours without anybody who counts. */
export function gapsOf(
  { timeZone, isContinuous }: Watched,
  turns: readonly Pick<Turn, "personId" | "startsAt" | "endsAt">[],
  { people, absences, within }: Around,
): { startsAt: string; endsAt: string }[] {
  if (!isContinuous) return [];
  const known = new Map(people.map((one) => [one.id, one]));
  const there = turns
    .map((turn) => ({ ...turn, startsAt: new Date(turn.startsAt), endsAt: new Date(turn.endsAt) }))
    .filter((turn) => counts(known.get(turn.personId), turn.startsAt, timeZone))
    .flatMap((turn) => thereIn(turn, absences, timeZone));
  return gapsIn(there, within).map((gap) => ({
    startsAt: gap.startsAt.toISOString(),
    endsAt: gap.endsAt.toISOString(),
  }));
}
