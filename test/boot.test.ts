import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

const entry = `
const [, , what = ""]: string[] = process.argv;
process.on("SIGTERM", () => {
  console.log("ended in order");
  process.exit(7);
});
console.log("up", process.pid, what);
if (what !== "wait") process.exit(Number(what));
setInterval(() => undefined, 1000);
`;

/** A small project with the real boot.mjs and nothing to fetch, in a folder with spaces. */
function project(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "yagura boot 櫓 "));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  mkdirSync(join(folder, "scripts"));
  copyFileSync("scripts/boot.mjs", join(folder, "scripts", "boot.mjs"));
  writeFileSync(join(folder, "entry.ts"), entry);
  const scripts = { start: "node scripts/boot.mjs entry.ts wait" };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "small", version: "1.0.0", type: "module", scripts }),
  );
  writeLock(folder);
  return folder;
}

function writeLock(folder: string, more: object = {}) {
  const root = { name: "small", version: "1.0.0", ...more };
  const lock = {
    name: "small",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: { "": root },
  };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
}

type Started = { child: ChildProcess; said(): string; ended: Promise<number | null> };

function run(
  t: TestContext,
  folder: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Started {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let text = "";
  t.after(() => {
    const entryPid = Number(/^up (\d+)/m.exec(text)?.[1]);
    for (const pid of [child.pid, entryPid]) if (pid && lives(pid)) process.kill(pid, "SIGKILL");
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  return { child, said: () => text, ended: once(child, "close").then(([code]) => code as number | null) };
}

const boot = (t: TestContext, folder: string, what: string, env?: Record<string, string>) =>
  run(t, folder, process.execPath, ["scripts/boot.mjs", "entry.ts", what], env);

async function until(what: string, holds: () => boolean) {
  for (const end = Date.now() + 20_000; !holds(); await delay(20))
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const entryPid = (started: Started) => Number(/^up (\d+)/m.exec(started.said())?.[1]);

test("installs once and again when the lock changed, hands arguments over and ends as the entry ends", async (t) => {
  const folder = project(t);
  const first = boot(t, folder, "3");
  assert.equal(await first.ended, 3);
  assert.match(first.said(), /yagura: installing packages[\s\S]*installed in \d+ s\nup \d+ 3/);
  const second = boot(t, folder, "0");
  assert.equal(await second.ended, 0);
  assert.doesNotMatch(second.said(), /install/);
  writeLock(folder, { license: "none" });
  const third = boot(t, folder, "0");
  assert.equal(await third.ended, 0);
  assert.match(third.said(), /installed in/);
  assert.equal(existsSync(join(folder, "node_modules", ".boot-lock")), false);
});

test("of three starts at once in a fresh clone one installs and the others wait for it", async (t) => {
  const folder = project(t);
  const all = [boot(t, folder, "4"), boot(t, folder, "4"), boot(t, folder, "4")];
  assert.deepEqual(await Promise.all(all.map((one) => one.ended)), [4, 4, 4]);
  const texts = all.map((one) => one.said());
  assert.equal(texts.filter((text) => text.includes("installing packages")).length, 1, texts.join("\n"));
  assert.equal(texts.filter((text) => text.includes("waiting for it")).length, 2, texts.join("\n"));
});

test("the lock of a killed start does not hold up the next one, that of its npm still at work does", async (t) => {
  const folder = project(t);
  mkdirSync(join(folder, "node_modules"));
  const lock = join(folder, "node_modules", ".boot-lock");
  writeFileSync(lock, "4000000 gone 1\n");
  assert.equal(await boot(t, folder, "5").ended, 5);

  rmSync(join(folder, "node_modules", ".boot-stamp"));
  const npm = spawn("sleep", ["600"], { stdio: "ignore" });
  t.after(() => npm.kill("SIGKILL"));
  const stat = readFileSync(`/proc/${npm.pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
  const boot_id = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  writeFileSync(lock, `4000000 gone 1\n${npm.pid} ${boot_id} ${stat}\n`);
  const waiting = boot(t, folder, "6");
  await until("it waits", () => waiting.said().includes("waiting for it"));
  npm.kill("SIGKILL");
  assert.equal(await waiting.ended, 6);
});

test("a signal reaches the entry, and its code comes back", async (t) => {
  const started = boot(t, project(t), "wait");
  await until("the entry runs", () => entryPid(started) > 0);
  started.child.kill("SIGTERM");
  assert.equal(await started.ended, 7);
  assert.match(started.said(), /ended in order/);
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`${signal} of npm start ends the entry in order`, async (t) => {
    const started = run(t, project(t), "npm", ["start"]);
    await until("the entry runs", () => entryPid(started) > 0);
    started.child.kill(signal);
    await until("the entry has ended", () => !lives(entryPid(started)));
    await until("it said so", () => started.said().includes("ended in order"));
  });
}

test("an installation that fails says so in plain words, and the next start tries again", async (t) => {
  const folder = project(t);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "small", dependencies: { "left-pad": "1.3.0" } }),
  );
  // Nobody listens on the discard port.
  const offline = {
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_fetch_retries: "0",
    npm_config_cache: join(folder, "c"),
  };
  const failed = boot(t, folder, "0", offline);
  assert.equal(await failed.ended, 1);
  assert.match(
    failed.said(),
    /yagura: npm could not install the packages[\s\S]*Is the npm registry reachable/,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "small" }));
  const next = boot(t, folder, "8");
  assert.equal(await next.ended, 8, next.said());
});
