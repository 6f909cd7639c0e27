// Commands for whoever keeps the machine: they ask the database itself, also beside a running server.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { checkDetached } from "#core/crypto/detached.ts";
import { type Config, loadConfig } from "#core/config.ts";
import { runningAddress } from "#core/db/embedded.ts";
import { readMigrations } from "#core/db/migrate.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { verifyTrail } from "#core/events/verify.ts";
import { StartError } from "#core/start-error.ts";
import { takeIn } from "./bounce.ts";
import { databaseName, open } from "./open.ts";
import { rotate } from "./rotating.ts";

type Command = { usage: string; summary: string; run(args: readonly string[]): Promise<ExitCode> };

/** The database's address: the given one, one's own PostgreSQL, or the embedded one, started where it does not run. */
async function withAddress<T>(given: string | undefined, work: (url: string) => Promise<T>): Promise<T> {
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
const withDatabase = <T>(address: string | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withAddress(address, (url) => connected(url, work));

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

function flag(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(`--${name}`);
  return at === -1 ? undefined : args[at + 1];
}

/** Lines of `day hash`, as an auditor keeps them. */
function publishedIn(path: string | undefined): Record<string, string> {
  if (!path) return {};
  const file = join(process.env["INIT_CWD"] ?? ".", path);
  const text = readFileSync(existsSync(path) ? path : file, "utf8");
  return Object.fromEntries(
    [...text.matchAll(/^(\d{4}-\d\d-\d\d)\s+([0-9a-f]{64})/gim)].map((one) => [one[1], one[2]]),
  );
}

async function verify(args: readonly string[]): Promise<ExitCode> {
  if (args[0] !== "verify")
    throw new StartError("trail knows one thing to do: verify", "See: yagura help trail");
  const report = await withDatabase(flag(args, "database"), (client) =>
    verifyTrail(client, publishedIn(flag(args, "published"))),
  );
  const isWhole = report.problems.length === 0;
  if (args.includes("--json")) console.log(JSON.stringify({ isWhole, ...report }, null, 2));
  else {
    const { events, seals, eras, unsealed, erased, last } = report;
    console.log(
      `${events} events in ${eras} ${eras === 1 ? "era" : "eras"}, ${seals} seals, ${unsealed} not yet sealed`,
    );
    if (erased > 0) console.log(`${erased} with values erased by rule`);
    if (last) console.log(`last seal: ${last.n} of ${last.day} ${last.hash}`);
    for (const { what, seal, eventId } of report.problems)
      console.log(`WRONG ${what}${eventId ? `, event ${eventId}` : ""}${seal ? `, seal ${seal}` : ""}`);
    console.log(isWhole ? "the trail is whole" : "the trail was changed outside of Yagura");
  }
  return isWhole ? 0 : 4;
}

async function migrate(): Promise<ExitCode> {
  const opened = await open(loadConfig(process.env), (line) => console.log(line));
  console.log(`the schema is at ${readMigrations().at(-1)?.name}`);
  await opened.close();
  return 0;
}

/** What runs, what waits, what fails: for the one who watches the machine. */
async function background(args: readonly string[]): Promise<ExitCode> {
  const found = await withDatabase(flag(args, "database"), async (client) => ({
    jobs: (
      await client.query(`select id, kind, state, done, total, attempts, problem->>'code' as problem, created_at, finished_at
      from jobs where state in ('queued', 'running') or created_at > now() - interval '7 days'
      order by created_at desc limit 50`)
    ).rows,
    timed: (await client.query("select name, ran_at, failures, problem from timed_runs order by name")).rows,
    subscribers: (
      await client.query(
        "select name, moved_at, failures, problem, retry_at from event_cursors order by name",
      )
    ).rows,
  }));
  if (args.includes("--json")) console.log(JSON.stringify(found, null, 2));
  else
    for (const [name, rows] of Object.entries(found)) {
      console.log(name);
      if (rows.length > 0) console.table(rows);
      else console.log("  none");
    }
  return 0;
}

async function mail(args: readonly string[]): Promise<ExitCode> {
  if (args[0] !== "bounce")
    throw new StartError("mail knows one thing to do: bounce", "See: yagura help mail");
  const marked = await withAddress(flag(args, "database"), (url) => takeIn(url, readFileSync(0)));
  console.log(
    marked === null ? "this is no notification of failed delivery" : `${marked} mails marked as come back`,
  );
  return 0;
}

const fromHere = (path: string) => (existsSync(path) ? path : join(process.env["INIT_CWD"] ?? ".", path));

/** Without a database: the document, the signature that was fetched with it, and the key one trusts. */
async function verifyPaperFile(args: readonly string[]): Promise<ExitCode> {
  const [verb, path] = args;
  const signature = flag(args, "signature");
  if (verb !== "verify" || !path || !signature)
    throw new StartError("paper knows one thing to do: verify", "See: yagura help paper");
  const found = readDetached(fromHere(path), fromHere(signature));
  const isTrusted = !flag(args, "key") || flag(args, "key") === found.keyId;
  if (args.includes("--json")) console.log(JSON.stringify({ ...found, isTrusted }, null, 2));
  else {
    console.log(`signed with key ${found.keyId}${isTrusted ? "" : ", which is not the one given"}`);
    console.log(found.signature ? "what was signed is unchanged" : "WRONG: what was signed was changed");
    console.log(found.document ? "the file is the one that was signed" : "WRONG: this is another file");
  }
  return found.signature && found.document && isTrusted ? 0 : 4;
}

function readDetached(path: string, signature: string) {
  try {
    return checkDetached(readFileSync(path), readFileSync(signature, "utf8"));
  } catch (error) {
    throw new StartError(
      `The two files cannot be read as a document and its signature: ${(error as Error).message}`,
      "Fetch both from the page of the signed answers.",
    );
  }
}

export const adminCommands: ReadonlyMap<string, Command> = new Map([
  [
    "trail",
    {
      usage: "verify [--published file] [--database URL] [--json]",
      summary:
        "Proves order, completeness and every hash of the trail; exit code 4 when something was changed",
      run: verify,
    },
  ],
  [
    "paper",
    {
      usage: "verify FILE.pdf --signature FILE.json [--key ID] [--json]",
      summary:
        "Proves signed answers by the two files alone; --key is the id of the key one trusts. Exit code 4 when not",
      run: verifyPaperFile,
    },
  ],
  [
    "mail",
    {
      usage: "bounce [--database URL] < notification.eml",
      summary: "Takes in a notification of failed delivery, as a mail server pipes it",
      run: mail,
    },
  ],
  [
    "secrets",
    {
      usage: "rotate",
      summary:
        "Changes the secret of the installation and seals anew what the one before has sealed; may be broken off and begun again",
      run: async (args) => {
        if (args[0] !== "rotate")
          throw new StartError("secrets knows one thing to do: rotate", "See: yagura help secrets");
        await rotate(loadConfig(process.env), (line) => console.log(line));
        return 0;
      },
    },
  ],
  ["migrate", { usage: "", summary: "Brings the database to this version's schema", run: migrate }],
  [
    "jobs",
    {
      usage: "[--database URL] [--json]",
      summary: "Long work, timed work and subscribers of the trail, as the database holds them",
      run: background,
    },
  ],
]);
