// The one test command: services against a PostgreSQL of their own, then the screens in a real browser.
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { startEmbedded } from "#core/db/embedded.ts";
import { StartError } from "#core/start-error.ts";

const isDeep = process.argv.includes("--deep");
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const matching = (...patterns: string[]) =>
  patterns
    .flatMap((pattern) => globSync(pattern))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();

const chromium = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

type Tally = { passed: number; failed: number; skipped: number };

const closingLine = /^ℹ (\w+) (\d+)/;

/** Runs files in one process of Node's test runner; the tally is read from its closing lines. */
function run(files: string[], env: Record<string, string>): Promise<Tally> {
  const runner = spawn(
    process.execPath,
    ["--test", "--test-isolation=none", "--test-reporter=spec", "--test-timeout=600000", ...files],
    {
      env: { ...process.env, ...env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const closing = new Map<string, number>();
  let rest = "";
  runner.stdout.setEncoding("utf8").on("data", (piece: string) => {
    process.stdout.write(piece);
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, word = "", count] = closingLine.exec(stripVTControlCharacters(line)) ?? [];
      if (count) closing.set(word, Number(count));
    }
  });
  return new Promise((done) => {
    runner.on("close", (code) => {
      const count = (word: string) => closing.get(word) ?? 0;
      const failed = count("fail") + count("cancelled");
      done({
        passed: count("pass"),
        failed: failed === 0 && code !== 0 ? 1 : failed,
        skipped: count("skipped") + count("todo"),
      });
    });
  });
}

async function main(): Promise<number> {
  const services = matching(
    "src/**/*.test.ts",
    "sample/**/*.test.ts",
    "test/*.test.ts",
    ...(isDeep ? ["test/deep/*.test.ts"] : []),
  );
  const screens = matching("test/e2e/*.test.ts");
  console.log(`tests: ${services.length} files against PostgreSQL, ${screens.length} in the browser`);
  const server = await startEmbedded({
    dataFolder: join(mkdtempSync(join(tmpdir(), "yagura-test-")), "postgres"),
    log: (line) => console.log(line),
    fast: true,
  });
  const env = { YAGURA_TEST_CLUSTER: JSON.stringify({ socketFolder: server.socketFolder }) };
  const tallies: Tally[] = [];
  try {
    if (services.length > 0) tallies.push(await run(services, env));
    // A process per file: each serves the product several times, and its servers end with it.
    for (const file of chromium ? screens : [])
      tallies.push(await run([file], { ...env, CHROMIUM: chromium ?? "" }));
  } finally {
    await server.stop();
  }
  if (screens.length > 0 && !chromium) {
    console.log(
      `No Chromium was found: the ${screens.length} files of test/e2e were skipped. Install Debian's chromium, or name one in CHROMIUM.`,
    );
    tallies.push({ passed: 0, failed: process.env["CI"] === "true" ? 1 : 0, skipped: screens.length });
  }
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  return sum("failed") > 0 || sum("passed") === 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`${error.message}\n${error.hint}`);
  process.exitCode = 1;
}
