// Forward-only .sql migrations. Each runs once, in one transaction, under one lock; a changed file is refused.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { ensureRoles } from "./roles.ts";

const folder = fileURLToPath(new URL("../../../db/", import.meta.url));
const minimumVersion = 150000;

export type Migration = { name: string; sql: string; sha256: string };

export function readMigrations(): Migration[] {
  return readdirSync(`${folder}migrations`)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(`${folder}migrations/${name}`, "utf8");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    });
}

/** One value for the whole schema: names the template database of the tests and is shown on the admin page. */
export function schemaKey(): string {
  const grants = readFileSync(`${folder}grants.sql`, "utf8");
  const queue = readFileSync(`${folder}queue.sql`, "utf8");
  const all = readMigrations().map((migration) => migration.sha256);
  return createHash("sha256")
    .update([...all, grants, queue].join())
    .digest("hex")
    .slice(0, 16);
}

export type MigrateOptions = {
  ownerUrl: string;
  /** The login that serves requests and takes the roles. */
  login: string;
  /** Embedded database only: the login is ours to make. */
  mayCreateLogin: boolean;
  onMigration?: (name: string) => void;
};

/** Brings the database to the newest schema and returns the names of what was applied. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await checkVersion(client);
    await ensureRoles(client, options.login, options.mayCreateLogin);
    await client.query("select pg_advisory_lock(hashtext('yagura.migrations'))");
    const applied = await applyMissing(client, options.onMigration);
    const database = await client.query<{ name: string }>("select current_database() as name");
    // graphile-worker keeps its own schema, which belongs to the role that runs jobs.
    await client.query(`grant create on database "${database.rows[0]?.name}" to yagura_jobs`);
    await client.query(readFileSync(`${folder}grants.sql`, "utf8"));
    return applied;
  } finally {
    await client.end();
  }
}

/** Migrations of this program that the database has not had, for a start that may not migrate by itself. */
export async function missingMigrations(client: pg.ClientBase): Promise<string[]> {
  const known = await client
    .query<{ name: string; sha256: string }>("select name, sha256 from schema_migrations")
    .catch((error: Error & { code?: string }) => {
      // No such table, or not yet readable: a database that this program's grants have never reached.
      if (error.code === "42P01" || error.code === "42501") return { rows: [] };
      throw error;
    });
  const had = new Map(known.rows.map((row) => [row.name, row.sha256]));
  return readMigrations()
    .filter((migration) => had.get(migration.name) !== migration.sha256)
    .map((migration) => migration.name);
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const version = rows[0]?.version ?? 0;
  if (version < minimumVersion) {
    throw new Error(`PostgreSQL 15 or newer is needed; this server says ${version}`);
  }
}

async function applyMissing(client: pg.Client, onMigration?: (name: string) => void): Promise<string[]> {
  await client.query(`create table if not exists schema_migrations (
    name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  const known = await client.query<{ name: string; sha256: string }>(
    "select name, sha256 from schema_migrations",
  );
  const before = new Map(known.rows.map((row) => [row.name, row.sha256]));
  const applied: string[] = [];
  for (const migration of readMigrations()) {
    const sha256 = before.get(migration.name);
    if (sha256 === migration.sha256) continue;
    if (sha256 !== undefined)
      throw new Error(`migration ${migration.name} was changed after it had been applied`);
    onMigration?.(migration.name);
    await client.query("begin");
    try {
      await client.query(migration.sql);
      await client.query("insert into schema_migrations (name, sha256) values ($1, $2)", [
        migration.name,
        migration.sha256,
      ]);
      await client.query("commit");
    } catch (error) {
      await client.query("rollback");
      throw new Error(`migration ${migration.name} failed`, { cause: error });
    }
    applied.push(migration.name);
  }
  return applied;
}
