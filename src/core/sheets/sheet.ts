// The words of tables read from files: sheets, rows, cells, limits and the refusals reading may end in.

/**
 * `raw` is what the file holds; `text` is what a person would read in the cell: days as YYYY-MM-DD, percentages with
 * their sign, codes with the zeros that their number format shows.
 */
export type Cell = {
  text: string;
  raw: string;
  kind: "empty" | "text" | "number" | "day" | "time" | "boolean" | "error";
  /** The text is what a formula came to when the file was last saved. */
  formula?: true;
};
/** `number` is the row as people count it: the first is 1, empty rows count. Workbooks leave empty rows out. */
export type Row = { number: number; cells: Cell[]; hidden?: true };
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "shift_jis" | "euc-jp" | "gb18030";
export type EncodingGuess = {
  encoding: Encoding;
  byteOrderMark: boolean;
  sure: "certain" | "likely" | "guess";
};
export type Delimiter = "," | "\t" | ";";
/** Rows and columns count from 1, both ends belong to it. The text stands in the first cell, the others are empty. */
export type Merge = { top: number; left: number; bottom: number; right: number };
export type Sheet = {
  name: string;
  rows: Row[];
  hidden?: true;
  merges?: Merge[];
  /** Columns that the reader of the sheet does not see, counted from 1. */
  hiddenColumns?: number[];
};
export type SheetFile =
  | { format: "csv"; encoding: EncodingGuess; delimiter: Delimiter; sheets: Sheet[] }
  | { format: "xlsx"; sheets: Sheet[]; since1904: boolean };

export type Limits = {
  /** Of the file as it was uploaded. */
  bytes: number;
  /** Of one sheet of a workbook, whose rows are held as cells. */
  rows: number;
  /** Of a delimited file whose rows are taken one at a time. As many as a worksheet has (ECMA-376 part 1, 18.3.1.73). */
  linesOfText: number;
  columns: number;
  /** Of all sheets together. */
  cells: number;
  cellLength: number;
  /** Of the parts of a workbook after decompression, all and the shared texts alone. */
  unpackedBytes: number;
  sharedTextBytes: number;
  /** Files inside the workbook. */
  entries: number;
  sheets: number;
};
export const usualLimits: Limits = {
  bytes: 100_000_000,
  rows: 200_000,
  linesOfText: 1_048_576,
  columns: 500,
  cells: 5_000_000,
  cellLength: 32_767,
  unpackedBytes: 400_000_000,
  sharedTextBytes: 80_000_000,
  entries: 2_000,
  sheets: 200,
};

export type SheetCode =
  | "sheet.encrypted"
  | "sheet.legacy_xls"
  | "sheet.html"
  | "sheet.pdf"
  | "sheet.unsupported"
  | "sheet.no_workbook"
  | "sheet.macros"
  | "sheet.damaged"
  | "sheet.not_text"
  | "sheet.unclosed_quote"
  | "sheet.too_large"
  | "sheet.too_large_unpacked"
  | "sheet.too_many_parts"
  | "sheet.too_many_rows"
  | "sheet.too_many_columns"
  | "sheet.too_many_cells"
  | "sheet.cell_too_long";
/** Rows and columns count from 1; `limit` is the one that was passed, for the message to name. */
export type SheetPlace = { sheet?: string; row?: number; column?: number; limit?: number };

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
