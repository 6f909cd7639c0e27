// A program pushes what a source says, by an access token, as docs/operations/api.md says it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tokens } from "#modules/tokens/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { startGoingOn } from "#test/dying.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { until } from "#test/until.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const { companies, group } = await buildSmallGroup(owner);
const office = app.as(
  (await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId: group })).token,
);
const server = await app.server();
atTheEnd(() => server.close());

const sourceOf = async (companyId: string) =>
  (
    await office(ledgers.addSource, {
      companyId,
      kind: "plain",
      name: "Nightly list",
      rank: 5,
      records: true,
      expectedHours: 24,
      isAutomatic: true,
    })
  ).id;
const tokenFor = async (companyId: string, isReadOnly = false) =>
  (
    await office(tokens.makeToken, {
      name: "nightly",
      permissions: ["ledger.manage", "ledger.read"],
      companyId,
      isReadOnly,
      days: 1,
    })
  ).token;

async function push(token: string, companyId: string, sourceId: string, content: string) {
  const form = new FormData();
  form.append("purpose", "asset_source");
  form.append("companyId", companyId);
  form.append("file", new Blob([content]), "devices.csv");
  const request = new Request("http://x", { method: "POST", body: form });
  const headers = { authorization: `Bearer ${token}` };
  const sent = await server.inject({
    method: "POST",
    url: "/api/files",
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { ...headers, "content-type": request.headers.get("content-type") ?? "" },
  });
  if (sent.statusCode !== 200) return { status: sent.statusCode, code: sent.json<{ code: string }>().code };
  const opened = await server.inject({
    method: "POST",
    url: `/api/asset-sources/${sourceId}/loads`,
    payload: { fileId: sent.json<{ id: string }>().id },
    headers,
  });
  return { status: opened.statusCode, ...opened.json<{ code?: string; id?: string }>() };
}

test("R-31 a program pushes a file by an access token, and it is applied without anybody", async () => {
  const sourceId = await sourceOf(companies.own);
  const token = await tokenFor(companies.own);
  const { status, id } = await push(
    token,
    companies.own,
    sourceId,
    "管理番号,ホスト名,製造番号\nA-1,PC-1,SN70001\nA-2,PC-2,SN70002",
  );
  assert.equal(status, 200);
  const stop = await startGoingOn(app.database);
  const load = await until("the load is applied", async () => {
    const told = await server.inject({
      url: `/api/asset-loads/${id}`,
      headers: { authorization: `Bearer ${token}` },
    });
    const shown = told.json<{ state: string; counts: { added: number } }>();
    return shown.state === "applied" ? shown : undefined;
  });
  await stop();
  assert.equal(load.counts.added, 2);
  assert.equal(
    (await office(ledgers.countEntries, { ledger: "devices", companyId: companies.own })).count,
    2,
  );
});

test("S-01 a token bound to one company pushes nothing to another, and one for reading pushes nothing", async () => {
  const sisters = await sourceOf(companies.sister);
  const list = "管理番号,ホスト名,製造番号\nB-1,PC-9,SN70009";
  const bound = await tokenFor(companies.own);
  assert.equal((await push(bound, companies.sister, sisters, list)).status, 404);
  assert.equal((await push(bound, companies.own, sisters, list)).status, 404);
  const reader = await tokenFor(companies.sister, true);
  assert.deepEqual(await push(reader, companies.sister, sisters, list), {
    status: 403,
    code: "token.reads_only",
  });
  assert.equal(
    (await office(ledgers.countEntries, { ledger: "devices", companyId: companies.sister })).count,
    0,
  );
});
