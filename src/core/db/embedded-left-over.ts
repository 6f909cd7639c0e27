// After a kill -9 of this program its PostgreSQL lives on; after one of PostgreSQL its sessions may. Both keep the
// data folder from the next start, so they are ended here, and only after it is certain whose they are.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start-error.ts";

export const socketPrefix = "yagura-";

/** Ends every PostgreSQL process of this data folder, in good order first, and clears what it left on the disk. */
export async function endLeftOver(
  data: string,
  log: (line: string) => void,
  options: { keepSockets?: boolean } = {},
): Promise<void> {
  const running = processesOf(data);
  // Line 5 is the folder of its socket (miscadmin.h, LOCK_FILE_LINE_SOCKET_DIR).
  const sockets = readLines(join(data, "postmaster.pid"))?.[4] ?? "";
  if (running.length > 0) {
    log(
      `database: stopping the PostgreSQL that an earlier start left behind (process ${running.join(", ")})`,
    );
    await end(running, data);
  }
  if (!options.keepSockets && basename(sockets).startsWith(socketPrefix))
    rmSync(sockets, { recursive: true, force: true });
  // PostgreSQL would take any living process of that number for its predecessor. None of ours lives any more.
  rmSync(join(data, "postmaster.pid"), { force: true });
}

/** Fast shutdown, then immediate, then by force; the next start recovers from the write-ahead log. */
async function end(running: number[], data: string): Promise<void> {
  const postmaster = Number(readLines(join(data, "postmaster.pid"))?.[0]);
  const steps = running.includes(postmaster)
    ? ([
        ["SIGINT", [postmaster], 30_000],
        ["SIGQUIT", [postmaster], 5000],
        ["SIGKILL", running, 5000],
      ] as const)
    : ([
        ["SIGTERM", running, 2000],
        ["SIGKILL", running, 5000],
      ] as const);
  for (const [signal, to, patience] of steps) {
    for (const pid of to) send(pid, signal);
    if (await areGone(data, patience)) return;
  }
  throw new StartError(
    `PostgreSQL (process ${processesOf(data).join(", ")}) still uses ${data} and does not end`,
    "End these processes by hand and start again.",
  );
}

async function areGone(data: string, patience: number): Promise<boolean> {
  for (const until = Date.now() + patience; Date.now() < until; await delay(20)) {
    if (processesOf(data).length === 0) return true;
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** PostgreSQL's processes stand in their data folder, which no other program named postgres does. */
function processesOf(data: string): number[] {
  if (process.platform !== "linux") return processesByCommand(data);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isPostgres(readLines(`/proc/${pid}/comm`)?.[0]) && linkOf(`/proc/${pid}/cwd`) === data)
    .map(Number);
}

const isPostgres = (name: string | undefined) => name === "postgres" || name === "initdb";

function processesByCommand(data: string): number[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line.includes(`postgres -D ${data} `))
    .map((line) => Number.parseInt(line, 10));
}

function readLines(path: string): string[] | null {
  return orNull(() => readFileSync(path, "utf8").split("\n"));
}

function linkOf(path: string): string | null {
  return orNull(() => readlinkSync(path));
}

/** Null for what is not there, ended while it was looked at, or belongs to somebody else. */
function orNull<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM") return null;
    throw error;
  }
}
