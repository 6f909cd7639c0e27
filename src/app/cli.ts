// The command line: every operation of every module by its own name, and what only the keeper of the machine may do.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { ExitCode } from "#core/cli/exit-code.ts";
import { callServer, type Reply, send, type Server } from "#core/cli/client.ts";
import { flagsOf, inputFrom, kebab, typeOf } from "#core/cli/flags.ts";
import { readToken, tokenPlace, writeToken } from "#core/cli/token.ts";
import type { Operation } from "#core/contract.ts";
import { StartError } from "#core/start-error.ts";
import { adminCommands } from "./admin.ts";
import { asksForProof, proofWays, proveAnew } from "./proving.ts";
import { version } from "./version.ts";

/** Read when an operation is asked for: the keeper's own commands start without every module. */
async function readOperations(): Promise<ReadonlyMap<string, Operation>> {
  const { modules } = await import("./modules.ts");
  return new Map(
    modules.flatMap((module) =>
      Object.values(module.contract).map((operation) => [kebab(operation.name), operation]),
    ),
  );
}

const general = ["server", "token", "language", "input", "file", "out", "proof", "proof-by"] as const;
type General = Partial<Record<(typeof general)[number], string>>;

/** Takes the flags that every command has out of the others. */
function split(args: readonly string[]): { own: General; rest: string[] } {
  const own: General = {};
  const rest: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [name = "", given] = (args[at] ?? "").replace(/^--/, "").split(/=(.*)/s);
    const known = general.find((one) => one === name && args[at]?.startsWith("--"));
    if (!known) rest.push(args[at] ?? "");
    else own[known] = given ?? args[(at += 1)] ?? "";
  }
  return { own, rest };
}

export async function runCommand(args: readonly string[]): Promise<ExitCode> {
  const [command = "help", ...others] = args;
  if (command === "help" || command === "--help") return help(others[0]);
  if (command === "--version") return say(version);
  const admin = adminCommands.get(command);
  if (admin) return admin.run(others);
  const found = (await readOperations()).get(kebab(command));
  if (!found) throw new StartError(`there is no command ${command}`, "See: yagura help");
  const { own, rest } = split(others);
  const server: Server = {
    url: own.server ?? process.env["YAGURA_SERVER"] ?? "http://127.0.0.1:8080",
    token: null,
    language: own.language ?? "en",
  };
  server.token = own.token ?? process.env["YAGURA_TOKEN"] ?? readToken(server.url);
  return perform(server, found, own, rest);
}

async function perform(
  server: Server,
  operation: Operation,
  own: General,
  rest: string[],
): Promise<ExitCode> {
  const asked = own.input
    ? (JSON.parse(readFileSync(own.input === "-" ? 0 : typed(own.input), "utf8")) as Record<string, unknown>)
    : {};
  const input = { ...asked, ...inputFrom(operation, rest) };
  if (own.input === "-" && own.proof === "-")
    throw new StartError("--input - and --proof - cannot both be read from one input", "See: yagura help");
  const ask = () =>
    operation.carries === "upload"
      ? uploadTo(server, operation, own, input)
      : callServer(server, operation, input);
  const reply = await provingOnce(ask, server, own).catch((error: Error) => {
    if (error instanceof StartError) throw error;
    console.error(
      `${server.url} cannot be reached (${(error.cause as Error | undefined)?.message ?? error.message})`,
    );
    return null;
  });
  if (!reply) return 3;
  if (reply.token !== null) writeToken(server.url, reply.token);
  if (reply.status >= 400) {
    console.error(JSON.stringify(reply.body, null, 2));
    return 1;
  }
  return show(reply, own);
}

