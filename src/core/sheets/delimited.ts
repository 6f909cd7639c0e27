// CSV and TSV, row by row: csv-parse reads, we bound what it may hold. Memory stays at one chunk and one row.
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
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

/** Rows of a delimited file (RFC 4180). Throws SheetError at the first place that cannot be read. */
export async function* delimitedRows(
  bytes: Uint8Array,
  encoding: EncodingGuess,
  delimiter: Delimiter,
  limits: Limits,
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    // People write 5" pipe without quotes around it.
    relax_quotes: true,
    // A quote that is never closed must not gather the rest of a large file.
    max_record_size: limits.cellLength * 32,
  });
  const source = Readable.from(chunks(bytes, encoding));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      yield rowOf(record, number, limits);
    }
  } catch (error) {
    throw error instanceof CsvError ? problemOf(error, number + 1, limits.cellLength) : error;
  } finally {
    source.destroy();
  }
}

function problemOf(error: CsvError, row: number, cellLength: number): SheetError {
  const column = Number(error["index"] ?? error["column"] ?? 0) + 1;
  const place = Number.isInteger(column) ? { row, column } : { row };
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return new SheetError("sheet.cell_too_long", { ...place, limit: cellLength });
  return new SheetError("sheet.unclosed_quote", place);
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

function rowOf(record: readonly string[], number: number, limits: Limits): Row {
  if (number > limits.rows) throw new SheetError("sheet.too_many_rows", { row: number, limit: limits.rows });
  if (record.length > limits.columns)
    throw new SheetError("sheet.too_many_columns", {
      row: number,
      column: limits.columns + 1,
      limit: limits.columns,
    });
  const tooLong = record.findIndex((text) => text.length > limits.cellLength);
  if (tooLong >= 0)
    throw new SheetError("sheet.cell_too_long", {
      row: number,
      column: tooLong + 1,
      limit: limits.cellLength,
    });
  return {
    number,
    cells: record.map((raw) => ({ text: raw, raw, kind: raw === "" ? "empty" : "text" })),
  };
}
