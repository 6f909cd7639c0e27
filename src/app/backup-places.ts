// Which database, key and store the commands of backup and restore work on.
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import pg from "pg";
import { type Key, type Lock, identitiesIn } from "#core/backup/age.ts";
import { type Config, secretKey } from "#core/config.ts";
import { sealingKeyIdOf } from "#core/crypto/secrets.ts";
import { runningAddress } from "#core/db/embedded.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { StartError } from "#core/start-error.ts";
import { databaseName, openEmbedded, type Say } from "./open.ts";
import { secretsBefore } from "./secrets.ts";

/** A path as it was typed: npm and boot.mjs change the folder. */
export const typed = (path: string) =>
  isAbsolute(path) ? path : resolve(process.env["INIT_CWD"] ?? ".", path);

export type Keys = { identity?: string | undefined; "passphrase-file"?: string | undefined };

const lineOf = (path: string) => readText(path).split("\n")[0]?.trim() ?? "";

function readText(path: string): string {
  try {
    return readFileSync(typed(path), "utf8");
  } catch (error) {
    throw new StartError(`${path} cannot be read: ${(error as Error).message}`, "Give the path of a file.");
  }
}

export function keyOf(given: Keys): Key | null {
  if (given["passphrase-file"]) return { passphrase: lineOf(given["passphrase-file"]) };
  return given.identity ? { identities: identitiesIn(readText(given.identity)) } : null;
}

export function lockOf(given: Keys & { recipient?: string[] | undefined }): Lock | null {
  if (given.recipient?.length) return { recipients: given.recipient.flatMap((one) => one.split(",")) };
  if (!given["passphrase-file"]) return null;
  const passphrase = lineOf(given["passphrase-file"]);
  if (passphrase.length < 12)
    throw new StartError(
      "The passphrase is shorter than 12 characters",
      "Whoever has the backup can try passphrases for as long as they like: take several words.",
    );
  return { passphrase };
}

/** The key of this installation; none where it was never started. */
export function keyAtHand(
  config: Config,
): { id: string; text: string; path: string; earlier: string[] } | null {
  const path = join(config.dataFolder, "secret.key");
  if (!config.secretKey && !existsSync(path)) return null;
  const secret = secretKey(config);
  const earlier = secretsBefore(config).map(sealingKeyIdOf);
  return { id: sealingKeyIdOf(secret), text: secret.toString("base64"), path, earlier };
}

export type Databases = {
  /** Reads every row. */
  reader: string;
  /** The application's own login, which keeps the record of the run. */
  app: string | null;
  isEmbedded: boolean;
  close(): Promise<void>;
};

/** Beside a running server, or on the embedded database of one that is stopped. */
export async function findDatabases(config: Config, given: string | undefined, say: Say): Promise<Databases> {
  const none = async () => undefined;
  if (config.databaseUrl || given) {
    const reader = given ?? config.backupDatabaseUrl ?? config.databaseOwnerUrl;
    if (!reader)
      throw new StartError(
        "The application's login does not see every row, a backup has to",
        "Set BACKUP_DATABASE_URL, or DATABASE_OWNER_URL, or give --database URL (docs/operations/backup-and-restore.md).",
      );
    return { reader, app: config.databaseUrl, isEmbedded: false, close: none };
  }
  const folder = join(config.dataFolder, "postgres");
  const running = runningAddress(folder);
  if (!running && !existsSync(join(folder, "PG_VERSION")))
    throw new StartError(
      `There is no database in ${folder}`,
      "Set YAGURA_DATA to the folder of the one to save.",
    );
  const server = running ?? (await openEmbedded(config, say));
  return {
    reader: server.url("postgres", databaseName),
    app: server.url(embeddedLogin, databaseName),
    isEmbedded: true,
    close: "stop" in server ? () => (server as { stop(): Promise<void> }).stop() : none,
  };
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A connection that is cut fails the statement under way; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new StartError(
      `The database cannot be reached: ${(error as Error).message}`,
      "Is it running? See docs/operations/backup-and-restore.md for the logins.",
    );
  }
}
