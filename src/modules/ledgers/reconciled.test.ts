// Several sources about the same things: one entry with its conflicts, nothing lost, nothing changed twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { loading } from "#test/loads.ts";
import { until } from "#test/until.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
const ask = app.as(officer.token);
const { source, load, open, settled } = await loading(app, officer, group.companies.own);

const purchases = (rows: string[]) => ["管理番号,機種,メーカー,製造番号,購入日,使用者", ...rows].join("\r\n");
const intune = (rows: string[]) =>
  [
    "Device ID,Device name,Last check-in,Serial number,Manufacturer,Model,Encrypted,OS,OS version,Compliance,Managed by",
    ...rows,
  ].join("\n");
const fleet = (rows: string[]) =>
  [
    "id,hostname,hardware_serial,uuid,platform,os_version,seen_time,hardware_vendor,hardware_model",
    ...rows,
  ].join("\n");
const glpi = JSON.stringify({
  action: "inventory",
  deviceid: "pc-7-2026-01-01",
  itemtype: "Computer",
  content: {
    bios: { ssn: "5CG7001", smodel: "Latitude 5440", smanufacturer: "Dell Inc." },
    hardware: { name: "PC-7", uuid: "4c4c4544-0001", chassis_type: "Laptop" },
    operatingsystem: {
      full_name: "Windows 11 Pro",
      name: "Windows",
      version: "22H2",
      kernel_name: "MSWin32",
    },
  },
});
const now = new Date().toISOString();

const list = await source("plain", "Purchases", { rank: 7, records: true });
const manager = await source("intune", "Device manager", { rank: 2, expectedHours: 24 });
const osquery = await source("fleet", "Fleet", { rank: 3 });
const inventory = await source("glpi_agent", "Inventory agent", { rank: 4 });

test("R-31 the same laptop from Intune, Fleet, GLPI and a purchase list is one entry with its conflicts", async () => {
  const bought = await load(
    list,
    "purchases.csv",
    purchases(["A-007,Latitude 5440,Dell,5CG 7001,2025-04-01,"]),
  );
  assert.equal(bought.state, "applied", JSON.stringify(bought.problem));
  assert.equal(bought.counts?.added, 1);
  const listed = await ask(ledgers.listEntries, { ledger: "devices" });
  assert.deepEqual(
    listed.rows.map((one) => one.standing),
    ["only_here"],
  );
  const managed = await load(
    manager,
    "intune.csv",
    intune([`dev-7,PC-7,${now},5CG7001,Dell Inc.,Latitude 5440,True,Windows,10.0.22631,Compliant,Intune`]),
  );
  assert.deepEqual([managed.counts?.added, managed.counts?.joined], [0, 1]);
  await load(
    osquery,
    "fleet.csv",
    fleet([`7,pc-7.corp.local,5cg7001,u-7,windows,Windows 11 Pro 23H2,${now},Dell,Latitude 5440`]),
  );
  const agent = await load(inventory, "glpi.json", glpi);
  assert.equal(agent.state, "applied", JSON.stringify(agent.problem));
  const { rows } = await ask(ledgers.listEntries, { ledger: "devices" });
  assert.equal(rows.length, 1);
  const [entry] = rows;
  assert.ok(entry);
  assert.equal(entry.standing, "matched");
  assert.equal(entry.sources, 4);
  assert.equal(entry.values.encrypted, true);
  assert.ok(entry.conflicts.includes("manufacturer"), entry.conflicts.join());
  // The device manager is trusted more than Fleet.
  assert.equal(entry.values.osVersion, "10.0.22631");
  const { rows: said } = await ask(ledgers.listSightings, { ledger: "devices", id: entry.id });
  assert.deepEqual(
    said.map((one) => one.sourceName),
    ["Device manager", "Fleet", "Inventory agent", "Purchases"],
  );
});

