// Rows of an Excel workbook (ECMA-376 part 1, 18.3), read part by part in bounded memory. Formulas are never
// computed and nothing outside the file is looked at.
import { openArchive } from "./archive.ts";
import { numberCell, type Shown } from "./number-format.ts";
import { type Cell, type Limits, type Merge, type Row, type Sheet, SheetError } from "./sheet.ts";
import { readParts, type SheetPart, textPlace, unescape, type WorkbookParts } from "./workbook-parts.ts";
import { attribute, readXml, type XmlReader } from "./xml.ts";

export type OpenWorkbook = {
  sheets: readonly SheetPart[];
  /** Rows that hold something. Merges and hidden columns of the sheet are told to `aside`, if given. */
  rows: (sheet: SheetPart, aside?: Aside) => AsyncGenerator<Row>;
};
export type Aside = { merges: Merge[]; hiddenColumns: number[] };

export async function openWorkbook(bytes: Uint8Array, limits: Limits): Promise<OpenWorkbook> {
  const archive = await openArchive(bytes, limits);
  const parts = await readParts(archive, limits);
  const counted = { cells: 0 };
  return {
    sheets: parts.sheets,
    async *rows(sheet, aside) {
      const reading = startReading(sheet, parts, limits, counted, aside);
      for await (const _ of readXml(archive.read(sheet.part), reading.reader)) yield* reading.take();
    },
  };
}

/** All sheets with all rows. */
export async function readWorkbook(bytes: Uint8Array, limits: Limits): Promise<Sheet[]> {
  const book = await openWorkbook(bytes, limits);
  const sheets: Sheet[] = [];
  for (const sheet of book.sheets) {
    const aside: Aside = { merges: [], hiddenColumns: [] };
    const rows: Row[] = [];
    for await (const row of book.rows(sheet, aside)) rows.push(row);
    sheets.push({
      name: sheet.name,
      rows,
      ...(sheet.hidden ? { hidden: true as const } : {}),
      ...(aside.merges.length > 0 ? { merges: aside.merges } : {}),
      ...(aside.hiddenColumns.length > 0 ? { hiddenColumns: aside.hiddenColumns } : {}),
    });
  }
  return sheets;
}

type Gathering = {
  row: Row | null;
  lastRow: number;
  column: number;
  type: string;
  style: number;
  value: string;
  formula: boolean;
  inValue: boolean;
};

function startReading(
  sheet: SheetPart,
  parts: WorkbookParts,
  limits: Limits,
  counted: { cells: number },
  aside: Aside | undefined,
) {
  let ready: Row[] = [];
  let kept = 0;
  const now: Gathering = {
    row: null,
    lastRow: 0,
    column: 0,
    type: "n",
    style: 0,
    value: "",
    formula: false,
    inValue: false,
  };
  const inline = textPlace();
  const stop = (code: SheetError["code"], limit: number) => {
    throw new SheetError(code, { sheet: sheet.name, row: now.lastRow, column: now.column, limit });
  };
  const opening: Record<string, (attributes: Record<string, string>) => void> = {
    row: (attributes) => beginRow(now, attributes),
    c: (attributes) => beginCell(now, attributes),
    v: () => {
      now.inValue = true;
    },
    f: () => {
      now.formula = true;
    },
    mergeCell: (attributes) => addMerge(aside, attributes),
    col: (attributes) => addHiddenColumns(aside, attributes, limits),
  };
  const closing: Record<string, () => void> = {
    v: () => {
      now.inValue = false;
    },
    c: () => {
      const cell = cellOf(now, parts);
      if (cell.kind === "empty" || !now.row) return;
      if (now.column > limits.columns) stop("sheet.too_many_columns", limits.columns);
      if (cell.text.length > limits.cellLength) stop("sheet.cell_too_long", limits.cellLength);
      counted.cells += now.column - now.row.cells.length;
      if (counted.cells > limits.cells) stop("sheet.too_many_cells", limits.cells);
      while (now.row.cells.length < now.column - 1) now.row.cells.push({ text: "", raw: "", kind: "empty" });
      now.row.cells[now.column - 1] = cell;
    },
    row: () => {
      if (now.row && now.row.cells.length > 0) {
        kept += 1;
        if (kept > limits.rows) stop("sheet.too_many_rows", limits.rows);
        ready.push(now.row);
      }
      now.row = null;
    },
  };
  const reader: XmlReader = {
    open(name, attributes) {
      inline.open(name);
      if (Object.hasOwn(opening, name)) opening[name]?.(attributes);
    },
    close(name) {
      inline.close(name);
      if (Object.hasOwn(closing, name)) closing[name]?.();
    },
    text(text) {
      if (!now.inValue && !inline.inside()) return;
      now.value += text;
      if (now.value.length > limits.cellLength * 2) stop("sheet.cell_too_long", limits.cellLength);
    },
  };
  const take = () => {
    const taken = ready;
    ready = [];
    return taken;
  };
  return { reader, take };
}

