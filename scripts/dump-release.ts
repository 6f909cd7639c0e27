// Writes a database as a dump for test/upgrade-from.test.ts: `dump-release.ts <owner's address> <folder of files> <out.tar>`.
// A backup like any other, only open: a dump holds invented people alone (docs/operations/upgrade.md).
import pg from "pg";
import { makeArchive } from "#core/backup/make.ts";
import { openFileStore } from "#core/files/store.ts";

const [url, files, out] = process.argv.slice(2);
if (!url || !files || !out)
  throw new Error("usage: dump-release.ts <owner's address> <folder of files> <out.tar>");
const client = new pg.Client({ connectionString: url });
await client.connect();
const made = await makeArchive(
  {
    client,
    store: openFileStore(files, Number.POSITIVE_INFINITY),
    isEmbedded: true,
    version: "development",
    keyId: "",
    key: null,
    say: (line) => console.error(line),
  },
  out,
  { recipients: [] },
);
await client.end();
console.log(`${out}: ${made.bytes} bytes at ${made.head.migrations.at(-1)?.name}`);
