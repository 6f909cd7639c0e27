// What was acknowledged survives `kill -9` of the server and of PostgreSQL, and the next start is not in its way.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { atTheEnd } from "../db.ts";
import { ask, firstGroup, type Product, startProduct } from "../product.ts";
import { until } from "../until.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-kill-"));
const env = { YAGURA_DATA: folder, LOG_LEVEL: "warn" };
let product = await startProduct(env);
atTheEnd(async () => {
  product.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
const { cookie, body } = await ask(product.address, "POST", "/api/setup", firstGroup);
const groupId = String(body["groupId"]);
let serial = 0;
const acknowledged = new Set<string>();

/** Writes until the line breaks; what got its answer counts, what did not may or may not be there. */
async function writeUntilItBreaks(target: Product): Promise<void> {
  for (;;) {
    serial += 1;
    const code = `K${serial}`;
    const unit = {
      kind: "division",
      code,
      name: `Division ${serial}`,
      parentId: groupId,
      from: "2026-04-01",
    };
    try {
      const reply = await ask(target.address, "POST", "/api/units", unit, cookie);
      if (reply.status === 200) acknowledged.add(code);
      else if (reply.status < 500) throw new Error(`refused: ${JSON.stringify(reply.body)}`);
      else return;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("refused")) throw error;
      return;
    }
  }
}

function postmaster(): number {
  return Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

async function assertNothingLost(target: Product): Promise<void> {
  const tree = await ask(target.address, "GET", `/api/units/children?parentId=${groupId}`, undefined, cookie);
  assert.equal(tree.status, 200, JSON.stringify(tree.body));
  const there = JSON.stringify(tree.body);
  const lost = [...acknowledged].filter((code) => !there.includes(`"${code}"`));
  assert.deepEqual(lost, []);
  const verified = execFileSync(process.execPath, ["src/app/cli.ts", "trail", "verify"], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  assert.match(verified, /the trail is whole/);
}

for (const round of [1, 2]) {
  test(`S-01 kill -9 of the server while it writes loses nothing that was acknowledged (${round})`, async () => {
    const before = acknowledged.size;
    const writers = [1, 2, 3].map(() => writeUntilItBreaks(product));
    await until("some writes", async () => (acknowledged.size > before + 40 ? true : undefined), 60_000);
    product.child.kill("SIGKILL");
    await Promise.all(writers);
    await product.ended;
    product = await startProduct(env);
    await assertNothingLost(product);
  });
}

test("S-01 kill -9 of PostgreSQL while it writes loses nothing, and the server goes on by itself", async () => {
  const before = acknowledged.size;
  const writers = [1, 2, 3].map(() => writeUntilItBreaks(product));
  await until("some writes", async () => (acknowledged.size > before + 40 ? true : undefined), 60_000);
  process.kill(postmaster(), "SIGKILL");
  await Promise.all(writers);
  await until(
    "the server answers again",
    async () => ((await ask(product.address, "GET", "/ready")).status === 200 ? true : undefined),
    60_000,
  );
  await assertNothingLost(product);
  const more = writeUntilItBreaks(product);
  const now = acknowledged.size;
  await until("writing goes on", async () => (acknowledged.size > now + 5 ? true : undefined), 60_000);
  product.child.kill("SIGTERM");
  await more;
  assert.equal(await product.ended, 0, product.said());
});
