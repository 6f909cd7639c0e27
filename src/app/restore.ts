// `yagura restore`, and `yagura backup drill`, which is the same into a database that is thrown away.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import type { Key } from "#core/backup/age.ts";
import type { Head } from "#core/backup/manifest.ts";
import { type BackupPlace, findBackup } from "#core/backup/read.ts";
import { restoreBackup, type Restored } from "#core/backup/restore.ts";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { type Config, loadConfig } from "#core/config.ts";
import { runningAddress, startEmbedded } from "#core/db/embedded.ts";
import { openDatabase } from "#core/db/pool.ts";
import { embeddedLogin, ensureRoles } from "#core/db/roles.ts";
import { verifyTrail } from "#core/events/verify.ts";
import { openFileStore } from "#core/files/store.ts";
import { asJobs, prepareJobs } from "#core/jobs/queue.ts";
import { StartError } from "#core/start-error.ts";
import { asSystem } from "#core/system.ts";
import { beginRun, endOwnRun, endRun, type Outcome } from "#modules/system/runs.ts";
import { parsed } from "./backup-flags.ts";
import { connect, findDatabases, keyAtHand, keyOf, typed } from "./backup-places.ts";
import { recorded } from "./backup-record.ts";
import { bringUpToDate, databaseName, loginOf, openEmbedded, type Say } from "./open.ts";

type Target = { ownerUrl: string; url: string; isEmbedded: boolean; close(): Promise<void> };
type Proven = { restored: Restored; trail: Awaited<ReturnType<typeof verifyTrail>> };

export async function restore(args: readonly string[]): Promise<ExitCode> {
  const { values, path, more } = parsed(
    args,
    {
      identity: { type: "string" },
      "passphrase-file": { type: "string" },
      replace: { type: "boolean", default: false },
      "another-key": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
    "restore",
  );
  if (!path || more) throw new StartError("restore needs one file or folder", "See: yagura help restore");
  const say: Say = (line) => console.error(line);
  const config = loadConfig(process.env);
  const place = await findBackup(typed(path), keyOf(values));
  const target = await targetOf(config, say);
  try {
    const proven = await restoreInto(target, place, say, {
      evidenceFolder: config.evidenceFolder,
      replaces: values.replace === true,
      accept: async (head) => acceptKey(config, head, values["another-key"] === true, say),
      key: async (text) => takeKey(config, text),
    });
    await recordRestore(target.url, place.file, proven.restored);
    return toldOf(proven, place, values.json === true);
  } finally {
    await target.close();
  }
}

async function targetOf(config: Config, say: Say): Promise<Target> {
  const { databaseUrl: url, databaseOwnerUrl: ownerUrl } = config;
  if (url && !ownerUrl)
    throw new StartError(
      "A restore makes the schema anew, which only its owner may",
      "Set DATABASE_OWNER_URL beside DATABASE_URL (docs/operations/backup-and-restore.md).",
    );
  if (url && ownerUrl) return { url, ownerUrl, isEmbedded: false, close: async () => undefined };
  if (runningAddress(join(config.dataFolder, "postgres")))
    throw new StartError("Yagura is running on this data folder", "Stop it first, then restore.");
  const server = await openEmbedded(config, say);
  return {
    url: server.url(embeddedLogin, databaseName),
    ownerUrl: server.url("postgres", databaseName),
    isEmbedded: true,
    close: () => server.stop(),
  };
}

type Rules = {
  evidenceFolder: string;
  replaces: boolean;
  accept(head: Head): Promise<void>;
  key(text: string): Promise<void>;
};

/** Roles, schema of then, rows, schema of now, queue, trail: in this order, so that every step finds the one before it. */
async function restoreInto(target: Target, place: BackupPlace, say: Say, rules: Rules): Promise<Proven> {
  const login = loginOf(target.url);
  const client = await connect(target.ownerUrl);
  try {
    await ensureRoles(client, login, target.isEmbedded);
    if (rules.replaces) await dropQueue(target.url);
    const restored = await restoreBackup(place, {
      client,
      store: openFileStore(rules.evidenceFolder, Number.POSITIVE_INFINITY),
      say,
      ...rules,
    });
    say(`restore: ${restored.rows.toLocaleString("en")} rows are in; bringing the schema up to date`);
    await bringUpToDate(target.ownerUrl, login, target.isEmbedded, say);
    await prepareJobs(target.url);
    await client.query("analyze");
    say("restore: proving the trail");
    return { restored, trail: await verifyTrail(client) };
  } finally {
    await client.end();
  }
}

/** The queue belongs to yagura_jobs and holds what the database that goes was about to do. */
async function dropQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: asJobs(url) });
  await client.connect();
  await client.query("drop schema if exists graphile_worker cascade").finally(() => client.end());
}

function acceptKey(config: Config, head: Head, isAnother: boolean, say: Say): void {
  const here = keyAtHand(config);
  if (here && [here.id, ...here.earlier].includes(head.keyId)) return;
  if (!here && head.hasKey) return;
  if (isAnother) {
    say(`restore: the backup's key ${head.keyId} is not at hand: what it sealed stays closed`);
    return;
  }
  throw here
    ? new StartError(
        `The secret key here is ${here.id}, the backup was made under ${head.keyId}`,
        `Put the right key into ${here.path} or SECRET_KEY. Only where it is lost: --another-key; sealed secrets (second factors, sign-in with providers, webhooks) then have to be set up anew.`,
      )
    : new StartError(
        `The secret key ${head.keyId} of the backup is neither here nor inside`,
        "Put it into YAGURA_DATA/secret.key or SECRET_KEY first. Only where it is lost: --another-key; sealed secrets then have to be set up anew.",
      );
}

