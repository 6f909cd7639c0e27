// One copy of Yagura per data folder. The lock is a file that names its holder's process and when that began, so
// that one left by a crash is told from a living one even when its process number was given away since.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { orExplain, StartError } from "../start-error.ts";

export type FolderLock = { release(): void };
type Holder = { pid: number; began: string };

/** @throws StartError naming the process that holds the folder. */
export function holdFolder(folder: string): FolderLock {
  // Beside the folder and not in it: PostgreSQL makes its cluster only in an empty one.
  const path = `${folder}.lock`;
  const mine = describe(process.pid);
  const holder = orExplain(`${path} cannot be written`, () => take(path, mine));
  if (holder !== null) {
    throw new StartError(
      `Another copy of Yagura (process ${holder}) is using ${folder}`,
      "Stop it first, or give this one a data folder of its own with YAGURA_DATA.",
    );
  }
  return {
    release: () => {
      if (read(path) === mine) rmSync(path, { force: true });
    },
  };
}

/**
 * Takes the lock and returns null, or returns the process that holds it. A lock whose holder is dead is removed under
 * a second lock named after its content: whoever read the same dead holder must come through that one, and looks
 * again inside, so nobody can remove the fresh lock of somebody faster.
 */
function take(path: string, mine: string): number | null {
  const claim = `${path}.${process.pid}`;
  writeFileSync(claim, mine);
  try {
    // A hard link appears with its whole content or not at all.
    while (!isLinked(claim, path)) {
      const found = read(path);
      if (found === null) continue;
      const holder = parse(found);
      if (holder && holder.began === beganAt(holder.pid)) return holder.pid;
      const guard = `${path}.${createHash("sha256").update(found).digest("hex").slice(0, 12)}`;
      const faster = take(guard, mine);
      if (faster !== null) return faster;
      if (read(path) === found) rmSync(path);
      rmSync(guard);
    }
    return null;
  } finally {
    rmSync(claim, { force: true });
  }
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // ESRCH: a process that ended while its file was read.
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH") return null;
    throw error;
  }
}

/** Null for what a power cut left of a lock: nobody holds it. */
function parse(text: string): Holder | null {
  const [pid, began] = text.split(" ");
  return pid && began ? { pid: Number(pid), began } : null;
}

const describe = (pid: number) => `${pid} ${beganAt(pid)}`;
const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : null);

/** The moment a process began, unique over reboots; empty when there is no such process. */
function beganAt(pid: number): string {
  if (process.platform !== "linux") {
    // Seconds are the finest that ps of every system gives.
    return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" })
      .stdout.trim()
      .replace(/\s+/g, "_");
  }
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return "";
  // proc(5): the name (field 2) may hold spaces; after it come the state (3) and, as field 22, the start in ticks.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isZombie = fields[0] === "Z" || fields[0] === "X";
  return isZombie ? "" : `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`;
}
