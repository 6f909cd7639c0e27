// A worker that can be killed: runs the product's jobs on the database named by its first argument, with the files in the folder
// of its second, until it is ended.
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { openFileStore, useFileStore } from "#core/files/store.ts";
import { startWorker } from "#core/jobs/worker.ts";

const [, , url = "", folder] = process.argv;
if (folder) useFileStore(openFileStore(folder, 1_048_576));
const { db } = openDatabase({ connectionString: url, size: 3 });
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
await startWorker({ url, db, kinds: modules.flatMap((module) => module.jobs ?? []), log, concurrency: 1 });
process.stdout.write("working\n");
