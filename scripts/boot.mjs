// Starts a .ts entry on the pinned Node: installs what the lock names when it changed, then hands over.
// Runs on any Node from 20 on and needs nothing but npm.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const stamp = join(modules, ".boot-stamp");

function lockKey() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(lock).update(`${process.platform}-${process.arch}`).digest("hex");
}

const isInstalled = (key) => existsSync(stamp) && readFileSync(stamp, "utf8") === key;

/** Two starts at once in a fresh clone: one installs, the other waits for it. */
async function installOnce(key) {
  const lock = join(root, "node_modules.installing");
  for (let waited = 0; ; waited += 500) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 600_000) rmSync(lock, { recursive: true, force: true });
      if (waited === 0) console.error("yagura: another start is installing; waiting for it");
      await new Promise((done) => setTimeout(done, 500));
    }
  }
  try {
    if (!isInstalled(key)) install(key);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function install(key) {
  console.error("yagura: installing packages (once, about half a minute)");
  const viaNpm = process.env.npm_execpath?.endsWith(".js");
  const command = viaNpm ? process.execPath : "npm";
  const before = viaNpm ? [process.env.npm_execpath] : [];
  // `npm ci` refuses a lock from which another platform's binaries are missing; this one leaves the lock alone.
  const done = spawnSync(command, [...before, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (done.status !== 0) {
    console.error("yagura: the packages could not be installed. Is the npm registry reachable and is there space on the disk?");
    process.exit(1);
  }
  writeFileSync(stamp, key);
}

function pinnedNode() {
  const own = join(modules, `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  console.error(`yagura: no pinned Node for ${process.platform}-${process.arch}, and this one is ${process.version}.`);
  console.error("        Put Node 24 or newer first on the PATH and start again.");
  process.exit(1);
}

const key = lockKey();
if (!isInstalled(key)) await installOnce(key);

const node = pinnedNode();
const child = spawn(node, process.argv.slice(2), {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

// `kill` of npm ends npm and its shell but not this process: a changed parent means that nobody waits any more.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 500);
child.on("exit", (code, signal) => {
  clearInterval(watch);
  process.exit(code ?? (signal === "SIGINT" ? 130 : 143));
});
