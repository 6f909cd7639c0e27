// `npm run demo` as a newcomer starts it: a database of its own, the sample group, its result, a page that answers.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

/** Starts the demo and waits until it says that it is ready. */
async function demo(t: TestContext, data: string, args: string[] = []) {
  const child = spawn(process.execPath, ["src/app/demo.ts", ...args], {
    env: {
      ...process.env,
      PORT: "0",
      YAGURA_DATA: data,
      DATABASE_URL: "postgres://nobody@nowhere.invalid/real",
      HOST: "127.0.0.1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  t.after(() => child.kill("SIGKILL"));
  const address = await new Promise<string | null>((done) => {
    child.once("exit", () => done(null));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece: string) => {
        said += piece;
        const found = /^Yagura is ready: (\S+)$/m.exec(said);
        if (found && said.includes("Ctrl-C")) done(found[1] ?? null);
      });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  };
  return { address, said: () => said, stop };
}

async function signIn(address: string, loginName: string, password: string) {
  const answer = await fetch(`${address}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-yagura": "1" },
    body: JSON.stringify({ loginName, password }),
  });
  assert.equal(answer.status, 200);
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

test("the demo loads the group, prints what the overview shows, and a second start finds it", {
  timeout: 240_000,
}, async (t) => {
  const data = mkdtempSync(join(tmpdir(), "yagura-demo-test-"));
  t.after(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
  const first = await demo(t, data);
  assert.ok(first.address, first.said());
  const password = /the password of all is (\S+)\)/.exec(first.said())?.[1] ?? "";
  const cookie = await signIn(first.address, "office@mihon.example", password);
  const answer = await fetch(`${first.address}/api/overview`, { headers: { cookie } });
  const { overview } = (await answer.json()) as { overview: { counts: number[]; companies: number } };
  const all = /^ {2}All +(.+)$/m.exec(first.said())?.[1]?.trim().split(/ +/).map(Number);
  assert.deepEqual(all, [overview.companies, ...overview.counts]);
  assert.ok(existsSync(join(data, "demo", "files")), "the files of the evidence");
  await first.stop();

  const second = await demo(t, data);
  assert.match(second.said(), /found the Mihon Group/);
  await second.stop();
});

test("a size that does not exist is said in words", { timeout: 60_000 }, async (t) => {
  const { address, said } = await demo(t, "unused", ["--size", "huge"]);
  assert.equal(address, null);
  assert.match(said(), /There is no size huge[\s\S]*Choose one of demo, full, stress/);
});
