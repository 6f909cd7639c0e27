// Writes everything that is generated. `--check` compares and fails on a difference; `--check --quick` leaves out what
// needs a database.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { migrate } from "#core/db/migrate.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { syncRoles } from "#core/db/sync-roles.ts";
import { StartError } from "#core/start-error.ts";
import { startTestCluster } from "#test/cluster.ts";
import { configPage, editionSchema, eventsPage, openApi } from "./gen/reference.ts";
import { schemaText } from "./gen/schema.ts";
import { tableTypes } from "./gen/tables.ts";

export type Generated = Record<string, string>;

export async function withoutDatabase(): Promise<Generated> {
  return {
    "docs/reference/openapi.json": await openApi(),
    "docs/reference/config.md": configPage(),
    "docs/reference/events.md": eventsPage(),
    "docs/reference/edition.schema.json": editionSchema(),
  };
}

/** @param ownerUrl a migrated database. */
export async function fromDatabase(ownerUrl: string): Promise<Generated> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return {
      "src/core/db/tables.generated.ts": await tableTypes(client),
      "db/schema.sql": await schemaText(client),
    };
  } finally {
    await client.end();
  }
}

export const differing = (generated: Generated): string[] =>
  Object.entries(generated)
    .filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text)
    .map(([path]) => path);

async function migrated(): Promise<Generated> {
  const server = await startTestCluster();
  try {
    const ownerUrl = server.url("postgres");
    await migrate({ ownerUrl, login: embeddedLogin, mayCreateLogin: true });
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await syncRoles(owner, modules);
    await owner.end();
    return await fromDatabase(ownerUrl);
  } finally {
    await server.stop();
  }
}

async function main(args: readonly string[]): Promise<number> {
  const isQuick = args.includes("--quick");
  const generated = { ...(await withoutDatabase()), ...(isQuick ? {} : await migrated()) };
  const changed = differing(generated);
  if (args.includes("--check")) {
    for (const path of changed) console.error(`${path} is not what the sources give: npm run gen`);
    return changed.length > 0 ? 1 : 0;
  }
  for (const path of changed) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, generated[path] ?? "");
    console.log(`${path}: written`);
  }
  if (changed.length === 0) console.log("everything is up to date");
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(`${error.message}\n${error.hint}`);
    process.exitCode = 1;
  }
}
