// Workers that are killed in the middle of their work: what holds them there, the process that dies, and the one that goes on.
import { spawn } from "node:child_process";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { startWorker } from "#core/jobs/worker.ts";
import { atTheEnd, type TestDatabase } from "./db.ts";
import { testFileFolder } from "./files.ts";
import { until } from "./until.ts";

/** What a connection that holds something is called in the database. */
const holder = "holder";

/** Somebody waits for what is held by `hold`; a moment's wait of one process for another is none. */
export async function untilHeldUp({ owner }: Pick<TestDatabase, "owner">): Promise<void> {
  await until("somebody waits for what is held", async () => {
    const { rows } = await owner.query(
      `select from pg_stat_activity w join pg_stat_activity h on h.pid = any(pg_blocking_pids(w.pid))
       where w.datname = current_database() and w.wait_event_type = 'Lock' and h.application_name = $1`,
      [holder],
    );
    return rows.length > 0 ? true : undefined;
  });
}

/**
 * Something the job must read or write is held by somebody else, so that it waits in its middle; gives what lets it go. It is let go
 * at the end in any case: what is held keeps the trails of every database of the cluster from being sealed.
 */
export async function hold(
  { ownerUrl }: Pick<TestDatabase, "ownerUrl">,
  statement: string,
  values: unknown[] = [],
): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: holder });
  await client.connect();
  let isHeld = true;
  const letGo = async () => {
    if (!isHeld) return;
    isHeld = false;
    await client.query("rollback");
    await client.end();
  };
  atTheEnd(letGo);
  await client.query("begin");
  await client.query(statement, values);
  return letGo;
}

/** A process of its own that runs jobs and can be killed; it is at the end in any case. Resolves when it works. */
export async function startDying({ url }: Pick<TestDatabase, "url">): Promise<{ kill(): Promise<void> }> {
  const child = spawn(process.execPath, ["test/launch-process.ts", url, testFileFolder()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((done) => child.on("exit", () => done()));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  atTheEnd(kill);
  await until("the worker works", async () => (child.stdout.readableLength > 0 ? true : undefined));
  return { kill };
}

/** A worker of this process, which takes up what another one died with; gives what ends it. */
export async function startGoingOn({ url }: Pick<TestDatabase, "url">): Promise<() => Promise<void>> {
  const { db, close } = openDatabase({ connectionString: url, size: 3 });
  const worker = await startWorker({
    url,
    db,
    kinds: modules.flatMap((module) => module.jobs ?? []),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    concurrency: 1,
    forgottenAfterSeconds: 1,
  });
  let isOver = false;
  const end = async () => {
    if (isOver) return;
    isOver = true;
    await worker.close();
    await close();
  };
  atTheEnd(end);
  return end;
}