function beginRow(now: Gathering, attributes: Record<string, string>): void {
  const given = Number(attributes["r"] ?? now.lastRow + 1);
  // Rows go down; one that does not would overwrite what was read.
  if (!Number.isInteger(given) || given <= now.lastRow || given > 1_048_576)
    throw new SheetError("sheet.damaged");
  now.lastRow = given;
  now.column = 0;
  const hidden = ["1", "true"].includes(attributes["hidden"] ?? "");
  now.row = { number: given, cells: [], ...(hidden ? { hidden: true as const } : {}) };
}

function beginCell(now: Gathering, attributes: Record<string, string>): void {
  const place = attributes["r"];
  const column = place === undefined ? now.column + 1 : columnOf(place);
  if (column <= now.column) throw new SheetError("sheet.damaged");
  now.column = column;
  now.type = attributes["t"] ?? "n";
  now.style = Number(attributes["s"] ?? 0);
  now.value = "";
  now.formula = false;
}

/** A is 1, XFD is 16,384. */
export function columnOf(place: string): number {
  const letters = /^\$?([A-Z]{1,3})\$?\d*$/.exec(place)?.[1];
  if (letters === undefined) throw new SheetError("sheet.damaged");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** 1 is A. */
export function columnName(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? columnName(before) : ""}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

function cellOf(now: Gathering, parts: WorkbookParts): Cell {
  const cell = valueOf(now.type, now.value, parts, parts.shown[now.style] ?? "plain");
  return now.formula ? { ...cell, formula: true } : cell;
}

function valueOf(type: string, value: string, parts: WorkbookParts, shown: Shown): Cell {
  if (type === "s") {
    const text = parts.shared[Number(value)];
    if (text === undefined) throw new SheetError("sheet.damaged");
    return textCell(text);
  }
  if (type === "str" || type === "inlineStr") return textCell(unescape(value));
  if (value === "") return textCell("");
  if (type === "b") return { text: value === "1" ? "TRUE" : "FALSE", raw: value, kind: "boolean" };
  if (type === "e") return { text: value, raw: value, kind: "error" };
  // ISO 8601 dates of the strict form (18.18.11).
  if (type === "d") return { text: value.replace(/T00:00(:00(\.0+)?)?Z?$/, ""), raw: value, kind: "day" };
  return numberCell(value, shown, parts.since1904);
}

const textCell = (text: string): Cell => ({ text, raw: text, kind: text === "" ? "empty" : "text" });

function addMerge(aside: Aside | undefined, attributes: Record<string, string>): void {
  const area = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(attribute(attributes, "ref") ?? "");
  if (!aside || !area || aside.merges.length >= 10_000) return;
  const [, left = "", top, right = "", bottom] = area;
  aside.merges.push({
    top: Number(top),
    left: columnOf(left),
    bottom: Number(bottom),
    right: columnOf(right),
  });
}

function addHiddenColumns(
  aside: Aside | undefined,
  attributes: Record<string, string>,
  limits: Limits,
): void {
  if (!aside || !["1", "true"].includes(attributes["hidden"] ?? "")) return;
  const first = Math.max(Number(attributes["min"]), (aside.hiddenColumns.at(-1) ?? 0) + 1);
  const last = Math.min(Number(attributes["max"]), limits.columns);
  for (let column = first; column <= last; column += 1) aside.hiddenColumns.push(column);
}
