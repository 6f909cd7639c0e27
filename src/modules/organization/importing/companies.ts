// Lent to later modules.
// What a row of a company list means: a verdict for every row, decided without writing anything.
import { mayStandBelow, type Relation } from "../rules.ts";
import { nearest } from "./nearest.ts";
import { plain, plainCode } from "./spelling.ts";
import { relationWords, totals } from "./company-words.ts";

export type KnownUnit = { id: string; kind: string; code: string; names: readonly string[] };
export type KnownCompany = KnownUnit & {
  parentId: string | null;
  relation: string | null;
  ownershipPercent: number | null;
  country: string | null;
  workers: number | null;
};
export type CompanyProblem = {
  field: string;
  code: string;
  given: string;
  candidates?: { id: string; name: string }[];
};
export type CompanyFields = {
  code: string;
  name: string;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
  parentId: string | null;
  relation: Relation | null;
  ownershipPercent: number | null;
  country: string | null;
  workers: number | null;
  from: string | null;
};
export type CompanyVerdict = {
  rowNumber: number;
  verdict: "new" | "change" | "same" | "conflict" | "error" | "left_out";
  subjectId: string | null;
  fields: CompanyFields | null;
  problems: CompanyProblem[];
  /** Names of the fields that differ from what is held. */
  differences: string[];
};

type Row = { number: number; fields: Record<string, string> };

/** One verdict per row given, in the same order. Companies that the rows do not name are not touched. */
export function judgeCompanies(
  rows: readonly Row[],
  units: readonly KnownUnit[],
  companies: readonly KnownCompany[],
): CompanyVerdict[] {
  const codes = tally(rows.map((row) => plainCode(row.fields.code ?? "")));
  const names = tally(rows.map((row) => plain(row.fields.name ?? "")));
  const index = indexOf(units, companies);
  return rows.map((row) => {
    const blank = Object.values(row.fields).every((value) => value === "");
    if (blank || isTotal(row))
      return {
        rowNumber: row.number,
        verdict: "left_out",
        subjectId: null,
        fields: null,
        problems: [],
        differences: [],
      };
    const problems: CompanyProblem[] = [];
    const known = index.companyByCode.get(plainCode(row.fields.code ?? ""));
    const fields = readFields(row, index, known, problems);
    if ((codes.get(plainCode(fields.code)) ?? 0) > 1)
      problems.push({ field: "code", code: "import.twice_in_file", given: fields.code });
    const twins = (names.get(plain(fields.name)) ?? 0) > 1;
    const sameName = (index.companiesByName.get(plain(fields.name)) ?? []).filter(
      (one) => one.id !== known?.id,
    );
    return settle(row.number, fields, known, problems, twins, sameName);
  });
}

/** A total has its word where the name or the code stands and no code of its own. */
function isTotal(row: Row): boolean {
  const { code = "", name = "" } = row.fields;
  return (totals.has(plain(name)) && code === "") || (totals.has(plain(code)) && name === "");
}

/** Looked up once per row: scanning every company for every row took seconds at 3,000 rows. */
type Index = {
  companyByCode: Map<string, KnownCompany>;
  companiesByName: Map<string, KnownCompany[]>;
  parentsByCode: Map<string, KnownUnit[]>;
  parentsByName: Map<string, KnownUnit[]>;
  parents: KnownUnit[];
  guesses: Map<string, KnownUnit[]>;
};

function indexOf(units: readonly KnownUnit[], companies: readonly KnownCompany[]): Index {
  const parents = units.filter((unit) => mayStandBelow("company", unit.kind));
  return {
    companyByCode: new Map(companies.map((one) => [plainCode(one.code), one])),
    companiesByName: grouped(companies, (one) => one.names),
    parentsByCode: grouped(parents, (one) => [one.code], plainCode),
    parentsByName: grouped(parents, (one) => one.names),
    parents,
    guesses: new Map(),
  };
}

function grouped<T>(
  all: readonly T[],
  wordsOf: (one: T) => readonly string[],
  spelling = plain,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    for (const word of new Set(wordsOf(one).map(spelling)))
      groups.set(word, [...(groups.get(word) ?? []), one]);
  }
  return groups;
}

