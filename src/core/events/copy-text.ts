// PostgreSQL's COPY text format, read and written: one row a line, columns by tab, \N for null
// (PostgreSQL documentation, COPY, "Text Format").
import type { Readable } from "node:stream";

export type Row = (string | null)[];

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const cellOf = (raw: string): string | null => {
  if (raw === "\\N") return null;
  return raw.includes("\\") ? raw.replace(/\\(.)/gs, (_all, one: string) => escapes[one] ?? one) : raw;
};

export const copyLine = (row: Readonly<Row>): string =>
  `${row.map((cell) => (cell === null ? "\\N" : cell.replace(/[\\\t\n\r]/g, escaped))).join("\t")}\n`;

const escaped = (one: string) =>
  one === "\\" ? "\\\\" : one === "\t" ? "\\t" : one === "\n" ? "\\n" : "\\r";

/** @throws Error where a row has another number of columns. */
export async function* readCopy(stream: Readable, columns: number): AsyncGenerator<Row> {
  stream.setEncoding("utf8");
  let rest = "";
  let at = 0;
  for await (const piece of stream) {
    const lines = (rest + (piece as string)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      at += 1;
      if (line === "\\.") return;
      const cells = line.split("\t").map(cellOf);
      if (cells.length !== columns) throw new Error(`row ${at} has ${cells.length} columns, not ${columns}`);
      yield cells;
    }
  }
  // A file cut off in the middle of a row must not read as a shorter one.
  if (rest !== "") throw new Error(`the file ends in the middle of row ${at + 1}`);
}
