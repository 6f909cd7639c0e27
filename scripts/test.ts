// The one test command: services against a PostgreSQL of their own, then the screens in a real browser.
import { type ChildProcess, spawn } from "node:child_process";
import { globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, constants, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { buildWeb } from "#app/build-web.ts";
import { StartError } from "#core/start-error.ts";
import { chromiumHere } from "#test/chromium.ts";
import { startTestCluster } from "#test/cluster.ts";
import { office } from "#test/office.ts";

const isDeep = process.argv.includes("--deep");
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const matching = (...patterns: string[]) =>
  patterns
    .flatMap((pattern) => globSync(pattern))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();

const runners = new Set<ChildProcess>();
// An end in order, so that each PostgreSQL is ended at "exit"; what runs the tests ends with it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    for (const runner of runners) runner.kill("SIGTERM");
    process.exit(128 + constants.signals[signal]);
  });

/** Tells the lines that belong to a failure: the page that a failed test left behind, and the list at the end. */
function failureReader(): (line: string) => boolean {
  let isWithin = false;
  let isAtEnd = false;
  return (line) => {
    isAtEnd ||= line.startsWith("✖ failing tests:");
    if (/^[✔✖]/.test(line)) isWithin = false;
    else isWithin ||= line.startsWith("the page at ");
    return isAtEnd || isWithin;
  };
}

type Tally = { passed: number; failed: number; skipped: number };
/** @property isHeldBack whether its output comes as one piece at its end: another work may be printing too. */
type Work = { files: string[]; env: Record<string, string>; isHeldBack: boolean; isOfBrowser: boolean };
/** @property failing the files that hold what failed, as far as it was said. */
type Done = { work: Work; tally: Tally; failing: string[] };

const failingPlace = /^test at (.+?):\d+/;
const closingLine = /^ℹ (\w+) (\d+)/;
/** What each run said of its failures, said again at the end: nobody scrolls through a thousand lines for them. */
const failures: string[] = [];
/** What tests did not close. */
const stayedOpen: string[] = [];

/**
 * Room for what lives shortly, in MB: a test makes little else, and sweeping it every moment took a seventh of the work. By one
 * thread: the other core is another hand's.
 */
const young = ["--min-semi-space-size=32", "--max-semi-space-size=64", "--single-threaded-gc"];

/** Longer than any test takes: who has said nothing for so long hangs, and has failed (in ms). */
const silence = 12 * 60_000;

/** Ends a runner that says nothing any more; `heard` is called for each of its lines. */
function watched(runner: ChildProcess, ended: () => void): { heard: () => void; stop: () => void } {
  const end = () => {
    ended();
    console.log(`a process of tests said nothing for ${silence / 60_000} minutes and is ended`);
    runner.kill("SIGTERM");
    kill = setTimeout(() => runner.kill("SIGKILL"), 10_000);
  };
  let kill: NodeJS.Timeout | undefined;
  const timer = setTimeout(end, silence);
  return {
    heard: () => timer.refresh(),
    stop: () => {
      clearTimeout(timer);
      clearTimeout(kill);
    },
  };
}

