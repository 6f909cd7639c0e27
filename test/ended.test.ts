// `npm test` that is ended early leaves nothing running.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until } from "./until.ts";

const lives = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("the tests ended by SIGTERM end their PostgreSQL and what runs in it", {
  timeout: 120_000,
}, async (t) => {
  const tests = spawn(process.execPath, ["scripts/test.ts", "sample/sample.test.ts"], {
    // Not as a part of the run that this test is in: it reports in words.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => tests.kill("SIGTERM"));
  let said = "";
  tests.stdout.setEncoding("utf8").on("data", (piece: string) => (said += piece));
  // The first of its tests has passed, and the longer ones are still to come.
  await until(
    "it is under way",
    async () => said.includes("✔") || tests.exitCode !== null || undefined,
    90_000,
  );
  const folder = /new cluster in (\S+)/.exec(said)?.[1] ?? "";
  const postmaster = Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
  assert.ok(lives(postmaster), said);
  tests.kill("SIGTERM");
  const [code] = await once(tests, "exit");
  assert.equal(code, 143, said);
  await until("PostgreSQL has ended", async () => !lives(postmaster) || undefined);
});
