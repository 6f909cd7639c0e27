// A PostgreSQL of our own for demo, tests and small groups: the npm package's binaries, a unix socket, no TCP.
// Why not the package's wrapper: docs/decisions/0003-embedded-postgresql.md.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { hintFor, orExplain, StartError } from "../start-error.ts";
import { endLeftOver } from "./embedded-left-over.ts";
import { asIdentity, findPlace, makeSocketFolder, type Place } from "./embedded-place.ts";
import { holdFolder } from "./folder-lock.ts";

export type EmbeddedServer = {
  /** Connection string for a role and a database over the socket. */
  url(role: string, database?: string): string;
  socketFolder: string;
  /** Where the data lies; differs from what was asked for when the asked place is closed to PostgreSQL's own user. */
  dataFolder: string;
  /** As in "18.4". */
  version: string;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataFolder: string;
  log: (line: string) => void;
  /** For tests: nothing has to survive a power cut. */
  fast?: boolean;
  /** Settings of postgresql.conf, over those chosen here. */
  settings?: Record<string, string>;
};

type Log = EmbeddedOptions["log"];
type Run = { place: Place; socketFolder: string; settings: Record<string, string>; log: Log };

const port = "5432";

/**
 * Starts the server, first making the cluster when there is none, and keeps it running until `stop`: a PostgreSQL that
 * is killed meanwhile is started again over the same socket.
 * @throws StartError with what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { log, fast = false } = options;
  const place = findPlace(resolve(options.dataFolder), log);
  const lock = holdFolder(place.data);
  let socketFolder = "";
  const letGo = () => {
    if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
    lock.release();
  };
  try {
    await endLeftOver(place.data, log);
    if (!existsSync(join(place.data, "PG_VERSION"))) await makeCluster(place, fast, log);
    refuseOtherMajor(place);
    socketFolder = makeSocketFolder(place.identity);
    const settings = { ...settingsOf(fast), ...options.settings };
    const end = await keepRunning({ place, socketFolder, settings, log });
    let stopped: Promise<void> | undefined;
    return {
      ...addressOf(socketFolder),
      dataFolder: place.data,
      version: place.version,
      stop: () => (stopped ??= end().finally(letGo)),
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** Where another process's PostgreSQL of this data folder listens; null when none runs. */
export function runningAddress(dataFolder: string): Pick<EmbeddedServer, "url"> | null {
  const file = join(dataFolder, "postmaster.pid");
  if (!existsSync(file)) return null;
  // miscadmin.h, LOCK_FILE_LINE_SOCKET_DIR and LOCK_FILE_LINE_PM_STATUS
  const lines = readFileSync(file, "utf8").split("\n");
  const socketFolder = lines[4] ?? "";
  return existsSync(socketFolder) && lines[7]?.startsWith("ready") ? addressOf(socketFolder) : null;
}

function addressOf(socketFolder: string) {
  const query = `host=${encodeURI(socketFolder)}&port=${port}`;
  return {
    socketFolder,
    url: (role: string, database = "postgres") =>
      `postgres:///${encodeURIComponent(database)}?${query}&user=${encodeURIComponent(role)}`,
  };
}

function settingsOf(fast: boolean): Record<string, string> {
  return {
    listen_addresses: "",
    port,
    max_connections: "200",
    shared_buffers: "256MB",
    jit: "off",
    TimeZone: "UTC",
    // Statements and details hold what people typed; what goes wrong in a request is the application's to log.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    ...(hasSmallSharedMemory() ? { dynamic_shared_memory_type: "mmap" } : {}),
    ...(fast
      ? {
          fsync: "off",
          synchronous_commit: "off",
          full_page_writes: "off",
          wal_level: "minimal",
          max_wal_senders: "0",
          // A database lives for seconds; some hundred of them would be swept all the time.
          autovacuum: "off",
          max_connections: "600",
        }
      : { max_wal_size: "2GB" }),
  };
}

/** A container's /dev/shm is 64 MB by default, too little for the shared hash tables of parallel queries. */
function hasSmallSharedMemory(): boolean {
  if (!existsSync("/dev/shm")) return false;
  const { bsize, blocks } = statfsSync("/dev/shm");
  return bsize * blocks < 256 * 1_048_576;
}

