// CSV and TSV, row by row: memory stays bounded by one chunk and one row.
import { type Delimiter, type EncodingGuess, type Limits, type Row, SheetError } from "./sheet.ts";

const chunkBytes = 65_536;

/** The delimiter that splits most of the head, quoted parts aside. */
export function guessDelimiter(bytes: Uint8Array, encoding: EncodingGuess): Delimiter {
  const head = new TextDecoder(encoding.encoding)
    .decode(bytes.subarray(0, chunkBytes))
    .replace(/"[^"]*"/g, "");
  const count = (delimiter: Delimiter) => head.split(delimiter).length;
  return ([",", "\t", ";"] as const).reduce((best, one) => (count(one) > count(best) ? one : best));
}

type State = {
  cells: string[];
  cell: string;
  place: "start" | "bare" | "quoted" | "after";
  afterReturn: boolean;
  number: number;
};

/** Rows of a delimited file; quotes follow RFC 4180 section 2. Throws SheetError at the first place that cannot be read. */
export function* delimitedRows(
  bytes: Uint8Array,
  encoding: EncodingGuess,
  delimiter: Delimiter,
  limits: Limits,
): Generator<Row> {
  const state: State = { cells: [], cell: "", place: "start", afterReturn: false, number: 0 };
  for (const text of chunks(bytes, encoding)) {
    for (const letter of text) {
      if (step(state, letter, delimiter, limits)) yield takeRow(state, limits);
    }
  }
  if (state.place === "quoted") throw new SheetError("sheet.unclosed_quote", placeOf(state));
  if (state.place !== "start" || state.cells.length > 0) {
    endCell(state, limits);
    yield takeRow(state, limits);
  }
}

function* chunks(bytes: Uint8Array, encoding: EncodingGuess): Generator<string> {
  const decoder = new TextDecoder(encoding.encoding, { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes)
      yield decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new SheetError("sheet.not_text");
    throw error;
  }
}

/** Takes one letter; true when it ended a row. */
function step(state: State, letter: string, delimiter: Delimiter, limits: Limits): boolean {
  const second = state.afterReturn && letter === "\n";
  state.afterReturn = false;
  if (second) return false;
  if (state.place === "quoted") {
    if (letter === '"') state.place = "after";
    else add(state, letter, limits);
  } else if (letter === '"' && state.place !== "bare") {
    if (state.place === "after") add(state, letter, limits);
    state.place = "quoted";
  } else if (letter === delimiter) endCell(state, limits);
  else if (letter === "\n" || letter === "\r") {
    state.afterReturn = letter === "\r";
    endCell(state, limits);
    return true;
  } else {
    state.place = "bare";
    add(state, letter, limits);
  }
  return false;
}

const placeOf = (state: State) => ({ row: state.number + 1, column: state.cells.length + 1 });

function add(state: State, letter: string, limits: Limits): void {
  state.cell += letter;
  if (state.cell.length > limits.cellLength) throw new SheetError("sheet.cell_too_long", placeOf(state));
}

function endCell(state: State, limits: Limits): void {
  if (state.cells.length >= limits.columns) throw new SheetError("sheet.too_many_columns", placeOf(state));
  state.cells.push(state.cell);
  state.cell = "";
  state.place = "start";
}

function takeRow(state: State, limits: Limits): Row {
  state.number += 1;
  if (state.number > limits.rows) throw new SheetError("sheet.too_many_rows", { row: state.number });
  const cells = state.cells.map((raw) => ({
    text: raw,
    raw,
    kind: raw === "" ? ("empty" as const) : ("text" as const),
  }));
  state.cells = [];
  return { number: state.number, cells };
}
