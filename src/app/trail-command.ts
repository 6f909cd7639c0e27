// `yagura trail`: proving the trail of a database, of a copy, of an exported file; making such a copy.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { copyTrail } from "#core/events/copy.ts";
import type { TrailReport } from "#core/events/report.ts";
import { verifyExport } from "#core/events/verify-export.ts";
import { verifyFolder, verifyTrail } from "#core/events/verify.ts";
import { StartError } from "#core/start-error.ts";
import { type Command, flag, fromHere, withDatabase } from "./command.ts";

/** Lines of `day hash`, as an auditor keeps them. */
function publishedIn(path: string | undefined): Record<string, string> {
  if (!path) return {};
  const text = readFileSync(fromHere(path), "utf8");
  return Object.fromEntries(
    [...text.matchAll(/^(\d{4}-\d\d-\d\d)\s+([0-9a-f]{64})/gim)].map((one) => [one[1], one[2]]),
  );
}

async function verify(args: readonly string[]): Promise<ExitCode> {
  const published = publishedIn(flag(args, "published"));
  const folder = flag(args, "folder");
  const report = folder
    ? await verifyFolder(fromHere(folder), published)
    : await withDatabase(flag(args, "database"), (client) => verifyTrail(client, published));
  const isWhole = report.problems.length === 0;
  if (args.includes("--json")) console.log(JSON.stringify({ isWhole, ...report }, null, 2));
  else say(report);
  return isWhole ? 0 : 4;
}

function say({ events, seals, eras, unsealed, erased, last, problems }: TrailReport): void {
  console.log(
    `${events} events in ${eras} ${eras === 1 ? "era" : "eras"}, ${seals} seals, ${unsealed} not yet sealed`,
  );
  if (erased > 0) console.log(`${erased} with values erased by rule`);
  if (last) console.log(`last seal: ${last.n} of ${last.day} ${last.hash}`);
  for (const { what, seal, eventId } of problems)
    console.log(`WRONG ${what}${eventId ? `, event ${eventId}` : ""}${seal ? `, seal ${seal}` : ""}`);
  console.log(problems.length === 0 ? "the trail is whole" : "the trail was changed outside of Yagura");
}

async function copy(args: readonly string[]): Promise<ExitCode> {
  const [given] = args;
  if (!given || given.startsWith("--"))
    throw new StartError("trail copy needs a folder to make", "See: yagura help trail");
  const folder = resolve(process.env["INIT_CWD"] ?? ".", given);
  const copied = await withDatabase(flag(args, "database"), (client) => copyTrail(client, folder)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      throw new StartError(`${folder} is there already`, "Give a folder that does not exist yet.");
    },
  );
  console.log(
    `${copied.events} events, ${copied.event_values} with values, ${copied.seals} seals: ${folder}`,
  );
  return 0;
}

/** Without a database: the file, the proof that was fetched with it, and what one trusts. */
async function verifyExported(args: readonly string[]): Promise<ExitCode> {
  const [path] = args;
  const proof = flag(args, "proof");
  if (!path || path.startsWith("--") || !proof)
    throw new StartError("trail verify-export needs the file and its proof", "See: yagura help trail");
  const report = await readable(() =>
    verifyExport(fromHere(path), readFileSync(fromHere(proof), "utf8"), {
      keyId: flag(args, "key"),
      published: publishedIn(flag(args, "published")),
    }),
  );
  const isWhole = report.problems.length === 0;
  if (args.includes("--json")) console.log(JSON.stringify({ isWhole, ...report }, null, 2));
  else {
    const { count, keyId, by, at, underSeals, days, problems } = report;
    console.log(`${count} events, exported by ${by.name} at ${at}, signed with key ${keyId}`);
    console.log(
      underSeals === 0 && count > 0
        ? "the signature alone stands for them: the proof holds no seals"
        : `${underSeals} of them under seals that were worked out anew`,
    );
    for (const { day, n, hash } of days) console.log(`seal of ${day}: ${n} ${hash}`);
    for (const problem of problems) console.log(`WRONG ${problem}`);
    console.log(isWhole ? "the file is what was exported" : "the file or its proof was changed");
  }
  return isWhole ? 0 : 4;
}

async function readable<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw new StartError(
      `The two files cannot be read as an export and its proof: ${(error as Error).message}`,
      "Fetch both from the list of exports on the page of the trail.",
    );
  }
}

const doings: Readonly<Record<string, (args: readonly string[]) => Promise<ExitCode>>> = {
  verify,
  copy,
  "verify-export": verifyExported,
};

export const trailCommand: Command = {
  usage: "verify|copy|verify-export ...",
  summary: [
    "Proves the trail; exit code 4 when something was changed:",
    "  verify [--published FILE] [--database URL | --folder DIR] [--json]",
    "      order, completeness and every hash, of a database or of a folder of its table files",
    "  copy DIR [--database URL]",
    "      writes such a folder, to be proven elsewhere",
    "  verify-export FILE --proof FILE [--key ID] [--published FILE] [--json]",
    "      an exported file by its proof, without a database; --key is the id of the key one trusts",
  ].join("\n"),
  run: ([name = "", ...args]) => {
    const doing = doings[name];
    if (!doing)
      throw new StartError(`trail knows: ${Object.keys(doings).join(", ")}`, "See: yagura help trail");
    return doing(args);
  },
};
