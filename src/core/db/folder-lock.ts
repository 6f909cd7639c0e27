// One copy of Yagura per data folder. The lock names the process and when it began, so that a number reused by
// another process after a crash is not taken for ours.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { StartError } from "../start-error.ts";

type Holder = { pid: number; began: string };

export function holdFolder(folder: string): { release(): void } {
  // Beside the folder and not in it: PostgreSQL makes its cluster only in an empty one.
  const path = `${folder}.lock`;
  const mine: Holder = { pid: process.pid, began: beganAt(process.pid) };
  try {
    writeFileSync(path, JSON.stringify(mine), { flag: "wx" });
  } catch {
    const holder = read(path);
    if (holder && holder.pid !== process.pid && beganAt(holder.pid) === holder.began) {
      throw new StartError(
        `Another copy of Yagura (process ${holder.pid}) is using ${folder}`,
        "Stop it first, or give this one a data folder of its own with YAGURA_DATA.",
      );
    }
    writeFileSync(path, JSON.stringify(mine));
  }
  return { release: () => rmSync(path, { force: true }) };
}

function read(path: string): Holder | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return null; // cut off in the middle of writing: nobody holds it
  }
}

/** The moment a process began, as the kernel counts it; empty when there is no such process. */
function beganAt(pid: number): string {
  try {
    // Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return isAlive(pid) ? "alive" : "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
