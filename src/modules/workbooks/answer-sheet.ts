// The sheet with the answers: one row per control, locked but for the cells to fill in, coloured by what is still needed.
import type { Cell, CellValue, ConditionalRule, DataValidation, WriteSheet } from "hucre/xlsx";
import type { Language } from "#core/context.ts";
import { safeText, sheetName } from "#core/exports/xlsx.ts";
import type { Measurement } from "#modules/ledgers/measuring.ts";
import { textIn } from "#modules/standards/edition.ts";
import {
  answerColumns,
  type ColumnKey,
  correctionColumns,
  headRows,
  letterOf,
  machineName,
  placeOf,
  scopeHeadRows,
  sealedColumns,
} from "./columns.ts";
import { type AskedRow, conditionsOf, type Content } from "./content.ts";
import type { GuidanceSheet } from "./guidance-sheet.ts";
import { neededFormula, neededText, verdicts, withCorrection } from "./needed.ts";
import { colourWhen, grid, linesOf, runs, sheetProtection, type Styles } from "./style.ts";
import { beforeOf, correctedOf, figureOf, measuredOf, requirementOf, titleOf } from "./row-words.ts";
import type { RowKeys } from "./stamp.ts";
import type { Say } from "./words.ts";

type Laying = {
  content: Content;
  language: Language;
  say: Say;
  styles: Styles;
  keys: RowKeys;
  scopeSheetName: string;
  guidance: GuidanceSheet | null;
  measured: ReadonlyMap<string, Measurement>;
  issuedOn: string;
};

