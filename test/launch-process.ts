// A worker that can be killed: runs the product's jobs on the database named by its first argument until it is ended.
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { startWorker } from "#core/jobs/worker.ts";

const url = process.argv[2] ?? "";
const { db } = openDatabase({ connectionString: url, size: 3 });
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
await startWorker({ url, db, kinds: modules.flatMap((module) => module.jobs ?? []), log, concurrency: 1 });
process.stdout.write("working\n");
