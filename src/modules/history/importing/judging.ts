// Lent to later modules.
// What a row of a list of earlier results says: which company and year, which area, with what result and score. Pure.
import { nearestOf } from "#core/sheets/nearest.ts";
import { companyNameKey, foldWidth, readNumber } from "#core/sheets/normalise.ts";
import { namedCompany, otherName } from "#modules/organization/importing/company-named.ts";
import {
  compared,
  type GivenRow,
  type Judged,
  type Problem,
  readerOf,
  type RowReader,
  settle,
} from "#modules/organization/importing/judging.ts";
import { plainCode } from "#modules/organization/importing/spelling.ts";
import { resultWords, unclearWords } from "./words.ts";

export type Result = keyof typeof resultWords;
export type EarlierFields = {
  companyId: string;
  fiscalYear: number;
  area: string;
  result: Result | null;
  score: number | null;
  edition: string;
};
export type Held = Pick<EarlierFields, "result" | "score" | "edition"> & { id: string };
export type KnownCompany = { id: string; code: string; names: readonly string[] };

export type EarlierWorld = {
  companies: readonly KnownCompany[];
  byCode: ReadonlyMap<string, KnownCompany>;
  byName: ReadonlyMap<string, readonly KnownCompany[]>;
  nearest: ReturnType<typeof nearestOf<KnownCompany>>;
  /** Fiscal years of which the product keeps results itself. */
  keptYears: ReadonlySet<number>;
  thisYear: number;
};

export function earlierWorld(
  companies: readonly KnownCompany[],
  years: Pick<EarlierWorld, "keptYears" | "thisYear">,
): EarlierWorld {
  const names = companies.flatMap((one) =>
    [...new Set(one.names.map(companyNameKey))].map((key) => ({ key, one })),
  );
  return {
    companies,
    byCode: new Map(companies.map((one) => [plainCode(one.code), one])),
    byName: new Map(
      [...Map.groupBy(names, ({ key }) => key)].map(([key, all]) => [key, all.map(({ one }) => one)]),
    ),
    nearest: nearestOf([...companies], (one) => [one.code, ...one.names]),
    ...years,
  };
}

// First year of each era; the first is 元年.
const eras: Readonly<Record<string, number>> = { 令和: 2019, r: 2019, 平成: 1989, h: 1989 };

/**
 * 2019, FY2019, 2019年度, ２０１９, 2019/20, 令和元年度; null for what does not say one year, e.g. two digits. A month or a day
 * (2019/04, 2019-04-01) is none either: in which fiscal year it lies depends on the month in which that list began its years.
 */
export function readFiscalYear(given: string): number | null {
  const text = foldWidth(given).toLowerCase().replace(/\s/g, "");
  const western = /^(?:fy)?(\d{4})(?:[/-](\d{2}|\d{4}))?(?:年度?|财年|财政年度|fy)?$/.exec(text);
  if (western) {
    const [first, second] = [Number(western[1]), western[2]];
    const isSpan = second === undefined || String(first + 1).endsWith(second);
    return isSpan ? within(first) : null;
  }
  const era = /^(令和|平成|r|h)(元|\d{1,2})(?:年度?)?$/.exec(text);
  if (!era) return null;
  const count = era[2] === "元" ? 1 : Number(era[2]);
  return count < 1 ? null : within((eras[era[1] ?? ""] ?? 0) + count - 1);
}

/** A cell that Excel has made a date of, or a month. */
const isDay = (given: string) =>
  /^\d{4}[-/.年]\d{1,2}(?:[-/.月]|$)/.test(foldWidth(given).replace(/\s/g, ""));

const within = (year: number) => (year >= 1990 && year <= 2100 ? year : null);

const areaOf = (fields: Record<string, string>) => foldWidth(fields["area"] ?? "");

/** What the row is about, as far as it is understood: what a file has twice is told. */
export function earlierKeys(fields: Record<string, string>) {
  const company = plainCode(fields["code"] ?? "") || companyNameKey(fields["name"] ?? "");
  const year = readFiscalYear(fields["year"] ?? "");
  return { code: company === "" || year === null ? "" : keyOf(company, year, areaOf(fields)), name: "" };
}

export const keyOf = (company: string, year: number, area: string) =>
  [company, year, area.toLowerCase()].join("\u001f");