/** A cluster appears whole or not at all: a start that is killed in the middle leaves nothing that looks like one. */
async function makeCluster(place: Place, fast: boolean, log: Log) {
  const { data, identity } = place;
  log(`database: making a new cluster in ${data}`);
  const half = `${basename(data)}.making-`;
  for (const name of readdirSync(dirname(data)).filter((one) => one.startsWith(half))) {
    const abandoned = join(dirname(data), name);
    await endLeftOver(abandoned, log);
    rmSync(abandoned, { recursive: true, force: true, maxRetries: 5 });
  }
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new StartError(`${data} holds other files and no database`, "Set YAGURA_DATA to another folder.");
  }
  const making = orExplain(`The data folder ${data} cannot be made`, () => {
    const folder = mkdtempSync(join(dirname(data), half));
    if (identity) chownSync(folder, identity.uid, identity.gid);
    return folder;
  });
  // The built-in provider sorts the same on every machine and after every upgrade of the system; the system's C.UTF-8
  // beside it tells pg_trgm which characters are letters (with C it knows ASCII alone).
  const locale = ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const made = spawnSync(
    join(place.binaries, "bin", "initdb"),
    [
      "-D",
      making,
      "-U",
      "postgres",
      "-A",
      "trust",
      "-E",
      "UTF8",
      ...locale,
      "--no-instructions",
      ...(fast ? ["--no-sync"] : []),
    ],
    { ...asIdentity(identity), cwd: making, encoding: "utf8" },
  );
  if (made.status !== 0) {
    rmSync(making, { recursive: true, force: true });
    const reason = made.error?.message ?? said(made.stderr.split("\n"));
    throw new StartError(`PostgreSQL could not make its cluster: ${reason}`, hintFor(reason));
  }
  orExplain(`The data folder ${data} cannot be made`, () => renameSync(making, data));
}

/** The line that tells the reason; around it stands what every failure prints. */
function said(lines: string[]): string {
  const telling =
    lines.find((line) => /FATAL|PANIC|error:|could not/.test(line)) ??
    lines.findLast((line) => line.trim() !== "");
  return telling?.replace(/^.*?(FATAL|PANIC|error): +/, "").trim() ?? "it gave no reason";
}

function refuseOtherMajor(place: Place) {
  const data = orExplain("The database cannot be read", () =>
    readFileSync(join(place.data, "PG_VERSION"), "utf8").trim(),
  );
  const own = place.version.split(".")[0];
  if (data === own) return;
  throw new StartError(
    `The data in ${place.data} is of PostgreSQL ${data}, this Yagura brings ${own}`,
    "Start the Yagura that made it, take a backup there, and restore it here into an empty data folder.",
  );
}

/** PostgreSQL ended by somebody else is started again; one that dies again and again within a minute is not. */
async function keepRunning(run: Run): Promise<() => Promise<void>> {
  let isStopping = false;
  let server = await launch(run);
  let restarting: Promise<void> = Promise.resolve();
  const ends: number[] = [];
  const watch = () => {
    server.once("exit", (code, signal) => {
      if (!isStopping) restarting = restart(signal ?? `code ${code}`);
    });
  };
  const restart = async (how: string) => {
    ends.push(Date.now());
    const isHopeless = ends.filter((at) => at > Date.now() - 60_000).length > 3;
    run.log(
      `database: PostgreSQL ended unexpectedly (${how}); ${isHopeless ? "giving up" : "starting it again"}`,
    );
    if (isHopeless) return;
    try {
      await endLeftOver(run.place.data, run.log, { keepSockets: true });
      server = await launch(run);
      watch();
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      run.log(`database: ${error.message}. ${error.hint}`);
    }
  };
  watch();
  // Also when the program ends by an error of its own, so that nothing is left for the next start to clear.
  const atExit = () => server.kill("SIGINT");
  process.once("exit", atExit);
  return async () => {
    isStopping = true;
    await restarting;
    process.off("exit", atExit);
    await shutDown(server);
  };
}

function launch({ place, socketFolder, settings, log }: Run): Promise<ChildProcess> {
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(
    join(place.binaries, "bin", "postgres"),
    ["-D", place.data, "-k", socketFolder, ...options],
    {
      ...asIdentity(place.identity),
      cwd: place.data,
      // A process group of its own: Ctrl-C reaches the program alone, which stops PostgreSQL after its last request.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const lines: string[] = [];
  return new Promise((done, fail) => {
    const refuse = (reason: string) =>
      fail(new StartError(`PostgreSQL did not start: ${reason}`, hintFor(reason)));
    server.once("error", (error) => refuse(error.message));
    // Not "exit": then what it said last may not have been read yet.
    server.once("close", () => refuse(said(lines)));
    createInterface({ input: server.stderr }).on("line", (line) => {
      if (lines.length < 100) lines.push(line);
      if (line.includes("automatic recovery in progress")) log("database: recovering after an unclean end");
      if (/PANIC|No space left/.test(line)) log(`database: ${line}`);
      if (line.includes("ready to accept connections")) done(server);
    });
  });
}

/** Fast shutdown: open transactions are rolled back. One that takes too long is cut; the log makes it whole again. */
async function shutDown(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once("exit", done));
  server.kill("SIGINT");
  const patience = setTimeout(() => server.kill("SIGQUIT"), 30_000);
  await gone;
  clearTimeout(patience);
}
