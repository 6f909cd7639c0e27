// The words of tables read from files: sheets, rows, cells, limits and the refusals reading may end in.

/** `raw` is what the file holds; `text` is what a person would read in the cell. */
export type Cell = { text: string; raw: string; kind: "empty" | "text" };
/** `number` is the row as people count it: the first is 1, empty rows count. */
export type Row = { number: number; cells: Cell[] };
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "shift_jis" | "euc-jp" | "gb18030";
export type EncodingGuess = {
  encoding: Encoding;
  byteOrderMark: boolean;
  sure: "certain" | "likely" | "guess";
};
export type Delimiter = "," | "\t" | ";";
export type Sheet = { name: string; rows: Row[] };
export type SheetFile = { format: "csv"; encoding: EncodingGuess; delimiter: Delimiter; sheets: Sheet[] };

export type Limits = { bytes: number; rows: number; columns: number; cellLength: number };
export const usualLimits: Limits = { bytes: 100_000_000, rows: 200_000, columns: 500, cellLength: 32_767 };

export type SheetCode =
  | "sheet.encrypted"
  | "sheet.legacy_xls"
  | "sheet.html"
  | "sheet.pdf"
  | "sheet.unsupported"
  | "sheet.not_text"
  | "sheet.unclosed_quote"
  | "sheet.too_large"
  | "sheet.too_many_rows"
  | "sheet.too_many_columns"
  | "sheet.cell_too_long";
/** Rows and columns count from 1. */
export type SheetPlace = { row?: number; column?: number };

/** A file that cannot be read, with the place where reading stopped. */
export class SheetError extends Error {
  readonly code: SheetCode;
  readonly details: SheetPlace;

  constructor(code: SheetCode, details: SheetPlace = {}) {
    super(code);
    this.name = "SheetError";
    this.code = code;
    this.details = details;
  }
}