/** Runs files in one process (scripts/run-tests.ts); the tally is read from its closing lines. */
function run({ files, env, isHeldBack }: Work): Promise<Omit<Done, "work">> {
  const began = performance.now();
  const runner = spawn(process.execPath, [...young, "scripts/run-tests.ts", ...files], {
    env: { ...process.env, ...env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  runners.add(runner);
  const closing = new Map<string, number>();
  const held: string[] = [];
  const failing = new Set<string>();
  const watch = watched(runner, () => {
    for (const file of files) failing.add(file);
  });
  const isOfFailure = failureReader();
  // Whole lines: another process may be printing too.
  createInterface({ input: runner.stdout }).on("line", (line) => {
    watch.heard();
    if (isHeldBack) held.push(line);
    else console.log(line);
    const plain = stripVTControlCharacters(line);
    if (plain.startsWith("STAYED OPEN")) stayedOpen.push(plain);
    if (isOfFailure(plain)) failures.push(line);
    const place = failingPlace.exec(plain)?.[1];
    if (place) failing.add(place);
    const [, word = "", count] = closingLine.exec(plain) ?? [];
    if (count) closing.set(word, Number(count));
  });
  return new Promise((done) => {
    // What a test started and left running may hold the pipe for ever.
    runner.on("exit", () => setTimeout(() => runner.stdout.destroy(), 10_000).unref());
    runner.on("close", (code) => {
      runners.delete(runner);
      watch.stop();
      const seconds = Math.round((performance.now() - began) / 1000);
      const what = files.length === 1 ? files[0] : `${files[0]} and ${files.length - 1} more`;
      if (isHeldBack) console.log([...held, `  in ${what}: ${seconds} s`].join("\n"));
      const count = (word: string) => closing.get(word) ?? 0;
      const failed = count("fail") + count("cancelled");
      const tally = {
        passed: count("pass"),
        failed: failed === 0 && code !== 0 ? 1 : failed,
        skipped: count("skipped") + count("todo"),
      };
      done({ tally, failing: [...failing] });
    });
  });
}

/**
 * Two hands where there are two cores: each takes the next work as soon as it is free. Each has a PostgreSQL of its own,
 * because what may be sealed and handed out waits for every open transaction of a cluster.
 */
async function runAll(works: readonly Work[]): Promise<Done[]> {
  const left = [...works];
  const done: Done[] = [];
  const hand = async () => {
    const server = await startTestCluster((line) => console.log(line));
    const cluster = { YAGURA_TEST_CLUSTER: JSON.stringify({ socketFolder: server.socketFolder }) };
    try {
      for (let work = left.shift(); work; work = left.shift())
        done.push({ work, ...(await run({ ...work, env: { ...work.env, ...cluster } })) });
    } finally {
      await server.stop();
    }
  };
  const hands = Math.min(2, availableParallelism(), works.length);
  await Promise.all(Array.from({ length: hands }, hand));
  return done;
}

/**
 * A file in the browser that failed has a second run, if no more than one process runs did: a browser beside other work loses
 * a page now and then. What passes only then is named at the end, to be looked at (docs/decisions/0060).
 */
async function onceMore(done: readonly Done[]): Promise<{ tallies: Tally[]; unsteady: string[] }> {
  const first = done.map((one) => one.tally);
  const lost = done.filter(({ work, tally }) => work.isOfBrowser && tally.failed > 0);
  const files = lost.flatMap((one) => one.failing);
  if (files.length === 0 || files.length > screensAtOnce || lost.some((one) => one.failing.length === 0))
    return { tallies: first, unsteady: [] };
  console.log(`once more: ${files.join(" ")}`);
  const [like] = lost;
  const second = await runAll(files.map((file): Work => ({ ...(like as Done).work, files: [file] })));
  const failed = second.reduce((sum, { tally }) => sum + tally.failed, 0);
  const failedFirst = lost.reduce((sum, { tally }) => sum + tally.failed, 0);
  return {
    // The others of these files had passed before; of those that failed, what passes now is passed.
    tallies: [...first, { passed: failedFirst - failed, failed: failed - failedFirst, skipped: 0 }],
    unsteady: second.filter(({ tally }) => tally.failed === 0).flatMap(({ work }) => work.files),
  };
}

/** Walks through the whole product and what starts it again and again: minutes each, so a process each. */
const isLong = (path: string) => /^test\/(walk|leaks|fuzz|backup|cli|upgrade)/.test(path);
/** Walks in one and the same world, which is built once for them. */
const isWalkOfWays = (path: string) => path.startsWith("test/walk-");

/** As many piles as asked, each file put on the next one in turn. */
const dealt = (files: readonly string[], piles: number): string[][] =>
  Array.from({ length: piles }, (_, pile) => files.filter((_path, at) => at % piles === pile));

/** The files of the services, the longest first, in as many processes as keep both hands busy to the end. */
function servicesIn(files: readonly string[]): string[][] {
  const rest = files.filter((path) => !isLong(path));
  return [
    files.filter(isWalkOfWays),
    ...files.filter((path) => isLong(path) && !isWalkOfWays(path)).map((path) => [path]),
    ...dealt(rest, Math.ceil(rest.length / 60)),
  ].filter((pile) => pile.length > 0);
}

/** Files of the browser in one process: it starts a browser once, and ends before its servers are too many. */
const screensAtOnce = 4;

async function main(): Promise<number> {
  const services = matching(
    "src/**/*.test.ts",
    "sample/**/*.test.ts",
    "test/*.test.ts",
    ...(isDeep ? ["test/deep/*.test.ts"] : []),
  );
  // The longest first, so that both hands end together; long texts are long walks.
  const screens = matching("test/e2e/*.test.ts").toSorted((a, b) => statSync(b).size - statSync(a).size);
  console.log(`tests: ${services.length} files against PostgreSQL, ${screens.length} in the browser`);
  // Where the files of the browser tell each other what they have measured (test/accessible.ts).
  const folder = mkdtempSync(join(tmpdir(), "yagura-measured-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  if (isDeep) process.env["YAGURA_TEST_DEEP"] = "1";
  process.env["YAGURA_TEST_MEASURED"] = join(folder, "kinds");
  // Once, before two processes need them at the same time.
  await buildWeb((line) => console.log(line));
  const parts = servicesIn(services);
  const done = await runAll([
    ...parts.map((files): Work => ({ files, env: {}, isHeldBack: parts.length > 1, isOfBrowser: false })),
    ...(chromiumHere ? dealt(screens, Math.ceil(screens.length / screensAtOnce)) : []).map(
      (files): Work => ({
        files,
        env: { CHROMIUM: chromiumHere ?? "" },
        isHeldBack: true,
        isOfBrowser: true,
      }),
    ),
  ]);
  const { tallies, unsteady } = await onceMore(done);
  if (screens.length > 0 && !chromiumHere) {
    console.log(
      `No Chromium was found: the ${screens.length} files of test/e2e were skipped. Install Debian's chromium-headless-shell, or name one in CHROMIUM.`,
    );
    tallies.push({ passed: 0, failed: process.env["CI"] === "true" ? 1 : 0, skipped: screens.length });
  }
  if (!office)
    console.log(
      "LibreOffice was not found: that workbooks survive being opened and saved by it was not tested. Install Debian's libreoffice-calc.",
    );
  if (failures.length > 0) console.log(["", ...failures, ""].join("\n"));
  for (const line of stayedOpen) console.log(line);
  for (const file of unsteady)
    console.log(`UNSTEADY: ${file} failed, and passed when it ran again. What failed stands above.`);
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
