// Lists as CSV that spreadsheets open safely: RFC 4180, UTF-8 with a mark (Excel needs it), no cell that starts a formula.

export type CsvColumn<T> = { label: string; value: (row: T) => string | number | null };

/** Numbers stay numbers; text that a spreadsheet would compute gets an apostrophe (OWASP, CSV Injection). */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Yields pieces of text, one row each, so that a list of any length passes in bounded memory. */
export async function* writeCsv<T>(
  columns: readonly CsvColumn<T>[],
  rows: AsyncIterable<T> | Iterable<T>,
): AsyncGenerator<string> {
  yield `\uFEFF${columns.map((column) => csvCell(column.label)).join(",")}\r\n`;
  for await (const row of rows) yield `${columns.map((column) => csvCell(column.value(row))).join(",")}\r\n`;
}
