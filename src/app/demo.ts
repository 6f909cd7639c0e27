// `npm run demo`: the product on a database of its own with the sample group in it, and what to look at first.
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { type Config, loadConfig } from "#core/config.ts";
import { StartError } from "#core/start-error.ts";
import { type DemoAccount, demoAccounts, demoPassword } from "#sample/accounts.ts";
import { loadSample } from "#sample/load.ts";
import type { SizeName } from "#sample/size.ts";
import { demoResult } from "./demo-result.ts";
import type { Opened, Say } from "./open.ts";
import { runToTheEnd } from "./run.ts";
import { type Running, serve } from "./serve.ts";

const sizes: readonly SizeName[] = ["demo", "full", "stress"];

/** The demo never opens a database that may hold real data: it keeps its own below the data folder. */
export function demoConfig(env: Record<string, string | undefined>, size: SizeName): Config {
  const config = loadConfig({
    ...env,
    DATABASE_URL: undefined,
    DATABASE_OWNER_URL: undefined,
    EVIDENCE_FOLDER: undefined,
    LOG_LEVEL: env["LOG_LEVEL"] ?? "warn",
  });
  const dataFolder = join(config.dataFolder, size === "demo" ? "demo" : `demo-${size}`);
  return { ...config, dataFolder, evidenceFolder: join(dataFolder, "files") };
}

function sizeOf(args: readonly string[]): SizeName {
  const { values } = parseArgs({ args: [...args], options: { size: { type: "string", default: "demo" } } });
  const size = sizes.find((one) => one === values.size);
  if (size) return size;
  throw new StartError(`There is no size ${values.size}`, `Choose one of ${sizes.join(", ")}.`);
}

/** Loads the sample group unless it is there; refuses a folder in which somebody has set up another group. */
async function fill({ ownerUrl }: Opened, config: Config, size: SizeName, say: Say) {
  if (!ownerUrl) throw new Error("the demo opens its own database");
  const found = await loadedOn(ownerUrl);
  if (found === "other") {
    throw new StartError(
      `${config.dataFolder} holds another group`,
      "Set YAGURA_DATA to another folder for the demo.",
    );
  }
  if (found) {
    say(`sample: found the Mihon Group as loaded on ${found}; remove ${config.dataFolder} to begin anew`);
    return;
  }
  const began = performance.now();
  const { rows, files } = await loadSample({
    ownerUrl,
    size,
    evidenceFolder: config.evidenceFolder,
    onProgress: progress(say),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`sample: loaded ${rows.toLocaleString("en")} rows and ${files} files in ${seconds} s`);
}

async function loadedOn(ownerUrl: string): Promise<string | "other" | null> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ day: string | null }>(`
      select (select min(e.at)::date::text from events e where e.verb = 'group.sample_loaded') as day from group_settings`);
    return rows[0] ? (rows[0].day ?? "other") : null;
  } finally {
    await client.end();
  }
}

/** A bar that moves on a terminal, and a line now and then where the output is kept. */
function progress(say: Say): (share: number, rows: number) => void {
  let shown = 0;
  return (share, rows) => {
    const bar = "█".repeat(Math.round(share * 24)).padEnd(24, "░");
    const line = `sample: ${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${rows.toLocaleString("en")} rows`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${share >= 1 ? "\n" : ""}`);
    else if (share >= 1 || share - shown >= 0.5) say(line);
    if (share - shown >= 0.5) shown = share;
  };
}

const accountLine = ({ role, login, language, what }: DemoAccount) =>
  `  ${language}  ${role.padEnd(18)} ${login.padEnd(42)} ${what}`;

export async function startDemo(
  env: Record<string, string | undefined>,
  args: readonly string[],
  say: Say,
): Promise<{ running: Running; shown: string }> {
  const size = sizeOf(args);
  const config = demoConfig(env, size);
  if (env["DATABASE_URL"]) say("demo: DATABASE_URL is left alone; the demo uses a database of its own");
  // The sign-in page says which accounts there are.
  process.env["YAGURA_DEMO"] = "1";
  const running = await serve(config, say, (opened) => fill(opened, config, size, say));
  const shown = [
    ...(await demoResult(running.opened.database)),
    "",
    `Accounts (the password of all is ${demoPassword}):`,
    ...demoAccounts.map(accountLine),
    "",
    ...(config.host === "127.0.0.1" || config.host === "localhost"
      ? []
      : ["Everybody knows this password: do not leave the demo open to a network.", ""]),
    `Yagura is ready: ${running.address}`,
    "Ctrl-C ends it; a second start finds the data again.",
  ].join("\n");
  return { running, shown };
}

if (import.meta.main) {
  await runToTheEnd(async () => {
    const { running, shown } = await startDemo(process.env, process.argv.slice(2), (line) =>
      console.error(line),
    );
    console.log(`\n${shown}`);
    return running;
  });
}
