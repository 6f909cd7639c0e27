// One sheet of a workbook as its XML goes by (ECMA-376 part 1, 18.3): rows of cells, and beside them what was merged and
// hidden. Each element that matters has its function; what was read so far is in the hand.
import { cellOf, type RawCell } from "./cell.ts";
import { columnOf } from "./column-letters.ts";
import { type Limits, type Merge, type Row, SheetError } from "./sheet.ts";
import { textPlace, type WorkbookParts } from "./workbook-parts.ts";
import { attribute, type XmlReader } from "./xml.ts";

/** What stands beside the rows of a sheet. */
export type Aside = { merges: Merge[]; hiddenColumns: number[] };

type Place = {
  sheet: string;
  parts: WorkbookParts;
  limits: Limits;
  /** Of the whole workbook. */
  counted: { cells: number };
  aside: Aside | undefined;
};

/** What is being read: the row, the cell in it, and how far one has come. */
type Hand = RawCell & {
  hasValue: boolean;
  row: Row | null;
  lastRow: number;
  column: number;
  isInValue: boolean;
  rowsKept: number;
  ready: Row[];
};

type Attributes = Record<string, string>;

/** `take` gives the rows that are complete since the last time, `at` how far one has come. */
export function readSheet(place: Place): {
  reader: XmlReader;
  take: () => Row[];
  at: () => { row?: number; column?: number };
} {
  const hand = emptyHand();
  const inline = textPlace();
  return {
    reader: {
      open(name, attributes) {
        inline.open(name);
        if (Object.hasOwn(opening, name)) opening[name]?.(hand, attributes, place);
      },
      close(name) {
        inline.close(name);
        if (Object.hasOwn(closing, name)) closing[name]?.(hand, place);
      },
      text(text) {
        if (hand.isInValue || inline.inside()) addText(hand, text, place);
      },
    },
    take() {
      const { ready } = hand;
      hand.ready = [];
      return ready;
    },
    at: () => ({
      ...(hand.lastRow > 0 ? { row: hand.lastRow } : {}),
      ...(hand.row && hand.column > 0 ? { column: hand.column } : {}),
    }),
  };
}

const emptyHand = (): Hand => ({
  row: null,
  lastRow: 0,
  column: 0,
  type: "n",
  style: 0,
  value: "",
  isFormula: false,
  hasValue: false,
  isInValue: false,
  rowsKept: 0,
  ready: [],
});

const opening: Record<string, (hand: Hand, attributes: Attributes, place: Place) => void> = {
  row: beginRow,
  c: beginCell,
  v: (hand) => {
    hand.isInValue = true;
    hand.hasValue = true;
  },
  f: (hand) => {
    hand.isFormula = true;
  },
  mergeCell: (_, attributes, { aside }) => addMerge(aside, attributes),
  col: (_, attributes, { aside, limits }) => addHiddenColumns(aside, attributes, limits),
};

const closing: Record<string, (hand: Hand, place: Place) => void> = {
  v: (hand) => {
    hand.isInValue = false;
  },
  c: endCell,
  row: endRow,
};

function beginRow(hand: Hand, attributes: Attributes): void {
  const given = Number(attributes["r"] ?? hand.lastRow + 1);
  // Rows go down; one that does not would overwrite what was read.
  if (!Number.isInteger(given) || given <= hand.lastRow || given > 1_048_576)
    throw new SheetError("sheet.damaged");
  hand.lastRow = given;
  hand.column = 0;
  hand.row = { number: given, cells: [], ...(isYes(attributes["hidden"]) ? { hidden: true as const } : {}) };
}

function beginCell(hand: Hand, attributes: Attributes): void {
  const place = attributes["r"];
  const column = place === undefined ? hand.column + 1 : columnOf(place);
  if (column <= hand.column) throw new SheetError("sheet.damaged");
  hand.column = column;
  hand.type = attributes["t"] ?? "n";
  hand.style = Number(attributes["s"] ?? 0);
  hand.value = "";
  hand.isFormula = false;
  hand.hasValue = false;
}

function addText(hand: Hand, text: string, place: Place): void {
  hand.value += text;
  // What is escaped in the file is up to twice as long as what it says.
  if (hand.value.length > place.limits.cellLength * 2)
    refuse(hand, place, "sheet.cell_too_long", place.limits.cellLength);
}

function endCell(hand: Hand, place: Place): void {
  const { row, column } = hand;
  const cell = cellOf(hand, place.parts);
  // A formula whose value nobody has computed yet is not nothing: programs that write without computing leave it out.
  const isUncomputed = hand.isFormula && !hand.hasValue;
  if ((cell.kind === "empty" && !isUncomputed) || !row) return;
  const { limits, counted } = place;
  if (column > limits.columns) refuse(hand, place, "sheet.too_many_columns", limits.columns);
  if (cell.text.length > limits.cellLength) refuse(hand, place, "sheet.cell_too_long", limits.cellLength);
  counted.cells += column - row.cells.length;
  if (counted.cells > limits.cells) refuse(hand, place, "sheet.too_many_cells", limits.cells);
  while (row.cells.length < column - 1) row.cells.push({ text: "", raw: "", kind: "empty" });
  row.cells[column - 1] = cell;
}

function endRow(hand: Hand, place: Place): void {
  if (hand.row && hand.row.cells.length > 0) {
    hand.rowsKept += 1;
    if (hand.rowsKept > place.limits.rows) refuse(hand, place, "sheet.too_many_rows", place.limits.rows);
    hand.ready.push(hand.row);
  }
  hand.row = null;
}

function refuse({ lastRow, column }: Hand, { sheet }: Place, code: SheetError["code"], limit: number): never {
  throw new SheetError(code, { sheet, row: lastRow, column, limit });
}

const isYes = (value: string | undefined) => value === "1" || value === "true";

function addMerge(aside: Aside | undefined, attributes: Attributes): void {
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

function addHiddenColumns(aside: Aside | undefined, attributes: Attributes, limits: Limits): void {
  if (!aside || !isYes(attributes["hidden"])) return;
  const first = Math.max(Number(attributes["min"]), (aside.hiddenColumns.at(-1) ?? 0) + 1);
  const last = Math.min(Number(attributes["max"]), limits.columns);
  for (let column = first; column <= last; column += 1) aside.hiddenColumns.push(column);
}
