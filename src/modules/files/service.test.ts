import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { sweepFolder } from "#core/files/sweep.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, giveRole, signedIn } from "#test/factories.ts";
import { keepContent, testFileStore, testLimitBytes } from "#test/files.ts";
import { files } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
const executive = await signedIn(owner, { companyId: own, role: "company_executive", unitId: own });
const helper = await signedIn(owner, { companyId: own, role: "contributor", unitId: own });
const neighbour = await signedIn(owner, { companyId: sister, role: "security_officer", unitId: sister });
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const server = await app.server();
atTheEnd(() => server.close());

type Sent = {
  purpose?: string;
  companyId?: string;
  name?: string;
  content?: string | Uint8Array<ArrayBuffer>;
  token?: string | null;
};

async function send({
  purpose = "evidence",
  companyId = own,
  name = "proof.txt",
  content = "proof",
  token = officer.token,
}: Sent) {
  const form = new FormData();
  if (purpose) form.append("purpose", purpose);
  if (companyId) form.append("companyId", companyId);
  form.append("file", new Blob([content]), name);
  const request = new Request("http://x", { method: "POST", body: form });
  const reply = await server.inject({
    method: "POST",
    url: "/api/files",
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { "content-type": request.headers.get("content-type") ?? "", "x-yagura": "1" },
    ...(token ? { cookies: { yagura_session: token } } : {}),
  });
  return {
    status: reply.statusCode,
    body: reply.json() as Record<string, unknown> & { id: string; code: string },
  };
}

const get = (id: string, token: string) =>
  server.inject({ method: "GET", url: `/api/files/${id}`, cookies: { yagura_session: token } });

const events = async (verb: string, id: string) =>
  (
    await owner.query("select actor_id, company_id, data from events where verb = $1 and subject_id = $2", [
      verb,
      id,
    ])
  ).rows;

test("R-12 a file is stored once under its hash and comes back as a download, never as a page", async () => {
  const one = await send({ name: "../結果\u202E.txt", content: "same" });
  const two = await send({ name: "other.txt", content: "same" });
  assert.deepEqual(one, {
    status: 200,
    body: { id: one.body.id, name: "結果.txt", sizeBytes: 4, mediaType: "text/plain" },
  });
  const { rows } = await owner.query("select distinct sha256 from files where id = any ($1)", [
    [one.body.id, two.body.id],
  ]);
  assert.equal(rows.length, 1);
  const reply = await get(one.body.id, officer.token);
  assert.equal(reply.body, "same");
  assert.equal(
    reply.headers["content-disposition"],
    "attachment; filename=\"__.txt\"; filename*=UTF-8''%E7%B5%90%E6%9E%9C.txt",
  );
  assert.equal(reply.headers["x-content-type-options"], "nosniff");
  assert.match(String(reply.headers["content-security-policy"]), /sandbox/);
  assert.equal(reply.headers["content-length"], "4");
});

test("S-01 upload and download leave their events, the name apart from the ids", async () => {
  const { body } = await send({});
  await get(body.id, officer.token);
  const [uploaded] = await events("file.uploaded", body.id);
  assert.equal(uploaded.actor_id, officer.personId);
  assert.equal(uploaded.company_id, own);
  assert.ok(!JSON.stringify(uploaded.data).includes("proof.txt"));
  const [read] = await events("file.read", body.id);
  assert.equal(read.actor_id, officer.personId);
});

test("S-01 a sister company neither stores here nor reads: not found, and nothing is written", async () => {
  const { body } = await send({});
  assert.equal((await get(body.id, neighbour.token)).statusCode, 404);
  assert.deepEqual(await events("file.read", body.id), []);
  const refused = await send({ token: neighbour.token });
  assert.deepEqual([refused.status, refused.body.code], [404, "company.not_found"]);
});

test("S-01 without a session or the right nothing reaches the disk", async () => {
  const content = crypto.randomUUID();
  const nobody = await send({ content, token: null });
  assert.deepEqual([nobody.status, nobody.body.code], [401, "session.needed"]);
  const wrong = await send({ content, purpose: "import", token: helper.token });
  assert.equal(wrong.status, 404);
  const { createHash } = await import("node:crypto");
  assert.equal(await testFileStore().has(createHash("sha256").update(content).digest()), false);
});

