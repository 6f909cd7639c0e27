// Lent to later modules.
// The rows of a file as text. A delimited file is never held whole: it is read once to see how long it is and that all
// of it can be read, and once more, row by row, to be stored. A workbook is held, as its merges stand behind its rows;
// what it leaves out (empty rows, merged values) is filled in row by row.
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
 * @param most rows of a delimited file; a workbook says how long each of its sheets is.
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
  if (!text) return workbook(await unpacked(bytes), headingRow);
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

const tables = new WeakMap<Uint8Array, Promise<SheetFile>>();

/** Once, however many of its sheets are read one after the other: a check sheet may have fifty. */
function unpacked(bytes: Uint8Array): Promise<SheetFile> {
  const table = tables.get(bytes) ?? readTable(bytes);
  tables.set(bytes, table);
  return table;
}

function workbook(file: SheetFile, headingRow: number | undefined): TextFile {
  const sheets = file.sheets.map((sheet) => {
    const last = sheet.rows.at(-1)?.number ?? 0;
    const chosen = Math.max(headRows, (headingRow ?? 1) - 1);
    return {
      name: sheet.name,
      isHidden: sheet.hidden === true,
      last,
      head: [
        ...textRows(sheet, 0, Math.min(last, headRows)),
        ...textRows(sheet, chosen, Math.min(last, (headingRow ?? 0) + headRows - 1)),
      ],
      hiddenFrom: (first: number) => sheet.rows.filter((row) => row.hidden && row.number >= first).length,
      rowsAfter: (after: number) => textRows(sheet, after, last),
    };
  });
  return { format: "xlsx", encoding: null, sheets };
}

const textRow = (row: Row): TextRow => ({
  number: row.number,
  cells: withoutTail(row.cells.map((cell) => cell.text)),
  isHidden: row.hidden === true,
});

/**
 * Rows as text up to the last one asked for, empty ones in between included, values of merged cells in each row they
 * reach over. Nothing but the row at hand is made: a sheet of two rows may name row 1,048,576.
 */
function* textRows(sheet: Sheet, after: number, last: number): Generator<TextRow> {
  const spreads = spreadsOf(sheet);
  let open: Spread[] = [];
  let next = 0;
  let at = sheet.rows.findIndex((row) => row.number > after);
  for (let number = after + 1; number <= last; number += 1) {
    const given = sheet.rows[at];
    const row: TextRow = given?.number === number ? textRow(given) : { number, cells: [], isHidden: false };
    if (given?.number === number) at += 1;
    for (let one = spreads[next]; one && one.top <= number; one = spreads[next]) {
      open.push(one);
      next += 1;
    }
    open = open.filter((one) => one.bottom >= number);
    for (const { column, value } of open) {
      while (row.cells.length < column) row.cells.push("");
      row.cells[column - 1] = value;
    }
    yield row;
  }
}

type Spread = { top: number; bottom: number; column: number; value: string };

/**
 * 事業部 merged over twelve rows means all twelve. Titles merged over columns stay in their first cell.
 *
 * @throws SheetError for merges that lie upon each other: no writer makes them, and 10,000 of full height would be read
 * ten thousand million times.
 */
function spreadsOf(sheet: Sheet): Spread[] {
  const rows = new Map(sheet.rows.map((row) => [row.number, row]));
  const spreads: Spread[] = [];
  const reached = new Map<number, number>();
  for (const { top, left, bottom, right } of (sheet.merges ?? []).toSorted((a, b) => a.top - b.top)) {
    const value = rows.get(top)?.cells[left - 1]?.text ?? "";
    if (value === "" || right > left) continue;
    if (top <= (reached.get(left) ?? 0))
      throw new SheetError("sheet.damaged", { sheet: sheet.name, row: top });
    reached.set(left, bottom);
    spreads.push({ top, bottom, column: left, value });
  }
  return spreads;
}

function withoutTail(cells: string[]): string[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === "") length -= 1;
  return cells.slice(0, length);
}
