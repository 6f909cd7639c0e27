// Lists as Excel workbooks: one sheet, its head kept in sight. Text stays text, whatever it begins with.
import { writeXlsxStream } from "hucre/xlsx";
import type { CsvColumn } from "./csv.ts";

export type SheetColumn<T> = CsvColumn<T> & {
  /** `day`: the value is YYYY-MM-DD and becomes a day that the spreadsheet can sort and compute with. */
  kind?: "text" | "number" | "day";
};

const longestCell = 32_767;

/** Yields the bytes of the file as they come to be, so that a list of any length passes in bounded memory. */
export async function* writeXlsx<T>(
  name: string,
  columns: readonly SheetColumn<T>[],
  rows: AsyncIterable<T> | Iterable<T>,
): AsyncGenerator<Uint8Array> {
  const options = {
    name: sheetName(name),
    columns: columns.map((column) => ({
      header: safeText(column.label),
      width: widthOf(column),
      ...(column.kind === "day" ? { numFmt: "yyyy-mm-dd" } : {}),
    })),
    freezePane: { rows: 1 },
  };
  for await (const piece of writeXlsxStream(cells(columns, rows), options)) yield piece;
}

async function* cells<T>(columns: readonly SheetColumn<T>[], rows: AsyncIterable<T> | Iterable<T>) {
  for await (const row of rows) yield columns.map((column) => cellValue(column, column.value(row)));
}

function cellValue<T>(column: SheetColumn<T>, value: string | number | null): string | number | Date | null {
  if (value === null || value === "") return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (column.kind === "day" && /^\d{4}-\d\d-\d\d$/.test(value)) return new Date(`${value}T00:00:00Z`);
  return safeText(value);
}

/** What a cell and XML 1.0 can hold (section 2.2). */
export function safeText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const clean = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, "");
  return clean.length > longestCell ? `${clean.slice(0, longestCell - 1)}…` : clean;
}

/** Sheet names have at most 31 letters and none of []:*?/\ (Excel refuses the file else). */
export function sheetName(name: string): string {
  const clean = safeText(name)
    .replace(/[[\]:*?/\\\r\n\t]/g, " ")
    .replace(/^'+|'+$/g, "")
    .trim()
    .slice(0, 31);
  return clean === "" ? "1" : clean;
}

/** Letters of Chinese and Japanese are two columns wide. */
function widthOf(column: SheetColumn<never>): number {
  if (column.kind === "day") return 12;
  const letters = [...column.label].reduce(
    (sum, letter) => sum + (/[\u1100-\uFFDC]/.test(letter) ? 2 : 1),
    0,
  );
  return Math.min(48, Math.max(column.kind === "number" ? 10 : 16, letters + 4));
}
