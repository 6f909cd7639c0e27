// Lent to later modules.
// What a row of a company list means: a verdict for every row, decided without writing anything.
import { companyNameKey } from "#core/sheets/normalise.ts";
import { type Nearest, nearestOf } from "#core/sheets/nearest.ts";
import { mayStandBelow, type Relation } from "../rules.ts";
import { beginningOf, type CompanyFacts, factFields, readFacts } from "./company-facts.ts";
import { relationWords } from "./company-words.ts";
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
import { plain, plainCode } from "./spelling.ts";

export type KnownUnit = { id: string; kind: string; code: string; names: readonly string[] };
export type KnownCompany = KnownUnit & {
  parentId: string | null;
  relation: string | null;
  ownershipPercent: number | null;
  /** Who holds the shares, where it is not the parent. */
  ownerId: string | null;
  /** The day on which it leaves, where that is known already. */
  endedOn: string | null;
} & CompanyFacts;
export type CompanyFields = {
  code: string;
  name: string;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
  parentId: string | null;
  relation: Relation | null;
  ownershipPercent: number | null;
  ownerId: string | null;
  from: string | null;
} & CompanyFacts;

/** The other rows of the same file, by the keys below: twins are conflicts, and a parent may stand in the file itself. */
export type FileRow = { rowNumber: number; codeKey: string; nameKey: string; name: string };
export const companyKeys = (fields: Record<string, string>) => ({
  code: plainCode(fields["code"] ?? ""),
  name: fields["name"]?.trim() ? companyNameKey(fields["name"]) : "",
});

export type CompanyWorld = {
  today: string;
  byCode: Map<string, KnownCompany>;
  byName: Map<string, KnownCompany[]>;
  parentsByCode: Map<string, KnownUnit[]>;
  parentsByName: Map<string, KnownUnit[]>;
  nearestParents: Nearest<KnownUnit>;
  byId: Map<string, KnownCompany>;
  nameOf: Map<string, string>;
  fileByCode: Map<string, FileRow[]>;
  fileByName: Map<string, FileRow[]>;
};

/** Looked up once per file: comparing every row with every company took seconds at 3,000 rows. */
export function companyWorld(
  units: readonly KnownCompany[],
  file: readonly FileRow[],
  today: string,
): CompanyWorld {
  const companies = units.filter((unit) => unit.kind === "company");
  const parents = units.filter((unit) => mayStandBelow("company", unit.kind));
  return {
    today,
    byCode: new Map(companies.map((one) => [plainCode(one.code), one])),
    byName: grouped(companies, (one) => one.names.map(companyNameKey)),
    parentsByCode: grouped(parents, (one) => [plainCode(one.code)]),
    parentsByName: grouped(parents, (one) => one.names.map(companyNameKey)),
    nearestParents: nearestOf(parents, (one) => [one.code, ...one.names]),
    byId: new Map(companies.map((one) => [one.id, one])),
    nameOf: new Map(units.map((one) => [one.id, one.names[0] ?? one.code])),
    fileByCode: grouped(file, (one) => (one.codeKey ? [one.codeKey] : [])),
    fileByName: grouped(file, (one) => (one.nameKey ? [one.nameKey] : [])),
  };
}

function grouped<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all)
    for (const key of new Set(keysOf(one))) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  return groups;
}

/** One verdict per row given, in the same order. Companies that the rows do not name are not touched. */
export const judgeCompanies = (rows: readonly GivenRow[], world: CompanyWorld): Judged<CompanyFields>[] =>
  rows.map((row) => judge(row, world));

function judge(row: GivenRow, world: CompanyWorld): Judged<CompanyFields> {
  const read = readerOf(row);
  const keys = companyKeys(row.fields);
  const chosen = row.decision?.chosen ?? {};
  const known =
    world.byCode.get(keys.code) ??
    world.byId.get(chosen["name"] ?? "") ??
    world.byId.get(chosen["code"] ?? "");
  const parent = parentOf(read, known, world, chosen["parent"]);
  const owner = ownerOf(read, known, world, chosen["owner"]);
  const fields = fieldsOf(read, known, parent.id, owner.id);
  const left = read.day("ended");
  // An export may name who has left; whom the group does not hold any more is none to join again.
  if (!known && left !== null && left <= world.today && read.problems.length === 0)
    return { ...leftOut(row.number, "import.company_left"), fields };
  const twins = (world.fileByCode.get(keys.code) ?? []).filter((one) => one.rowNumber !== row.number);
  if (keys.code !== "" && twins.length > 0)
    read.wrong("code", "import.twice_in_file", candidatesOfRows(twins));
  return settle(row, {
    subjectId: known?.id ?? null,
    fields,
    problems: read.problems,
    conflicts: [
      ...sameNames(row, read, keys, known, world),
      ...owner.conflicts,
      // Much hangs on a leaving (T-07): a list does not do it by the way, and does not pass over it in silence.
      ...(left === null || left === known?.endedOn
        ? []
        : [{ field: "ended", code: "import.leaving_on_page", given: read.given("ended") }]),
    ],
    differences: known ? differencesFrom(fields, known, world) : beginningOf(fields, fields.relation),
    parentRow: parent.row,
  });
}

const candidatesOfRows = (rows: readonly FileRow[]): Candidate[] =>
  rows.slice(0, 5).map((one) => ({ id: String(one.rowNumber), name: one.name }));

