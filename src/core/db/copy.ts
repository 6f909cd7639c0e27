// COPY within a transaction of the product: rows by the hundred thousand, in memory of one piece.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CompiledQuery, type Kysely } from "kysely";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Tables } from "./tables.generated.ts";

/** Rides as the one parameter of a COPY statement down to the driver (pool.ts). */
export class CopyRows {
  readonly lines: AsyncIterable<string> | Iterable<string>;
  constructor(lines: AsyncIterable<string> | Iterable<string>) {
    this.lines = lines;
  }
}

export type Copied = string | number | boolean | null;

const special: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** One row in the text format of COPY (PostgreSQL, COPY, File Formats); PostgreSQL keeps no NUL, so it is left out. */
export const copyLine = (cells: readonly Copied[]): string =>
  `${cells
    .map((cell) =>
      cell === null
        ? "\\N"
        : typeof cell === "string"
          ? /[\\\n\r\t\0]/.test(cell)
            ? cell.replaceAll("\0", "").replaceAll(/[\\\n\r\t]/g, (letter) => special[letter] ?? letter)
            : cell
          : String(cell),
    )
    .join("\t")}\n`;

/**
 * @param into table and columns as SQL, e.g. `said_rows (load_id, row_number)`; never user input. Tables under row-level
 * security take no COPY from a role that it binds.
 * @param lines each made by `copyLine`.
 */
export async function copyInto(db: Kysely<Tables>, into: string, lines: CopyRows["lines"]): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(`copy ${into} from stdin`, [new CopyRows(lines)]));
}

/** What the pool does with it. */
export async function runCopy(client: pg.ClientBase, text: string, { lines }: CopyRows) {
  const stream = client.query(copyFrom(text));
  await pipeline(Readable.from(gathered(lines), { objectMode: false }), stream);
  return { command: "COPY", rowCount: stream.rowCount, rows: [], fields: [], oid: 0 };
}

/** A piece for the wire every 64 KB, not one for each row. */
async function* gathered(lines: CopyRows["lines"]): AsyncGenerator<string> {
  let piece = "";
  for await (const line of lines) {
    piece += line;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
