// People by country as the ledger of personal data names them: proposed with each set that is affected, taken over by somebody who says so,
// and compared with what the ledger says later.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { incidentTo, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";
import { countThen } from "./rules.ts";

type Thing = Output<typeof room.getAffected>["things"][number];
type OfLedger = Thing["people"][number];
const mostPeople = 2_000_000_000;

/** Entries of the ledgers that are named, each set of personal data with its people by country. */
export async function thingsOf(ctx: Ctx, incidentId: string): Promise<Thing[]> {
  const { rows } = await sql<
    Omit<Thing, "people">
  >`select a.ledger, a.entry_id, a.name, a.about, coalesce(e.is_special, false) as is_special from incident_assets a
    left join information e on e.id = a.entry_id and a.ledger = 'information' and ${within(ctx, "e.company_id")}
    where a.incident_id = ${incidentId}::uuid and a.left_at is null order by a.ledger, a.name, a.entry_id limit 200`.execute(
    ctx.db,
  );
  const sets = rows.filter((row) => row.ledger === "information").map((row) => row.entryId);
  const people = await peopleIn(ctx, incidentId, sets);
  return rows.map((row) => ({ ...row, people: people.get(row.entryId) ?? [] }));
}

type Row = {
  entryId: string;
  country: string;
  inLedger: number | null;
  taken: number | null;
  inLedgerThen: number | null;
  at: string | null;
  byName: string | null;
};

