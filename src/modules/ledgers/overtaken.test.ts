// Loads of a group's source one after the other: rows of nobody, what an older one left, what a load found and never asked, a source that ends.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { loading } from "#test/loads.ts";
import { ledgers } from "./contract.ts";
import { endOfLeftCompanies } from "./unknown/leaving.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const as = app.as(office.token);
const ask = app.as(officer.token);
const groups = await loading(app, office, null);
const owns = await loading(app, officer, own);
const asked = async () =>
  (await as(duties.listMyDuties, { kind: "ledger.assign" })).rows.map((one) => one.subjectId);
const list = (rows: string[]) => ["ホスト名,製造番号,会社", ...rows].join("\n");
const scan = await readFile(new URL("../../../sample/data/scan-of-seven.xml", import.meta.url), "utf8");

const wide = await groups.source("plain", "Group list", { expectedHours: 24 });
const first = await groups.load(wide, "monday.csv", list(["PC-1,SN1X,ACME GK", "PC-2,SN2X,ACME GK"]));

test("rows of an applied load that name an unknown company are given to one on the load's page", async () => {
  assert.deepEqual([first.state, first.can.decide, await asked()], ["applied", true, [first.id]]);
  assert.deepEqual(
    first.words.map((one) => [one.word, one.rows, one.companyId]),
    [["ACME GK", 2, null]],
  );
});

test("what an older load left is the newer one's to name: nothing of it is asked about, decided or applied any more", async () => {
  const second = await groups.load(wide, "tuesday.csv", list(["PC-1,SN1X,ACME GK", "PC-3,SN3X,ACME GK"]));
  assert.deepEqual(await asked(), [second.id]);
  await assert.rejects(
    as(ledgers.decideLoad, { id: first.id, words: [{ word: "ACME GK", companyId: sister }] }),
    {
      code: "ledger.load_over",
    },
  );
  assert.deepEqual(await asked(), [second.id], "the newer one's question stays");
  await owner.query("update asset_sources set loaded_at = now() - interval '40 days' where id = $1", [wide]);
  await as(ledgers.decideLoad, { id: second.id, words: [{ word: "ACME GK", companyId: sister }] });
  const rest = await as(ledgers.getLoad, { id: second.id });
  await as(ledgers.applyLoad, { id: rest.id, rowVersion: rest.rowVersion });
  await groups.settled(rest.id);
  const { rows } = await owner.query<{ n: number; silent: boolean }>(
    `select (select count(*)::int from devices where company_id = $1) as n, s.loaded_at < now() - interval '30 days' as silent
     from asset_sources s where s.id = $2`,
    [sister, wide],
  );
  assert.deepEqual(rows[0], { n: 2, silent: true }, "assigning what was left is no new word of the source");
});

test("a whole file of an earlier day is not applied over a later one", async () => {
  const source = await owns.source("plain", "Own list");
  const early = await owns.settled(await owns.open(source, "early.csv", list(["PC-9,SN9X,"])));
  await owns.load(source, "late.csv", list(["PC-9,SN9X,", "PC-10,SN10X,"]));
  await assert.rejects(ask(ledgers.applyLoad, { id: early.id, rowVersion: early.rowVersion }), {
    code: "ledger.load_overtaken",
  });
  await ask(ledgers.dropLoad, { id: early.id, reason: "older" });
});

test("R-38 what a load found and came to no end with is asked about by the next one", async () => {
  const source = await owns.source("nmap", "Scan");
  const broken = await owns.load(source, "scan.xml", scan);
  // As a load leaves it that was stopped between finding and asking.
  await owner.query(
    "update unknown_things set asked_at = null, due_on = null, asked_id = null where load_id = $1",
    [broken.id],
  );
  await owner.query("delete from duties where kind = 'ledger.identify'");
  await owns.load(source, "scan.xml", scan.replaceAll('hostname name="', 'hostname name="x'));
  const { rows } = await owner.query<{ waits: number; duties: number }>(
    `select count(*) filter (where asked_at is null)::int as waits,
       (select count(*)::int from duties where kind = 'ledger.identify' and state = 'open') as duties from unknown_things where ended_at is null`,
  );
  assert.equal(rows[0]?.waits, 0);
  assert.ok((rows[0]?.duties ?? 0) >= 7);
});

test("very many things are one duty that says of which source and how many", async () => {
  const many = `<?xml version="1.0"?><nmaprun start="1794787200">${Array.from(
    { length: 60 },
    (_, at) =>
      `<host starttime="1794787210" endtime="1794787211"><status state="up"/><address addr="10.98.0.${at + 1}" addrtype="ipv4"/></host>`,
  ).join("")}</nmaprun>`;
  await owns.load(await owns.source("nmap", "Everything"), "scan.xml", many);
  const { rows } = await owner.query<{ about: string }>(
    "select about from duties where kind = 'ledger.identify_many' and state = 'open'",
  );
  assert.deepEqual(
    rows.map((row) => row.about),
    ["Everything (60)"],
  );
});

test("a source that ends leaves no load to be applied, no row and no question", async () => {
  const source = await groups.source("plain", "Ending");
  const applied = await groups.load(source, "a.csv", list(["PC-20,SN20X,Nobody KK"]));
  const ready = await groups.settled(await groups.open(source, "b.csv", list(["PC-21,SN21X,Nobody KK"])));
  assert.ok((await asked()).length > 0);
  await as(ledgers.endSource, { id: source, reason: "gone" });
  assert.ok(!(await asked()).some((one) => one === applied.id || one === ready.id));
  for (const { id, rowVersion } of [ready, applied])
    await assert.rejects(as(ledgers.applyLoad, { id, rowVersion: rowVersion + 1 }), {
      code: "ledger.load_over",
    });
  assert.equal((await as(ledgers.getLoad, { id: ready.id })).state, "dropped");
  const { rows } = await owner.query(
    "select from arrived a join source_loads l on l.id = a.load_id where l.source_id = $1",
    [source],
  );
  assert.equal(rows.length, 0);
});

test("what is asked at a company that has left the group ends with it", async () => {
  await owner.query("update units set ended_on = group_today(), ended_reason = 'sold' where id = $1", [own]);
  await asSystem(app.door.db, "timed.ledgers.leavers", async (ctx) => {
    while ((await endOfLeftCompanies(ctx)) > 0);
  });
  const { rows } = await owner.query<{ n: number }>(
    `select (select count(*)::int from unknown_things where company_id = $1 and ended_at is null)
       + (select count(*)::int from duties where company_id = $1 and kind like 'ledger.identify%' and state = 'open') as n`,
    [own],
  );
  assert.equal(rows[0]?.n, 0);
});
