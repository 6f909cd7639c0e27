// Applying a long list of findings whose worker is killed in the middle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { imports } from "#modules/imports/contract.ts";
import { testApp } from "#test/app.ts";
import { hold, startDying, startGoingOn } from "#test/dying.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importingWith } from "#test/imports.ts";
import { until } from "#test/until.ts";

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
const rows = 2200;
const list = [
  "会社コード,管理番号,件名,重大度,指摘日,状態,完了日",
  ...Array.from(
    { length: rows },
    (_, n) => `C1,監-${n},指摘${n},低,2025-04-01,${n % 2 ? "完了,2025-05-01" : "未対応,"}`,
  ),
].join("\n");
const count = async (sql: string) =>
  (await owner.query<{ n: number }>(`select count(*)::int as n ${sql}`)).rows[0]?.n;
const loaded = () => count("from finding_origins");

test("R-16 a list of findings whose worker is killed goes on elsewhere, each once with its end and its duty, numbers without a gap", async () => {
  const endFirst = await startGoingOn(database);
  const { check } = importingWith(app, office);
  const { id, shown } = await check("findings", "findings.csv", Buffer.from(list));
  assert.equal(shown.counts.new, rows);
  await endFirst();
  const letGo = await hold(
    database,
    "select from import_rows where import_id = $1 and row_number = 1500 for update",
    [id],
  );
  const worker = await startDying(database);
  await asOffice(imports.applyImport, {
    id,
    from: "2026-11-25",
    reason: "old list",
    rowVersion: shown.rowVersion,
  });
  await until("a batch is in", async () => ((await loaded()) === 1000 ? true : undefined));
  await worker.kill();
  await letGo();
  assert.equal(await loaded(), 1000, "what was committed stays");
  await startGoingOn(database);
  const after = await until("the import is applied", async () => {
    const now = await asOffice(imports.getImport, { id });
    return now.state === "applying" ? undefined : now;
  });
  assert.deepEqual([after.state, after.counts.added, after.counts.open], ["applied", rows, 0]);
  assert.deepEqual(
    [
      await loaded(),
      await count("from findings where by_list = 'closed'"),
      await count("from duties where subject_kind = 'finding' and state = 'open'"),
      await count("from (select max(number) as last from findings) x where last = 2200"),
      await count("from events where verb = 'finding.raised'"),
    ],
    [rows, rows / 2, rows / 2, 1, rows],
  );
});
