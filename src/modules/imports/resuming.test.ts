// Applying a long list whose worker is killed in the middle.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { startWorker } from "#core/jobs/worker.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
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

/** Holds one row of the list, so that its batch waits; gives what lets it go. */
async function hold(id: string, rowNumber: number): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query("begin");
  await client.query("select from import_rows where import_id = $1 and row_number = $2 for update", [
    id,
    rowNumber,
  ]);
  return async () => {
    await client.query("rollback");
    await client.end();
  };
}

/** A worker of this process that ends when it is told to. */
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
  return {
    close: async () => {
      await worker.close();
      await close();
    },
  };
}

test("a list of people whose worker is killed goes on elsewhere, everybody once, nothing half", async () => {
  const first = await working();
  const { check } = importingWith(app, office);
  const { id, shown } = await check("people", "people.csv", Buffer.from(list), group.companies.own);
  assert.equal(shown.counts.new, rows);
  await first.close();
  const letGo = await hold(id, 2500);
  const child = spawn(process.execPath, ["test/launch-process.ts", database.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.on("exit", done));
  await until("the worker works", async () => (child.stdout.readableLength > 0 ? true : undefined));
  await asOffice(imports.applyImport, { id, from: "2026-11-25", rowVersion: shown.rowVersion });
  await until("two batches are in", async () => ((await loaded()) === 2000 ? true : undefined));
  child.kill("SIGKILL");
  await ended;
  await letGo();
  assert.equal(await loaded(), 2000, "what was committed stays");
  const second = await working();
  atTheEnd(second.close);
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
