// S-01 A group is saved while it is worked on, and comes back whole on a machine that has nothing: into an empty embedded
// PostgreSQL, into one of one's own whose owner is no superuser, and over itself.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { runningAddress, startEmbedded } from "#core/db/embedded.ts";
import { atTheEnd } from "./db.ts";
import { ask, firstGroup, startProduct } from "./product.ts";
import { until } from "./until.ts";
import { yagura } from "./yagura-command.ts";

const place = mkdtempSync(join(tmpdir(), "yagura-backup-test-"));
chmodSync(place, 0o711);
atTheEnd(async () => rmSync(place, { recursive: true, force: true }));
const at = (name: string) => join(place, name);
const secret = Buffer.alloc(32, 9).toString("base64");
const home = { YAGURA_DATA: at("home"), LOG_LEVEL: "warn", SECRET_KEY: secret };
const away = { ...home, YAGURA_DATA: at("away") };
writeFileSync(at("words"), "three plain words and more\n");
const byWords = ["--passphrase-file", at("words")];
const recipient = (await yagura(["backup", "key", at("id")], { YAGURA_DATA: at("home") })).out.trim();
const locked = ["--recipient", recipient];
const byKey = ["--identity", at("id")];

const product = await startProduct(home);
let isStopped = false;
const stop = async () => {
  if (isStopped) return;
  isStopped = true;
  product.child.kill("SIGTERM");
  await product.ended;
};
atTheEnd(stop);
const { cookie, body } = await ask(product.address, "POST", "/api/setup", firstGroup);
const groupId = String(body["groupId"]);

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}
const ownUrl = runningAddress(join(home.YAGURA_DATA, "postgres"))?.url("postgres", "yagura") ?? "";
const kept = new Map<string, string>();
/** A content with its row, as an upload leaves them. */
async function keep(text: string) {
  const sha256 = createHash("sha256").update(text).digest("hex");
  const folder = join(home.YAGURA_DATA, "files", sha256.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, sha256), text);
  await connected(ownUrl, (client) =>
    client.query(
      "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'text/plain', $4, 'evidence')",
      [groupId, Buffer.from(sha256, "hex"), text.length, "a\tname\\with\nall"],
    ),
  );
  kept.set(sha256, text);
  return sha256;
}
for (let n = 0; n < 5; n += 1) await keep(`proof number ${n}`);
// The rules that come with the product are brought in when the group is founded; a copy finds them there.
await until("the shipped rules are there", () =>
  connected(
    ownUrl,
    async (client) => (await client.query("select from clock_rules limit 1")).rowCount || undefined,
  ),
);
await ask(
  product.address,
  "POST",
  "/api/units",
  { kind: "division", code: "D1", name: "Division 1", parentId: groupId, from: "2026-04-01" },
  cookie,
);

