// What the mail server took, written on this machine before the database knows: between the server's word and the commit a
// process may be killed, and the next one must not send again what was taken. One file a process, in the data folder.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

export type Journal = {
  /** Names this data folder: who died elsewhere left a journal elsewhere. */
  station: string;
  /** On the disk when it returns. */
  note(mailId: string): void;
  /** Everything noted is in the database. */
  clear(): void;
  /** What a process of this data folder noted that is no more. */
  left(sender: number): string[];
  forget(sender: number): void;
  close(): void;
};

export function openJournal(folder: string, sender: number): Journal {
  mkdirSync(folder, { recursive: true });
  const station = stationOf(folder);
  const pathOf = (id: number) => join(folder, `${id}.sent`);
  const file = openSync(pathOf(sender), "a", 0o600);
  return {
    station,
    note: (mailId) => {
      writeSync(file, `${mailId}\n`);
      fdatasyncSync(file);
    },
    clear: () => ftruncateSync(file, 0),
    left: (id) => {
      if (!readdirSync(folder).includes(`${id}.sent`)) return [];
      // A line that was cut off by the end of the machine is no id: the mail is then one whose fate is not known.
      return readFileSync(pathOf(id), "utf8")
        .split("\n")
        .filter((line) => line.length === 36);
    },
    forget: (id) => rmSync(pathOf(id), { force: true }),
    close: () => {
      closeSync(file);
      rmSync(pathOf(sender), { force: true });
    },
  };
}

/** Made once, whole or not there: of two processes that start at once one wins. */
function stationOf(folder: string): string {
  const path = join(folder, "station");
  if (!existsSync(path)) {
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, randomUUID(), { mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(path, "utf8").trim();
}
