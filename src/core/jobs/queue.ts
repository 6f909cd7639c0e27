// graphile-worker in our database: its schema belongs to yagura_jobs, and requests reach it through db/queue.sql alone.
import { readFileSync } from "node:fs";
import { runMigrations } from "graphile-worker";
import { openDatabase } from "../db/pool.ts";

const queueFile = new URL("../../../db/queue.sql", import.meta.url);

/** The same address, whose connections take the role of the keeper of trail and jobs at once. */
export function asJobs(url: string): string {
  const joint = url.includes("?") ? "&" : "?";
  return `${url}${joint}options=${encodeURIComponent("-c role=yagura_jobs")}`;
}

/**
 * Makes the queue in a migrated database, or brings it up to date. To be called at every start, before requests.
 *
 * @param url the application's own login, which may take the role yagura_jobs; no owner is needed.
 */
export async function prepareJobs(url: string): Promise<void> {
  const { pool } = openDatabase({ connectionString: url, role: "yagura_jobs", size: 1 });
  const client = await pool.connect();
  try {
    // Two processes that start at once: graphile-worker's migrations do not wait for one another.
    await client.query("select pg_advisory_lock(hashtext('yagura.queue'))");
    await runMigrations({ connectionString: asJobs(url), maxPoolSize: 2 });
    await client.query(readFileSync(queueFile, "utf8"));
    await client.query("select pg_advisory_unlock(hashtext('yagura.queue'))");
  } finally {
    client.release();
    await pool.end();
  }
}
