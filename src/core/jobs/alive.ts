// A process that works in the background proves that it lives by a lock that dies with its connection: what a dead one had
// in hand goes on elsewhere at once (db/queue.sql, is_alive).
import { randomInt } from "node:crypto";
import type pg from "pg";
import { openDatabase } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { startLoop } from "./loop.ts";

/** First key of the lock that db/queue.sql looks for to tell a living runner from a dead one. */
const runnerClass = 8731;

/**
 * Holds an advisory lock on a connection of its own for as long as this process lives. PostgreSQL gives it back the
 * moment the process is gone, killed or not; no clock has to run out first.
 */
export async function proveAlive(options: {
  url: string;
  log: Log;
}): Promise<{ id: number; close(): Promise<void> }> {
  const id = randomInt(1, 2 ** 31 - 1);
  const { pool } = openDatabase({ connectionString: options.url, size: 1, role: "yagura_jobs" });
  let held: pg.PoolClient | null = null;
  await hold();
  const watch = startLoop({
    name: "jobs.alive",
    everyMs: 1000,
    log: options.log,
    round: async () => {
      if (held === null) await hold();
      return false;
    },
  });

  async function hold() {
    const client = await pool.connect();
    held = client;
    // Given back by `close`, or lost once before: then the pool sees to it.
    const lose = () => {
      if (held !== client) return;
      held = null;
      options.log.warn({ runner: id }, "the runner's connection was lost; its jobs may go on elsewhere");
      client.release(true);
    };
    client.on("error", lose);
    try {
      await client.query("select pg_advisory_lock($1, $2)", [runnerClass, id]);
    } catch (error) {
      lose();
      throw error;
    }
  }

  return {
    id,
    close: async () => {
      await watch.close();
      const client = held;
      held = null;
      client?.release();
      await pool.end();
    },
  };
}
