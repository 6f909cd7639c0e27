// `yagura backup`: makes one, proves one, tries one out.
import { writeFileSync } from "node:fs";
import { checkRecipients, makePair } from "#core/backup/age.ts";
import { explaining } from "#core/backup/archive.ts";
import { type Made, makeArchive, type Source } from "#core/backup/make.ts";
import { findBackup, onlyLooking, readBackup } from "#core/backup/read.ts";
import { openRepository } from "#core/backup/repository.ts";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { type Config, loadConfig } from "#core/config.ts";
import { openFileStore } from "#core/files/store.ts";
import { StartError } from "#core/start-error.ts";
import type { Outcome } from "#modules/system/runs.ts";
import { parsed } from "./backup-flags.ts";
import { connect, findDatabases, keyAtHand, keyOf, lockOf, typed } from "./backup-places.ts";
import { recorded } from "./backup-record.ts";
import type { Say } from "./open.ts";
import { drill } from "./restore.ts";
import { version } from "./version.ts";

const keyOptions = { identity: { type: "string" }, "passphrase-file": { type: "string" } } as const;
const makeOptions = {
  ...keyOptions,
  recipient: { type: "string", multiple: true },
  "with-key": { type: "boolean", default: false },
  keep: { type: "string" },
  database: { type: "string" },
  json: { type: "boolean", default: false },
  run: { type: "string" },
} as const;

const say: Say = (line) => console.error(line);
const needsPath = (command: string) =>
  new StartError(`${command} needs one file or folder`, "See: yagura help backup");

export async function backup(args: readonly string[]): Promise<ExitCode> {
  const [verb, ...rest] = args;
  if (verb === "verify") return verify(rest);
  if (verb === "drill") return tryOut(rest);
  if (verb === "key") return makeKey(rest);
  const { values, path, more } = parsed(args, makeOptions, "backup");
  if (!path || more) throw needsPath("backup");
  return make(typed(path), values);
}

type MakeValues = ReturnType<typeof parsed<typeof makeOptions>>["values"];

async function make(path: string, values: MakeValues): Promise<ExitCode> {
  const isFile = path.endsWith(".age");
  if (isFile && values.keep)
    throw new StartError("--keep is for a folder of backups", "Give a folder instead of a file.");
  if (values.keep && !/^[1-9]\d{0,2}$/.test(values.keep))
    throw new StartError("--keep wants a whole number from 1 to 999", "See: yagura help backup");
  const lock = lockOf(values);
  if (lock && "recipients" in lock) checkRecipients(lock.recipients);
  if (isFile && !lock)
    throw new StartError(
      "A backup is always encrypted",
      "Say who shall be able to open it: --recipient age1... or --passphrase-file FILE (yagura backup key makes a pair).",
    );
  const config = loadConfig(process.env);
  const databases = await findDatabases(config, values.database, say);
  try {
    const run = { kind: "backup" as const, place: path, isTimed: values.run !== undefined, id: values.run };
    const made = await recorded(databases.app, run, say, () =>
      explaining(`The backup ${path} cannot be written`, async () => {
        const client = await connect(databases.reader);
        try {
          const source = sourceOf(config, client, databases.isEmbedded, values["with-key"] === true);
          const done =
            isFile && lock
              ? { file: path, made: await makeArchive(source, path, lock), gone: null }
              : await intoFolder(path, lock, source, values.keep ? Number(values.keep) : null);
          return [outcomeOf(done.made), done] as const;
        } finally {
          await client.end();
        }
      }),
    );
    return told(made, values.json === true);
  } finally {
    await databases.close();
  }
}

function sourceOf(config: Config, client: Source["client"], isEmbedded: boolean, isWithKey: boolean): Source {
  const key = keyAtHand(config);
  if (isWithKey && !key) throw new StartError("There is no key here to put inside", "Leave out --with-key.");
  return {
    client,
    store: openFileStore(config.evidenceFolder, Number.POSITIVE_INFINITY),
    isEmbedded,
    version,
    keyId: key?.id ?? "",
    key: isWithKey ? (key?.text ?? null) : null,
    say,
  };
}

type Done = {
  file: string;
  made: Made;
  gone: { snapshots: number; contents: number } | null;
  added?: number;
};

