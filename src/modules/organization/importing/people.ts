// Lent to later modules.
// What a row of a list of people means: newcomers, changes, leavers. Decided without writing anything.
import { readTelephone } from "#core/text/telephone.ts";
import { zoneOf } from "#core/time/zones.ts";
import {
  compared,
  type Difference,
  type GivenRow,
  type Judged,
  leftOut,
  type Problem,
  readerOf,
  type RowReader,
  settle,
} from "./judging.ts";
import { type EmploymentKind, employmentWords } from "./people-words.ts";
import { companyOf, unitOf } from "./people-places.ts";
import type { PeopleWorld } from "./people-world.ts";
import { splitPair } from "./person-names.ts";
import { plain, plainCode } from "./spelling.ts";
import { tongueOf } from "./tongues.ts";

export type KnownPerson = {
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
  /** Those at the company that hold today or begin later, by their first day; none for who has left. */
  employments: readonly KnownEmployment[];
  hasWorked: boolean;
  /** Seats that are left vacant when the person leaves the company; null where there are none. */
  seats: string | null;
};
export type KnownEmployment = {
  unitId: string;
  employment: EmploymentKind;
  title: string | null;
  from: string;
  /** Where that is known. */
  lastDay: string | null;
  isCurrent: boolean;
};
export type PersonFields = {
  companyId: string | null;
  unitId: string | null;
  code: string | null;
  familyName: string;
  givenName: string;
  familyNameReading: string | null;
  givenNameReading: string | null;
  email: string | null;
  telephone: string | null;
  language: string | null;
  timeZone: string | null;
  employment: EmploymentKind | null;
  title: string | null;
  from: string | null;
  /** The last day of work, as lists give it. */
  lastDay: string | null;
  /** The employment held that the row was compared with: no other one is changed by it. */
  compared: Pick<KnownEmployment, "unitId" | "from" | "lastDay"> | null;
};

/** Employee numbers are a company's own; where there is none the mail address tells people apart. */
export function personKeys(
  fields: Record<string, string>,
  companyId: string | null = null,
): { code: string; name: string } {
  const company = companyId ?? plainCode(fields["company"] ?? "");
  const own = plainCode(fields["code"] ?? "") || plainCode(fields["email"] ?? "");
  return {
    code: own === "" ? "" : `${company}\u001f${own}`,
    name: plain(fields["name"] ?? `${fields["familyName"] ?? ""}${fields["givenName"] ?? ""}`),
  };
}

/** Of the batch: who is held under these numbers and addresses, and which rows the file has more than once. */
export type Peers = {
  byCode: Map<string, KnownPerson>;
  byEmail: Map<string, KnownPerson[]>;
  twins: ReadonlySet<number>;
};
export const heldKey = (companyId: string, code: string) => `${companyId}\u001f${plainCode(code)}`;

export const judgePeople = (
  rows: readonly GivenRow[],
  world: PeopleWorld,
  peers: Peers,
): Judged<PersonFields>[] => rows.map((row) => judge(row, world, peers));

/** The company a row speaks of, without telling its problems: for looking up whom it may mean. */
export function companyOfRow(row: GivenRow, world: PeopleWorld): string | null {
  return companyOf(readerOf(row), world, row.decision?.chosen?.["company"]);
}

function judge(row: GivenRow, world: PeopleWorld, peers: Peers): Judged<PersonFields> {
  const read = readerOf(row);
  const fields = fieldsOf(row, read, world);
  const held =
    fields.companyId && fields.code ? peers.byCode.get(heldKey(fields.companyId, fields.code)) : undefined;
  const sameMail = (fields.email ? (peers.byEmail.get(fields.email.toLowerCase()) ?? []) : []).filter(
    (one) => one.companyId === fields.companyId,
  );
  const known = held ?? (fields.code === null || isChosen(row, sameMail) ? sameMail[0] : undefined);
  if (peers.twins.has(row.number)) read.wrong("code", "import.twice_in_file");
  if (!known && fields.lastDay !== null && fields.lastDay < world.today && read.problems.length === 0)
    return { ...leftOut(row.number, "import.left_before"), fields };
  if (!known) {
    if (row.fields["employment"] === undefined || read.given("employment") === "")
      fields.employment ??= "regular";
  }
  const meant = known ? employmentMeant(fields, known) : null;
  fields.compared = meant && { unitId: meant.unitId, from: meant.from, lastDay: meant.lastDay };
  const differences = known ? differencesFrom(fields, known, meant, world) : beginningOf(fields, world);
  return settle(row, {
    subjectId: known?.id ?? null,
    fields,
    problems: read.problems,
    conflicts: [
      ...mailConflicts(sameMail, known, read),
      ...(known ? severalConflicts(fields, known, differences, read) : []),
    ],
    differences,
  });
}

/** What holds today comes before what is planned; of several at once, that at the unit the row names, else the first. */
function employmentMeant(fields: PersonFields, { employments }: KnownPerson): KnownEmployment | null {
  const current = employments.filter((one) => one.isCurrent);
  const among = current.length > 0 ? current : employments;
  return among.find((one) => one.unitId === fields.unitId) ?? among[0] ?? null;
}

