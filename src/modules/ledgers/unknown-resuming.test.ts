// A scan whose worker is killed while it asks: what was found stays, and everybody is asked once when the work goes on.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { hold, startDying } from "#test/dying.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { until } from "#test/until.ts";
import { startWork } from "#test/work.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { database } = app;
const { owner } = database;
const group = await buildSmallGroup(owner);
const { own } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const ask = app.as(officer.token);
const count = async (sql: string) =>
  Number((await owner.query<{ n: string }>(`select count(*) as n ${sql}`)).rows[0]?.n);

test("R-38 a scan whose worker is killed while it asks: seven things stay, and seven duties exist, each once", async () => {
  const scan = await readFile(new URL("../../../sample/data/scan-of-seven.xml", import.meta.url));
  await owner.query(
    "insert into servers (company_id, name, hostname, name_key, registered_at) values ($1, 'erp-db01', 'erp-db01', 'ERP-DB01', now())",
    [own],
  );
  const worker = await startDying(database);
  const { sha256, sizeBytes } = await keepContent(scan);
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'text/xml', 'scan.xml', 'asset_source') returning id",
    [own, sha256, sizeBytes],
  );
  const source = await ask(ledgers.addSource, {
    companyId: own,
    kind: "nmap",
    name: "Scan",
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
  await until("the things are found", async () =>
    (await count("from unknown_things")) === 7 ? true : undefined,
  );
  assert.equal(await count("from duties"), 0);
  await worker.kill();
  await letGo();
  assert.equal(await count("from unknown_things where asked_at is null"), 7, "what was committed stays");
  await startWork(database);
  const applied = await until("the scan is applied", async () => {
    const load = await ask(ledgers.getLoad, { id });
    return load.state === "applying" ? undefined : load;
  });
  assert.equal(applied.state, "applied", JSON.stringify(applied.problem));
  assert.deepEqual(
    [
      await count("from unknown_things where asked_at is not null"),
      await count("from duties where kind = 'ledger.identify' and state = 'open'"),
      await count("from duties"),
      await count("from events where verb = 'unknown.asked'"),
      await count(`from events where subject_id = '${id}' and verb = 'asset_load.applied'`),
    ],
    [7, 7, 7, 1, 1],
  );
});
