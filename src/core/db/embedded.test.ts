import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { StartError } from "../start-error.ts";
import { type EmbeddedServer, startEmbedded } from "./embedded.ts";

const isRoot = process.getuid?.() === 0;
const processFile = fileURLToPath(import.meta.resolve("#test/embedded-process.ts"));

const undoings = new WeakMap<TestContext, (() => unknown)[]>();

/** Last made, first undone; `t.after` alone goes the other way. */
function atTheEnd(t: TestContext, undo: () => unknown) {
  const known = undoings.get(t);
  if (known) return known.push(undo);
  const mine = [undo];
  undoings.set(t, mine);
  t.after(async () => {
    for (const one of mine.reverse()) await one();
  });
}

/** A data folder that does not exist yet; what was started on it is gone after the test, however that ended. */
function emptyPlace(t: TestContext, name = "yagura test 櫓 "): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  chmodSync(folder, 0o755);
  const data = join(folder, "data", "postgres");
  atTheEnd(t, () => {
    for (const pid of processesIn(data)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  return data;
}

function processesIn(data: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && cwdOf(pid) === (existsSync(data) ? realpathSync(data) : data));
}

function cwdOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // ended meanwhile
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>) {
  for (const end = Date.now() + 15_000; !(await holds()); await delay(20)) {
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // the server is killed under it
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function start(t: TestContext, data: string, log: string[] = []): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataFolder: data, log: (line) => log.push(line) });
  atTheEnd(t, () => server.stop());
  return server;
}

const startAt = (dataFolder: string) => startEmbedded({ dataFolder, log: noLog, fast: true });

type Started = { process: ChildProcess; url: string; said: string[] };

/** The same in a process of its own; `url` is empty when it refused. */
async function startProcess(t: TestContext, data: string): Promise<Started> {
  const child = spawn(process.execPath, [processFile, data], { stdio: ["ignore", "pipe", "inherit"] });
  atTheEnd(t, () => child.kill("SIGKILL"));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.startsWith("ready ")) return { process: child, url: line.slice(6), said };
  }
  return { process: child, url: "", said };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals) {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

const postmasterOf = (data: string) =>
  Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
const socketsOf = (data: string) => readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[4] ?? "";

const refused = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StartError, String(error));
  assert.match(error.message, pattern);
  assert.ok(error.hint.length > 10);
  return true;
};

const noLog = () => undefined;
const committed = "create table if not exists kept (at int); insert into kept values (1)";
const count = async (url: string) =>
  (await query(url, "select count(*)::int as rows from kept"))[0]?.["rows"];

test("starts in a folder with spaces, keeps its rows over a stop, and leaves nothing running", async (t) => {
  const data = emptyPlace(t);
  const first = await startEmbedded({ dataFolder: data, log: noLog, fast: true });
  assert.match(first.version, /^18\./);
  await query(first.url("postgres"), committed);
  await query(first.url("postgres"), `create role "o'dd na/me" login`);
  assert.deepEqual(await query(first.url("o'dd na/me"), "select current_user as me"), [{ me: "o'dd na/me" }]);
  await Promise.all([first.stop(), first.stop()]);
  assert.deepEqual(processesIn(data), []);
  assert.equal(existsSync(first.socketFolder), false);
  assert.deepEqual(readdirSync(dirname(data)), ["postgres"]);
  const second = await start(t, data);
  assert.equal(await count(second.url("postgres")), 1);
});

test("knows Japanese letters and other people's environment does not reach it", async (t) => {
  process.env["PGPORT"] = "5999";
  atTheEnd(t, () => delete process.env["PGPORT"]);
  const server = await start(t, emptyPlace(t));
  await query(server.url("postgres"), "create extension pg_trgm");
  const [row] = await query(
    server.url("postgres"),
    "select similarity('青葉製作所', '青葉') > 0 as similar, lower('ＡÄ') as lower, current_setting('TimeZone') as zone",
  );
  assert.deepEqual(row, { similar: true, lower: "ａä", zone: "UTC" });
});

test("kill -9 of the program leaves PostgreSQL running, and the next start still has every committed row", async (t) => {
  const data = emptyPlace(t);
  const killed = await startProcess(t, data);
  await query(killed.url, committed);
  const sockets = socketsOf(data);
  await kill(killed.process, "SIGKILL");
  assert.ok(processesIn(data).length > 0, "PostgreSQL outlives the program");
  const log: string[] = [];
  const next = await start(t, data, log);
  assert.equal(await count(next.url("postgres")), 1);
  assert.ok(log.some((line) => line.includes("an earlier start left behind")));
  assert.equal(existsSync(sockets), false, "its socket folder is cleared as well");
});

