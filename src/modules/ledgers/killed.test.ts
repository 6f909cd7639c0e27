// A load whose process is killed while it reads, and while it applies: nothing half, nothing twice, and it ends as if nothing had been.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { hold, startDying, startGoingOn } from "#test/dying.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { until } from "#test/until.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { database } = app;
const { owner } = database;
const { companies } = await buildSmallGroup(owner);
const officer = await signedIn(owner, { companyId: companies.own, role: "security_officer" });
const ask = app.as(officer.token);
const rows = 3000;

/** A process of its own takes the job up, comes to wait in its middle, and is killed there. */
async function dieInTheMiddle(): Promise<void> {
  const worker = await startDying(database);
  try {
    await until("the process waits in the middle", async () => {
      const { rows: waiting } = await owner.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return waiting.length > 0 ? true : undefined;
    });
  } finally {
    await worker.kill();
  }
}

const settled = (id: string) =>
  until("the load has settled", async () => {
    const shown = await ask(ledgers.getLoad, { id });
    return shown.state === "reading" || shown.state === "applying" ? undefined : shown;
  });
const count = async (what: string) =>
  Number((await owner.query(`select count(*) from ${what}`)).rows[0].count);

test("R-31 a load killed while it reads and while it applies ends as if nothing had been", async () => {
  const { id: sourceId } = await ask(ledgers.addSource, {
    companyId: companies.own,
    kind: "plain",
    name: "List",
    rank: 5,
    records: true,
    expectedHours: null,
    isAutomatic: false,
  });
  const list = [
    "管理番号,ホスト名,製造番号",
    ...Array.from({ length: rows }, (_, n) => `A-${n},PC-${n},SN${n}X`),
  ];
  const { sha256, sizeBytes } = await keepContent(Buffer.from(list.join("\n")));
  const { rows: files } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'text/plain', 'list.csv', 'asset_source') returning id",
    [companies.own, sha256, sizeBytes],
  );
  const { id } = await ask(ledgers.openLoad, { id: sourceId, fileId: files[0]?.id ?? "" });

  const letLoadGo = await hold(database, "select from source_loads where id = $1 for update", [id]);
  await dieInTheMiddle();
  await letLoadGo();
  const stop = await startGoingOn(database);
  const read = await settled(id);
  assert.deepEqual([read.state, read.counts?.rows, read.counts?.isNew], ["ready", rows, rows]);
  await stop();

  await ask(ledgers.applyLoad, { id, rowVersion: read.rowVersion });
  const letCountGo = await hold(
    database,
    "insert into ledger_counts (company_id, ledger, counted_at) values ($1, 'devices', now())",
    [companies.own],
  );
  await dieInTheMiddle();
  await letCountGo();
  assert.deepEqual([await count("devices"), await count("sightings")], [0, 0], "nothing half is there");
  await startGoingOn(database);
  const applied = await settled(id);
  assert.deepEqual([applied.state, applied.counts?.added], ["applied", rows]);
  assert.deepEqual([await count("devices"), await count("sightings")], [rows, rows]);
  assert.equal(await count("events where verb = 'asset_load.applied'"), 1);
});
