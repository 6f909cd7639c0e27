// A scan whose worker is killed while it asks: the load is applied, what was found stays, and everybody is asked once when the work goes on.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { jobs } from "#modules/jobs/contract.ts";
import { testApp } from "#test/app.ts";
import { hold, startDying, startGoingOn } from "#test/dying.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { until } from "#test/until.ts";
import { ledgers } from "./contract.ts";
import { askLeft } from "./unknown/asking.ts";

const app = await testApp();
const { database } = app;
const { owner } = database;
const group = await buildSmallGroup(owner);
const { own } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const ask = app.as(officer.token);
const scan = await readFile(new URL("../../../sample/data/scan-of-seven.xml", import.meta.url), "utf8");
await owner.query(
  "insert into servers (company_id, name, hostname, name_key, registered_at) values ($1, 'erp-db01', 'erp-db01', 'ERP-DB01', now())",
  [own],
);
const count = async (sql: string) =>
  Number((await owner.query<{ n: string }>(`select count(*) as n ${sql}`)).rows[0]?.n);
const endOfJob = (id: string) =>
  until("the job ends", async () => {
    const load = await ask(ledgers.getLoad, { id });
    return load.job && ["done", "failed", "cancelled"].includes(load.job.state) ? load : undefined;
  });
const askedOf = async (id: string) => [
  await count(`from unknown_things where load_id = '${id}' and asked_at is not null`),
  await count(
    `from duties d join unknown_things t on t.id = d.subject_id where t.load_id = '${id}' and d.state = 'open'`,
  ),
  await count(`from events where subject_id = '${id}' and verb = 'unknown.asked'`),
  await count(`from events where subject_id = '${id}' and verb = 'asset_load.applied'`),
];

/** Applied by a process of its own that waits in the middle of asking, `network` other hosts each time. */
async function waitsWhileAsking(network: string) {
  const worker = await startDying(database);
  const { sha256, sizeBytes } = await keepContent(
    Buffer.from(scan.replaceAll("10.20.", network).replaceAll(".mihon.example", `.${network}example`)),
  );
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'text/xml', 'scan.xml', 'asset_source') returning id",
    [own, sha256, sizeBytes],
  );
  const source = await ask(ledgers.addSource, {
    companyId: own,
    kind: "nmap",
    name: `Scan of ${network}`,
    rank: 5,
    records: false,
    expectedHours: null,
    isAutomatic: false,
  });
  const { id } = await ask(ledgers.openLoad, { id: source.id, fileId: rows[0]?.id ?? "" });
  const ready = await until("the scan is read", async () => {
    const load = await ask(ledgers.getLoad, { id });
    return load.state === "ready" ? load : undefined;
  });
  // What the search for likely owners alone reads.
  const letGo = await hold(database, "lock table internet_exits in access exclusive mode");
  await ask(ledgers.applyLoad, { id, rowVersion: ready.rowVersion });
  await until("the asking waits", async () =>
    (await count(
      "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%asked_now%'",
    )) === 1
      ? true
      : undefined,
  );
  const found = await count(`from unknown_things where load_id = '${id}' and asked_at is null`);
  return { id, found, worker, letGo };
}

test("R-38 a load is applied before it asks; killed while it asks, all that was found is asked about once when the work goes on", async () => {
  const { id, found, worker, letGo } = await waitsWhileAsking("10.20.");
  assert.equal(found, 7);
  assert.equal((await ask(ledgers.getLoad, { id })).state, "applied");
  await worker.kill();
  await letGo();
  assert.deepEqual(await askedOf(id), [0, 0, 0, 1], "what was committed stays, nobody is asked");
  const stop = await startGoingOn(database);
  const applied = await endOfJob(id);
  await stop();
  assert.deepEqual(
    [applied.state, applied.job?.state, applied.counts?.added],
    ["applied", "done", 7],
    JSON.stringify(applied.problem),
  );
  assert.deepEqual(await askedOf(id), [7, 7, 1, 1]);
});

test("R-31 a load of which only questions are left when the database itself dies is not called lost: it asks on without its rows", async () => {
  const { id, found, worker, letGo } = await waitsWhileAsking("10.70.");
  await worker.kill();
  await letGo();
  // As a database that died leaves what it does not log.
  await owner.query("truncate said_rows");
  const stop = await startGoingOn(database);
  const applied = await endOfJob(id);
  await stop();
  assert.deepEqual([applied.state, applied.problem, applied.job?.state], ["applied", null, "done"]);
  assert.deepEqual(await askedOf(id), [found, found, 1, 1]);
});

test("R-38 what a load found and was stopped before asking about is asked about within the hour", async () => {
  const { id, found, worker, letGo } = await waitsWhileAsking("10.80.");
  const sweep = () => asSystem(app.door.db, "timed.ledgers.ask_left", askLeft);
  assert.equal(await sweep(), 0, "while its job goes on that is the job's");
  await worker.kill();
  await letGo();
  const { jobId } = await ask(ledgers.getLoad, { id });
  await ask(jobs.cancelJob, { id: jobId ?? "" });
  const stop = await startGoingOn(database);
  assert.equal((await endOfJob(id)).job?.state, "cancelled");
  await stop();
  assert.deepEqual(await askedOf(id), [0, 0, 0, 1]);
  assert.equal(await sweep(), found);
  assert.deepEqual(await askedOf(id), [found, found, 1, 1]);
  assert.equal(await sweep(), 0);
});