test("kill -9 of the program and of PostgreSQL, with a query still running, does not block the next start", async (t) => {
  const data = emptyPlace(t);
  const killed = await startProcess(t, data);
  await query(killed.url, committed);
  // A session that looks at nothing but its own work does not notice that its server is gone, and keeps its memory.
  const busy = query(killed.url, "select count(*) from generate_series(1, 1e12::int8)").catch(() => "cut");
  await until("the query runs", async () => {
    const rows = await query(
      killed.url,
      "select from pg_stat_activity where state = 'active' and query like '%1e12%'",
    );
    return rows.length > 1;
  });
  const postmaster = postmasterOf(data);
  await kill(killed.process, "SIGKILL");
  process.kill(postmaster, "SIGKILL");
  await until("the server is gone", () => !processesIn(data).includes(postmaster));
  const next = await start(t, data);
  assert.equal(await count(next.url("postgres")), 1);
  assert.equal(await busy, "cut");
});

test("PostgreSQL killed under a running program is started again over the same socket", async (t) => {
  const data = emptyPlace(t);
  const log: string[] = [];
  const server = await start(t, data, log);
  await query(server.url("postgres"), committed);
  process.kill(postmasterOf(data), "SIGKILL");
  await until("it answers again", async () => (await count(server.url("postgres")).catch(() => 0)) === 1);
  assert.ok(log.some((line) => line.includes("ended unexpectedly (SIGKILL); starting it again")));
  await server.stop();
  assert.deepEqual(processesIn(data), []);
});

test("a second copy is refused with the process that holds the folder, and may start when that has ended", async (t) => {
  const data = emptyPlace(t);
  const first = await startProcess(t, data);
  const holder = new RegExp(`Another copy of Yagura \\(process ${first.process.pid}\\)`);
  await assert.rejects(startEmbedded({ dataFolder: data, log: noLog }), refused(holder));
  assert.equal((await query(first.url, "select 1 as one")).length, 1, "the first is not disturbed");
  await kill(first.process, "SIGTERM");
  const second = await start(t, data);
  await assert.rejects(
    startEmbedded({ dataFolder: data, log: noLog }),
    refused(/Another copy/),
    "not even by itself",
  );
  assert.equal((await query(second.url("postgres"), "select 1 as one")).length, 1);
});

for (const before of ["an empty place", "the lock of a killed program"]) {
  test(`of four starts at once on ${before} exactly one wins`, async (t) => {
    const data = emptyPlace(t);
    if (before !== "an empty place") await kill((await startProcess(t, data)).process, "SIGKILL");
    const all = await Promise.all([1, 2, 3, 4].map(() => startProcess(t, data)));
    const winners = all.filter((one) => one.url !== "");
    assert.equal(winners.length, 1, JSON.stringify(all.map((one) => one.said)));
    for (const one of all)
      assert.ok(one.url !== "" || one.said.some((line) => line.startsWith("refused Another copy")));
    await kill(winners[0]?.process as ChildProcess, "SIGTERM");
    assert.deepEqual(readdirSync(dirname(data)), ["postgres"], "no lock, claim or half a cluster stays");
  });
}

test("process numbers that were given to others since do not block the start", async (t) => {
  const data = emptyPlace(t);
  await (await startEmbedded({ dataFolder: data, log: noLog, fast: true })).stop();
  const owner = statSync(data);
  const other = spawn("sleep", ["600"], { uid: owner.uid, gid: owner.gid, stdio: "ignore" });
  atTheEnd(t, () => other.kill("SIGKILL"));
  writeFileSync(`${data}.lock`, `${other.pid} long-ago`);
  writeFileSync(
    join(data, "postmaster.pid"),
    `${other.pid}\n${data}\n1700000000\n5432\n/tmp/gone\n\n  1 2\nready\n`,
  );
  chownSync(join(data, "postmaster.pid"), owner.uid, owner.gid);
  const server = await start(t, data);
  assert.equal((await query(server.url("postgres"), "select 1 as one")).length, 1);
  assert.equal(other.exitCode ?? other.signalCode, null, "the other process lives");
});

