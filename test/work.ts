// A worker in the test's own process, for what is ordered as a job.
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { startWorker, type Worker } from "#core/jobs/worker.ts";
import type { Log } from "#core/log.ts";
import { atTheEnd, type TestDatabase } from "./db.ts";
import { until } from "./until.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const started = new Map<string, Promise<Worker>>();

/** Lets jobs of this database run from now on, and until the test file ends. */
export function startWork(database: TestDatabase): Promise<Worker> {
  const known = started.get(database.name);
  if (known) return known;
  const { db, close } = openDatabase({ connectionString: database.url, size: 4 });
  atTheEnd(close);
  const made = startWorker({
    url: database.url,
    db,
    kinds: modules.flatMap((module) => module.jobs ?? []),
    log: quiet,
    concurrency: 2,
    forgottenAfterSeconds: 1,
  }).then((worker) => {
    atTheEnd(() => worker.close());
    return worker;
  });
  started.set(database.name, made);
  return made;
}

export type EndedJob = {
  state: string;
  done: number;
  total: number | null;
  outcome: unknown;
  problem: unknown;
};

/** Waits until the last job about a record has ended, and gives it. */
export async function endOfJob(
  database: TestDatabase,
  subjectId: string,
  withinMs?: number,
): Promise<EndedJob> {
  await startWork(database);
  const ended = async () => {
    const { rows } = await database.owner.query<EndedJob>(
      "select state, done, total, outcome, problem from jobs where subject_id = $1 order by created_at desc limit 1",
      [subjectId],
    );
    const job = rows[0];
    return job && ["done", "failed", "cancelled"].includes(job.state) ? job : undefined;
  };
  return until(`the job about ${subjectId} ends`, ended, withinMs);
}
