// A load whose process is killed while it reads, and while it applies: nothing half, nothing twice, and it ends as if nothing had been.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { hold, startDying, startGoingOn, untilHeldUp } from "#test/dying.ts";
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

const keep = async (sourceId: string, list: string[]) => {
  const { sha256, sizeBytes } = await keepContent(Buffer.from(list.join("\n")));
  const { rows: files } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'text/plain', 'list.csv', 'asset_source') returning id",
    [companies.own, sha256, sizeBytes],
  );
  return (await ask(ledgers.openLoad, { id: sourceId, fileId: files[0]?.id ?? "" })).id;
};
const addSource = async (name: string) =>
  (
    await ask(ledgers.addSource, {
      companyId: companies.own,
      kind: "plain",
      name,
      rank: 5,
      records: true,
      expectedHours: null,
      isAutomatic: false,
    })
  ).id;

/** A process of its own takes the job up, comes to wait in its middle, and is killed there. */
async function dieInTheMiddle(): Promise<void> {
  const worker = await startDying(database);
  try {
    await untilHeldUp(database);
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
  const list = [
    "管理番号,ホスト名,製造番号",
    ...Array.from({ length: rows }, (_, n) => `A-${n},PC-${n},SN${n}X`),
  ];
  const id = await keep(await addSource("List"), list);

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
  const end = await startGoingOn(database);
  const applied = await settled(id);
  await end();
  assert.deepEqual([applied.state, applied.counts?.added], ["applied", rows]);
  assert.deepEqual([await count("devices"), await count("sightings")], [rows, rows]);
  assert.equal(await count("events where verb = 'asset_load.applied'"), 1);
});

test("R-31 a load killed while it notes what it names no more notes the rest when it goes on", async () => {
  const sourceId = await addSource("Long list");
  /** A few more than are noted in one transaction. */
  const gone = 20_003;
  await owner.query(
    `with made as (insert into devices (company_id, name, name_key, registered_at, source_ids)
       select $1, 'K' || n, 'K' || n, now(), array[$2::uuid] from generate_series(100001, 100000 + $3::int) n returning id, name)
     insert into sightings (source_id, ledger, source_key, company_id, entry_id, name, state, rank, sees, records, values, first_at, said_at, digest, raw, load_id)
     select $2, 'devices', name, $1, id, name, 'in_use', 5, false, true, '{}', now(), now(), '', '{}', $2 from made order by name`,
    [companies.own, sourceId, gone],
  );
  await owner.query("analyze sightings, devices");
  const id = await keep(sourceId, ["管理番号,ホスト名,製造番号", "A-L,PC-L,SNLX"]);
  const stop = await startGoingOn(database);
  const read = await settled(id);
  await stop();
  assert.deepEqual([read.state, read.counts?.absent], ["held", gone]);
  const absent = () => count(`sightings where source_id = '${sourceId}' and absent_since is not null`);

  await ask(ledgers.applyLoad, { id, rowVersion: read.rowVersion });
  // Which ones are noted first is nobody's promise: whoever notes more, after the first are noted, waits.
  await owner.query(`create function wait_to_note_more() returns trigger language plpgsql as $$ begin
      if exists (select from sightings where absent_since is not null) then perform pg_advisory_xact_lock(20003); end if; return null; end $$`);
  await owner.query(
    "create trigger wait_to_note_more before update on sightings for each statement execute function wait_to_note_more()",
  );
  const letThemGo = await hold(database, "select pg_advisory_xact_lock(20003)");
  await dieInTheMiddle();
  await letThemGo();
  assert.equal(await absent(), 20_000, "the first are noted, the rest is not");
  const end = await startGoingOn(database);
  const applied = await settled(id);
  await end();
  assert.equal(applied.state, "applied", JSON.stringify(applied.problem));
  assert.equal(await absent(), gone);
});
