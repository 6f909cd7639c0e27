// Lent to later modules.
// What a row of a list of people means: newcomers, changes, leavers. Decided without writing anything.
import { companyNameKey } from "#core/sheets/normalise.ts";
import { readTelephone } from "#core/text/telephone.ts";
import { zoneOf } from "#core/time/zones.ts";
import { type Nearest, nearestOf } from "#core/sheets/nearest.ts";
import {
  type Candidate,
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
import { splitPair } from "./person-names.ts";
import { plain, plainCode } from "./spelling.ts";
import { tongueOf } from "./tongues.ts";

export type KnownPlace = {
  id: string;
  kind: "company" | "department" | "site";
  code: string;
  companyId: string;
  names: readonly string[];
};
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

export type PeopleWorld = {
  today: string;
  /** The one company the file is about, when it was uploaded for one. */
  companyId: string | null;
  companiesByCode: Map<string, KnownPlace>;
  companiesByName: Map<string, KnownPlace[]>;
  placesOf: Map<string, KnownPlace[]>;
  nameOf: Map<string, string>;
  nearestCompanies: Nearest<KnownPlace>;
  nearestIn: Map<string, Nearest<KnownPlace>>;
};

export function peopleWorld(
  places: readonly KnownPlace[],
  companyId: string | null,
  today: string,
): PeopleWorld {
  const companies = places.filter((place) => place.kind === "company");
  const byName = new Map<string, KnownPlace[]>();
  for (const one of companies)
    for (const key of new Set(one.names.map(companyNameKey)))
      byName.set(key, [...(byName.get(key) ?? []), one]);
  return {
    today,
    companyId,
    companiesByCode: new Map(companies.map((one) => [plainCode(one.code), one])),
    companiesByName: byName,
    placesOf: Map.groupBy(places, (place) => place.companyId),
    nameOf: new Map(places.map((one) => [one.id, one.names[0] ?? one.code])),
    nearestCompanies: nearestOf(companies, labelsOf),
    nearestIn: new Map(),
  };
}

const labelsOf = (place: KnownPlace) => [place.code, ...place.names];

/** Employee numbers are a company's own; where there is none the mail address tells people apart. */
export function personKeys(fields: Record<string, string>): { code: string; name: string } {
  const company = plainCode(fields["company"] ?? "");
  const own = plainCode(fields["code"] ?? "") || plainCode(fields["email"] ?? "");
  return {
    code: own === "" ? "" : `${company}\u001f${own}`,
    name: plain(fields["name"] ?? `${fields["familyName"] ?? ""}${fields["givenName"] ?? ""}`),
  };
}

/** Of the batch: who is held under these numbers and addresses, and which keys the file has more than once. */
export type Peers = {
  byCode: Map<string, KnownPerson>;
  byEmail: Map<string, KnownPerson[]>;
  twins: ReadonlySet<string>;
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
  const keys = personKeys(row.fields);
  if (keys.code !== "" && peers.twins.has(keys.code)) read.wrong("code", "import.twice_in_file");
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
    differences: known ? differencesFrom(fields, known, world) : [],
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

function companyOf(read: RowReader, world: PeopleWorld, chosen: string | undefined): string | null {
  const given = read.given("company");
  if (chosen !== undefined && world.placesOf.has(chosen)) return chosen;
  if (given === "") {
    if (world.companyId === null) read.demand("company");
    return world.companyId;
  }
  const byCode = world.companiesByCode.get(plainCode(given));
  const fitting = byCode ? [byCode] : (world.companiesByName.get(companyNameKey(given)) ?? []);
  const [only] = fitting;
  if (fitting.length === 1 && only) {
    if (world.companyId === null || only.id === world.companyId) return only.id;
    return read.wrong("company", "import.other_company");
  }
  if (world.companyId !== null) return read.wrong("company", "import.other_company");
  const candidates =
    fitting.length > 1 ? fitting.map(candidateOf) : world.nearestCompanies.of(given).map(candidateOf);
  return read.wrong(
    "company",
    fitting.length > 1 ? "import.company_ambiguous" : "import.unknown_company",
    candidates,
  );
}

function unitOf(
  read: RowReader,
  world: PeopleWorld,
  companyId: string | null,
  chosen: string | undefined,
): string | null {
  const given = read.given("unit");
  if (companyId === null) return null;
  const places = world.placesOf.get(companyId) ?? [];
  if (chosen !== undefined && places.some((place) => place.id === chosen)) return chosen;
  if (given === "") return null;
  const byCode = places.filter((place) => plainCode(place.code) === plainCode(given));
  const fitting =
    byCode.length > 0
      ? byCode
      : places.filter((place) => place.names.some((name) => plain(name) === plain(given)));
  if (fitting.length === 1) return fitting[0]?.id ?? null;
  const company = places.find((place) => place.kind === "company");
  const near =
    fitting.length > 1 ? fitting.map(candidateOf) : guess(given, companyId, places, world.nearestIn);
  const candidates = [
    ...near,
    ...(company && !near.some((one) => one.id === company.id) ? [candidateOf(company)] : []),
  ];
  return read.wrong("unit", fitting.length > 1 ? "import.unit_ambiguous" : "import.unknown_unit", candidates);
}

const candidateOf = (place: KnownPlace): Candidate => ({ id: place.id, name: place.names[0] ?? place.code });

function guess(
  given: string,
  companyId: string,
  places: readonly KnownPlace[],
  nearestIn: PeopleWorld["nearestIn"],
): Candidate[] {
  const nearest = nearestIn.get(companyId) ?? nearestOf(places, labelsOf);
  nearestIn.set(companyId, nearest);
  return nearest.of(given).map(candidateOf);
}

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
