// Opens the database the configuration names: embedded or one's own, migrated, roles written, login checked.
import { join } from "node:path";
import pg from "pg";
import type { Config } from "#core/config.ts";
import { type EmbeddedServer, startEmbedded } from "#core/db/embedded.ts";
import { migrate, missingMigrations } from "#core/db/migrate.ts";
import { type Database, openDatabase } from "#core/db/pool.ts";
import { embeddedLogin, unsafeLogin } from "#core/db/roles.ts";
import { syncRoles } from "#core/db/sync-roles.ts";
import { prepareJobs } from "#core/jobs/queue.ts";
import { StartError } from "#core/start-error.ts";

export type Opened = {
  database: Database;
  url: string;
  ownerUrl: string | null;
  isEmbedded: boolean;
  close(): Promise<void>;
};

export type Say = (line: string) => void;
export const databaseName = "yagura";

/** @param options.migrates false leaves the database as it is, e.g. to look at a copy. */
export async function open(config: Config, say: Say, options = { migrates: true }): Promise<Opened> {
  const embedded = config.databaseUrl ? null : await openEmbedded(config, say);
  const url = config.databaseUrl ?? embedded?.url(embeddedLogin, databaseName) ?? "";
  const ownerUrl = embedded ? embedded.url("postgres", databaseName) : config.databaseOwnerUrl;
  try {
    if (options.migrates) {
      if (ownerUrl) await bringUpToDate(ownerUrl, loginOf(url), embedded !== null, say);
      else await refuseOldSchema(url);
      await prepareJobs(url);
    }
    const database = openDatabase({
      connectionString: url,
      onLost: (error) => say(`database: connection lost (${error.message})`),
    });
    await refuseUnsafeLogin(database);
    return {
      database,
      url,
      ownerUrl,
      isEmbedded: embedded !== null,
      close: async () => {
        await database.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

export async function openEmbedded(config: Config, say: Say): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataFolder: join(config.dataFolder, "postgres"), log: say });
  const client = new pg.Client({ connectionString: server.url("postgres") });
  await client.connect();
  const { rowCount } = await client.query("select from pg_database where datname = $1", [databaseName]);
  if (rowCount === 0) await client.query(`create database ${databaseName}`);
  await client.end();
  return server;
}

export async function bringUpToDate(ownerUrl: string, login: string, isEmbedded: boolean, say: Say) {
  await migrate({
    ownerUrl,
    login,
    mayCreateLogin: isEmbedded,
    onMigration: (name) => say(`database: ${name}`),
  });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  // Read here alone: a command that changes no schema starts without every module.
  const { modules } = await import("./modules.ts");
  await syncRoles(owner, modules);
  await owner.end();
}

/** Without the owner nothing can be brought up to date here, so an older schema must not be worked on either. */
async function refuseOldSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_roles where rolname = 'yagura_door'");
    if (rowCount) await client.query("set role yagura_door");
    const missing = await missingMigrations(client);
    if (missing.length === 0) return;
    throw new StartError(
      `The database is older than this program: ${missing.length} migrations are missing, the first is ${missing[0]}`,
      "Run `npm run yagura -- migrate` with DATABASE_OWNER_URL, or set DATABASE_OWNER_URL for this start (docs/operations/install.md).",
    );
  } finally {
    await client.end();
  }
}

export const loginOf = (url: string) => {
  const address = new URL(url.replace(/^postgres(ql)?:\/\/\//, "postgres://localhost/"));
  return decodeURIComponent(address.username || address.searchParams.get("user") || embeddedLogin);
};

async function refuseUnsafeLogin(database: Database) {
  const client = await database.pool.connect();
  try {
    const why = await unsafeLogin(client);
    if (why) {
      throw new StartError(
        `The login of DATABASE_URL is ${why === "owner" ? "the owner of the tables" : `a ${why}`}: row-level security would not bind it`,
        "Give DATABASE_URL a plain login and put the owner into DATABASE_OWNER_URL (docs/operations/install.md).",
      );
    }
  } finally {
    client.release();
  }
}
