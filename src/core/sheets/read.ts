// From the bytes of an uploaded file to its sheets. Nothing is interpreted here and nothing is dropped.
import { delimitedRows, guessDelimiter } from "./delimited.ts";
import { guessEncoding } from "./encoding.ts";
import {
  type Delimiter,
  type EncodingGuess,
  type Limits,
  type Row,
  type SheetCode,
  SheetError,
  type SheetFile,
  usualLimits,
} from "./sheet.ts";
import { openWorkbook, readWorkbook } from "./workbook.ts";

const refused: readonly { start: readonly number[]; code: SheetCode }[] = [
  { start: [0x25, 0x50, 0x44, 0x46], code: "sheet.pdf" },
];
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const archive = [0x50, 0x4b, 0x03, 0x04];
const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);

/** Reads a whole table. Throws SheetError for files that are none, and at the first limit passed. */
export async function readTable(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<SheetFile> {
  const within = { ...usualLimits, ...limits };
  refuse(bytes, within);
  if (begins(bytes, archive)) return { format: "xlsx", ...(await readWorkbook(bytes, within)) };
  const opened = openText(bytes, within);
  return {
    format: "csv",
    encoding: opened.encoding,
    delimiter: opened.delimiter,
    sheets: [{ name: "", rows: await gather(opened.rows, within) }],
  };
}

export type Delimited = {
  encoding: EncodingGuess;
  delimiter: Delimiter;
  /** All rows from the first on, anew at each call. */
  rows: () => AsyncGenerator<Row>;
};

/** A delimited file to be read row by row, however long; null for a workbook. */
export function openDelimited(bytes: Uint8Array, limits: Partial<Limits> = {}): Delimited | null {
  const within = { ...usualLimits, ...limits };
  refuse(bytes, within);
  if (begins(bytes, archive)) return null;
  const lines = { ...within, rows: within.linesOfText };
  return { ...openText(bytes, lines), rows: () => openText(bytes, lines).rows };
}

/** The same rows one at a time, for files too long to hold as cells. Of a workbook: its first sheet that is shown. */
export async function* rows(bytes: Uint8Array, limits: Partial<Limits> = {}): AsyncGenerator<Row> {
  const within = { ...usualLimits, ...limits, cells: limits.cells ?? Number.POSITIVE_INFINITY };
  refuse(bytes, within);
  if (!begins(bytes, archive)) return yield* openText(bytes, within).rows;
  const book = await openWorkbook(bytes, within);
  const shown = book.sheets.find((sheet) => !sheet.hidden);
  if (shown) yield* book.rows(shown);
}

function refuse(bytes: Uint8Array, limits: Limits): void {
  if (bytes.length > limits.bytes)
    throw new SheetError("sheet.too_large", { limit: Math.floor(limits.bytes / 1_000_000) });
  for (const one of refused) if (begins(bytes, one.start)) throw new SheetError(one.code);
  // Encrypted workbooks are compound files too; their stream is named EncryptedPackage in UTF-16 ([MS-OFFCRYPTO] 2.3.4).
  if (begins(bytes, compoundFile)) {
    const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
      Buffer.from("EncryptedPackage", "utf16le"),
    );
    throw new SheetError(sealed ? "sheet.encrypted" : "sheet.legacy_xls");
  }
}

function openText(bytes: Uint8Array, limits: Limits) {
  const encoding = guessEncoding(bytes);
  const head = new TextDecoder(encoding.encoding).decode(bytes.subarray(0, 1_024));
  if (/^\s*(<!doctype html|<html|<table)/i.test(head)) throw new SheetError("sheet.html");
  // Documents that would be read as a table of one odd column.
  if (/^\s*(<\?xml|<[a-z]|\{\s*")/i.test(head)) throw new SheetError("sheet.unsupported");
  const delimiter = guessDelimiter(bytes, encoding);
  return { encoding, delimiter, rows: delimitedRows(bytes, encoding, delimiter, limits) };
}

async function gather(all: AsyncIterable<Row>, limits: Limits): Promise<Row[]> {
  const list: Row[] = [];
  let cells = 0;
  for await (const row of all) {
    cells += row.cells.length;
    if (cells > limits.cells)
      throw new SheetError("sheet.too_many_cells", { row: row.number, limit: limits.cells });
    list.push(row);
  }
  return list;
}
