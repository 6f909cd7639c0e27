// From the bytes of a file to numbered rows of text, and what was recognised about them.
import { readTable } from "#core/sheets/read.ts";
import { type Sheet, SheetError, type SheetFile } from "#core/sheets/sheet.ts";
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import {
  findHeading,
  type Heading,
  headingAt,
  mapColumns,
  type Mapping,
  mappingByLabels,
  type TextRow,
} from "./heading.ts";

/** What a person chose instead of what was recognised. */
export type Choices = {
  sheet?: number;
  headingRow?: number;
  headingRows?: 1 | 2;
  mapping?: Mapping;
  /** Rows that the workbook hides (a filter left on, say) count as well. */
  withHidden?: boolean;
};

export type Recognised = {
  format: "csv" | "xlsx";
  encoding: string | null;
  isSure: boolean;
  sheets: { name: string; rows: number; isHidden: boolean }[];
  sheet: number;
  headingRow: number;
  headingRows: 1 | 2;
  labels: string[];
  mapping: Mapping;
  /** The mapping comes from an earlier file with the same labels. */
  isRemembered: boolean;
  hiddenRows: number;
  /** The first rows below the heading, to see the mapping beside. */
  samples: string[][];
};

export type Table = { recognised: Recognised; rows: TextRow[] };

const mostLabels = 200;

/**
 * @param remember the mapping kept for a heading, by labels.
 * @throws SheetError for a file that is no table, and `sheet.no_heading` where no row names two fields.
 */
export async function recognise(
  bytes: Uint8Array,
  columns: Synonyms,
  choices: Choices,
  remember: (labels: readonly string[]) => Promise<Record<string, string> | null>,
): Promise<Table> {
  const file = await readTable(bytes);
  const index = choices.sheet ?? bestSheet(file, columns);
  const sheet = file.sheets[index];
  if (!sheet) throw new SheetError("sheet.damaged");
  const rows = textRows(sheet);
  const heading = headingOf(rows, columns, choices);
  const kept = choices.mapping ? null : await remember(heading.labels);
  const remembered = kept ? mappingByLabels(kept, heading.labels) : null;
  const first = heading.rowNumber + heading.rows;
  return {
    rows,
    recognised: {
      format: file.format,
      encoding: file.format === "csv" ? file.encoding.encoding : null,
      isSure: file.format === "xlsx" || file.encoding.sure !== "guess" || isUnderstood(heading, columns),
      sheets: file.sheets.slice(0, 200).map((one) => ({
        name: one.name.slice(0, 100),
        rows: one.rows.length,
        isHidden: "hidden" in one && one.hidden === true,
      })),
      sheet: index,
      headingRow: heading.rowNumber,
      headingRows: heading.rows,
      labels: heading.labels.slice(0, mostLabels).map((label) => label.slice(0, 200)),
      mapping: choices.mapping ?? remembered ?? heading.mapping,
      isRemembered: remembered !== null,
      hiddenRows: rows.filter((row) => row.isHidden && row.number >= first).length,
      samples: rows
        .filter((row) => row.number >= first && row.cells.some((cell) => cell !== ""))
        .slice(0, 5)
        .map((row) => row.cells.slice(0, mostLabels).map((cell) => cell.slice(0, 200))),
    },
  };
}

/** Words of a heading that are known in a letter other than ASCII can hardly come from bytes read in a wrong encoding. */
function isUnderstood(heading: Heading, columns: Synonyms): boolean {
  const known = Object.values(mapColumns(heading.labels, columns));
  return known.some((index) => /[^\p{ASCII}]/u.test(heading.labels[index] ?? ""));
}

function headingOf(rows: readonly TextRow[], columns: Synonyms, choices: Choices): Heading {
  if (choices.headingRow !== undefined)
    return headingAt(rows, choices.headingRow, choices.headingRows ?? 1, columns);
  const found = findHeading(rows, columns);
  if (found) return found;
  // Nothing was recognised: the first row that has two cells is shown, and a person says what they mean.
  const first = rows.find((row) => row.cells.filter((cell) => cell.trim() !== "").length > 1) ?? rows[0];
  return headingAt(rows, first?.number ?? 1, 1, columns);
}

/** Of several sheets the shown one whose heading names most fields; explanations and lists of choices lose. */
function bestSheet(file: SheetFile, columns: Synonyms): number {
  const scores = file.sheets.map((sheet) => {
    const isHidden = "hidden" in sheet && sheet.hidden === true;
    const found = isHidden
      ? null
      : findHeading(textRows({ ...sheet, rows: sheet.rows.slice(0, 40) }), columns);
    return found ? Object.keys(found.mapping).length : isHidden ? -1 : 0;
  });
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

/** Every row as text, empty ones in between included, values of merged cells in each row they reach over. */
function textRows(sheet: Sheet): TextRow[] {
  const rows: TextRow[] = [];
  for (const row of sheet.rows) {
    for (let number = rows.length + 1; number < row.number; number += 1)
      rows.push({ number, cells: [], isHidden: false });
    rows.push({
      number: row.number,
      cells: withoutTail(row.cells.map((cell) => cell.text)),
      isHidden: "hidden" in row && row.hidden === true,
    });
  }
  for (const merge of ("merges" in sheet ? sheet.merges : undefined) ?? []) spread(rows, merge);
  return rows;
}

/** 事業部 merged over twelve rows means all twelve. Titles merged over columns stay in their first cell. */
function spread(rows: TextRow[], merge: { top: number; left: number; bottom: number; right: number }): void {
  const value = rows[merge.top - 1]?.cells[merge.left - 1] ?? "";
  if (value === "" || merge.right > merge.left) return;
  for (const row of rows.slice(merge.top, merge.bottom)) {
    while (row.cells.length < merge.left) row.cells.push("");
    row.cells[merge.left - 1] = value;
  }
}

function withoutTail(cells: string[]): string[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === "") length -= 1;
  return cells.slice(0, length);
}