export function answerSheet(laying: Laying): WriteSheet {
  const { content, say, styles } = laying;
  const { cells, put } = grid();
  const rowDefs = new Map<number, { height?: number; hidden?: boolean }>([
    [0, { hidden: true }],
    [1, { height: 34 }],
  ]);
  answerColumns.forEach((column, at) => {
    put(0, at, machineName(column.key));
    put(1, at, say(`workbook.column.${column.key}`), column.isInput ? styles.inputHead : styles.head);
  });
  content.rows.forEach((asked, at) => {
    const row = headRows + at;
    const values = valuesOf(asked, laying);
    let lines = 1;
    for (const column of answerColumns) {
      const value = values[column.key] ?? null;
      put(row, placeOf(column.key), value, styleOf(column.key, asked, styles));
      if (typeof value === "string" && column.key !== "key")
        lines = Math.max(lines, linesOf(value, column.width));
    }
    const link = laying.guidance?.linkTo(asked.control.id);
    if (link)
      cells.set(`${row},${placeOf("control")}`, {
        value: asked.control.id,
        style: styles.link,
        hyperlink: { ...link, tooltip: say("workbook.sheet.guidance") },
      });
    cells.set(`${row},${placeOf("needed")}`, {
      value: null,
      formula: formulaOf(laying, asked)(row + 1),
      formulaResult: values.needed as string,
      style: styles.needed,
    });
    rowDefs.set(row, { height: Math.min(390, lines * 14.5 + 6) });
  });
  const isAskedAgain = content.rows.some((row) => row.corrected);
  const wantsProof = content.rows.some((row) => row.control.texts.evidence.length > 0);
  const isMeasured = content.rows.some((row) => figureOf(row, laying.measured));
  const isHidden = (key: ColumnKey) =>
    key === "key" ||
    (!isAskedAgain && correctionColumns.includes(key)) ||
    (!wantsProof && key === "proofWanted") ||
    (!isMeasured && key === "measured");
  const last = headRows + content.rows.length;
  return {
    name: sheetName(say("workbook.sheet.answers")),
    rows: [],
    cells,
    columns: answerColumns.map((column) => ({ width: column.width, hidden: isHidden(column.key) })),
    rowDefs,
    dataValidations: validations(laying, last),
    conditionalRules: rules(laying, last),
    autoFilter: { range: `A${headRows}:${letterOf("reason")}${last}` },
    freezePane: { rows: headRows, columns: placeOf("requirement") },
    protection: sheetProtection,
    pageSetup: {
      paperSize: "a3",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${headRows}:${headRows}`,
      margins: { left: 0.3, right: 0.3, top: 0.4, bottom: 0.5 },
    },
    headerFooter: { oddFooter: "&L&A&R&P / &N" },
  };
}

/** By control, tier and language; a book that was corrected is another one, with formulas of its own. */
const formulas = new WeakMap<object, Map<string, (row: number) => string>>();

function formulaOf(
  { content, language, say }: Laying,
  { control, corrected }: AskedRow,
): (row: number) => string {
  const { book, inspection } = content;
  const known = formulas.get(book) ?? new Map<string, (row: number) => string>();
  formulas.set(book, known);
  const key = `${language} ${inspection.tier} ${control.id}`;
  const formula = known.get(key) ?? neededFormula(book.rules, control, inspection.tier, say);
  known.set(key, formula);
  return corrected ? withCorrection(formula, say) : formula;
}

/** YYYY-MM-DD as the spreadsheet's own day. */
const day = (text: string | null | undefined): Date | null => (text ? new Date(`${text}T00:00:00Z`) : null);

function valuesOf(asked: AskedRow, laying: Laying): Partial<Record<ColumnKey, CellValue>> {
  const { content, language, say } = laying;
  const { control, answer, proof } = asked;
  const { texts } = control;
  const area = content.book.frame.areas.find((one) => one.id === control.area);
  const given = {
    verdict: answer?.verdict ?? null,
    how: answer?.how ?? null,
    proofTitle: proof?.title ?? null,
    proofPlace: proof?.place ?? null,
    proofOn: proof?.validFrom ?? null,
    coveragePercent: answer?.coveragePercent ?? null,
    exceptions: answer?.exceptions ?? null,
    maturity: answer?.maturity ?? null,
    missing: answer?.missing ?? null,
    owner: answer?.owner ?? null,
    dueOn: answer?.dueOn ?? null,
    reason: answer?.reason ?? null,
  };
  const needed = neededText(content.book.rules, control, content.inspection.tier, given, say);
  const sealed = {
    title: titleOf(asked, language, say),
    requirement: requirementOf(asked, laying),
    proofWanted: texts.evidence.map((one) => `・${textIn(one, language)}`).join("\n"),
  };
  const marks = sealedColumns.map((column) =>
    laying.keys.ofWords(control.id, column, safeText(sealed[column])),
  );
  return {
    ...given,
    ...sealed,
    control: control.id,
    area: area ? textIn(area.name, language) : control.area,
    corrected: correctedOf(asked, laying),
    before: beforeOf(asked, say),
    measured: measuredOf(asked, laying),
    needed: asked.corrected
      ? `${needed === "✓" ? "" : `${needed}${say("workbook.sheet.comma")}`}${say("workbook.column.holds")}`
      : needed,
    verdict: answer ? say(`verdict.${answer.verdict}`) : null,
    coveragePercent: answer?.coveragePercent == null ? null : answer.coveragePercent / 100,
    proofOn: day(proof?.validFrom),
    dueOn: day(answer?.dueOn),
    key: `${laying.keys.of(control.id)}|${marks.join(".")}`,
  };
}

function styleOf(key: ColumnKey, asked: AskedRow, styles: Styles): Cell["style"] {
  if (key === "proofOn" || key === "dueOn") return styles.inputDay;
  if (key === "coveragePercent") return asked.control.asksCoverage ? styles.inputPercent : styles.closed;
  if (key === "exceptions") return asked.control.asksCoverage ? styles.input : styles.closed;
  if (key === "maturity") return asked.asksMaturity ? styles.input : styles.closed;
  if (key === "holds") return asked.corrected ? styles.input : styles.closed;
  if (key === "title" && asked.isMandatory) return styles.must;
  return answerColumns.find((one) => one.key === key)?.isInput ? styles.input : styles.given;
}

function validations({ content, say }: Laying, last: number): DataValidation[] {
  const first = headRows + 1;
  const range = (key: ColumnKey) => `${letterOf(key)}${first}:${letterOf(key)}${last}`;
  const told = (message: string) => ({
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: say("workbook.sheet.notInList"),
    errorMessage: say(message),
  });
  const days = { type: "date" as const, operator: "greaterThan" as const, formula1: "36526" };
  return [
    ...runs(content.rows.map((row) => wordsFor(row, say).join("\u0000"))).map(
      ({ from, to, value }): DataValidation => ({
        type: "list",
        values: value.split("\u0000"),
        range: `${letterOf("verdict")}${first + from}:${letterOf("verdict")}${first + to}`,
        ...told("workbook.sheet.chooseFromList"),
      }),
    ),
    { ...days, range: range("proofOn"), ...told("workbook.sheet.dayWanted") },
    { ...days, range: range("dueOn"), ...told("workbook.sheet.dayWanted") },
    {
      type: "decimal",
      operator: "between",
      formula1: "0",
      formula2: "1",
      range: range("coveragePercent"),
      ...told("workbook.sheet.percentWanted"),
    },
    {
      type: "list",
      values: ["0", "1", "2", "3", "4", "5"],
      range: range("maturity"),
      ...told("workbook.sheet.chooseFromList"),
    },
    ...(content.rows.some((row) => row.corrected)
      ? [
          {
            type: "list" as const,
            values: [say("workbook.sheet.yes"), say("workbook.sheet.holdsChanged")],
            range: range("holds"),
            ...told("workbook.sheet.chooseFromList"),
          },
        ]
      : []),
  ];
}

/** Only what can be answered: not applicable never for what is mandatory, "as last year" where there is a last year. */
export function wordsFor(asked: AskedRow, say: Say): string[] {
  const words = verdicts
    .filter((verdict) => verdict !== "not_applicable" || !asked.isMandatory)
    .map((verdict) => say(`verdict.${verdict}`));
  return asked.proposal ? [say("workbook.sheet.asBefore"), ...words] : words;
}

function rules({ content, say, scopeSheetName }: Laying, last: number): ConditionalRule[] {
  const first = headRows + 1;
  const verdict = `$${letterOf("verdict")}${first}`;
  const is = (...of: (typeof verdicts)[number][]) =>
    `OR(${of.map((one) => `${verdict}="${say(`verdict.${one}`)}"`).join(",")})`;
  const range = (key: ColumnKey) => `${letterOf(key)}${first}:${letterOf(key)}${last}`;
  const blank = (key: ColumnKey) => `$${letterOf(key)}${first}=""`;
  const needs = (key: ColumnKey, when: string) => ({ key, formula: `AND(${when},${blank(key)})` });
  const asked = (key: ColumnKey) =>
    `ISNUMBER(SEARCH("${say(`workbook.column.${key}`)}",$${letterOf("needed")}${first}))`;
  const needing = [
    needs("verdict", "TRUE"),
    ...(["proofTitle", "proofPlace", "proofOn"] as const).map((key) => needs(key, is("met"))),
    ...(["coveragePercent", "exceptions", "maturity"] as const).map((key) => needs(key, asked(key))),
    needs("missing", is("partly", "not_met")),
    ...(["owner", "dueOn"] as const).map((key) => needs(key, is("partly", "not_met", "unknown"))),
    needs("reason", is("not_applicable")),
    needs("holds", `$${letterOf("corrected")}${first}<>""`),
  ];
  const conditions = conditionsOf(content.book);
  const scoped = conditions.flatMap((condition, at) => {
    const rows = content.rows.flatMap((row, index) =>
      row.control.appliesWhen === condition.id ? [index] : [],
    );
    return runs(content.rows.map((_, index) => String(rows.includes(index))))
      .filter((run) => run.value === "true")
      .map((run) => ({
        range: `A${first + run.from}:${letterOf("reason")}${first + run.to}`,
        formula: `'${scopeSheetName.replaceAll("'", "''")}'!$C$${scopeHeadRows + at + 1}="${say("workbook.sheet.no")}"`,
      }));
  });
  return [
    ...scoped.map((one, at) => ({
      ...colourWhen(one.range, one.formula, "closed", at + 1),
      stopIfTrue: true,
    })),
    ...needing.map((one, at) => colourWhen(range(one.key), one.formula, "needed", scoped.length + at + 1)),
    colourWhen(
      range("needed"),
      `$${letterOf("needed")}${first}="✓"`,
      "done",
      scoped.length + needing.length + 1,
    ),
  ];
}
