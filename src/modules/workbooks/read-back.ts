// A workbook that came back: whose it is, and what each cell says. Sheets may be renamed, columns moved, rows sorted or
// deleted; what identifies them travels with them.
import { readTable } from "#core/sheets/read.ts";
import type { Cell, Row, Sheet } from "#core/sheets/sheet.ts";
import { columnName } from "#core/sheets/column-letters.ts";
import { type CellProblem, readInputs, type ReturnedValues, readYesNoCell } from "./cells.ts";
import { type InputColumn, keyOfMachineName } from "./columns.ts";
import { stampVersion, stampWord } from "./stamp.ts";

export type ReturnedRow = {
  sheet: string;
  row: number;
  /** As the sheet shows it; the key decides. */
  shownControl: string;
  key: string;
  values: ReturnedValues;
  problems: CellProblem[];
};
export type ReturnedScope = {
  sheet: string;
  row: number;
  condition: string;
  isTrue: boolean | null;
  /** Why a condition does not hold; null in files that were issued before it was asked. */
  note: string | null;
  problems: CellProblem[];
};
export type Returned = {
  stamp: Record<string, string> | null;
  rows: ReturnedRow[];
  scope: ReturnedScope[];
};

/** A workbook of ours has at most some hundred rows; what is longer is none. */
const limits = {
  rows: 5_000,
  columns: 200,
  cells: 200_000,
  unpackedBytes: 60_000_000,
  sharedTextBytes: 20_000_000,
};

/** @throws SheetError for what is no workbook or too large to be one. */
export async function readBack(bytes: Uint8Array): Promise<Returned> {
  const file = await readTable(bytes, limits);
  if (file.format !== "xlsx") return { stamp: null, rows: [], scope: [] };
  const returned: Returned = { stamp: stampIn(file.sheets), rows: [], scope: [] };
  for (const sheet of file.sheets) {
    const head = headOf(sheet);
    if (head?.columns.has("key") && head.columns.has("verdict")) readAnswers(sheet, head, returned.rows);
    else if (head?.columns.has("condition") && head.columns.has("isTrue"))
      readScope(sheet, head, returned.scope);
  }
  return returned;
}

function stampIn(sheets: readonly Sheet[]): Record<string, string> | null {
  const sheet = sheets.find(
    (one) => one.rows[0]?.cells[0]?.text === stampWord && one.rows[0].cells[1]?.text === stampVersion,
  );
  if (!sheet) return null;
  return Object.fromEntries(
    sheet.rows.slice(1).map((row) => [row.cells[0]?.text ?? "", row.cells[1]?.text ?? ""]),
  );
}

type Head = { number: number; columns: Map<string, number> };

/** The row that names the columns for the machine, wherever it has slipped to. */
function headOf(sheet: Sheet): Head | null {
  for (const row of sheet.rows.slice(0, 20)) {
    const named = row.cells.flatMap((cell, at) => {
      const key = keyOfMachineName(cell.text);
      return key ? [[key, at] as const] : [];
    });
    if (named.length > 2) return { number: row.number, columns: new Map(named) };
  }
  return null;
}

const empty: Cell = { text: "", raw: "", kind: "empty" };
const cellAt = (row: Row, head: Head, key: string): Cell => row.cells[head.columns.get(key) ?? -1] ?? empty;
const columnOf = (head: Head, key: string) => columnName((head.columns.get(key) ?? 0) + 1);

function readAnswers(sheet: Sheet, head: Head, into: ReturnedRow[]): void {
  for (const row of sheet.rows) {
    if (row.number <= head.number) continue;
    const key = cellAt(row, head, "key").text.trim();
    const shownControl = cellAt(row, head, "control").text.trim();
    const { values, problems } = readInputs(
      (column: InputColumn) => cellAt(row, head, column),
      (column: InputColumn) => columnOf(head, column),
    );
    // The person's head, and what was written below or beside the list.
    const isHead = row.number === head.number + 1 && !key.includes("|");
    const isNothing =
      key === "" && Object.values(values).every((value) => value === null) && problems.length === 0;
    if (isHead || isNothing) continue;
    into.push({ sheet: sheet.name, row: row.number, shownControl, key, values, problems });
  }
}

function readScope(sheet: Sheet, head: Head, into: ReturnedScope[]): void {
  for (const row of sheet.rows) {
    if (row.number <= head.number + 1) continue;
    const condition = cellAt(row, head, "condition").text.trim();
    if (condition === "") continue;
    const { isTrue, problems } = readScopeCell(cellAt(row, head, "isTrue"), columnOf(head, "isTrue"));
    const note = cellAt(row, head, "note").text.trim().slice(0, 1000) || null;
    into.push({ sheet: sheet.name, row: row.number, condition, isTrue, note, problems });
  }
}

function readScopeCell(cell: Cell, column: string): Pick<ReturnedScope, "isTrue" | "problems"> {
  const { isTrue, problem } = readYesNoCell(cell);
  return { isTrue, problems: problem ? [{ column, code: problem, given: cell.text.slice(0, 80) }] : [] };
}
