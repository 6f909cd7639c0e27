// Runs files of tests in this process, one after the other, as `node --test --test-isolation=none` does, without its hook on
// every promise: Node follows each of them to tell which test a stray error belongs to, which made an `await` twenty times as
// dear (4.3 s in place of 0.2 s for three million). Tests of one process run one at a time, so that is told without it.
import { createHook } from "node:async_hooks";
import { resolve } from "node:path";

const hooks = Object.getPrototypeOf(createHook({})) as { enable(): unknown };
const { enable } = hooks;
hooks.enable = function (this: unknown) {
  return this;
};
const { run } = await import("node:test");
const { spec } = await import("node:test/reporters");

let running = "before the first test";
// What hangs is ended from outside (scripts/test.ts), and then says where it was and what it waited for.
process.once("SIGTERM", () => {
  console.log(`ended during: ${running}\nopen: ${process.getActiveResourcesInfo().join(" ")}`);
  process.exit(1);
});
// The runner itself says what the error was and ends with 1: a stray error fails the run, whatever its tests said.
for (const stray of ["uncaughtException", "unhandledRejection"] as const)
  process.on(stray, () => console.log(`a stray error during: ${running}`));

const tests = run({
  isolation: "none",
  files: process.argv.slice(2).map((path) => resolve(path)),
  timeout: 600_000,
});
// The product's own use of it, and its tests', stay as they are.
hooks.enable = enable;
tests.on("test:dequeue", ({ name }) => {
  running = name;
});
tests.on("test:fail", () => {
  process.exitCode = 1;
});
tests.compose(new spec()).pipe(process.stdout);

// The runner ends when nothing is left to wait for, which is never while a test has left something open. So it is told that
// all is done when no test has been under way for a while, and what was left open is said.
const whole = 150_000;
let underWay = 0;
let isBegun = false;
const done = setTimeout(() => {
  if (underWay > 0 || !isBegun) return;
  console.log(`STAYED OPEN: ${process.getActiveResourcesInfo().join(" ")}`);
  tests.once("end", () => setImmediate(() => process.exit()));
  process.emit("beforeExit", 0);
}, whole).unref();
tests.on("test:enqueue", () => {
  underWay += 1;
  done.refresh();
});
tests.on("test:complete", () => {
  underWay -= 1;
  isBegun = true;
  done.refresh();
});
