// A workbook that came back: whose it is, and what each cell says. Sheets may be renamed, columns moved, rows sorted or
// deleted; what identifies them travels with them.
import { readTable } from "#core/sheets/read.ts";
import { type Cell, type Row, type Sheet, SheetError } from "#core/sheets/sheet.ts";
import { columnName } from "#core/sheets/column-letters.ts";
import { type CellProblem, readInputs, type ReturnedValues, readYesNoCell } from "./cells.ts";
import {
  inputColumns,
  type InputColumn,
  keyOfMachineName,
  type SealedColumn,
  sealedColumns,
} from "./columns.ts";
import { keyOfHead } from "./heads.ts";
import { stampVersion, stampWord } from "./stamp.ts";

export type ReturnedRow = {
  sheet: string;
  row: number;
  /** As the sheet shows it; the key decides. */
  shownControl: string;
  key: string;
  values: ReturnedValues;
  problems: CellProblem[];
  /** Letters of columns to which a fault is told that the cells alone do not show. */
  letters: Readonly<Record<"control" | "verdict" | "proofOn", string>>;
  /** The locked words as they came back, with their column; without those whose column is gone. */
  words: readonly { key: SealedColumn; column: string; text: string }[];
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
  if (file.format !== "xlsx") throw new SheetError("sheet.no_workbook");
  const returned: Returned = { stamp: stampIn(file.sheets), rows: [], scope: [] };
  // By the hidden row; only where that is gone by the heads that people read, which a sheet made beside may have as well.
  for (const keyIn of [keyOfMachineName, keyOfHead]) {
    const sheets = file.sheets.flatMap((sheet) => {
      const head = headNamedBy(sheet, keyIn);
      return head ? [{ sheet, head }] : [];
    });
    const having = (...keys: string[]) =>
      sheets.filter(({ head }) => keys.every((key) => head.columns.has(key)));
    if (returned.rows.length === 0)
      for (const { sheet, head } of having("key", "verdict"))
        readAnswers(sheet, head, file.since1904, returned.rows);
    if (returned.scope.length === 0)
      for (const { sheet, head } of having("condition", "isTrue")) readScope(sheet, head, returned.scope);
  }
  return returned;
}

/** Programs put a row with the name of a table above what they save: where something stands is looked for. */
const mostAbove = 20;

function stampIn(sheets: readonly Sheet[]): Record<string, string> | null {
  for (const { rows } of sheets) {
    const at = rows
      .slice(0, mostAbove)
      .findIndex(({ cells }) => cells[0]?.text === stampWord && cells[1]?.text === stampVersion);
    if (at >= 0)
      return Object.fromEntries(
        rows.slice(at + 1).map(({ cells }) => [cells[0]?.text ?? "", cells[1]?.text ?? ""]),
      );
  }
  return null;
}

type Head = { number: number; columns: Map<string, number> };

/** The row that names the columns, wherever it has slipped to. */
function headNamedBy(sheet: Sheet, keyIn: (text: string) => string | null): Head | null {
  for (const row of sheet.rows.slice(0, mostAbove)) {
    const named = row.cells.flatMap((cell, at) => {
      const key = keyIn(cell.text);
      return key ? [[key, at] as const] : [];
    });
    if (named.length > 2) return { number: row.number, columns: new Map(named) };
  }
  return null;
}

const empty: Cell = { text: "", raw: "", kind: "empty" };
const cellAt = (row: Row, head: Head, key: string): Cell => row.cells[head.columns.get(key) ?? -1] ?? empty;
const columnOf = (head: Head, key: string) => columnName((head.columns.get(key) ?? 0) + 1);

function readAnswers(sheet: Sheet, head: Head, since1904: boolean, into: ReturnedRow[]): void {
  const merges = sheet.merges?.filter((one) => one.bottom > one.top && one.bottom > head.number) ?? [];
  for (const row of sheet.rows) {
    if (row.number <= head.number) continue;
    const key = cellAt(row, head, "key").text.trim();
    const shownControl = cellAt(row, head, "control").text.trim();
    const { values, problems } = readInputs(
      (column: InputColumn) => cellAt(row, head, column),
      (column: InputColumn) => columnOf(head, column),
      since1904,
    );
    problems.push(...mergedIn(row.number, head, merges));
    // The person's head, and what was written below or beside the list.
    const isHead = row.number === head.number + 1 && !key.includes("|");
    const isNothing =
      key === "" && Object.values(values).every((value) => value === null) && problems.length === 0;
    if (isHead || isNothing) continue;
    const words = sealedColumns
      .filter((column) => head.columns.has(column))
      .map((column) => ({
        key: column,
        column: columnOf(head, column),
        text: cellAt(row, head, column).text,
      }));
    const letters = {
      control: columnOf(head, "control"),
      verdict: columnOf(head, "verdict"),
      proofOn: columnOf(head, "proofOn"),
    };
    into.push({ sheet: sheet.name, row: row.number, shownControl, key, values, problems, letters, words });
  }
}

/** Several rows made one cell: only the first has what it says, and whether the others mean the same nobody knows. */
function mergedIn(row: number, head: Head, merges: NonNullable<Sheet["merges"]>): CellProblem[] {
  const over = merges.filter((one) => one.top < row && row <= one.bottom);
  return inputColumns.flatMap((column) => {
    const at = (head.columns.get(column) ?? -1) + 1;
    return over.some((one) => one.left <= at && at <= one.right)
      ? [{ column: columnOf(head, column), code: "merged", given: "" }]
      : [];
  });
}

function readScope(sheet: Sheet, head: Head, into: ReturnedScope[]): void {
  for (const row of sheet.rows) {
    const condition = cellAt(row, head, "condition").text.trim();
    // The person's head follows the machine's; where that is gone the questions do.
    if (row.number <= head.number || condition === "" || keyOfHead(condition) === "condition") continue;
    const { isTrue, problems } = readScopeCell(cellAt(row, head, "isTrue"), columnOf(head, "isTrue"));
    const note = cellAt(row, head, "note").text.trim().slice(0, 1000) || null;
    into.push({ sheet: sheet.name, row: row.number, condition, isTrue, note, problems });
  }
}

function readScopeCell(cell: Cell, column: string): Pick<ReturnedScope, "isTrue" | "problems"> {
  const { isTrue, problem } = readYesNoCell(cell);
  return { isTrue, problems: problem ? [{ column, code: problem, given: cell.text.slice(0, 80) }] : [] };
}
