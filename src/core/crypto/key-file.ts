// The secret as a file, and its change in steps of which each can be the last one before a crash: at no moment is there a
// value that no key on the disk opens. `.next` is made, the one in use becomes `.before`, `.next` takes its place; what
// `.before` has sealed is sealed anew, and only then is it put away.
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

const keyBytes = 32;
const inUse = (folder: string) => join(folder, "secret.key");
const before = (folder: string) => join(folder, "secret.key.before");
const next = (folder: string) => join(folder, "secret.key.next");

const readKey = (path: string) => Buffer.from(readFileSync(path, "utf8"), "base64");

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}

/** On the disk before its name is. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
  const file = openSync(draft, "wx", 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** The key that a change under way has not put away yet. */
export function keysBefore(folder: string): Buffer[] {
  return existsSync(before(folder)) ? [readKey(before(folder))] : [];
}

/** Makes a new key and takes it into use, or goes on with a change that was broken off. @returns whether it is a new one. */
export function beginKeyChange(folder: string): boolean {
  const hasNext = existsSync(next(folder));
  if (existsSync(before(folder)) && !hasNext) return false;
  if (!hasNext) writeWhole(next(folder), randomBytes(keyBytes).toString("base64"));
  writeWhole(before(folder), readFileSync(inUse(folder), "utf8"));
  renameSync(next(folder), inUse(folder));
  syncFolder(folder);
  return !hasNext;
}

/** Puts the key before away under its id: backups from before the change need it. @returns where it lies. */
export function endKeyChange(folder: string, id: string): string {
  const retired = join(folder, `secret.key.${id}.retired`);
  renameSync(before(folder), retired);
  syncFolder(folder);
  return retired;
}

/** Changes when one of the files does. */
export function keyFilesState(folder: string): string {
  return [inUse(folder), before(folder)]
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? `${found.ino} ${found.mtimeMs}` : "none";
    })
    .join(" ");
}
