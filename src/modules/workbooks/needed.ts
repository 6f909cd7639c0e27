// The column that says what an answer still lacks, as a formula and as its value on the day of issue: while somebody
// fills in the sheet it says the same as the answering page would.
import { fieldsDemanded, type Field } from "#modules/inspections/scoring/demands.ts";
import type { RuleBook, ScoredControl, Verdict } from "#modules/inspections/scoring/rule-book.ts";
import { type InputColumn, letterOf } from "./columns.ts";
import type { Say } from "./words.ts";

export const verdicts: readonly Verdict[] = ["met", "partly", "not_met", "unknown", "not_applicable"];

const columnsOf: Record<Field, readonly InputColumn[]> = {
  evidence: ["proofTitle", "proofPlace", "proofOn"],
  missing: ["missing"],
  owner: ["owner"],
  dueOn: ["dueOn"],
  reason: ["reason"],
  coveragePercent: ["coveragePercent"],
  exceptions: ["exceptions"],
  maturity: ["maturity"],
  how: ["how"],
};

export const columnsDemanded = (
  book: RuleBook,
  control: ScoredControl,
  tier: string,
  verdict: Verdict,
): readonly InputColumn[] =>
  fieldsDemanded(book, control, tier, verdict).demanded.flatMap((field) => columnsOf[field]);

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A letter that stands in no text of a workbook, in the place of the row. */
const rowMark = "\u0000";

/** Text concatenations only, which every spreadsheet program computes alike. @returns the formula by its row. */
export function neededFormula(
  book: RuleBook,
  control: ScoredControl,
  tier: string,
  say: Say,
): (row: number) => string {
  const comma = say("workbook.sheet.comma");
  const cell = (column: InputColumn) => `$${letterOf(column)}${rowMark}`;
  const piece = (column: InputColumn, test = `${cell(column)}=""`) =>
    `IF(${test},${quoted(comma + say(`workbook.column.${column}`))},"")`;
  const lacking = (verdict: Verdict) => {
    const pieces = columnsDemanded(book, control, tier, verdict).map((column) => piece(column));
    if (verdict === "met" && control.asksCoverage)
      pieces.push(
        piece(
          "exceptions",
          `AND(${cell("coveragePercent")}<>"",${cell("coveragePercent")}<1,${cell("exceptions")}="")`,
        ),
      );
    return pieces.length > 0 ? pieces.join("&") : '""';
  };
  const list = verdicts.reduceRight(
    (rest, verdict) =>
      `IF(${cell("verdict")}=${quoted(say(`verdict.${verdict}`))},${lacking(verdict)},${rest})`,
    '""',
  );
  const open = quoted(say("workbook.sheet.chooseAnswer"));
  // The list is written once: every piece begins with a comma, the first of which goes together with the tick before it.
  const formula = `IF(${cell("verdict")}="",${open},SUBSTITUTE("✓"&${list},${quoted(`✓${comma}`)},""))`;
  return (row) => formula.replaceAll(rowMark, String(row));
}

/** The same where words were corrected: the answer holds only by a word of its own. */
export function withCorrection(formula: (row: number) => string, say: Say): (row: number) => string {
  const comma = say("workbook.sheet.comma");
  return (row) =>
    `SUBSTITUTE(${formula(row)}&IF($${letterOf("holds")}${row}="",${quoted(comma + say("workbook.column.holds"))},""),${quoted(`✓${comma}`)},"")`;
}

/** What the formula comes to for the values given. */
export function neededText(
  book: RuleBook,
  control: ScoredControl,
  tier: string,
  given: Readonly<Partial<Record<InputColumn, string | number | null>>>,
  say: Say,
): string {
  const verdict = given.verdict as Verdict | null | undefined;
  if (!verdict) return say("workbook.sheet.chooseAnswer");
  const isBlank = (column: InputColumn) =>
    given[column] === null || given[column] === undefined || given[column] === "";
  const lacking = columnsDemanded(book, control, tier, verdict).filter(isBlank);
  const coverage = given.coveragePercent;
  const hidesException =
    verdict === "met" && control.asksCoverage && typeof coverage === "number" && coverage < 100;
  const all = hidesException && isBlank("exceptions") ? [...lacking, "exceptions" as const] : lacking;
  if (all.length === 0) return "✓";
  return all.map((column) => say(`workbook.column.${column}`)).join(say("workbook.sheet.comma"));
}
