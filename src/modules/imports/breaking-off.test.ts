// An import whose job ended every process that ran it: said at once, and gone on with from there.
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
const { open, settled } = importingWith(app, office);
const list = [
  "社員番号,氏名,雇用形態,入社日",
  ...Array.from({ length: 1500 }, (_, n) => `E${n},見本 ${n}子,正社員,2024-04-01`),
].join("\n");

const runnerOf = async (id: string): Promise<number | null> =>
  (
    await owner.query<{ runner: number | null }>(
      "select j.runner from jobs j join imports i on i.job_id = j.id where i.id = $1 and j.state = 'running'",
      [id],
    )
  ).rows[0]?.runner ?? null;

/** A process of its own that takes the job up, and is killed with it. */
async function dieWith(id: string): Promise<void> {
  const before = await runnerOf(id);
  const worker = await startDying(database);
  try {
    await until("the process has the job", async () => {
      const runner = await runnerOf(id);
      return runner !== null && runner !== before ? true : undefined;
    });
  } finally {
    await worker.kill();
  }
}

test("a check and an application that three processes died with are told as broken off and gone on with", async () => {
  const { id } = await open("people", "people.csv", Buffer.from(list), group.companies.own);
  const letGo = await hold(database, "select from imports where id = $1 for update", [id]);
  for (let n = 0; n < 3; n += 1) await dieWith(id);
  await startGoingOn(database);
  const broken = await until("the import is told as broken off", async () => {
    const now = await asOffice(imports.getImport, { id });
    return now.state === "checking" ? undefined : now;
  });
  assert.deepEqual(
    [broken.state, broken.brokenOff],
    ["broken_off", { during: "checking", code: "job.process_died" }],
  );
  assert.equal((await asOffice(imports.listImports, {})).rows[0]?.state, "broken_off");
  await letGo();
  await asOffice(imports.checkAgain, { id, rowVersion: broken.rowVersion });
  const checked = await settled(id);
  assert.deepEqual([checked.state, checked.brokenOff, checked.counts.open], ["checked", null, 1500]);

  // One batch is in when the second one cannot be written: as the jobs leave it when they give up.
  const letRowGo = await hold(
    database,
    "select from import_rows where import_id = $1 and row_number = 1200 for update",
    [id],
  );
  await asOffice(imports.applyImport, { id, from: "2026-11-25", rowVersion: checked.rowVersion });
  await until("a batch is in", async () =>
    Number((await owner.query("select count(*) as n from people where code like 'E%'")).rows[0].n) === 1000
      ? true
      : undefined,
  );
  await owner.query(
    `update jobs set state = 'failed', runner = null, problem = '{"code": "job.process_died"}' where subject_id = $1 and state = 'running'`,
    [id],
  );
  await letRowGo();
  const half = await asOffice(imports.getImport, { id });
  assert.deepEqual(
    [half.brokenOff, half.counts.added, half.counts.open],
    [{ during: "applying", code: "job.process_died" }, 1000, 500],
  );
  await asOffice(imports.applyImport, { id, from: "2026-11-25", rowVersion: half.rowVersion });
  const applied = await settled(id);
  assert.deepEqual([applied.state, applied.counts.added, applied.counts.open], ["applied", 1500, 0]);
});