test("R-31 the second import of the same file changes nothing", async () => {
  const before = await ask(ledgers.listEntries, { ledger: "devices" });
  const again = await load(
    manager,
    "intune.csv",
    intune([`dev-7,PC-7,${now},5CG7001,Dell Inc.,Latitude 5440,True,Windows,10.0.22631,Compliant,Intune`]),
  );
  assert.deepEqual([again.counts?.isNew, again.counts?.changed, again.counts?.same], [0, 0, 1]);
  assert.deepEqual([again.counts?.added, again.counts?.joined, again.counts?.merged], [0, 0, 0]);
  const after = await ask(ledgers.listEntries, { ledger: "devices" });
  assert.deepEqual(after.rows, before.rows);
});

test("a field that a person sets is written over by no source, until it is released", async () => {
  const [entry] = (await ask(ledgers.listEntries, { ledger: "devices" })).rows;
  assert.ok(entry);
  await ask(ledgers.changeEntry, {
    ledger: "devices",
    id: entry.id,
    rowVersion: entry.rowVersion,
    values: { model: "Latitude 5440 (rented)" },
  });
  await load(
    manager,
    "intune.csv",
    intune([`dev-7,PC-7,${now},5CG7001,Dell Inc.,Latitude 5441,True,Windows,10.0.22631,Compliant,Intune`]),
  );
  const kept = await ask(ledgers.getEntry, { ledger: "devices", id: entry.id });
  assert.equal(kept.values.model, "Latitude 5440 (rented)");
  await ask(ledgers.changeEntry, {
    ledger: "devices",
    id: entry.id,
    rowVersion: kept.rowVersion,
    release: ["model"],
  });
  const released = await ask(ledgers.getEntry, { ledger: "devices", id: entry.id });
  assert.equal(released.values.model, "Latitude 5441");
});

test("what a whole load no longer names is not seen, and stays; what comes back is there again", async () => {
  const two = intune([
    `dev-7,PC-7,${now},5CG7001,Dell Inc.,Latitude 5441,True,Windows,10.0.22631,Compliant,Intune`,
    `dev-8,PC-8,${now},5CG7008,Dell Inc.,Latitude 5441,False,Windows,10.0.22631,Compliant,Intune`,
  ]);
  const first = await load(manager, "intune.csv", two);
  assert.equal(first.counts?.added, 1);
  const one = intune([
    `dev-7,PC-7,${now},5CG7001,Dell Inc.,Latitude 5441,True,Windows,10.0.22631,Compliant,Intune`,
  ]);
  const second = await load(manager, "intune.csv", one);
  assert.equal(second.counts?.absent, 1);
  const gone = (await ask(ledgers.listEntries, { ledger: "devices", search: "PC-8" })).rows[0];
  assert.ok(gone);
  assert.equal(gone.sources, 0);
  assert.equal(gone.state, "in_use");
  await load(manager, "intune.csv", two);
  const back = (await ask(ledgers.listEntries, { ledger: "devices", search: "PC-8" })).rows[0];
  assert.equal(back?.sources, 1);
});

test("a load that would lose an unusual share is held, and does nothing until somebody says so", async () => {
  const many = (from: number, to: number) =>
    intune(
      Array.from(
        { length: to - from },
        (_, at) =>
          `m-${from + at},M-${from + at},${now},SER90${from + at},Dell Inc.,X,True,Windows,10,Compliant,Intune`,
      ),
    );
  const other = await source("intune", "Second manager");
  await load(other, "all.csv", many(0, 40));
  const held = await settled(await open(other, "cut.csv", many(0, 12)));
  assert.equal(held.state, "held");
  assert.equal(held.counts?.absent, 28);
  const before = await ask(ledgers.countEntries, { ledger: "devices", search: "M-" });
  assert.equal(before.count, 40);
  await ask(ledgers.dropLoad, { id: held.id, reason: "an export of one department" });
  const sources = await ask(ledgers.listSources, {});
  assert.equal(sources.rows.find((one) => one.id === other)?.named, 40);
});

