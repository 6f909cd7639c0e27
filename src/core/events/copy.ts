// The trail as files that an auditor takes away: what `yagura trail verify --folder` reads, on any machine.
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { copyLine } from "./copy-text.ts";
import { columnsOf, databaseSource, type FolderNote, noteName, type TableName, tables } from "./source.ts";

export type Copied = Record<TableName, number>;

/** Writes the four tables of one snapshot into a folder that does not exist yet. @returns how many rows of each. */
export async function copyTrail(client: pg.ClientBase, folder: string): Promise<Copied> {
  mkdirSync(folder, { mode: 0o700 });
  await client.query("begin transaction isolation level repeatable read read only");
  try {
    const source = await databaseSource(client);
    const copied: Copied = { events: 0, event_values: 0, seals: 0, day_seals: 0 };
    for (const table of Object.keys(tables) as TableName[]) {
      const lines = async function* () {
        for await (const row of source.rows(table)) {
          copied[table] += 1;
          yield copyLine(row);
        }
      };
      // Personal values lie in it: nobody but its owner reads it.
      const file = createWriteStream(join(folder, `${table}.copy`), { flags: "wx", mode: 0o600 });
      await pipeline(Readable.from(lines()), file);
    }
    const columns = Object.fromEntries(
      (Object.keys(tables) as TableName[]).map((table) => [table, columnsOf(table)]),
    );
    const note: FolderNote = { era: source.era ?? 1, columns };
    // Last: a folder without it was not written to the end.
    writeFileSync(join(folder, noteName), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
    return copied;
  } finally {
    await client.query("rollback");
  }
}
