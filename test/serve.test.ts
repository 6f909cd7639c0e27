// The program as somebody starts it: what it answers, says and logs.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { atTheEnd } from "./db.ts";
import { until } from "./until.ts";
import { ask, firstGroup, spawnProduct, startProduct } from "./product.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-serve-"));
const env = { YAGURA_DATA: folder, HOST: "0.0.0.0" };
const product = await startProduct(env);
atTheEnd(async () => {
  product.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
const { address } = product;

test("S-01 health and readiness answer without a session and tell nothing else", async () => {
  assert.deepEqual((await ask(address, "GET", "/health")).body["status"], "alive");
  assert.deepEqual((await ask(address, "GET", "/ready")).body, { status: "ready" });
});

test("S-01 every answer carries the security headers, pages a policy without unsafe-inline", async () => {
  for (const path of ["/", "/api/session", "/api/setup", "/health", "/nothing/here"]) {
    const { headers } = await ask(address, "GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("referrer-policy"), "no-referrer", path);
    assert.equal(headers.get("x-powered-by"), null, path);
  }
});

test("the parts of a page are sent compressed to whoever takes them so, and are the same", async () => {
  const page = await (await fetch(address)).text();
  const paths = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(
    (one) => one[1] ?? "",
  );
  assert.ok(paths.length >= 2, page);
  const read = async (path: string, encoding: string) => {
    const answer = await fetch(address + path, { headers: { "accept-encoding": encoding } });
    return { sent: answer.headers.get("content-encoding"), text: await answer.text() };
  };
  let packed = 0;
  for (const path of paths) {
    const plain = await read(path, "identity");
    assert.equal(plain.sent, null, path);
    for (const encoding of ["br", "gzip"]) {
      const { sent, text } = await read(path, encoding);
      assert.equal(text, plain.text, path);
      assert.equal(sent, plain.text.length < 1024 ? null : encoding, path);
      packed += Number(sent !== null);
    }
  }
  assert.ok(packed > 0, "a large part is there to be compressed");
});

test("S-01 a call that another site could send is refused", async () => {
  const forged = await fetch(`${address}/api/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(firstGroup),
  });
  assert.equal(forged.status, 403);
});

test("S-01 the log tells what happened without personal data or secrets", async () => {
  const made = await ask(address, "POST", "/api/setup", firstGroup);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const token = made.cookie.split("=")[1] ?? "";
  assert.ok(token.length > 20);
  await ask(address, "POST", "/api/session", {
    loginName: firstGroup.loginName,
    password: "wrong-password-123",
  });
  await ask(address, "GET", "/api/accounts?search=Kobayashi-Testname", undefined, made.cookie);
  // The line of a request is written after its answer.
  const log = await until("the last request is logged", async () =>
    product.said().includes('"route":"/api/accounts","status":200') ? product.said() : undefined,
  );
  for (const secret of [
    firstGroup.familyName,
    "secretmail",
    firstGroup.password,
    "wrong-password-123",
    token,
  ])
    assert.ok(!log.includes(secret), secret);
});

test("over plain http for other machines it says which functions are off there", () => {
  assert.match(
    product.said(),
    /over plain http other machines[\s\S]*offline, the camera and passkeys are off/,
  );
});

test("S-01 a door that is hammered is closed for a while", async () => {
  const tries = [];
  for (let n = 0; n < 25; n += 1)
    tries.push(await ask(address, "POST", "/api/session", { loginName: "nobody", password: "x" }));
  assert.equal(tries[0]?.status, 401);
  assert.equal(tries.at(-1)?.status, 429);
});

test("a second copy on the same data, a port that is taken and a wrong setting are said plainly", async () => {
  const second = spawnProduct(env);
  assert.equal(await second.ended, 1);
  assert.match(second.said(), /Another copy of Yagura \(process \d+\) is using/);
  const wrong = spawnProduct({ ...env, PORT: "eighty", LOG_LEVEL: "loud" });
  assert.equal(await wrong.ended, 1);
  assert.match(wrong.said(), /PORT=eighty: a whole number[\s\S]*LOG_LEVEL=loud: one of/);
});

test("SIGTERM ends it in good order; a taken port is named at the next start, and the one after that works", async () => {
  product.child.kill("SIGTERM");
  assert.equal(await product.ended, 0, product.said());
  const blocker = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => blocker.once("listening", done));
  const { port } = blocker.address() as { port: number };
  const taken = spawnProduct({ YAGURA_DATA: folder, PORT: String(port) });
  const ended = await taken.ended;
  blocker.close();
  assert.equal(ended, 1);
  assert.match(taken.said(), new RegExp(`Port ${port} is taken[\\s\\S]*PORT=${port + 1}`));
  assert.doesNotMatch(taken.said(), /database/, "before anything else was begun");
  const again = await startProduct({ YAGURA_DATA: folder });
  assert.equal((await ask(again.address, "GET", "/api/setup")).body["isSetUp"], true);
  again.child.kill("SIGTERM");
  assert.equal(await again.ended, 0);
});
