// Commands for whoever keeps the machine: they ask the database itself, also beside a running server.
import { readFileSync } from "node:fs";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { checkDetached } from "#core/crypto/detached.ts";
import { loadConfig } from "#core/config.ts";
import { readMigrations } from "#core/db/migrate.ts";
import { openDatabase } from "#core/db/pool.ts";
import { openFileStore, useFileStore } from "#core/files/store.ts";
import { StartError } from "#core/start-error.ts";
import { backup } from "./backup.ts";
import { buildWeb } from "./build-web.ts";
import { takeIn } from "./bounce.ts";
import { type Command, flag, fromHere, withAddress, withDatabase } from "./command.ts";
import { open } from "./open.ts";
import { restore } from "./restore.ts";
import { rotate } from "./rotating.ts";
import { scanBy } from "./scanning.ts";
import { useSecrets } from "./secrets.ts";
import { trailCommand } from "./trail-command.ts";

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
  if (args[0] === "take") return takeFromPipe(args);
  if (args[0] !== "bounce")
    throw new StartError("mail knows two things to do: bounce, take", "See: yagura help mail");
  const marked = await withAddress(flag(args, "database"), (url) => takeIn(url, readFileSync(0)));
  console.log(
    marked === null ? "this is no notification of failed delivery" : `${marked} mails marked as come back`,
  );
  return 0;
}

/** What the mailbox gets, whatever it is: a notification, or a report of an incident. A pipe that fails sends its mail back. */
async function takeFromPipe(args: readonly string[]): Promise<ExitCode> {
  const config = loadConfig(process.env);
  useFileStore(openFileStore(config.evidenceFolder, config.uploadLimitBytes));
  useSecrets(config);
  scanBy(config, (error) => console.error(`the malware scanner cannot be asked: ${String(error)}`));
  const { takeMail } = await import("./mail-in.ts");
  const taken = await withAddress(flag(args, "database"), async (url) => {
    const { db, close } = openDatabase({ connectionString: url, size: 1 });
    return takeMail(db, readFileSync(0), { from: null, to: listOf(flag(args, "to")) }).finally(close);
  });
  console.log("number" in taken ? `${taken.is}: ${taken.number}` : taken.is);
  return 0;
}

const listOf = (text: string | undefined) => (text ? text.split(",").map((one) => one.trim()) : []);

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
  ["trail", trailCommand],
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
      usage: `bounce [--database URL] < notification.eml
         take [--to ADDRESS] [--database URL] < mail.eml`,
      summary:
        "Takes in what a mail server pipes: a notification of failed delivery; with take also a report of an incident",
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
  [
    "backup",
    {
      usage: `FILE.age|FOLDER [--recipient age1... | --passphrase-file F] [--with-key] [--keep N] [--database URL] [--json]
         verify PATH [--identity F | --passphrase-file F] [--json]
         drill PATH [--identity F | --passphrase-file F] [--json]
         key FILE`,
      summary:
        "Saves database and files, encrypted, while Yagura runs; verify proves one, drill restores it and throws it away, key makes a pair. Exit code 4 when files were lost before",
      run: backup,
    },
  ],
  [
    "restore",
    {
      usage: "PATH [--identity F | --passphrase-file F] [--replace] [--another-key] [--json]",
      summary:
        "Brings a backup into an empty database, or with --replace over what is there; all of it or nothing",
      run: restore,
    },
  ],
  [
    "build",
    {
      usage: "",
      summary: "Builds the screens, so that a service need not write its own folder",
      run: async () => {
        console.log(await buildWeb((line) => console.error(line)));
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
