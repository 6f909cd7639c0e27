// What the commands of the machine's keeper share: flags, paths as typed, a connection as the trail's keeper.
import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { type Config, loadConfig } from "#core/config.ts";
import { runningAddress } from "#core/db/embedded.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { StartError } from "#core/start-error.ts";
import { databaseName, open } from "./open.ts";

/** A command of whoever keeps the machine. */
export type Command = { usage: string; summary: string; run(args: readonly string[]): Promise<ExitCode> };

/** The database's address: the given one, one's own PostgreSQL, or the embedded one, started where it does not run. */
export async function withAddress<T>(
  given: string | undefined,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const config = loadConfig(process.env);
  const address = given ?? config.databaseUrl ?? runningUrl(config);
  if (address) return work(address);
  const opened = await open(config, (line) => console.error(line), { migrates: false });
  try {
    return await work(opened.url);
  } finally {
    await opened.close();
  }
}

/** Connects to it as the trail's keeper. */
export const withDatabase = <T>(
  address: string | undefined,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => withAddress(address, (url) => connected(url, work));

function runningUrl(config: Config): string | null {
  return runningAddress(join(config.dataFolder, "postgres"))?.url(embeddedLogin, databaseName) ?? null;
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query("set role yagura_jobs");
  } catch (error) {
    throw new StartError(
      `The database cannot be asked: ${(error as Error).message}`,
      "Give a login that may take the role yagura_jobs, as DATABASE_URL or with --database.",
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function flag(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(`--${name}`);
  return at === -1 ? undefined : args[at + 1];
}

/** A path as it was typed: npm and boot.mjs change the folder. */
export const fromHere = (path: string) =>
  existsSync(path) ? path : join(process.env["INIT_CWD"] ?? ".", path);
