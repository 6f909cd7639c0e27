// One cell to one value, or to the sentence that says what to do about it. Words are taken in every language the product
// speaks: a file may have been filled in by somebody who types rather than chooses.
import type { Language } from "#core/context.ts";
import { foldWidth, readDay, readNumber, readYesNo } from "#core/sheets/normalise.ts";
import { dayOfSerial } from "#core/sheets/number-format.ts";
import type { Cell } from "#core/sheets/sheet.ts";
import type { Verdict } from "#modules/inspections/scoring/rule-book.ts";
import { type InputColumn, inputColumns } from "./columns.ts";
import { verdicts } from "./needed.ts";
import { sayIn } from "./words.ts";

export type ReturnedValues = {
  verdict: Verdict | "as_before" | null;
  how: string | null;
  missing: string | null;
  owner: string | null;
  dueOn: string | null;
  reason: string | null;
  /** Whether the answer holds for words that were corrected; null where nothing is said. */
  holds: "yes" | "changed" | null;
  coveragePercent: number | null;
  exceptions: string | null;
  maturity: number | null;
  proofTitle: string | null;
  proofPlace: string | null;
  proofOn: string | null;
};
/** `code` is the end of a key `workbook.problem.*`. */
export type CellProblem = { column: string | null; code: string; given: string };
type Read = { value: string | number | null; problem?: string };

const languages: readonly Language[] = ["ja", "en", "zh"];
const plain = (text: string) => foldWidth(text).toLowerCase();

const answerWords = new Map<string, Verdict | "as_before">(
  languages.flatMap((language) => {
    const say = sayIn(language);
    return [
      ...verdicts.flatMap((verdict) => [
        [plain(say(`verdict.${verdict}`)), verdict] as const,
        [verdict, verdict] as const,
      ]),
      [plain(say("workbook.sheet.asBefore")), "as_before"] as const,
    ];
  }),
);
const yesWords = new Set(languages.map((language) => plain(sayIn(language)("workbook.sheet.yes"))));
const noWords = new Set(languages.map((language) => plain(sayIn(language)("workbook.sheet.no"))));

const changedWords = new Set([
  "changed",
  ...languages.map((language) => plain(sayIn(language)("workbook.sheet.holdsChanged"))),
]);

export function readYesNoCell(cell: Cell): { isTrue: boolean | null; problem: string | null } {
  const text = plain(cell.text);
  if (cell.formula) return { isTrue: null, problem: "formula" };
  if (text === "") return { isTrue: null, problem: null };
  const isTrue = yesWords.has(text) ? true : noWords.has(text) ? false : readYesNo(cell.text);
  return { isTrue, problem: isTrue === null ? "yes_or_no" : null };
}

export function readInputs(
  cellOf: (column: InputColumn) => Cell,
  letterOf: (column: InputColumn) => string,
  since1904: boolean,
): { values: ReturnedValues; problems: CellProblem[] } {
  const problems: CellProblem[] = [];
  const values: Record<string, string | number | null> = {};
  for (const column of inputColumns) {
    const cell = cellOf(column);
    const { value, problem } = readCell(column, cell, since1904);
    values[column] = value;
    if (problem) problems.push({ column: letterOf(column), code: problem, given: cell.text.slice(0, 80) });
  }
  const read = values as unknown as ReturnedValues;
  const isAnswered = read.verdict !== null || problems.some((one) => one.column === letterOf("verdict"));
  const hasWords = inputColumns.some(
    (column) => column !== "verdict" && column !== "holds" && values[column] !== null,
  );
  if (!isAnswered && hasWords)
    problems.push({ column: letterOf("verdict"), code: "answer_missing", given: "" });
  const proof = [read.proofTitle, read.proofPlace, read.proofOn];
  // A part that cannot be read is not lacking; it is told for itself.
  const isUnread = (["proofTitle", "proofPlace", "proofOn"] as const).some((column) =>
    problems.some((one) => one.column === letterOf(column)),
  );
  if (!isUnread && proof.some((one) => one !== null) && proof.some((one) => one === null))
    problems.push({ column: letterOf("proofTitle"), code: "proof_incomplete", given: "" });
  return { values: read, problems };
}

/** Letters that a text may have: of words, of a place and a reason for a no, of a name. */
export const longestTexts = { text: 4000, place: 1000, name: 200 };
const longest: Partial<Record<InputColumn, number>> = {
  owner: longestTexts.name,
  proofTitle: longestTexts.name,
  proofPlace: longestTexts.place,
};

function readCell(column: InputColumn, cell: Cell, since1904: boolean): Read {
  // What a formula came to on somebody's machine is no statement of theirs.
  if (cell.formula) return { value: null, problem: "formula" };
  const text = cell.text.replace(/\r\n?/g, "\n").trim();
  if (text === "") return { value: null };
  if (cell.kind === "error") return { value: null, problem: "error_value" };
  switch (column) {
    case "verdict": {
      const value = answerWords.get(plain(text)) ?? null;
      return value === null ? { value, problem: "answer_unknown" } : { value };
    }
    case "dueOn":
    case "proofOn": {
      const value =
        readDay(text.replace(/T.*$/, "")) ??
        (cell.kind === "number" ? dayOfSerial(cell.raw, since1904) : null);
      return value === null ? { value, problem: "not_a_day" } : { value };
    }
    case "holds": {
      const value = yesWords.has(plain(text)) || readYesNo(text) === true ? "yes" : null;
      const said = value ?? (changedWords.has(plain(text)) ? "changed" : null);
      return said === null ? { value: said, problem: "holds" } : { value: said };
    }
    case "coveragePercent":
      return readCoverage(cell, text);
    case "maturity": {
      const level = /^([0-5])(?:[.,]0+)?(?![\d.,])/.exec(foldWidth(text))?.[1];
      const value = level === undefined ? null : Number(level);
      return value === null ? { value, problem: "maturity" } : { value };
    }
    default:
      return text.length > (longest[column] ?? longestTexts.text)
        ? { value: null, problem: "too_long" }
        : { value: text };
  }
}

/** The cell is formatted as a percentage; a bare number up to 1 is what remains when the format was lost on the way. */
function readCoverage(cell: Cell, text: string): Read {
  // Up to a hundred nothing is grouped by thousands: a comma is the decimal one.
  const number = readNumber(foldWidth(text).replace(/^(\d{1,3}),(\d{1,2})(?= ?%?$)/, "$1.$2"));
  if (number === null) return { value: null, problem: "coverage" };
  const isBareShare = cell.kind === "number" && !cell.text.endsWith("%") && number <= 1;
  const percent = Math.round((isBareShare ? number * 100 : number) * 100) / 100;
  return percent < 0 || percent > 100 ? { value: null, problem: "coverage" } : { value: percent };
}
