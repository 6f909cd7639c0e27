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
  /** The employment that holds today or begins later; null for who has left. */
  unitId: string | null;
  employment: EmploymentKind | null;
  title: string | null;
  /** Its last day, where that is known. */
  lastDay: string | null;
  hasWorked: boolean;
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
  return settle(row, {
    subjectId: known?.id ?? null,
    fields,
    problems: read.problems,
    conflicts: mailConflicts(sameMail, known, read),
    differences: known ? differencesFrom(fields, known, world) : beginningOf(fields, world),
  });
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

function differencesFrom(fields: PersonFields, known: KnownPerson, world: PeopleWorld): Difference[] {
  const nameOf = (id: string | null) => (id === null ? null : (world.nameOf.get(id) ?? null));
  const hasLeft = known.unitId === null;
  const leaves = fields.lastDay !== null;
  // Somebody who has left and is listed with a last day is known to have left: nothing new.
  if (hasLeft && leaves) return [];
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
  if (leaves && fields.lastDay === known.lastDay) return person;
  if (leaves) return [...person, { field: "to", before: null, after: fields.lastDay }];
  return [
    ...person,
    ...compared([
      ["unit", nameOf(known.unitId), nameOf(fields.unitId)],
      ["employment", known.employment, fields.employment],
      ["title", known.title, fields.title],
    ]),
    // Listed again without a last day: back. Whoever never worked here (who set the group up) is not employed by a name alone.
    ...(hasLeft && known.hasWorked && fields.unitId === null
      ? [{ field: "from", before: null, after: fields.from }]
      : []),
  ];
}
