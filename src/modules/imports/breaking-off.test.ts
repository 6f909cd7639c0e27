// An import whose job ended every process that ran it: said at once, and gone on with from there.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { startWorker } from "#core/jobs/worker.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { testFileFolder } from "#test/files.ts";
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

async function working() {
  const { db, close } = openDatabase({ connectionString: database.url, size: 3 });
  const worker = await startWorker({
    url: database.url,
    db,
    kinds: modules.flatMap((module) => module.jobs ?? []),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    concurrency: 1,
    forgottenAfterSeconds: 1,
  });
  return async () => {
    await worker.close();
    await close();
  };
}

/** Holds a row that the job must write, so that it stays in the middle; gives what lets it go. */
async function hold(what: string, values: unknown[]): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query("begin");
  await client.query(`select from ${what} for update`, values);
  let isHeld = true;
  const letGo = async () => {
    if (!isHeld) return;
    isHeld = false;
    await client.query("rollback");
    await client.end();
  };
  atTheEnd(letGo);
  return letGo;
}

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
  const child = spawn(process.execPath, ["test/launch-process.ts", database.url, testFileFolder()], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((done) => child.on("exit", done));
  try {
    await until("the process has the job", async () => {
      const runner = await runnerOf(id);
      return runner !== null && runner !== before ? true : undefined;
    });
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

test("a check and an application that three processes died with are told as broken off and gone on with", async () => {
  const { id } = await open("people", "people.csv", Buffer.from(list), group.companies.own);
  const letGo = await hold("imports where id = $1", [id]);
  for (let n = 0; n < 3; n += 1) await dieWith(id);
  atTheEnd(await working());
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
  const letRowGo = await hold("import_rows where import_id = $1 and row_number = 1200", [id]);
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