test("R-06 a source that has not spoken for longer than it should is silent, and what it said is stale, never zero", async () => {
  await owner.query("update asset_sources set loaded_at = now() - interval '30 hours' where id = $1", [
    manager,
  ]);
  const { rows } = await ask(ledgers.listSources, {});
  const silent = rows.find((one) => one.id === manager);
  assert.ok(silent?.silentSince);
  assert.ok((silent?.named ?? 0) > 0);
  const devices = (await ask(ledgers.listLedgers, {})).rows.find((one) => one.ledger === "devices");
  assert.equal(devices?.staleSince, silent?.silentSince);
  assert.ok((devices?.entries ?? 0) > 0);
});

test("a source that ends names nothing any more; what it named stays, and is not counted as seen by it", async () => {
  const own = await source("intune", "A third manager");
  await load(
    own,
    "one.csv",
    intune([`z-1,Z-1,${now},SER77001,Dell Inc.,X,True,Windows,10,Compliant,Intune`]),
  );
  await ask(ledgers.endSource, { id: own, reason: "replaced" });
  const entry = await until("nobody names it", async () => {
    const [row] = (await ask(ledgers.listEntries, { ledger: "devices", search: "Z-1" })).rows;
    return row?.sources === 0 ? row : undefined;
  });
  assert.equal(entry.state, "in_use");
  assert.ok(!(await ask(ledgers.listSources, {})).rows.some((one) => one.id === own));
});

test("a load says what each column is taken for; one that somebody names adds to those", async () => {
  const other = await source("plain", "List of the stores");
  const meanings = ({ ledger, columns }: Awaited<ReturnType<typeof settled>>) => ({
    ledger,
    ...Object.fromEntries(columns.map(({ label, field, example }) => [label, [field, example]])),
  });
  // What the first row leaves empty is shown by one further down.
  const text = "ホスト名,製造番号,作った会社\r\nST-1,SER90001,\r\nST-2,SER90002,Lenovo";
  const read = await settled(await open(other, "stores.csv", text));
  const recognised = { ledger: "devices", ホスト名: ["hostname", "ST-1"], 製造番号: ["serial", "SER90001"] };
  assert.deepEqual(meanings(read), { ...recognised, 作った会社: [null, "Lenovo"] });
  await ask(ledgers.decideLoad, { id: read.id, choices: { columns: { manufacturer: "作った会社" } } });
  const again = await settled(read.id);
  assert.deepEqual(meanings(again), { ...recognised, 作った会社: ["manufacturer", "Lenovo"] });
  const { rows } = await ask(ledgers.listLoadRows, { id: read.id });
  assert.deepEqual(
    rows.map(({ values }) => [values.hostname, values.serial, values.manufacturer]),
    [
      ["ST-1", "SER90001", undefined],
      ["ST-2", "SER90002", "Lenovo"],
    ],
  );
  await ask(ledgers.decideLoad, { id: read.id, choices: { unused: ["製造番号"] } });
  const without = await settled(read.id);
  assert.deepEqual(meanings(without), {
    ...recognised,
    製造番号: [null, "SER90001"],
    作った会社: ["manufacturer", "Lenovo"],
  });
  await ask(ledgers.dropLoad, { id: read.id, reason: "" });
});

test("a file that is none is told with a code, and nothing of it is kept", async () => {
  const broken = await load(manager, "x.csv", "\u0000\u0001\u0002");
  assert.equal(broken.state, "failed");
  assert.ok(broken.problem?.code);
  const empty = await load(manager, "x.csv", intune([]));
  assert.equal(empty.state, "failed");
});

