// The stress group on a PostgreSQL of its own, made once and kept in a temporary folder; every run works on a copy.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { type EmbeddedServer, startEmbedded } from "#core/db/embedded.ts";
import { migrate } from "#core/db/migrate.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { syncRoles } from "#core/db/sync-roles.ts";
import { prepareJobs } from "#core/jobs/queue.ts";
import { openDatabase } from "#core/db/pool.ts";
import { loadSample } from "#sample/load.ts";
import { settle } from "./settled.ts";

export type Place = {
  companies: number;
  name: string;
  /** As the application logs in, and as the owner. */
  url: string;
  ownerUrl: string;
  owner: pg.Client;
};

export type Stage = {
  server: EmbeddedServer;
  /** A fresh copy of the group with so many companies. */
  place(companies: number): Promise<Place>;
  close(): Promise<void>;
};

/** What the kept groups were made from. A newer schema needs no new group: the product migrates its copy at start. */
function key(): string {
  const sample = fileURLToPath(new URL("../../sample/", import.meta.url));
  const hash = createHash("sha256");
  const files = readdirSync(sample, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(readFileSync(file));
  // Days are counted from the day of loading: a group of another week is stale.
  hash.update(String(Math.floor(Date.now() / (7 * 86_400_000))));
  return hash.digest("hex").slice(0, 10);
}

export async function openStage(say: (line: string) => void): Promise<Stage> {
  const folder = join(tmpdir(), "yagura-bench");
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  // As a small installation runs it: commits reach the disk.
  const server = await startEmbedded({
    dataFolder: join(folder, "postgres"),
    log: say,
    settings: { shared_buffers: "1GB", max_wal_size: "4GB" },
  });
  const admin = new pg.Client({ connectionString: server.url("postgres") });
  await admin.connect();
  const stamp = key();
  const open: Place[] = [];
  await clear(admin, stamp);
  return {
    server,
    place: async (companies) => {
      const template = `group_${companies}_${stamp}`;
      await makeTemplate(admin, server, template, companies, say);
      const name = `run_${companies}_${process.pid}`;
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.query(`create database ${name} template ${template} strategy file_copy`);
      const owner = new pg.Client({ connectionString: server.url("postgres", name) });
      await owner.connect();
      const place = {
        companies,
        name,
        url: server.url(embeddedLogin, name),
        ownerUrl: server.url("postgres", name),
        owner,
      };
      open.push(place);
      return place;
    },
    close: async () => {
      for (const { owner, name } of open) {
        await owner.end();
        await admin.query(`drop database if exists ${name} with (force)`);
      }
      await admin.end();
      await server.stop();
    },
  };
}

/** Copies of runs that were cut off, and groups of an older code. */
async function clear(admin: pg.Client, stamp: string) {
  const { rows } = await admin.query<{ name: string }>(
    "select datname as name from pg_database where datname ~ '^(run|group)_'",
  );
  for (const { name } of rows) {
    if (name.startsWith("group_") && name.endsWith(stamp)) continue;
    await admin.query(`alter database ${name} is_template false`);
    await admin.query(`drop database ${name} with (force)`);
  }
}

async function makeTemplate(
  admin: pg.Client,
  server: EmbeddedServer,
  name: string,
  companies: number,
  say: (line: string) => void,
) {
  const { rowCount } = await admin.query("select from pg_database where datname = $1 and datistemplate", [
    name,
  ]);
  if (rowCount) return;
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const ownerUrl = server.url("postgres", name);
  await migrate({ ownerUrl, login: embeddedLogin, mayCreateLogin: true });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await syncRoles(owner, modules);
  await owner.end();
  await prepareJobs(server.url(embeddedLogin, name));
  const began = performance.now();
  useSealingKeys([randomBytes(32)]);
  const { rows } = await loadSample({ ownerUrl, size: "stress", most: companies });
  say(
    `group of ${companies} companies: ${rows.toLocaleString("en")} rows in ${Math.round((performance.now() - began) / 1000)} s`,
  );
  const { db, close } = openDatabase({ connectionString: server.url(embeddedLogin, name), size: 2 });
  await settle(db);
  await close();
  const vacuum = new pg.Client({ connectionString: ownerUrl });
  await vacuum.connect();
  await vacuum.query("vacuum analyze");
  await vacuum.end();
  await admin.query(`alter database ${name} is_template true`);
}
