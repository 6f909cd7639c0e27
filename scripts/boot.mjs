// Starts a .ts entry on the pinned Node: installs what the lock names when that changed, then hands over.
// Runs on any Node from 20 on and needs nothing but npm. Why: docs/decisions/0002-pinned-node-and-boot.md.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const stamp = join(modules, ".boot-stamp");
const lock = join(modules, ".boot-lock");

const parentOf = (pid) => Number(statOf(pid)?.[1]);

// Before anything else: by the time the installation is done npm may be gone.
const ancestors = ancestorsUpToNpm();

const say = (line) => console.error(`yagura: ${line}`);

function refuse(...lines) {
  for (const line of lines) say(line);
  process.exit(1);
}

/** What the installation depends on; another one means that it has to be made again. */
function lockKey() {
  const text = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(text).update(`${process.platform}-${process.arch}`).digest("hex");
}

const isInstalled = (key) => read(stamp) === key;

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return null;
    throw error;
  }
}

/** proc_pid_stat(5) from the third field on: state, parent ... start; the second is a name, which may hold spaces. */
function statOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? null;
}

/** A process and when it began, so that a number given to another process is not taken for it; null when it is gone. */
function describe(pid) {
  if (process.platform === "linux") {
    const fields = statOf(pid);
    const isGone = fields === null || fields[0] === "Z";
    return isGone ? null : `${pid} ${read("/proc/sys/kernel/random/boot_id")?.trim()} ${fields[19]}`;
  }
  try {
    process.kill(pid, 0);
    return `${pid}`;
  } catch (error) {
    return error.code === "EPERM" ? `${pid}` : null;
  }
}

/**
 * Takes the lock unless a process named in it lives. One left by dead processes is removed under a second lock named
 * after its content, and only if it is still the same, so that nobody removes the fresh lock of somebody faster.
 */
function take(path) {
  const claim = `${path}.${process.pid}`;
  writeFileSync(claim, `${describe(process.pid)}\n`);
  try {
    for (;;) {
      try {
        linkSync(claim, path);
        return true;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const found = read(path);
      if (found === null) continue;
      if (found.split("\n").some((line) => line !== "" && line === describe(Number.parseInt(line, 10))))
        return false;
      const guard = `${path}.${createHash("sha256").update(found).digest("hex").slice(0, 12)}`;
      if (!take(guard)) return false;
      if (read(path) === found) rmSync(path);
      rmSync(guard);
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Two starts at once in a fresh clone: one installs, the other waits for it. */
async function installOnce(key) {
  mkdirSync(modules, { recursive: true });
  for (let isFirst = true; !take(lock); isFirst = false) {
    if (isFirst) say("another start is installing the packages; waiting for it");
    await delay(300);
    if (isInstalled(key)) return;
  }
  try {
    if (!isInstalled(key)) await install(key);
  } finally {
    rmSync(lock, { force: true });
  }
}

async function install(key) {
  say("installing packages (only the first time and after an update; a minute or two)");
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const pulse = setInterval(() => say(`still installing (${seconds()} s)`), 20_000);
  const ended = await runNpm();
  clearInterval(pulse);
  if (ended !== 0) {
    rmSync(lock, { force: true });
    refuse(
      `npm could not install the packages (${ended}); what it said stands above.`,
      "Is the npm registry reachable, and is there room on the disk? Then start again.",
    );
  }
  writeFileSync(stamp, key);
  say(`installed in ${seconds()} s`);
}

/** Resolves to npm's exit code, or to what kept it from running. */
function runNpm() {
  const options = [
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--include=dev",
    "--include=optional",
  ];
  // `npm ci` refuses a lock from which another platform's binaries are missing; this one leaves the lock alone.
  const args = ["install", ...options];
  const given = process.env["npm_execpath"] ?? "";
  const isNpm = basename(given) === "npm-cli.js";
  const npm = isNpm ? spawn(process.execPath, [given, ...args], where()) : spawn("npm", args, where());
  // A killed start leaves its npm at work: the next one waits for that too.
  const named = npm.pid === undefined ? null : describe(npm.pid);
  if (named) appendFileSync(lock, `${named}\n`);
  const stop = () => npm.kill();
  for (const signal of signals) process.once(signal, stop);
  return new Promise((done) => {
    npm.once("error", (error) =>
      done(error.code === "ENOENT" ? "npm was not found on the PATH" : error.message),
    );
    npm.once("exit", (code, signal) => {
      for (const one of signals) process.off(one, stop);
      done(code ?? signal);
    });
  });
}

const where = () => ({ cwd: root, stdio: ["ignore", 2, 2] });
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

function pinnedNode() {
  const own = join(modules, `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(own)) return own;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  return refuse(
    `there is no pinned Node for ${process.platform}-${process.arch}, and this one is ${process.version}.`,
    "Put Node 24 or newer first on the PATH and start again.",
  );
}

/**
 * The processes that end with npm: its shell, if that stays beside us, and npm itself. `kill` of npm ends npm and at best
 * its shell, but never this process (npm/run-script#142). Empty for a start without npm, which gets its signals itself
 * and may outlive the shell that it was typed into.
 */
function ancestorsUpToNpm() {
  if (process.env["npm_lifecycle_event"] === undefined) return [];
  if (process.platform !== "linux" || read(`/proc/${process.ppid}/comm`)?.startsWith("npm"))
    return [process.ppid];
  return [process.ppid, parentOf(process.ppid)];
}

function isAbandoned() {
  const [shell, npm] = ancestors;
  return (shell !== undefined && shell !== process.ppid) || (npm !== undefined && npm !== parentOf(shell));
}

/** Runs the entry with our own standard streams and ends as it ends. */
function handOver() {
  const node = pinnedNode();
  const child = spawn(node, process.argv.slice(2), {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`,
      // As npm does it: where the command was typed, for paths in its arguments.
      INIT_CWD: process.env["INIT_CWD"] ?? process.cwd(),
      // What was read and compiled once is not compiled at the next start; where it cannot be written Node goes without.
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(modules, ".cache", "compiled"),
    },
  });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  const watch = setInterval(() => {
    if (!isAbandoned()) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  child.once("error", (error) =>
    refuse(`${node} cannot be run (${error.message}).`, "Yagura needs glibc, or Node 24 on the PATH."),
  );
  child.once("exit", (code, signal) => {
    clearInterval(watch);
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

if (Number.parseInt(process.versions.node, 10) < 20) {
  refuse(`Node 20 or newer is needed to begin with; this one is ${process.version}.`);
}
const key = lockKey();
if (!isInstalled(key)) {
  try {
    await installOnce(key);
  } catch (error) {
    refuse(
      `the packages cannot be installed: ${error.message}`,
      `May this user write to ${root}, and is there room on the disk?`,
    );
  }
}
if (isAbandoned()) process.exit(1);
handOver();
