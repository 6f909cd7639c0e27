// The rows of a file as text. A delimited file is never held whole: it is read once to see how long it is and that all
// of it can be read, and once more, row by row, to be stored. A workbook is held, as its merges stand behind its rows.
import { openDelimited, readTable } from "#core/sheets/read.ts";
import { type Row, type Sheet, SheetError, type SheetFile } from "#core/sheets/sheet.ts";
import type { TextRow } from "./heading.ts";

export type TextSheet = {
  name: string;
  isHidden: boolean;
  /** The number of the last row. */
  last: number;
  /** Rows in which a heading is looked for and the first entries are shown. */
  head: TextRow[];
  hiddenFrom: (first: number) => number;
  /** Every row after a number, empty ones in between included. */
  rowsAfter: (after: number) => AsyncIterable<TextRow> | Iterable<TextRow>;
};
export type TextFile = {
  format: "csv" | "xlsx";
  encoding: { encoding: string; sure: string } | null;
  sheets: TextSheet[];
};

const headRows = 100;

/**
 * @param headingRow where a person says that the heading stands: rows around it belong to the head.
 * @throws SheetError for what is no table, and at the first limit passed.
 */
export async function openTextFile(
  bytes: Uint8Array,
  most: number,
  headingRow: number | undefined,
): Promise<TextFile> {
  const isHead = ({ number }: { number: number }) =>
    number <= headRows ||
    (headingRow !== undefined && number >= headingRow && number < headingRow + headRows);
  const text = openDelimited(bytes, { linesOfText: most });
  if (!text) return workbook(await readTable(bytes), isHead, most);
  const head: TextRow[] = [];
  let last = 0;
  for await (const row of text.rows()) {
    last = row.number;
    if (isHead(row)) head.push(textRow(row));
  }
  async function* rowsAfter(after: number) {
    if (text) for await (const row of text.rows()) if (row.number > after) yield textRow(row);
  }
  const sheet = { name: "", isHidden: false, last, head, hiddenFrom: () => 0, rowsAfter };
  return { format: "csv", encoding: text.encoding, sheets: [sheet] };
}

function workbook(file: SheetFile, isHead: (row: TextRow) => boolean, most: number): TextFile {
  const sheets = file.sheets.map((sheet) => {
    const rows = textRows(sheet);
    if (rows.length > most)
      throw new SheetError("sheet.too_many_rows", { sheet: sheet.name, row: most + 1, limit: most });
    return {
      name: sheet.name,
      isHidden: "hidden" in sheet && sheet.hidden === true,
      last: rows.length,
      head: rows.filter(isHead),
      hiddenFrom: (first: number) => rows.filter((row) => row.isHidden && row.number >= first).length,
      rowsAfter: (after: number) => rows.slice(after),
    };
  });
  return { format: "xlsx", encoding: null, sheets };
}

const textRow = (row: Row): TextRow => ({
  number: row.number,
  cells: withoutTail(row.cells.map((cell) => cell.text)),
  isHidden: "hidden" in row && row.hidden === true,
});

/** Every row as text, empty ones in between included, values of merged cells in each row they reach over. */
function textRows(sheet: Sheet): TextRow[] {
  const rows: TextRow[] = [];
  for (const row of sheet.rows) {
    for (let number = rows.length + 1; number < row.number; number += 1)
      rows.push({ number, cells: [], isHidden: false });
    rows.push(textRow(row));
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
