// Applying a long list whose worker is killed in the middle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { hold, startDying, startGoingOn } from "#test/dying.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importingWith } from "#test/imports.ts";
import { until } from "#test/until.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { database } = app;
const { owner } = database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const asOffice = app.as(office.token);
const rows = 4500;
const list = [
  "社員番号,氏名,雇用形態,入社日",
  ...Array.from({ length: rows }, (_, n) => `E${n},見本 ${n}子,正社員,2024-04-01`),
].join("\n");

const count = async (sql: string) =>
  Number((await owner.query<{ n: string }>(`select count(*) as n ${sql}`)).rows[0]?.n);
const loaded = () => count("from people where code like 'E%'");

test("a list of people whose worker is killed goes on elsewhere, everybody once, nothing half", async () => {
  const endFirst = await startGoingOn(database);
  const { check } = importingWith(app, office);
  const { id, shown } = await check("people", "people.csv", Buffer.from(list), group.companies.own);
  assert.equal(shown.counts.new, rows);
  await endFirst();
  const letGo = await hold(
    database,
    "select from import_rows where import_id = $1 and row_number = 2500 for update",
    [id],
  );
  const worker = await startDying(database);
  await asOffice(imports.applyImport, { id, from: "2026-11-25", rowVersion: shown.rowVersion });
  await until("two batches are in", async () => ((await loaded()) === 2000 ? true : undefined));
  await worker.kill();
  await letGo();
  assert.equal(await loaded(), 2000, "what was committed stays");
  await startGoingOn(database);
  const after = await until("the import is applied", async () => {
    const now = await asOffice(imports.getImport, { id });
    return now.state === "applying" ? undefined : now;
  });
  assert.deepEqual([after.state, after.counts.added, after.counts.open], ["applied", rows, 0]);
  assert.deepEqual(
    [
      await loaded(),
      await count("from employments e join people p on p.id = e.person_id where p.code like 'E%'"),
    ],
    [rows, rows],
  );
  assert.equal(await count(`from events where subject_id = '${id}' and verb = 'import.applied'`), 1);
});