/** Asks, and once more after a fresh proof where the door wants one. The proof changes the session's token. */
async function provingOnce(ask: () => Promise<Reply>, server: Server, own: General): Promise<Reply> {
  const reply = await ask();
  if (!asksForProof(reply)) return reply;
  const proved = await proveAnew(server, { way: own["proof-by"], proof: own.proof });
  if (!proved) return reply;
  if (proved.status >= 400) return proved;
  if (proved.token !== null) {
    server.token = proved.token;
    writeToken(server.url, proved.token);
    if (own.token || process.env["YAGURA_TOKEN"])
      console.error(`The session has a new token; it is kept in ${tokenPlace()}.`);
  }
  return ask();
}

function show({ file, body }: Reply, own: General): ExitCode {
  if (!file) return say(JSON.stringify(body, null, 2));
  if (own.out === "-") process.stdout.write(file.content);
  else {
    // The server's name without any folder: it decides what the file is called, not where it goes.
    const path = own.out ? typed(own.out) : resolve(process.env["INIT_CWD"] ?? ".", basename(file.name));
    writeFileSync(path, file.content, { flag: own.out ? "w" : "wx" });
    console.log(path);
  }
  return 0;
}

async function uploadTo(server: Server, operation: Operation, own: General, input: Record<string, unknown>) {
  if (!own.file) throw new StartError("an upload needs --file", `See: yagura help ${kebab(operation.name)}`);
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) form.append(name, String(value));
  form.append("file", new Blob([readFileSync(typed(own.file))]), basename(own.file));
  return send(server, operation.path, { method: operation.method, body: form });
}

/** A path as it was typed: npm and boot.mjs change the folder. */
const typed = (path: string) => resolve(process.env["INIT_CWD"] ?? ".", path);

function say(text: string): ExitCode {
  console.log(text);
  return 0;
}

async function help(name: string | undefined): Promise<ExitCode> {
  const admin = name ? adminCommands.get(name) : undefined;
  if (admin) return say(`yagura ${name} ${admin.usage}\n\n${admin.summary}`);
  const operations = await readOperations();
  const found = name ? operations.get(kebab(name)) : undefined;
  if (name && !found) throw new StartError(`there is no command ${name}`, "See: yagura help");
  return say(found ? helpFor(found) : overview(operations));
}

function helpFor(operation: Operation): string {
  const flags = flagsOf(operation).map(
    (flag) => `  --${flag.name} ${typeOf(flag.schema)}${flag.isRequired ? "" : "  (optional)"}`,
  );
  const file = operation.carries === "upload" ? ["  --file path"] : [];
  return [
    `yagura ${kebab(operation.name)}   ${operation.method} /api${operation.path}`,
    "",
    operation.summary,
    `Right: ${[operation.permission].flat().join(" or ")}`,
    ...(operation.confirms ? ["Asks for a fresh proof of who you are (--proof, --proof-by)."] : []),
    "",
    ...flags,
    ...file,
  ].join("\n");
}

function overview(operations: ReadonlyMap<string, Operation>): string {
  const lines = [...operations].map(([name, operation]) => `  ${name.padEnd(32)} ${operation.summary}`);
  return [
    `Yagura ${version}: yagura <command> [--flag value ...]`,
    "",
    "On this machine:",
    ...[...adminCommands].map(([name, one]) => `  ${`${name} ${one.usage}`.padEnd(32)} ${one.summary}`),
    "",
    `Asked of a server (--server URL or YAGURA_SERVER; sign-in keeps the session in ${tokenPlace()},`,
    "or give --token or YAGURA_TOKEN; --input file.json or - for the whole input; --out file for downloads).",
    "What asks for a fresh proof of who you are asks for it at the terminal, or takes --proof (- for standard input) or",
    `YAGURA_PROOF; --proof-by ${proofWays.join("|")} says what it is:`,
    ...lines,
  ].join("\n");
}

if (import.meta.main) {
  try {
    process.exitCode = await runCommand(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof StartError) && !(error instanceof SyntaxError)) throw error;
    console.error(`yagura: ${error.message}${error instanceof StartError ? `\n        ${error.hint}` : ""}`);
    process.exitCode = 2;
  }
}