/** Company, year and area of a row; null while one of them is not known. */
export function earlierMeant(row: GivenRow, world: EarlierWorld) {
  const company = namedCompany(row, readerOf(row), world);
  const fiscalYear = readFiscalYear(row.fields["year"] ?? "");
  return company && fiscalYear !== null
    ? { companyId: company.id, fiscalYear, area: areaOf(row.fields) }
    : null;
}

export const judgeEarlier = (
  rows: readonly GivenRow[],
  world: EarlierWorld,
  known: { held: ReadonlyMap<string, Held>; twins: ReadonlySet<number> },
): Judged<EarlierFields>[] => rows.map((row) => judge(row, world, known));

function judge(
  row: GivenRow,
  world: EarlierWorld,
  { held, twins }: { held: ReadonlyMap<string, Held>; twins: ReadonlySet<number> },
): Judged<EarlierFields> {
  const read = readerOf(row);
  const company = namedCompany(row, read, world);
  read.demand("year");
  const fiscalYear = read.as(
    "year",
    readFiscalYear,
    isDay(read.given("year")) ? "import.year_is_a_day" : "import.not_a_fiscal_year",
  );
  if (fiscalYear !== null && fiscalYear > world.thisYear) read.wrong("year", "import.year_not_begun");
  if (fiscalYear !== null && world.keptYears.has(fiscalYear)) read.wrong("year", "import.year_kept_here");
  const area = areaOf(row.fields);
  if (area.length > 80) read.wrong("area", "import.too_long");
  const isUnclear = unclearWords.includes(folded(read.given("result")));
  const result = isUnclear
    ? read.wrong("result", "import.unclear_result")
    : read.word("result", resultWords, "import.unknown_result", folded);
  const score = scoreOf(row, read);
  const edition = read.text("edition", 80);
  if (read.given("result") === "" && read.given("score") === "") read.wrong("result", "import.says_nothing");
  if (twins.has(row.number)) read.wrong("year", "import.year_twice_in_file");
  const before = company && fiscalYear !== null ? held.get(keyOf(company.id, fiscalYear, area)) : undefined;
  // A blank cell says nothing about what is held.
  const fields = {
    companyId: company?.id ?? "",
    fiscalYear: fiscalYear ?? 0,
    area,
    result: result ?? before?.result ?? null,
    score: score.value ?? before?.score ?? null,
    edition: edition ?? before?.edition ?? "",
  };
  return settle(row, {
    subjectId: before ? before.id : null,
    fields,
    problems: read.problems,
    conflicts: [...score.conflicts, ...(company ? otherName(read, company) : [])],
    differences: compared([
      ["result", before?.result ?? null, result],
      ["score", before?.score ?? null, score.value],
      ["edition", before?.edition || null, edition],
    ]),
  });
}

const folded = (text: string) => foldWidth(text).toLowerCase().replace(/\s/g, "");

/** Up to here a bare number may as well be points of a scale to five. */
const lowestPlain = 5;

/** 0.85 without a sign may be a share or less than one per cent: whoever knows the list says which. */
function scoreOf(row: GivenRow, read: RowReader): { value: number | null; conflicts: Problem[] } {
  const given = read.given("score");
  if (given === "" || /^[-–—ー]$/.test(given)) return { value: null, conflicts: [] };
  // 85,5 as continental Europe writes it: no group of thousands fits into a score.
  const text = foldWidth(given)
    .replace(/ ?(点|分|pts?\.?|points?)$/i, "")
    .replace(/^(\d{1,3}),(\d{1,2})(?= ?%?$)/, "$1.$2");
  const value = readNumber(text);
  if (value === null || value < 0 || value > 100)
    return { value: read.wrong("score", "import.not_a_score"), conflicts: [] };
  if (text.endsWith("%") || value === 0 || value > lowestPlain)
    return { value: rounded(value), conflicts: [] };
  if (value > 1)
    return { value: rounded(value), conflicts: [{ field: "score", code: "import.score_is_low", given }] };
  const isShare = row.decision?.accepted?.includes("import.score_is_share") ?? false;
  return {
    value: rounded(isShare ? value * 100 : value),
    conflicts: [{ field: "score", code: "import.score_is_share", given }],
  };
}

const rounded = (value: number) => Math.round(value * 100) / 100;