test("the purpose decides the right: a secretary's second permission counts at its own place", async () => {
  const both = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
  await giveRole(owner, {
    personId: both.personId,
    companyId: own,
    role: "division_secretary",
    unitId: group.divisions.two,
  });
  const page = "%PDF-1.7\nsigned";
  const elsewhere = {
    purpose: "confirmation",
    companyId: group.companies.other,
    content: page,
    token: both.token,
  };
  const { status, body } = await send(elsewhere);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal((await get(body.id, both.token)).statusCode, 200);
  assert.equal((await send({ ...elsewhere, purpose: "evidence" })).status, 404);
});

test("a file of the group itself is for those who reach the whole group", async () => {
  const { status, body } = await send({
    purpose: "import",
    companyId: "",
    content: "code,name\n",
    token: office.token,
  });
  assert.equal(status, 200);
  assert.equal((await get(body.id, office.token)).statusCode, 200);
  assert.equal((await get(body.id, officer.token)).statusCode, 404);
});

for (const [what, sent, status, code] of [
  ["too large", { content: Buffer.alloc(testLimitBytes + 1, "a") }, 413, "file.too_large"],
  ["empty", { content: "" }, 400, "file.empty"],
  [
    "a program under another name",
    { name: "photo.png", content: `MZ${"\0".repeat(99)}` },
    400,
    "file.kind_refused",
  ],
  ["a web page", { content: "<html><script>alert(1)</script>" }, 400, "file.kind_refused"],
  [
    "of a kind the purpose does not take",
    { purpose: "confirmation", token: executive.token },
    400,
    "file.kind_refused",
  ],
  ["without its purpose", { purpose: "" }, 400, "file.form_unreadable"],
  ["for a purpose that does not exist", { purpose: "backdoor" }, 400, "file.form_unreadable"],
  ["for a company that is no id", { companyId: "' or 1=1" }, 400, "file.form_unreadable"],
] satisfies [string, Sent, number, string][]) {
  test(`S-01 an upload that is ${what} is refused as ${code}`, async () => {
    const reply = await send(sent);
    assert.deepEqual([reply.status, reply.body.code], [status, code]);
  });
}

test("S-01 on a real connection a file that is too large is told so, and the connection is not left hanging", async () => {
  const live = await app.server();
  const address = await live.listen({ port: 0, host: "127.0.0.1" });
  const form = new FormData();
  form.append("purpose", "evidence");
  form.append("companyId", own);
  form.append("file", new Blob([Buffer.alloc(4 * testLimitBytes, "a")]), "large.txt");
  const headers = { "x-yagura": "1", cookie: `yagura_session=${officer.token}` };
  const reply = await fetch(`${address}/api/files`, { method: "POST", body: form, headers });
  assert.equal(reply.status, 413);
  assert.equal(((await reply.json()) as { code: string }).code, "file.too_large");
  // The client keeps its connection for a next call, which a closing server would await for more than a minute.
  live.server.closeAllConnections();
  await live.close();
});

test("a contributor reads what he or she sent and what serves a delegated control, no other proof", async () => {
  const mine = await send({ token: helper.token });
  const theirs = await send({});
  assert.equal((await get(mine.body.id, helper.token)).statusCode, 200);
  assert.equal((await get(theirs.body.id, helper.token)).statusCode, 404);
  assert.equal((await get(mine.body.id, officer.token)).statusCode, 200);
});

test("a crash between content and commit leaves a content that the sweep takes away after a day, and no other", async () => {
  const store = testFileStore();
  const orphan = await keepContent(crypto.randomUUID());
  const young = await keepContent(crypto.randomUUID());
  const { body } = await send({ content: crypto.randomUUID() });
  const { rows } = await owner.query("select sha256 from files where id = $1", [body.id]);
  const cited = rows[0].sha256 as Buffer;
  for (const path of [orphan.path, store.pathOf(cited)]) utimesSync(path, 0, 0);
  const { db, close } = openDatabase({ connectionString: app.database.url, size: 1, role: "yagura_jobs" });
  const sweep = (sha256: Buffer) =>
    db.transaction().execute((trx) => sweepFolder(trx, store, sha256[0] ?? 0, Date.now() - 86_400_000));
  for (const sha256 of [orphan.sha256, young.sha256, cited]) await sweep(sha256);
  await close();
  assert.equal(await store.has(orphan.sha256), false);
  assert.equal(await store.has(young.sha256), true);
  assert.equal(await store.has(cited), true);
});

test("a content swept away before its row is written is asked for again, not cited", async () => {
  const gone = "a".repeat(64);
  await assert.rejects(
    app.as(officer.token)(files.uploadFile, {
      companyId: own,
      purpose: "evidence",
      name: "x",
      sha256: gone,
      sizeBytes: 1,
      mediaType: "text/plain",
    }),
    { code: "file.send_again" },
  );
});
