// Runs jobs in this process: graphile-worker tells at once that one was ordered, the row in `jobs` decides who runs it.
import { Logger, run } from "graphile-worker";
import { type Kysely, sql } from "kysely";
import pg from "pg";
import type { Tables } from "../db/tables.generated.ts";
import { codeOf, type Log } from "../log.ts";
import { keeping } from "../system.ts";
import { proveAlive } from "./alive.ts";
import type { JobKind } from "./job.ts";
import { startLoop } from "./loop.ts";
import { asJobs } from "./queue.ts";
import { type Runner, runJob } from "./running.ts";

export type WorkerOptions = {
  /** The application's login: for the connections that listen and that prove this process alive. */
  url: string;
  db: Kysely<Tables>;
  kinds: readonly JobKind[];
  log: Log;
  /** How many jobs at once. */
  concurrency: number;
  /** Seconds until a try after a fault, by tries without progress; null gives up. */
  patience?: (tries: number) => number | null;
  /** How long a job may wait unnoticed before it is put into the queue once more. */
  forgottenAfterSeconds?: number;
};

export type Worker = {
  /** Jobs under way stop after the step they are in and go on in another process or after the next start. */
  close(): Promise<void>;
};

const inAMinute = (tries: number) => (tries > 5 ? null : 2 ** tries);

/** @throws when the queue was not prepared (prepareJobs). */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  let isClosing = false;
  const running = new Map<string, Promise<void>>();
  const alive = await proveAlive(options);
  const runner: Runner = {
    id: alive.id,
    db: options.db,
    log: options.log,
    isClosing: () => isClosing,
    patience: options.patience ?? inAMinute,
  };
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  const perform = async (payload: unknown) => {
    // Thrown, so that the queue hands it to somebody else.
    if (isClosing) throw new Error("this runner is closing");
    const { id } = payload as { id: string };
    if (running.has(id)) return;
    const work = runJob(runner, kinds, id)
      .catch((error: unknown) => letGo(runner, id, error))
      .finally(() => running.delete(id));
    running.set(id, work);
    await work;
  };
  // A pool of our own: cut connections must not end the process, and all are closed before the database is.
  const pool = new pg.Pool({ connectionString: asJobs(options.url), max: options.concurrency + 2 });
  tellToWait(pool, () => isClosing);
  const noteLost = (error: Error) => options.log.warn({ code: codeOf(error) }, "the queue lost a connection");
  pool.on("error", noteLost);
  pool.on("connect", (client) => client.on("error", noteLost));
  const queue = await run({
    pgPool: pool,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    parsedCronItems: [],
    taskList: { job: perform },
    logger: loggerOf(options.log),
  });
  const recovery = startLoop({
    name: "jobs.recovery",
    everyMs: 5000,
    log: options.log,
    round: () => recover(options),
  });
  return {
    close: async () => {
      isClosing = true;
      await recovery.close();
      await Promise.allSettled(running.values());
      await queue.stop();
      await pool.end();
      await alive.close();
    },
  };
}

/**
 * The database went away under a job. This runner is as alive as before, so nobody else would take the job from it: it
 * goes back into the queue itself, as soon as there is a database again.
 */
async function letGo(runner: Runner, id: string, fault: unknown): Promise<void> {
  runner.log.warn({ jobId: id, code: codeOf(fault) }, "job let go");
  for (;;) {
    try {
      await keeping(runner.db, (trx) =>
        sql`with back as (update jobs set state = 'queued', runner = null, retry_at = now() + interval '1 second'
            where id = ${id}::uuid and state = 'running' and runner = ${runner.id} returning id, retry_at)
          select job_queue.put(id, retry_at) from back`.execute(trx),
      );
      return;
    } catch (error) {
      if (runner.isClosing()) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

/**
 * The queue notes the end of a task without looking whether that worked: a connection that is refused or cut just then
 * would be nobody's fault and end the process. It tries again by itself where PostgreSQL says that it is starting
 * (57P03), so that is what it is told; what it writes then may be written twice.
 */
function tellToWait(pool: pg.Pool, isClosing: () => boolean): void {
  const told = (error: unknown): never => {
    if (isClosing() || !isOfConnection(error)) throw error;
    throw Object.assign(new Error("PostgreSQL is away", { cause: error }), { code: "57P03" });
  };
  const telling = <F extends (...args: never[]) => unknown>(ask: F): F =>
    ((...args) => {
      const answer = ask(...args);
      return answer instanceof Promise ? answer.catch(told) : answer;
    }) as F;
  pool.connect = telling(pool.connect.bind(pool) as (...args: never[]) => unknown) as typeof pool.connect;
  pool.on("connect", (client) => {
    client.query = telling(client.query.bind(client) as (...args: never[]) => unknown) as typeof client.query;
  });
}

/** Nobody listens, the socket is gone, the connection was cut; or PostgreSQL is starting or ending (class 57P). */
const isOfConnection = (error: unknown): boolean =>
  error instanceof Error &&
  (/^(?:ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0[123])$/.test(String((error as { code?: unknown }).code)) ||
    /terminated/.test(error.message));

async function recover(options: WorkerOptions): Promise<boolean> {
  const { rows } = await keeping(options.db, (trx) =>
    sql<{
      id: string;
    }>`select job_queue.recover(make_interval(secs => ${options.forgottenAfterSeconds ?? 30})) as id`.execute(
      trx,
    ),
  );
  if (rows.length > 0) options.log.warn({ jobIds: rows.map((row) => row.id) }, "jobs taken up again");
  return false;
}

const levels = { error: "error", warning: "warn" } as const;

const loggerOf = (log: Log) =>
  new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") log[levels[level]]({ from: "graphile-worker" }, message);
  });
