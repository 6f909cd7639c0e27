// Real PostgreSQL for every test: one cluster, one template database per schema, one clone per test file.
import { randomBytes } from "node:crypto";
import { after } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { migrate, schemaKey } from "#core/db/migrate.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { syncRoles } from "#core/db/sync-roles.ts";
import { prepareJobs } from "#core/jobs/queue.ts";

type Cluster = { url(role: string, database: string): string };

let cluster: Promise<Cluster> | undefined;

// Last made, first undone: connections before databases, databases before the cluster.
const undoings: { undo: () => Promise<unknown>; asked: Error }[] = [];
export function atTheEnd(undo: () => Promise<unknown>): void {
  undoings.push({ undo, asked: new Error("was to be closed at the end") });
}
after(async () => {
  for (const { undo, asked } of undoings.reverse()) {
    const late = setTimeout(
      () => console.log(`STAYED OPEN: ${asked.stack?.split("\n")[2]?.trim()}`),
      longestClosing,
    );
    await Promise.race([undo(), delay(longestClosing + 1_000, undefined, { ref: false })]);
    clearTimeout(late);
  }
});
/** What does not close in this time is named, and left (in ms): a run that waits for it would never end. */
const longestClosing = 60_000;

/** The cluster that the test command started, or one of this process's own when a single file is run by hand. */
export function testCluster(): Promise<Cluster> {
  cluster ??= openCluster();
  return cluster;
}

async function openCluster(): Promise<Cluster> {
  const given = process.env["YAGURA_TEST_CLUSTER"];
  if (given) {
    const { socketFolder } = JSON.parse(given) as { socketFolder: string };
    return { url: (role, database) => `postgres:///${database}?host=${socketFolder}&user=${role}` };
  }
  const { startTestCluster } = await import("./cluster.ts");
  const server = await startTestCluster();
  atTheEnd(() => server.stop());
  return { url: (role, database) => server.url(role, database) };
}

async function asSuperuser<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { url } = await testCluster();
  const client = new pg.Client({ connectionString: url("postgres", database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The migrated template of this schema and these roles, made by whoever comes first. */
async function template(): Promise<string> {
  const roles = JSON.stringify(modules.map((module) => [module.name, module.roles]));
  const name = `yagura_${schemaKey()}_${Buffer.from(await digest(roles))
    .toString("hex")
    .slice(0, 8)}`;
  return madeOnce(name, "template1", async (ownerUrl) => {
    await migrate({ ownerUrl, login: embeddedLogin, mayCreateLogin: true });
    await asSuperuser(name, (inside) => syncRoles(inside, modules));
    const { url } = await testCluster();
    await prepareJobs(url(embeddedLogin, name));
  });
}

/** A database that others are copied of, filled by whoever comes first; the next ones wait for it. */
async function madeOnce(
  name: string,
  from: string,
  fill: (ownerUrl: string) => Promise<unknown>,
): Promise<string> {
  await asSuperuser("postgres", async (client) => {
    await client.query("select pg_advisory_lock(hashtext('yagura.template'))");
    const { rowCount } = await client.query("select from pg_database where datname = $1 and datistemplate", [
      name,
    ]);
    if (rowCount === 0) {
      await client.query(`drop database if exists ${name}`);
      await client.query(`create database ${name} template ${from} strategy file_copy`);
      const { url } = await testCluster();
      await fill(url("postgres", name));
      await client.query(`alter database ${name} is_template true`);
    }
    await client.query("select pg_advisory_unlock(hashtext('yagura.template'))");
  });
  return name;
}

const digest = (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));

export type TestDatabase = {
  name: string;
  /** As the application logs in. */
  url: string;
  /** As the owner, for building what a test needs and for tampering. */
  ownerUrl: string;
  owner: pg.Client;
};

/** A database of the caller's own; gone when its test file has ended. */
export const freshDatabase = async (): Promise<TestDatabase> => databaseOf(await template());

/** One that holds the demo group, which is loaded once. */
export async function sampleDatabase(): Promise<TestDatabase> {
  const from = await template();
  // Only for whoever wants it: the sample is a large part of the program.
  const { loadSample } = await import("#sample/load.ts");
  const { testFileStore } = await import("./files.ts");
  testFileStore();
  return databaseOf(
    await madeOnce(`${from}_sample`, from, (ownerUrl) => loadSample({ ownerUrl, size: "demo" })),
  );
}

/** One without a single table, for what is done to a schema itself. */
export const emptyDatabase = (): Promise<TestDatabase> => databaseOf("template0");

/**
 * As many copies as wanted of what was built once. The database itself is left alone from now on: PostgreSQL copies none
 * that somebody is connected to.
 */
export async function copiesOf({ name, owner }: TestDatabase): Promise<() => Promise<TestDatabase>> {
  await owner.end();
  await asSuperuser("postgres", (client) =>
    client.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [name]),
  );
  return () => databaseOf(name);
}

async function databaseOf(from: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const { url } = await testCluster();
  await asSuperuser("postgres", async (client) => {
    // PostgreSQL refuses to copy a template that another session is copying only while it is written to.
    // Copied as files: about twice as fast as through the log.
    await client.query(`create database ${name} template ${from} strategy file_copy`);
  });
  const owner = new pg.Client({ connectionString: url("postgres", name) });
  await owner.connect();
  atTheEnd(async () => {
    await owner.end();
    await asSuperuser("postgres", (client) => client.query(`drop database if exists ${name} with (force)`));
  });
  return { name, url: url(embeddedLogin, name), ownerUrl: url("postgres", name), owner };
}