/** A list has one row for a person: which of several employments it moves, or whether all of them end, it does not say. */
function severalConflicts(
  fields: PersonFields,
  known: KnownPerson,
  differences: readonly Difference[],
  read: RowReader,
): Problem[] {
  const current = known.employments.filter((one) => one.isCurrent);
  if (current.length < 2) return [];
  const differs = new Set(differences.map((one) => one.field));
  if (differs.has("to")) return [{ field: "to", code: "import.several_end", given: read.given("to") }];
  const isNamed = current.some((one) => one.unitId === fields.unitId);
  const moved = ["unit", "employment", "title"].find((field) => differs.has(field));
  if (moved === undefined || isNamed) return [];
  return [{ field: moved, code: "import.several_employments", given: read.given(moved) }];
}

const isChosen = (row: GivenRow, people: readonly KnownPerson[]) =>
  people.some((one) => one.id === row.decision?.chosen?.["email"]);

function mailConflicts(
  sameMail: readonly KnownPerson[],
  known: KnownPerson | undefined,
  read: RowReader,
): Problem[] {
  const others = sameMail.filter((one) => one.id !== known?.id);
  if (others.length === 0) return [];
  const candidates = others.slice(0, 5).map((one) => ({
    id: one.id,
    name: `${one.familyName} ${one.givenName} (${one.code ?? "–"})`,
  }));
  return [{ field: "email", code: "import.same_email", given: read.given("email"), candidates }];
}

function fieldsOf(row: GivenRow, read: RowReader, world: PeopleWorld): PersonFields {
  const chosen = row.decision?.chosen ?? {};
  const companyId = companyOf(read, world, chosen["company"]);
  const names = namesOf(read);
  const readings = splitPair(read, "reading", "familyNameReading", "givenNameReading");
  const email = read.code("email", 254);
  if (email !== null && !/^[^@\s]+@[^@\s]+$/.test(email)) read.wrong("email", "import.not_an_address");
  const code = read.code("code", 60);
  if (code === null && email === null) read.demand("code");
  const from = read.day("from");
  const lastDay = read.day("to");
  if (from !== null && lastDay !== null && lastDay < from) read.wrong("to", "import.ends_before_start");
  return {
    companyId,
    unitId: unitOf(read, world, companyId, chosen["unit"]),
    code,
    familyName: names.family,
    givenName: names.given,
    familyNameReading: readings.family || null,
    givenNameReading: readings.given || null,
    email,
    telephone: read.as("telephone", readTelephone, "import.not_a_telephone"),
    language: read.as("language", tongueOf, "import.unknown_language"),
    timeZone: read.as("timeZone", zoneOf, "import.unknown_time_zone"),
    employment: read.word("employment", employmentWords, "import.unknown_employment", plain),
    title: read.text("title", 200),
    from,
    lastDay,
    compared: null,
  };
}

function namesOf(read: RowReader) {
  const pair = splitPair(read, "name", "familyName", "givenName");
  if (pair.family === "") read.wrong(read.given("name") === "" ? "name" : "familyName", "import.missing");
  if (pair.family.length > 100 || pair.given.length > 100) read.wrong("name", "import.too_long");
  return pair;
}

/** Where a new person will belong: a list seldom writes the company as the group does. */
const beginningOf = ({ companyId }: PersonFields, world: PeopleWorld): Difference[] =>
  companyId === null ? [] : [{ field: "company", before: null, after: world.nameOf.get(companyId) ?? null }];

function differencesFrom(
  fields: PersonFields,
  known: KnownPerson,
  meant: KnownEmployment | null,
  world: PeopleWorld,
): Difference[] {
  const nameOf = (id: string | null) => (id === null ? null : (world.nameOf.get(id) ?? null));
  // Somebody who has left and is listed with a last day is known to have left: nothing new.
  if (meant === null && fields.lastDay !== null) return [];
  const person = compared([
    ["familyName", known.familyName, fields.familyName],
    ["givenName", known.givenName, fields.givenName],
    ["familyNameReading", known.familyNameReading, fields.familyNameReading],
    ["givenNameReading", known.givenNameReading, fields.givenNameReading],
    ["email", known.email?.toLowerCase() ?? null, fields.email?.toLowerCase() ?? null],
    ["telephone", known.telephone, fields.telephone],
    ["language", known.language, fields.language],
    ["timeZone", known.timeZone, fields.timeZone],
  ]);
  const last = lastOfAll(known);
  if (fields.lastDay !== null && fields.lastDay !== meant?.lastDay && fields.lastDay !== last)
    return [
      ...person,
      { field: "to", before: last, after: fields.lastDay },
      ...(known.seats === null ? [] : [{ field: "seats", before: known.seats.slice(0, 300), after: null }]),
    ];
  return [
    ...person,
    ...compared([
      ["unit", nameOf(meant?.unitId ?? null), nameOf(fields.unitId)],
      ["employment", meant?.employment ?? null, fields.employment],
      ["title", meant?.title ?? null, fields.title],
    ]),
    // Listed again without a last day: back. Whoever never worked here (who set the group up) is not employed by a name alone.
    ...(meant === null && known.hasWorked && fields.unitId === null
      ? [{ field: "from", before: null, after: fields.from }]
      : []),
  ];
}

/** The day after which nothing is left at the company; null while one employment has no end. */
function lastOfAll({ employments }: KnownPerson): string | null {
  const days = employments.map((one) => one.lastDay);
  return days.includes(null) ? null : (days.toSorted().at(-1) ?? null);
}