test("S-01 what a source of the group gives to another company leaves the entry it was in: neither sees the other's", async () => {
  const office = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  const bring = await loading(app, office, null);
  const { rows: codes } = await owner.query<{ id: string; code: string }>(
    "select id, code from units where kind = 'company'",
  );
  const code = (id: string) => codes.find((one) => one.id === id)?.code ?? "";
  const shared = await bring.source("plain", "List of the group", { records: true });
  const of = (companyId: string, model: string) =>
    `会社名,ホスト名,製造番号,機種\r\n${code(companyId)},MOVED-1,SER55501,${model}`;
  const first = await bring.load(shared, "list.csv", of(group.companies.own, "OwnModel"));
  assert.equal(first.counts?.added, 1, JSON.stringify(first));
  await bring.load(shared, "list.csv", of(group.companies.sister, "SisterModel"));
  const mine = (await ask(ledgers.listEntries, { ledger: "devices", search: "MOVED-1" })).rows;
  assert.deepEqual(
    mine.map((one) => [one.values.model, one.sources]),
    [["OwnModel", 0]],
  );
  const sister = app.as(
    (await signedIn(owner, { companyId: group.companies.sister, role: "security_officer" })).token,
  );
  const theirs = (await sister(ledgers.listEntries, { ledger: "devices", search: "MOVED-1" })).rows;
  assert.deepEqual(
    theirs.map((one) => [one.values.model, one.sources]),
    [["SisterModel", 1]],
  );
});

test("R-31 before a load is applied it is said how many of its new rows join what is there, and how many entries the others make: as it then happens", async () => {
  const has = (values: object, companyId = group.companies.own) =>
    owner.query(
      `insert into devices (company_id, name, serial_key, tag_key, name_key, state, retired_on)
       select $1, coalesce(v.name_key, v.tag_key, v.serial_key), v.serial_key, v.tag_key, v.name_key, coalesce(v.state, 'in_use'), case when v.state = 'retired' then group_today() end
       from jsonb_to_record($2) as v (serial_key text, tag_key text, name_key text, state text)`,
      [companyId, JSON.stringify(values)],
    );
  await has({ serial_key: "SF1", tag_key: "F1", name_key: "PCF1" });
  await has({ tag_key: "F2" });
  await has({ serial_key: "SF3", tag_key: "F3" });
  for (const _ of [1, 2]) await has({ name_key: "PCF4" });
  await has({ serial_key: "SF5", state: "retired" });
  await has({ serial_key: "SF6" }, group.companies.sister);
  const other = await source("plain", "Second list", { records: true });
  const read = await settled(
    await open(
      other,
      "second.csv",
      [
        "管理番号,ホスト名,製造番号",
        ",,SF1", // joins by its serial number
        "F-2,,SF2", // joins by its tag: the entry says no serial number
        "F-3,PCFX,SF33", // another serial number than the entry of that tag
        ",PCF4,", // two entries have that name
        ",,SF5", // retired
        ",,SF6", // the sister company's
        "F-7,,SF7", // nowhere yet
      ].join("\n"),
    ),
  );
  assert.deepEqual([read.state, read.counts?.isNew], ["ready", 7], JSON.stringify(read));
  assert.deepEqual(await ask(ledgers.foreseeLoad, { id: read.id }), { joins: 2, makes: 5 });
  await ask(ledgers.applyLoad, { id: read.id, rowVersion: read.rowVersion });
  const { counts } = await settled(read.id);
  assert.deepEqual([counts?.added, counts?.joined], [5, 2]);
  assert.deepEqual(await ask(ledgers.foreseeLoad, { id: read.id }), { joins: 0, makes: 0 });
  const rowOf = (id: string, serial: string) =>
    `${id},PC-${serial},${now},${serial},Dell Inc.,Latitude 5440,True,Windows,10.0.22631,Compliant,Intune`;
  const managed = await settled(
    await open(
      await source("intune", "Manager of some"),
      "intune.csv",
      intune([rowOf("d-1", "SF1"), rowOf("d-8", "SF8"), rowOf("d-9", "SF8")]),
    ),
  );
  const foreseen = await ask(ledgers.foreseeLoad, { id: managed.id });
  assert.deepEqual(foreseen, { joins: 1, makes: 1 }, "two rows about one thing make one entry");
  await ask(ledgers.applyLoad, { id: managed.id, rowVersion: managed.rowVersion });
  assert.equal((await settled(managed.id)).counts?.added, 1);
  const stranger = await signedIn(owner, { companyId: group.companies.sister, role: "security_officer" });
  await assert.rejects(app.as(stranger.token)(ledgers.foreseeLoad, { id: read.id }), {
    code: "asset_load.not_found",
  });
});