/** By entry: what the ledger names now beside what was taken over last, the most people first. */
async function peopleIn(
  ctx: Ctx,
  incidentId: string,
  entryIds: readonly string[],
): Promise<Map<string, OfLedger[]>> {
  if (entryIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    with named as (select e.id as entry_id, x->>'country' as country, sum((x->>'people')::bigint)::bigint as people
      from information e cross join jsonb_array_elements(e.people_by_country) x
      where e.id = any (${[...entryIds]}::uuid[]) and e.nature = 'personal' and e.state <> 'retired' and ${within(ctx, "e.company_id")}
        and jsonb_typeof(e.people_by_country) = 'array' and x->>'country' ~ '^[A-Z]{2}$' group by 1, 2),
    taken as (select distinct on (p.entry_id, p.country) p.entry_id, p.country, p.taken, p.in_ledger, p.set_at, p.set_by
      from incident_people p where p.incident_id = ${incidentId}::uuid and p.entry_id = any (${[...entryIds]}::uuid[])
      order by p.entry_id, p.country, p.set_at desc, p.id desc)
    select coalesce(n.entry_id, t.entry_id) as entry_id, coalesce(n.country, t.country) as country,
      case when n.people is not null then least(n.people, ${mostPeople})::integer end as in_ledger, t.taken, t.in_ledger as in_ledger_then, t.set_at as at,
      ${nameOfActor(ctx.language, sql`t.set_by`)} as by_name
    from named n full join taken t on t.entry_id = n.entry_id and t.country = n.country
    order by coalesce(n.people, 0) desc, 2 limit 10000`.execute(ctx.db);
  const all = rows.map((row) => ({
    entryId: row.entryId,
    country: row.country,
    inLedger: row.inLedger,
    taken:
      row.taken === null || row.inLedgerThen === null || row.at === null
        ? null
        : { count: row.taken, inLedger: row.inLedgerThen, at: row.at, byName: row.byName },
    isDifferent: row.inLedgerThen !== null && row.inLedgerThen !== (row.inLedger ?? 0),
  }));
  return new Map(
    [...Map.groupBy(all, (one) => one.entryId).entries()].map(([id, of]) => [
      id,
      of.slice(0, 250).map(({ entryId: _entryId, ...one }) => one),
    ]),
  );
}

type Counted = { id: string; country: string; count: number; isExact: boolean; categories: string[] };

export async function takePeople(
  ctx: Ctx,
  input: Input<typeof room.takePeople>,
): Promise<Output<typeof room.takePeople>> {
  const incident = await incidentTo(ctx, "add", input.id);
  const { rows: things } = await sql<{ name: string }>`select a.name from incident_assets a
    where a.incident_id = ${incident.id}::uuid and a.entry_id = ${input.entryId}::uuid and a.ledger = 'information' and a.left_at is null`.execute(
    ctx.db,
  );
  const [thing] = things;
  if (!thing) throw invalid("incident.unknown_thing");
  const people = (await peopleIn(ctx, incident.id, [input.entryId])).get(input.entryId) ?? [];
  const { rows: last } = await sql<Counted>`
    select distinct on (p.country) p.id, p.country, p.count, p.is_exact, p.categories from incident_people p
    where p.incident_id = ${incident.id}::uuid order by p.country, p.set_at desc, p.id desc`.execute(ctx.db);
  const said = input.said?.trim() ?? "";
  let id: string | null = null;
  for (const one of new Map(input.countries.map((of) => [of.country, of])).values()) {
    const counted = last.find((of) => of.country === one.country);
    const taking = { ...one, ofLedger: people.find((of) => of.country === one.country), counted, said };
    const whole = wholeOf(taking);
    id = (await write(ctx, incident, { ...input, ...taking, name: thing.name, whole })) ?? id;
  }
  if (id === null) throw invalid("incident.nothing_new");
  return { id };
}

type Given = Input<typeof room.takePeople>["countries"][number] & {
  ofLedger: OfLedger | undefined;
  counted: Counted | undefined;
  said: string;
};

/** How many are counted then. @throws AppError where the ledger names none, somebody counted meanwhile, or it is not said what the number means. */
function wholeOf({ ofLedger, counted, ...one }: Given): number {
  const values = { country: one.country };
  if (!ofLedger) throw invalid("incident.no_people_of_country", { values });
  if ((counted?.id ?? null) !== one.after) throw conflict("incident.counted_meanwhile", { values });
  const whole = countThen({
    as: one.as,
    count: one.count,
    counted: counted?.count ?? null,
    takenBefore: ofLedger.taken?.count ?? null,
  });
  if (whole === null) throw invalid("incident.same_people_or_others", { values });
  if (whole > mostPeople) throw invalid("incident.too_many_people", { values });
  const isChanged = one.count !== (ofLedger.inLedger ?? 0);
  if (!one.said && (isChanged || one.as === "same" || (one.as === "instead" && counted?.count !== one.count)))
    throw invalid("incident.say_what_it_rests_on", { values });
  return whole;
}

/** @returns null where it says what was taken over last. */
async function write(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  one: Given & {
    entryId: string;
    name: string;
    whole: number;
    isExact: boolean;
    categories: readonly string[];
  },
): Promise<string | null> {
  const inLedger = one.ofLedger?.inLedger ?? 0;
  const before = one.ofLedger?.taken;
  const isSame = before?.count === one.count && before.inLedger === inLedger;
  if (isSame && one.counted?.count === one.whole && one.counted.isExact === one.isExact) return null;
  const { rows } = await sql<{ id: string }>`
    insert into incident_people (incident_id, company_id, country, count, is_exact, categories, said, set_at, set_by,
      entry_id, entry_name, in_ledger, taken, taken_as)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${one.country}, ${one.whole}, ${one.isExact},
      ${[...new Set([...(one.counted?.categories ?? []), ...one.categories])].toSorted().slice(0, 20)}::text[], ${one.said}, app_now(),
      ${ctx.actor.personId}::uuid, ${one.entryId}::uuid, ${one.name}, ${inLedger}, ${one.count}, ${one.as}) returning id`.execute(
    ctx.db,
  );
  await record(ctx, "incident.people_counted", {
    subject: subjectOf(incident),
    data: {
      country: one.country,
      count: one.whole,
      countBefore: one.counted?.count ?? null,
      isExact: one.isExact,
      entryId: one.entryId,
    },
  });
  return found(rows[0], "incident").id;
}