test("a start that is killed while it makes the cluster leaves nothing that looks like one", async (t) => {
  const data = emptyPlace(t);
  const child = spawn(process.execPath, [processFile, data], { stdio: "ignore" });
  const halves = () =>
    existsSync(dirname(data)) ? readdirSync(dirname(data)).filter((name) => name.includes(".making-")) : [];
  await until("half a cluster is there", () =>
    halves().some((name) => existsSync(join(dirname(data), name, "PG_VERSION"))),
  );
  await kill(child, "SIGKILL");
  assert.equal(existsSync(join(data, "PG_VERSION")), false);
  const server = await start(t, data);
  assert.equal((await query(server.url("postgres"), "select 1 as one")).length, 1);
  assert.deepEqual(halves(), []);
});

test("what is in the way is named: a file, other files, another PostgreSQL's data", async (t) => {
  const data = emptyPlace(t);
  mkdirSync(dirname(data), { recursive: true });
  writeFileSync(data, "a file");
  await assert.rejects(startAt(join(data, "below")), refused(/cannot be used/));
  rmSync(data);
  mkdirSync(data);
  writeFileSync(join(data, "thesis.doc"), "mine");
  await assert.rejects(startAt(data), refused(/holds other files and no database/));
  writeFileSync(join(data, "PG_VERSION"), "15\n");
  await assert.rejects(startAt(data), refused(/is of PostgreSQL 15, this Yagura brings 18/));
  assert.equal(readFileSync(join(data, "thesis.doc"), "utf8"), "mine");
  assert.deepEqual(readdirSync(dirname(data)), ["postgres"]);
});

test("a wrong setting is named as PostgreSQL says it", async (t) => {
  const data = emptyPlace(t);
  const wrong = { dataFolder: data, log: noLog, fast: true, settings: { shared_buffers: "many" } };
  await assert.rejects(startEmbedded(wrong), refused(/did not start: .*shared_buffers/));
  assert.deepEqual(processesIn(data), []);
  assert.equal(existsSync(`${data}.lock`), false);
});

test("as root in a folder only root may enter, data moves to where PostgreSQL's user can go", {
  skip: !isRoot,
}, async (t) => {
  const asked = emptyPlace(t);
  const closed = dirname(dirname(asked));
  chmodSync(closed, 0o700);
  const log: string[] = [];
  const first = await startEmbedded({ dataFolder: asked, log: (line) => log.push(line), fast: true });
  atTheEnd(t, () => rmSync(dirname(first.dataFolder), { recursive: true, force: true }));
  assert.ok(
    log.some((line) => line.includes(first.dataFolder)),
    "it says where",
  );
  assert.ok(lstatSync(asked).isSymbolicLink());
  await query(first.url("postgres"), committed);
  await assert.rejects(startEmbedded({ dataFolder: asked, log: noLog }), refused(/Another copy/));
  await first.stop();
  const second = await start(t, asked);
  assert.equal(second.dataFolder, first.dataFolder);
  assert.equal(await count(second.url("postgres")), 1);
  await second.stop();
  rmSync(dirname(first.dataFolder), { recursive: true });
  await assert.rejects(
    startEmbedded({ dataFolder: asked, log: noLog }),
    refused(/leads to a folder that is gone/),
  );
});

test("as root, data made by an ordinary user goes on being that user's", { skip: !isRoot }, async (t) => {
  const data = emptyPlace(t);
  mkdirSync(dirname(data), { recursive: true });
  mkdirSync(data);
  const daemon = 1; // of every Unix
  chownSync(data, daemon, daemon);
  await start(t, data);
  assert.equal(statSync(join(data, "PG_VERSION")).uid, daemon);
});

test("a full disk is called a full disk, and the start succeeds once there is room", {
  skip: !isRoot,
}, async (t) => {
  const data = emptyPlace(t);
  const disk = dirname(data);
  mkdirSync(disk, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", disk]);
  if (mounted.status !== 0) return t.skip("no right to mount here");
  atTheEnd(t, () => spawnSync("umount", ["-l", disk]));
  await assert.rejects(
    startEmbedded({ dataFolder: data, log: noLog, fast: true }),
    (error: unknown) =>
      refused(/could not make its cluster/)(error) && /disk is full/.test((error as StartError).hint),
  );
  assert.deepEqual(readdirSync(disk), []);
  assert.equal(spawnSync("mount", ["-o", "remount,size=200m", disk]).status, 0);
  const server = await start(t, data);
  assert.equal((await query(server.url("postgres"), "select 1 as one")).length, 1);
  await server.stop();
});