/** Rows of every table but those that a restore writes itself, as one text. */
const content = (url: string) =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname",
    );
    const moving = [
      "backup_runs",
      "sessions",
      "timed_runs",
      "event_cursors",
      "event_texts",
      "event_texts_reached",
      "events",
      "event_values",
      "seals",
      "trail_eras",
      "group_settings",
      "jobs",
    ];
    const sums: Record<string, string> = {};
    for (const { name } of rows.filter((row) => !moving.includes(row.name))) {
      const { rows: found } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text collate "C")), '') as sum from ${name} t`,
      );
      sums[name] = found[0]?.sum ?? "";
    }
    return sums;
  });
const trailOf = (url: string) =>
  connected(
    url,
    async (client) =>
      (await client.query("select id::int, encode(hash, 'hex') as hash from events order by id")).rows as {
        id: number;
        hash: string;
      }[],
  );

function assertFiles(folder: string) {
  for (const [sha256, text] of kept)
    assert.equal(readFileSync(join(folder, "files", sha256.slice(0, 2), sha256), "utf8"), text);
}

const file = at("one.age");
let before: Awaited<ReturnType<typeof content>>;
let events: Awaited<ReturnType<typeof trailOf>>;

test("S-01 a backup is made while the system runs, proves itself, and shows on the page and in the trail", async () => {
  before = await content(ownUrl);
  events = await trailOf(ownUrl);
  const made = await yagura(["backup", file, ...locked, "--json"], home);
  assert.equal(made.code, 0, made.err);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!readFileSync(file).includes("proof number"), "encrypted");
  const verified = await yagura(["backup", "verify", file, ...byKey, "--json"], home);
  assert.equal(verified.code, 0, verified.err);
  const said = JSON.parse(verified.out) as { rows: number; files: number; hasKey: boolean };
  assert.deepEqual([said.files, said.hasKey], [5, false]);
  const { rows } = await connected(ownUrl, (client) =>
    client.query("select kind, state, content_count, row_count::int as rows from backup_runs"),
  );
  assert.deepEqual(rows, [{ kind: "backup", state: "done", content_count: 5, rows: said.rows }]);
  const after = await trailOf(ownUrl);
  assert.ok(after.length > events.length);
  assert.match((await yagura(["backup", file, ...locked], home)).err, /is there already/);
});

test("S-01 a backup that was cut off, changed or opened with another key is told, and so is one that is none", async () => {
  const bytes = statSync(file).size;
  copyFileSync(file, at("cut.age"));
  truncateSync(at("cut.age"), bytes - 100);
  const changed = readFileSync(file);
  changed[bytes - 5000] = (changed[bytes - 5000] ?? 0) ^ 1;
  writeFileSync(at("changed.age"), changed);
  for (const name of ["cut.age", "changed.age"]) {
    const told = await yagura(["backup", "verify", at(name), ...byKey], home);
    assert.deepEqual([told.code, /not whole/.test(told.err)], [2, true], told.err);
  }
  writeFileSync(at("other"), "quite another passphrase\n");
  assert.equal((await yagura(["backup", at("words.age"), ...byWords], home)).code, 0);
  const other = await yagura(["backup", "verify", at("words.age"), "--passphrase-file", at("other")], home);
  assert.match(other.err, /does not open with this key/);
  const none = await yagura(["backup", "verify", at("words"), ...byKey], home);
  assert.deepEqual([none.code, /no backup|not whole/.test(none.err)], [2, true], none.err);
});

test("S-01 a drill restores it elsewhere, proves it, leaves nothing and is recorded", async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("yagura-drill-"));
  const found = left();
  const drilled = await yagura(["backup", "drill", file, ...byKey, "--json"], home);
  assert.equal(drilled.code, 0, drilled.err);
  const said = JSON.parse(drilled.out) as { isTrailWhole: boolean; era: number };
  assert.deepEqual([said.isTrailWhole, said.era], [true, 2]);
  assert.deepEqual(
    left().filter((name) => !found.includes(name)),
    [],
  );
  const { rows } = await connected(ownUrl, (client) =>
    client.query("select state from backup_runs where kind = 'drill'"),
  );
  assert.deepEqual(rows, [{ state: "done" }]);
});

test("S-01 restored into an empty embedded PostgreSQL it is the same group, in an era of its own; people sign in again", async () => {
  const wrong = await yagura(["restore", file, ...byKey], {
    ...away,
    SECRET_KEY: Buffer.alloc(32, 1).toString("base64"),
  });
  assert.deepEqual([wrong.code, /the backup was made under/.test(wrong.err)], [2, true], wrong.err);
  const done = await yagura(["restore", file, ...byKey, "--json"], away);
  assert.equal(done.code, 0, done.err);
  assert.equal((JSON.parse(done.out) as { isTrailWhole: boolean }).isTrailWhole, true);
  assertFiles(away.YAGURA_DATA);
  const again = await yagura(["restore", file, ...byKey], away);
  assert.match(again.err, /holds a group already/);
  const copy = await startProduct(away);
  try {
    const url = runningAddress(join(away.YAGURA_DATA, "postgres"))?.url("postgres", "yagura") ?? "";
    assert.deepEqual(await content(url), before);
    assert.deepEqual((await trailOf(url)).slice(0, events.length), events);
    const old = await ask(copy.address, "GET", `/api/units/children?parentId=${groupId}`, undefined, cookie);
    assert.equal(old.status, 401);
    const { loginName, password } = firstGroup;
    const entered = await ask(copy.address, "POST", "/api/session", { loginName, password });
    assert.equal(entered.status, 200, JSON.stringify(entered.body));
    const tree = await ask(
      copy.address,
      "GET",
      `/api/units/children?parentId=${groupId}`,
      undefined,
      entered.cookie,
    );
    assert.match(JSON.stringify(tree.body), /"D1"/);
    const verified = await yagura(["trail", "verify"], away);
    assert.deepEqual([verified.code, /in 2 eras/.test(verified.out)], [0, true], verified.out);
  } finally {
    copy.child.kill("SIGTERM");
    await copy.ended;
  }
});

test("S-01 restored into a PostgreSQL of one's own, whose owner is no superuser and which has none of the roles", async () => {
  const server = await startEmbedded({ dataFolder: at("own"), log: () => undefined, fast: true });
  try {
    await connected(server.url("postgres"), async (client) => {
      await client.query("create role yagura_owner login createrole");
      await client.query("create role other_app login noinherit");
      await client.query("create database yagura owner yagura_owner");
    });
    const env = {
      ...home,
      YAGURA_DATA: at("own-data"),
      DATABASE_URL: server.url("other_app", "yagura"),
      DATABASE_OWNER_URL: server.url("yagura_owner", "yagura"),
    };
    const done = await yagura(["restore", file, ...byKey], env);
    assert.equal(done.code, 0, done.err);
    assert.deepEqual(await content(server.url("postgres", "yagura")), before);
    assertFiles(at("own-data"));
    const copy = await startProduct(env);
    try {
      const { loginName, password } = firstGroup;
      const entered = await ask(copy.address, "POST", "/api/session", { loginName, password });
      assert.equal(entered.status, 200, JSON.stringify(entered.body));
    } finally {
      copy.child.kill("SIGTERM");
      await copy.ended;
    }
    // The second lock holds for the login of requests: no row without a scope.
    const seen = await connected(server.url("other_app", "yagura"), async (client) => {
      await client.query("set role yagura_scoped");
      return (await client.query("select from people")).rowCount;
    });
    assert.equal(seen, 0);
    // Back and forth: saved from one's own by its owner, and over what is there.
    assert.equal((await yagura(["backup", at("own.age"), ...locked], env)).code, 0);
    const twice = await yagura(["restore", at("own.age"), ...byKey, "--replace", "--json"], env);
    assert.equal(twice.code, 0, twice.err);
    // The same cluster as before, and an era of its own all the same.
    assert.equal((JSON.parse(twice.out) as { era: number }).era, 3);
    const scoped = await yagura(
      ["backup", at("scoped.age"), ...locked, "--database", server.url("other_app", "yagura")],
      env,
    );
    assert.deepEqual(
      [scoped.code, /may not read everything/.test(scoped.err), existsSync(at("scoped.age"))],
      [2, true, false],
      scoped.err,
    );
  } finally {
    await server.stop();
  }
});

test("S-01 a folder keeps each content once, prunes by number, and opens with a key file that the server never had", async () => {
  const folder = at("folder");
  const contents = () =>
    readdirSync(join(folder, "contents"), { recursive: true }).filter((name) => String(name).endsWith(".age"))
      .length;
  let before = 0;
  const make = async (...more: string[]) => {
    // A snapshot is named by its second, and none is written over.
    const second = () => Math.floor(Date.now() / 1000);
    await until("the next second", async () => (second() > before ? true : undefined));
    const made = await yagura(["backup", folder, "--recipient", recipient, "--json", ...more], home);
    before = second();
    assert.equal(made.code, 0, made.err);
    return JSON.parse(made.out) as {
      added: number;
      file: string;
      gone: { snapshots: number; contents: number } | null;
    };
  };
  assert.equal((await make()).added, 5);
  const late = await keep("came later");
  const second = await make();
  assert.deepEqual([second.added, contents()], [1, 6]);
  assert.equal((await yagura(["backup", "verify", folder, "--identity", at("id")], home)).code, 0);
  // What one cites no more goes with the last snapshot that did.
  await connected(ownUrl, (client) =>
    client.query("delete from files where sha256 = $1", [Buffer.from(late, "hex")]),
  );
  kept.delete(late);
  const third = await make("--keep", "1");
  assert.deepEqual([third.gone, contents()], [{ snapshots: 2, contents: 1 }, 5]);
  const verified = await yagura(["backup", "verify", folder, "--identity", at("id"), "--json"], home);
  assert.equal((JSON.parse(verified.out) as { files: number }).files, 5, verified.err);
  const [first] = kept.keys();
  rmSync(join(folder, "contents", String(first).slice(0, 2), `${first}.age`));
  const lacking = await yagura(["backup", "verify", folder, "--identity", at("id")], home);
  assert.match(lacking.err, /1 files are missing/);
  const others = await yagura(
    ["backup", folder, "--recipient", "age1qplutdwlryjecsuh0xamyl424efu9ppq2lphjdw7glndaj53wvvqarqxf0"],
    home,
  );
  assert.match(others.err, /for other recipients/);
});

test("S-01 a file that was lost or changed on the disk is named, and everything else is saved", async () => {
  const [lost, damaged] = [...kept.keys()];
  const path = (sha256 = "") => join(home.YAGURA_DATA, "files", sha256.slice(0, 2), sha256);
  rmSync(path(lost));
  writeFileSync(path(damaged), "something else");
  const made = await yagura(["backup", at("lacking.age"), ...locked, "--json"], home);
  assert.equal(made.code, 4);
  const said = JSON.parse(made.out) as { lost: string[]; damaged: string[] };
  assert.deepEqual([said.lost, said.damaged], [[lost], [damaged]]);
  assert.equal((await yagura(["backup", "verify", at("lacking.age"), ...byKey], home)).code, 0);
});

test("S-01 where the place cannot be written nothing is left there, and the failure is kept with its reason", async () => {
  writeFileSync(at("a-file"), "");
  const failed = await yagura(["backup", join(at("a-file"), "x.age"), ...locked], home);
  assert.equal(failed.code, 2, failed.err);
  const { rows } = await connected(ownUrl, (client) =>
    client.query("select state, problem from backup_runs order by started_at desc limit 1"),
  );
  assert.deepEqual(rows, [{ state: "failed", problem: "not_writable" }]);
});

test("S-01 a planned backup is made by the server's own clock, beside its requests", async () => {
  await stop();
  const planned = await startProduct({
    ...home,
    BACKUP_FOLDER: at("planned"),
    BACKUP_RECIPIENT: recipient,
    BACKUP_AT: "00:00",
  });
  try {
    const url = runningAddress(join(home.YAGURA_DATA, "postgres"))?.url("postgres", "yagura") ?? "";
    const run = await until(
      "a planned backup",
      () =>
        connected(url, async (client) => {
          const { rows } = await client.query(
            "select state, lost_count, is_timed from backup_runs where is_timed and state <> 'running'",
          );
          return rows[0] as { state: string; lost_count: number; is_timed: boolean } | undefined;
        }),
      60_000,
    );
    assert.deepEqual(run, { state: "done", lost_count: 2, is_timed: true });
    const found = await yagura(["backup", "verify", at("planned"), "--identity", at("id")], home);
    assert.equal(found.code, 0, found.err);
  } finally {
    planned.child.kill("SIGTERM");
    await planned.ended;
  }
});