/** Another company of this name, held already or in the file: one of them twice, or two that are really two. */
function sameNames(
  row: GivenRow,
  read: RowReader,
  keys: { name: string },
  known: KnownCompany | undefined,
  world: CompanyWorld,
): Problem[] {
  if (keys.name === "") return [];
  const given = read.given("name");
  const held = (world.byName.get(keys.name) ?? []).filter((one) => one.id !== known?.id);
  const twins = (world.fileByName.get(keys.name) ?? []).filter((one) => one.rowNumber !== row.number);
  return [
    ...(held.length > 0
      ? [
          {
            field: "name",
            code: "import.same_name",
            given,
            candidates: held
              .slice(0, 5)
              .map((one) => ({ id: one.id, name: `${one.names[0] ?? ""} (${one.code})` })),
          },
        ]
      : []),
    ...(twins.length > 0
      ? [{ field: "name", code: "import.same_name_in_file", given, candidates: candidatesOfRows(twins) }]
      : []),
  ];
}

function fieldsOf(
  read: RowReader,
  known: KnownCompany | undefined,
  parentId: string | null,
  ownerId: string | null,
): CompanyFields {
  read.demand("code");
  read.demand("name");
  if (!known) for (const field of ["country", "relation"]) read.demand(field);
  return {
    // Where a person said which company is meant, its own code stays.
    code: known?.code ?? read.code("code", 40) ?? "",
    name: read.text("name", 200) ?? "",
    nameEn: read.text("nameEn", 200),
    nameJa: read.text("nameJa", 200),
    nameZh: read.text("nameZh", 200),
    parentId,
    relation: read.word("relation", relationWords, "import.unknown_relation", plain),
    ownershipPercent: read.number("ownership", 100, false),
    ownerId,
    ...readFacts(read),
    from: read.day("from"),
  };
}

type Parent = { id: string | null; row: number | null };

function parentOf(
  read: RowReader,
  known: KnownCompany | undefined,
  world: CompanyWorld,
  chosen: string | undefined,
): Parent {
  const given = read.given("parent");
  if (chosen !== undefined && world.nameOf.has(chosen)) return { id: chosen, row: null };
  if (given === "") {
    if (!known) read.demand("parent");
    return { id: null, row: null };
  }
  const others = (found: readonly KnownUnit[] | undefined) =>
    (found ?? []).filter((unit) => unit.id !== known?.id);
  const byCode = others(world.parentsByCode.get(plainCode(given)));
  const fitting = byCode.length > 0 ? byCode : others(world.parentsByName.get(companyNameKey(given)));
  if (fitting.length === 1) return { id: fitting[0]?.id ?? null, row: null };
  if (fitting.length === 0) {
    const inFile =
      world.fileByCode.get(plainCode(given)) ?? world.fileByName.get(companyNameKey(given)) ?? [];
    const own = plainCode(read.given("code"));
    const above = inFile.filter((one) => one.codeKey !== own && !world.byCode.has(one.codeKey));
    if (above.length === 1) return { id: null, row: above[0]?.rowNumber ?? null };
  }
  const candidates =
    fitting.length > 1
      ? fitting.map((one) => candidateOf(one))
      : others(world.nearestParents.of(given)).map(candidateOf);
  read.wrong("parent", fitting.length > 1 ? "import.parent_ambiguous" : "import.unknown_parent", candidates);
  return { id: null, row: null };
}

const candidateOf = (unit: KnownUnit): Candidate => ({ id: unit.id, name: unit.names[0] ?? unit.code });

/** Who holds the shares. One who joins by the same file is not there yet: a later check of the file finds it. */
function ownerOf(
  read: RowReader,
  known: KnownCompany | undefined,
  world: CompanyWorld,
  chosen: string | undefined,
): { id: string | null; conflicts: Problem[] } {
  const given = read.given("owner");
  if (chosen !== undefined && world.byId.has(chosen)) return { id: chosen, conflicts: [] };
  if (given === "") return { id: null, conflicts: [] };
  const byCode = world.byCode.get(plainCode(given));
  const fitting = (byCode ? [byCode] : (world.byName.get(companyNameKey(given)) ?? [])).filter(
    (one) => one.id !== known?.id,
  );
  if (fitting.length === 1) return { id: fitting[0]?.id ?? null, conflicts: [] };
  const isInFile = world.fileByCode.has(plainCode(given)) || world.fileByName.has(companyNameKey(given));
  if (fitting.length === 0 && isInFile)
    return { id: null, conflicts: [{ field: "owner", code: "import.owner_in_file", given }] };
  const candidates = fitting.length > 1 ? fitting : world.nearestParents.of(given);
  read.wrong(
    "owner",
    fitting.length > 1 ? "import.owner_ambiguous" : "import.unknown_owner",
    candidates.filter((one) => one.kind === "company").map(candidateOf),
  );
  return { id: null, conflicts: [] };
}

function differencesFrom(fields: CompanyFields, known: KnownCompany, world: CompanyWorld): Difference[] {
  const nameOf = (id: string | null) => (id === null ? null : (world.nameOf.get(id) ?? null));
  // （株）and 株式会社 are one name; only what stays different is a change.
  const keys = new Set(known.names.map(companyNameKey));
  const names = (["name", "nameEn", "nameJa", "nameZh"] as const)
    .filter((field) => fields[field] !== null && !keys.has(companyNameKey(fields[field] ?? "")))
    .map((field) => ({
      field,
      before: field === "name" ? (known.names[0] ?? null) : null,
      after: fields[field],
    }));
  return [
    ...names,
    ...compared([
      ["parent", nameOf(known.parentId), nameOf(fields.parentId)],
      ["relation", known.relation, fields.relation],
      ["ownership", known.ownershipPercent, fields.ownershipPercent],
      ["owner", nameOf(known.ownerId), nameOf(fields.ownerId)],
      ...factFields.map((field) => [field, known[field], fields[field]] as const),
    ]),
  ];
}