function readFields(
  row: Row,
  index: Index,
  known: KnownCompany | undefined,
  problems: CompanyProblem[],
): CompanyFields {
  const given = (field: string) => row.fields[field] ?? "";
  for (const field of ["code", "name"])
    if (given(field) === "") problems.push({ field, code: "import.missing", given: "" });
  const relation = readRelation(given("relation"), problems);
  const country = given("country").normalize("NFKC").toUpperCase();
  if (country !== "" && !/^[A-Z]{2}$/.test(country))
    problems.push({ field: "country", code: "import.unknown_country", given: given("country") });
  if (!known && country === "") problems.push({ field: "country", code: "import.missing", given: "" });
  if (!known && given("relation") === "")
    problems.push({ field: "relation", code: "import.missing", given: "" });
  return {
    code: given("code").normalize("NFKC"),
    name: given("name"),
    nameEn: given("nameEn") || null,
    nameJa: given("nameJa") || null,
    nameZh: given("nameZh") || null,
    parentId: readParent(given("parent"), index, known, problems),
    relation,
    ownershipPercent: readNumber("ownership", given("ownership"), 100, problems),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    workers: readNumber("workers", given("workers"), 5_000_000, problems),
    from: readDay(given("from"), problems),
  };
}

function readRelation(given: string, problems: CompanyProblem[]): Relation | null {
  if (given === "") return null;
  const entry = Object.entries(relationWords).find(([kind, words]) =>
    [kind, ...words].some((word) => plain(word) === plain(given)),
  );
  if (!entry) problems.push({ field: "relation", code: "import.unknown_relation", given });
  return (entry?.[0] as Relation | undefined) ?? null;
}

function readParent(
  given: string,
  index: Index,
  known: KnownCompany | undefined,
  problems: CompanyProblem[],
): string | null {
  if (given === "") {
    if (!known) problems.push({ field: "parent", code: "import.missing", given });
    return null;
  }
  const others = (found: readonly KnownUnit[] | undefined) =>
    (found ?? []).filter((unit) => unit.id !== known?.id);
  const byCode = others(index.parentsByCode.get(plainCode(given)));
  const fitting = byCode.length > 0 ? byCode : others(index.parentsByName.get(plain(given)));
  if (fitting.length === 1) return fitting[0]?.id ?? null;
  const candidates = (fitting.length > 1 ? fitting : others(guess(given, index))).map((unit) => ({
    id: unit.id,
    name: unit.names[0] ?? unit.code,
  }));
  problems.push({
    field: "parent",
    code: fitting.length > 1 ? "import.parent_ambiguous" : "import.unknown_parent",
    given,
    candidates,
  });
  return null;
}

/** A misspelling is often repeated down the whole column; it is compared with everything only once. */
function guess(given: string, index: Index): KnownUnit[] {
  const guessed = index.guesses.get(given) ?? nearest(given, index.parents);
  index.guesses.set(given, guessed);
  return guessed;
}

/** Full-width digits and group separators are read; anything else is a problem, never a zero. */
function readNumber(field: string, given: string, max: number, problems: CompanyProblem[]): number | null {
  if (given === "") return null;
  const bare = given.normalize("NFKC").replace(/[,\s]|[%名人]$/g, "");
  const value = Number(bare);
  const whole = field === "workers" ? /^\d+$/ : /^\d+(\.\d+)?$/;
  if (whole.test(bare) && value <= max) return value;
  problems.push({ field, code: "import.not_a_number", given });
  return null;
}

function readDay(given: string, problems: CompanyProblem[]): string | null {
  if (given === "") return null;
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(given.normalize("NFKC"));
  const [, year = "", month = "", day = ""] = parts ?? [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  // Date rolls 30 February over to March; the round trip shows it.
  if (parts && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso)) return iso;
  problems.push({ field: "from", code: "import.not_a_day", given });
  return null;
}

function settle(
  rowNumber: number,
  fields: CompanyFields,
  known: KnownCompany | undefined,
  problems: CompanyProblem[],
  twins: boolean,
  sameName: readonly KnownCompany[],
): CompanyVerdict {
  const subjectId = known?.id ?? null;
  if (problems.length > 0)
    return { rowNumber, verdict: "error", subjectId, fields, problems, differences: [] };
  if (twins || sameName.length > 0) {
    const candidates = sameName.map((one) => ({ id: one.id, name: one.names[0] ?? one.code }));
    return {
      rowNumber,
      verdict: "conflict",
      subjectId,
      fields,
      problems: [{ field: "name", code: "import.same_name", given: fields.name, candidates }],
      differences: [],
    };
  }
  const differences = known ? differencesFrom(fields, known) : [];
  return {
    rowNumber,
    verdict: known ? (differences.length > 0 ? "change" : "same") : "new",
    subjectId,
    fields,
    problems,
    differences,
  };
}

/** A cell that the file leaves empty says nothing about what is held. */
function differencesFrom(fields: CompanyFields, known: KnownCompany): string[] {
  const differs = (["parentId", "relation", "ownershipPercent", "country", "workers"] as const).filter(
    (field) => fields[field] !== null && fields[field] !== known[field],
  );
  const renamed = [fields.name, fields.nameEn, fields.nameJa, fields.nameZh].some(
    (name) => name !== null && !known.names.includes(name),
  );
  return renamed ? ["name", ...differs] : differs;
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