async function intoFolder(
  folder: string,
  lock: ReturnType<typeof lockOf>,
  source: Source,
  keep: number | null,
): Promise<Done> {
  const repository = await openRepository(folder, lock);
  try {
    const file = repository.snapshotAt(new Date());
    const place = repository.contents(source.store, file);
    const made = await makeArchive(source, file, repository.lock, place);
    const gone = keep === null ? null : await repository.prune(keep);
    return { file, made, gone, added: place.added.count };
  } finally {
    repository.release();
  }
}

export const outcomeOf = ({ head, end, bytes }: Omit<Made, "cited">): Outcome => ({
  takenAt: head.takenAt,
  rows: Object.values(end.tables).reduce((sum, one) => sum + one.rows, 0),
  contents: end.contents.count,
  contentBytes: end.contents.bytes,
  sizeBytes: bytes,
  lost: end.contents.lost.length + end.contents.damaged.length,
});

/** 4: the backup is whole, and the system it was made of is not. */
function told({ file, made, gone, added }: Done, asJson: boolean): ExitCode {
  const { lost, damaged } = made.end.contents;
  const outcome = outcomeOf(made);
  if (asJson) console.log(JSON.stringify({ file, ...outcome, lost, damaged, added, gone }, null, 2));
  else {
    console.log(`${file}`);
    console.log(
      `${outcome.rows} rows, ${outcome.contents} files${added === undefined ? "" : ` (${added} new)`}, ${made.bytes} bytes, as of ${outcome.takenAt}`,
    );
    console.log(
      made.head.hasKey
        ? "the secret key is inside: whoever opens this backup can read every sealed secret"
        : `the secret key ${made.head.keyId} is NOT inside: keep it elsewhere, a restore needs it`,
    );
    if (gone?.snapshots) console.log(`${gone.snapshots} older backups and ${gone.contents} files went`);
    for (const one of lost) console.log(`LOST file ${one} is cited and not on the disk`);
    for (const one of damaged) console.log(`DAMAGED file ${one} holds something else on the disk`);
  }
  return lost.length + damaged.length === 0 ? 0 : 4;
}

async function verify(args: readonly string[]): Promise<ExitCode> {
  const { values, path, more } = parsed(args, { ...keyOptions, json: { type: "boolean" } }, "backup");
  if (!path || more) throw needsPath("backup verify");
  const place = await findBackup(typed(path), keyOf(values));
  const { head, end, rows } = await readBackup(place, onlyLooking);
  const { group, takenAt, trail, migrations, keyId, hasKey } = head;
  const { count, lost, damaged } = end.contents;
  const found = {
    file: place.file,
    isWhole: true,
    group,
    takenAt,
    version: head.version,
    rows,
    files: count,
    lost,
    damaged,
    trail,
    keyId,
    hasKey,
    schema: migrations.at(-1)?.name ?? null,
  };
  if (values.json) console.log(JSON.stringify(found, null, 2));
  else {
    console.log(`${place.file}`);
    console.log(
      `${group ?? "no group yet"}, as of ${takenAt}, Yagura ${head.version}, schema ${found.schema}`,
    );
    console.log(`${rows} rows of ${head.tables.length} tables and ${count} files, each as it was written`);
    console.log(
      `trail: ${trail.events} events, era ${trail.era}, last seal ${trail.lastSeal ? `${trail.lastSeal.n} of ${trail.lastSeal.day} ${trail.lastSeal.hash}` : "none"}`,
    );
    console.log(`secret key ${keyId}${hasKey ? ", inside" : ", not inside"}`);
    for (const one of [...lost, ...damaged]) console.log(`file ${one} was lost before this backup was made`);
    console.log("the backup is whole");
  }
  return 0;
}

async function tryOut(args: readonly string[]): Promise<ExitCode> {
  const { values, path, more } = parsed(args, { ...keyOptions, json: { type: "boolean" } }, "backup");
  if (!path || more) throw needsPath("backup drill");
  return drill(typed(path), keyOf(values), values.json === true, say);
}

/** As age-keygen writes it. */
async function makeKey(args: readonly string[]): Promise<ExitCode> {
  const { path, more } = parsed(args, {}, "backup");
  if (!path || more) throw needsPath("backup key");
  const { identity, recipient } = await makePair();
  try {
    writeFileSync(typed(path), `# public key: ${recipient}\n${identity}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw new StartError(`${path} cannot be written: ${(error as Error).message}`, "Give another name.");
  }
  console.log(recipient);
  console.error(
    "Keep the file away from this machine: it opens backups. The line above goes into BACKUP_RECIPIENT.",
  );
  return 0;
}