/** The key that came with the backup, where there is none yet. */
function takeKey(config: Config, text: string): void {
  if (keyAtHand(config)) return;
  mkdirSync(config.dataFolder, { recursive: true });
  writeFileSync(join(config.dataFolder, "secret.key"), text.trim(), { flag: "wx", mode: 0o600 });
}

const outcomeOf = ({ head, end, rows }: Restored, sizeBytes: number): Outcome => ({
  takenAt: head.takenAt,
  rows,
  contents: end.contents.count,
  contentBytes: end.contents.bytes,
  sizeBytes,
  lost: end.contents.lost.length + end.contents.damaged.length,
});

async function recordRestore(url: string, file: string, restored: Restored): Promise<void> {
  const database = openDatabase({ connectionString: url, size: 2 });
  try {
    await asSystem(database.db, "backup.restore", async (ctx) => {
      await endOwnRun(ctx, restored.head.takenAt);
      const id = await beginRun(ctx, { kind: "restore", place: file, isTimed: false });
      await endRun(ctx, id, outcomeOf(restored, 0));
    });
  } finally {
    await database.close();
  }
}

/** 4: everything came back as it was saved, and what was saved is a trail that somebody had changed, or lacks files. */
function toldOf({ restored, trail }: Proven, place: BackupPlace, asJson: boolean): ExitCode {
  const { head, end, rows, era } = restored;
  const { count, lost, damaged } = end.contents;
  const isTrailWhole = trail.problems.length === 0;
  if (asJson)
    console.log(
      JSON.stringify(
        {
          file: place.file,
          takenAt: head.takenAt,
          rows,
          files: count,
          lost,
          damaged,
          era,
          isTrailWhole,
          trail,
        },
        null,
        2,
      ),
    );
  else {
    console.log(`${head.group ?? "no group"}, as of ${head.takenAt}`);
    console.log(`${rows} rows of ${head.tables.length} tables: counts and sums are those of the backup`);
    console.log(`${count} files: each holds what its SHA-256 says`);
    for (const one of [...lost, ...damaged])
      console.log(`LOST file ${one} was lost before the backup was made`);
    console.log(
      `trail: ${trail.events} events in ${trail.eras} eras, ${trail.seals} seals; it goes on in era ${era}`,
    );
    for (const { what, seal } of trail.problems) console.log(`WRONG ${what}${seal ? `, seal ${seal}` : ""}`);
    console.log(
      isTrailWhole ? "the trail is whole" : "the trail was changed outside of Yagura before this backup",
    );
    console.log("every session has ended: people sign in again");
  }
  return isTrailWhole && lost.length + damaged.length === 0 ? 0 : 4;
}

/** Restores into a PostgreSQL of its own in a temporary folder, proves everything there, and takes it away again. */
export async function drill(path: string, key: Key | null, asJson: boolean, say: Say): Promise<ExitCode> {
  const place = await findBackup(path, key);
  const here = await ownRecord(say);
  try {
    const run = { kind: "drill" as const, place: place.file, isTimed: false };
    const proven = await recorded(here.app, run, say, async () => {
      const found = await drillIn(place, say);
      return [outcomeOf(found.restored, 0), found];
    });
    return toldOf(proven, place, asJson);
  } finally {
    await here.close();
  }
}

/** Where the outcome is kept: the installation of this machine, if there is one. */
async function ownRecord(say: Say): Promise<{ app: string | null; close(): Promise<void> }> {
  const config = loadConfig(process.env);
  const isHere = config.databaseUrl !== null || existsSync(join(config.dataFolder, "postgres", "PG_VERSION"));
  if (isHere) return findDatabases(config, config.databaseUrl ?? undefined, say);
  say("backup: there is no Yagura here, so the drill is not recorded");
  return { app: null, close: async () => undefined };
}

async function drillIn(place: BackupPlace, say: Say): Promise<Proven> {
  const folder = mkdtempSync(join(tmpdir(), "yagura-drill-"));
  // Started by root, PostgreSQL runs as another user, who must get in.
  chmodSync(folder, 0o711);
  const server = await startEmbedded({
    dataFolder: join(folder, "postgres"),
    log: () => undefined,
    fast: true,
  });
  try {
    const client = await connect(server.url("postgres"));
    await client.query(`create database ${databaseName}`);
    await client.end();
    const target = {
      url: server.url(embeddedLogin, databaseName),
      ownerUrl: server.url("postgres", databaseName),
      isEmbedded: true,
      close: async () => undefined,
    };
    const nothing = async () => undefined;
    const rules = { evidenceFolder: join(folder, "files"), replaces: false, accept: nothing, key: nothing };
    return await restoreInto(target, place, say, rules);
  } finally {
    await server.stop();
    for (const one of [dirname(server.dataFolder), folder]) rmSync(one, { recursive: true, force: true });
  }
}
