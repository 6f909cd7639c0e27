// The only place that knows the driver. Dates come as YYYY-MM-DD, instants as ISO strings, so that a row is close
// to what goes over the wire.
import {
  CamelCasePlugin,
  type CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
} from "kysely";
import pg from "pg";
import { CopyRows, runCopy } from "./copy.ts";
import { plannedName } from "./planned.ts";
import type { Tables } from "./tables.generated.ts";

export type Database = { pool: pg.Pool; db: Kysely<Tables>; close(): Promise<void> };

export type PoolOptions = {
  connectionString: string;
  size?: number;
  /** Every connection of the pool takes this role at once (jobs, trail keeper). */
  role?: string;
  onLost?: (error: Error) => void;
  /** Told of every statement sent, for counting and measuring. */
  onStatement?: (statement: CompiledQuery) => void;
};

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, (day) => day);
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (at) => new Date(at).toISOString());
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);
types.setTypeParser(1182 as never, (days: string) => parseArray(days));

function parseArray(text: string): string[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",");
}

export function openDatabase(options: PoolOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.size ?? 12,
    types,
    // Longer than any statement of ours may take: whoever waits for a connection is told, not kept for ever.
    connectionTimeoutMillis: 30_000,
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
  });
  // Without a listener one idle connection that the server cuts would end the process.
  pool.on("error", (error) => options.onLost?.(error));
  // The same for one that is cut between two statements of a transaction: the next statement then fails by itself.
  pool.on("connect", (client) => client.on("error", (error) => options.onLost?.(error)));
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: keepingPlans(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    ...(options.onStatement ? { log: (event) => options.onStatement?.(event.query) } : {}),
  });
  return { pool, db, close: () => db.destroy() };
}

/** The pool as Kysely sees it: statements that are to be kept planned go to the driver under their name. */
function keepingPlans(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const before = known.get(client);
      if (before) return before;
      let isStale = false;
      const query = (text: string, values: readonly unknown[] = []) => {
        if (values[0] instanceof CopyRows) return runCopy(client, text, values[0]);
        const name = plannedName(text);
        const answer = client.query({ ...(name ? { name } : {}), text, values: [...values] });
        if (name) answer.catch((error: unknown) => (isStale ||= isOfOldColumns(error)));
        return answer;
      };
      const keeping: PostgresPoolClient = {
        query: query as never,
        release: (isLost) => client.release(isLost || isStale),
      };
      known.set(client, keeping);
      return keeping;
    },
  };
}

/** A table has other columns than when the statement was planned: another program has migrated. The connection is given up. */
const isOfOldColumns = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === "0A000" && /cached plan/.test(error.message);
