// S-01 kill -9 in the middle of a backup and of a restore, again and again at other moments: never half of one that looks whole.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runningAddress, startEmbedded } from "#core/db/embedded.ts";
import pg from "pg";
import { atTheEnd } from "../db.ts";
import { ask, firstGroup, startProduct } from "../product.ts";
import { until } from "../until.ts";
import { yagura, yaguraProcess } from "../yagura-command.ts";

const place = mkdtempSync(join(tmpdir(), "yagura-backup-kill-"));
chmodSync(place, 0o711);
const at = (name: string) => join(place, name);
const home = {
  YAGURA_DATA: at("home"),
  LOG_LEVEL: "warn",
  SECRET_KEY: Buffer.alloc(32, 9).toString("base64"),
};
const product = await startProduct(home);
atTheEnd(async () => {
  product.child.kill("SIGTERM");
  await product.ended;
  rmSync(place, { recursive: true, force: true });
});
await ask(product.address, "POST", "/api/setup", firstGroup);
const recipient = (await yagura(["backup", "key", at("id")], home)).out.trim();
const locked = ["--recipient", recipient];
const byKey = ["--identity", at("id")];

async function onHome<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: runningAddress(join(home.YAGURA_DATA, "postgres"))?.url("postgres", "yagura"),
  });
  await client.connect();
  return work(client).finally(() => client.end());
}

// Enough that there is a middle: 300 files of 200 KB, 60,000 rows of the trail.
await onHome(async (client) => {
  for (let n = 0; n < 300; n += 1) {
    const content = randomBytes(200_000);
    const sha256 = createHash("sha256").update(content).digest();
    const folder = join(home.YAGURA_DATA, "files", sha256.toString("hex").slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, sha256.toString("hex")), content);
    await client.query(
      "insert into files (sha256, size_bytes, media_type, name, purpose) values ($1, $2, 'text/plain', 'f.txt', 'evidence')",
      [sha256, content.length],
    );
  }
  await client.query(
    "select count(record_event('round.drafted', null, null, 'round', new_id(), null, null, '{}', null)) from generate_series(1, 60000)",
  );
});

test("S-01 kill -9 in the middle of a backup leaves nothing under its name, and the next one is whole", async () => {
  const folder = at("folder");
  for (const delay of [500, 900, 1300, 1700]) {
    const file = at(`killed-${delay}.age`);
    for (const target of [file, folder]) {
      const child = yaguraProcess(["backup", target, ...locked], home);
      const ended = once(child, "exit");
      // A moment of its life, not a wait for something: each round cuts at another place.
      await Promise.race([ended, new Promise((go) => void setTimeout(go, delay))]);
      child.kill("SIGKILL");
      await ended;
    }
    if (existsSync(file)) assert.equal((await yagura(["backup", "verify", file, ...byKey], home)).code, 0);
    const names = existsSync(join(folder, "snapshots")) ? readdirSync(join(folder, "snapshots")) : [];
    for (const name of names.filter((one) => /^\d.*\.age$/.test(one)))
      assert.equal(
        (await yagura(["backup", "verify", join(folder, "snapshots", name), ...byKey], home)).code,
        0,
      );
  }
  for (const target of [at("whole.age"), folder]) {
    const made = await yagura(["backup", target, ...locked], home);
    assert.equal(made.code, 0, made.err);
    assert.equal((await yagura(["backup", "verify", target, ...byKey], home)).code, 0);
  }
});

test("S-01 kill -9 in the middle of a restore leaves an empty database, and the same command again brings it in whole", async () => {
  const server = await startEmbedded({ dataFolder: at("own"), log: () => undefined, fast: true });
  const on = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: server.url("postgres", "yagura") });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  try {
    const admin = new pg.Client({ connectionString: server.url("postgres") });
    await admin.connect();
    await admin.query("create role yagura_app login noinherit");
    await admin.query("create database yagura");
    await admin.end();
    const env = {
      ...home,
      YAGURA_DATA: at("own-data"),
      DATABASE_URL: server.url("yagura_app", "yagura"),
      DATABASE_OWNER_URL: server.url("postgres", "yagura"),
    };
    for (const delay of [1200, 2000, 2800]) {
      const child = yaguraProcess(["restore", at("whole.age"), ...byKey], env);
      const ended = once(child, "exit");
      await Promise.race([ended, new Promise((go) => void setTimeout(go, delay))]);
      child.kill("SIGKILL");
      await ended;
      // The server sees the connection go in its own time; a commit that came first is a whole restore.
      await until("the connections are gone", () =>
        on(async (client) => {
          const { rows } = await client.query(
            "select from pg_stat_activity where datname = 'yagura' and pid <> pg_backend_pid()",
          );
          return rows.length === 0 ? true : undefined;
        }),
      );
      const groups = await on(async (client) => {
        const { rows } = await client.query("select to_regclass('group_settings') is not null as there");
        return rows[0]?.there ? (await client.query("select from group_settings")).rowCount : 0;
      });
      if (groups !== 0) break;
    }
    const done = await yagura(["restore", at("whole.age"), ...byKey, "--replace", "--json"], env);
    assert.equal(done.code, 0, done.err);
    const said = JSON.parse(done.out) as { isTrailWhole: boolean; files: number };
    assert.deepEqual([said.isTrailWhole, said.files], [true, 300]);
  } finally {
    await server.stop();
  }
});
