// The real clamd, with one signature of our own instead of its database from the internet.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { testFileStore } from "#test/files.ts";
import { until } from "#test/until.ts";
import { clamd, refuseInfected, useScanner } from "./scanner.ts";

/** The industry's test file (EICAR), put together so that no scanner takes this source for it. */
const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const folder = mkdtempSync(join(tmpdir(), "yagura-clamd-"));
const socket = join(folder, "clamd.sock");
const place = "/usr/sbin/clamd";
const isThere = existsSync(place);
let running: ChildProcess | undefined;

async function startClamd(): Promise<void> {
  mkdirSync(join(folder, "signatures"), { recursive: true });
  chmodSync(folder, 0o755);
  const md5 = createHash("md5").update(eicar).digest("hex");
  writeFileSync(join(folder, "signatures", "test.hdb"), `${md5}:${eicar.length}:Test.Eicar\n`);
  writeFileSync(
    join(folder, "clamd.conf"),
    [
      `DatabaseDirectory ${join(folder, "signatures")}`,
      `LocalSocket ${socket}`,
      "Foreground yes",
      "StreamMaxLength 1M",
      "",
    ].join("\n"),
  );
  running = spawn(place, ["-c", join(folder, "clamd.conf")], { stdio: "ignore" });
  await until("clamd listens", async () => existsSync(socket) || undefined, 60_000);
}
atTheEnd(async () => {
  running?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** For this test alone: other files of tests are in the same process. */
function scanWith(t: TestContext, ...[scanning, tell]: Parameters<typeof useScanner>): void {
  useScanner(scanning, tell);
  t.after(() => useScanner(null));
}

const app = await testApp();
const { companies } = await buildSmallGroup(app.database.owner);
const officer = await signedIn(app.database.owner, { companyId: companies.own, role: "security_officer" });
const server = await app.server();
atTheEnd(() => server.close());

async function upload(content: string): Promise<{ status: number; code: string; retry: unknown }> {
  const form = new FormData();
  form.append("purpose", "evidence");
  form.append("companyId", companies.own);
  form.append("file", new Blob([content]), "proof.txt");
  const request = new Request("http://x", { method: "POST", body: form });
  const reply = await server.inject({
    method: "POST",
    url: "/api/files",
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { "content-type": request.headers.get("content-type") ?? "", "x-yagura": "1" },
    cookies: { yagura_session: officer.token },
  });
  return {
    status: reply.statusCode,
    code: (reply.json() as { code: string }).code,
    retry: reply.headers["retry-after"],
  };
}

const stored = () =>
  readdirSync(testFileStore().folder, { recursive: true }).filter((name) =>
    /[0-9a-f]{64}$/.test(String(name)),
  );

test("with a scanner a clean file is stored, and what it knows is refused, told in the trail and nowhere on the disk", {
  skip: !isThere && "clamd is not installed",
}, async (t) => {
  await startClamd();
  scanWith(t, { scanner: clamd(socket), whenDown: "refuse" });
  assert.equal((await upload("a clean proof")).status, 200);
  const before = stored().length;
  const { status, code } = await upload(eicar);
  assert.deepEqual([status, code], [400, "file.infected"]);
  assert.equal(stored().length, before);
  const { rows } = await app.database.owner.query(
    "select actor_id, company_id, data from events where verb = 'file.refused'",
  );
  assert.deepEqual(rows, [
    {
      actor_id: officer.personId,
      company_id: companies.own,
      data: { purpose: "evidence", signature: "Test.Eicar.UNOFFICIAL" },
    },
  ]);
});

test("what is larger than the scanner takes was not scanned, and is refused", {
  skip: !isThere && "clamd is not installed",
}, async (t) => {
  scanWith(t, { scanner: clamd(socket), whenDown: "refuse" });
  const { code } = await upload("x".repeat(1_500_000));
  assert.equal(code, "file.not_scanned");
});

test("a scanner that is down lets nothing pass, unless the operator says so", async (t) => {
  const told: unknown[] = [];
  const nobody = clamd(join(folder, "nobody.sock"));
  scanWith(t, { scanner: nobody, whenDown: "refuse" }, (error) => told.push(error));
  assert.deepEqual(await upload("another proof"), { status: 503, code: "file.not_scanned", retry: "60" });
  assert.equal(told.length, 1);
  scanWith(t, { scanner: nobody, whenDown: "accept" }, (error) => told.push(error));
  assert.equal((await upload("a third proof")).status, 200);
  assert.equal(told.length, 2, "and it is told each time");
});

test("a scanner that hangs up, or answers something else, has not said that a file is clean", async (t) => {
  const path = join(folder, "x");
  writeFileSync(path, "x".repeat(300_000));
  for (const answer of [
    "",
    "stream: OK but not quite\0",
    "INSTREAM size limit exceeded. ERROR\0",
    "stream: OK",
  ]) {
    const port = join(folder, `${crypto.randomUUID()}.sock`);
    const odd = createServer((line) => line.on("error", () => undefined).end(answer)).listen(port);
    await once(odd, "listening");
    scanWith(t, { scanner: clamd(port), whenDown: "refuse" });
    const isTaken = await refuseInfected(path).then(
      () => true,
      () => false,
    );
    assert.equal(isTaken, answer === "stream: OK", answer);
    odd.close();
  }
});
