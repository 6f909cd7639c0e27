// What a scan or a log sees and nobody has taken in: who is asked, what follows from each answer, and nothing asked twice.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { loading } from "#test/loads.ts";
import { ledgers } from "./contract.ts";
import { passFromLeavers } from "./unknown/leaving.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const keeper = await signedIn(owner, { companyId: own, role: "employee", name: "Keeper" });
const histKeeper = await signedIn(owner, { companyId: own, role: "contributor", name: "Historian" });
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const sisterOfficer = await signedIn(owner, { companyId: sister, role: "security_officer" });
const ask = app.as(officer.token);
const { source, load } = await loading(app, officer, own);
const scan = await readFile(new URL("../../../sample/data/scan-of-seven.xml", import.meta.url), "utf8");
const code = (wanted: string) => (error: unknown) => error instanceof AppError && error.code === wanted;

const known = async (name: string, address: string, ownerId: string, companyId = own) => {
  const { rows } = await owner.query<{ id: string }>(
    `insert into servers (company_id, name, hostname, address, owner_id, class, registered_at, name_key)
     values ($1, $2, $2, $3, $4, 2, now(), upper($2)) returning id`,
    [companyId, name, address, ownerId],
  );
  return rows[0]?.id ?? "";
};
const erp1 = await known("erp-db01", "10.20.30.11", keeper.personId);
await known("erp-db02", "10.20.30.12", keeper.personId);
await known("mes-hist01", "10.20.31.6", histKeeper.personId);

const openDuties = async (kind = "ledger.identify") =>
  (
    await owner.query<{ subjectId: string; personId: string | null; due: number }>(
      `select subject_id as "subjectId", person_id as "personId", ceil(extract(epoch from due_at - now()) / 86400)::int as due
       from duties where kind = $1 and state = 'open' and company_id = $2 order by due_at, id`,
      [kind, own],
    )
  ).rows;
const waiting = async () => (await ask(ledgers.listUnknowns, {})).rows;
const byName = async (name: string) => {
  const found = (await waiting()).find((one) => one.name.startsWith(name));
  assert.ok(found, `${name} waits`);
  return found;
};
const nmap = await source("nmap", "Scan of the offices");

test("R-38 a scan finds seven unknown servers and seven duties exist", async () => {
  const applied = await load(nmap, "scan.xml", scan);
  assert.equal(applied.state, "applied", JSON.stringify(applied.problem));
  const things = await waiting();
  assert.equal(things.length, 7);
  assert.equal((await openDuties()).length, 7);
  assert.deepEqual(
    things.map((one) => [one.name, one.likelyBy, one.askedId]).toSorted(),
    [
      ["10.20.30.42", "neighbours", keeper.personId],
      ["203.0.113.77", null, null],
      ["erp-db03.mihon.example", "same_name", keeper.personId],
      ["labelprint.mihon.example", null, null],
      ["mes-hist02.mihon.example", "same_name", histKeeper.personId],
      ["nas-7f.mihon.example", null, null],
      ["old-reports.mihon.example", "same_address", keeper.personId],
    ].toSorted(),
  );
  assert.deepEqual(things.find((one) => one.likelyBy === "neighbours")?.likelyBecause, {
    count: 2,
    of: 2,
    name: "erp-db01.mihon.example",
    ledger: "servers",
    entryId: erp1,
    network: "10.20.30.0/24",
  });
  // What the internet reaches hurries more.
  const exposed = things.find((one) => one.facesInternet);
  const due = await openDuties();
  assert.equal(exposed?.name, "203.0.113.77");
  assert.deepEqual([due[0]?.subjectId, due[0]?.due, due[1]?.due], [exposed?.id, 8, 15]);
  const mine = await ask(duties.listMyDuties, { kind: "ledger.identify" });
  assert.equal(mine.rows.length, 3);
  const theirs = await app.as(keeper.token)(duties.listMyDuties, { kind: "ledger.identify" });
  assert.equal(theirs.rows.length, 3);
  assert.equal((await app.as(histKeeper.token)(duties.getMyWork, {})).count, 1);
  // The office of the group looks at them and is asked nothing: the company has its officer.
  assert.equal((await app.as(office.token)(duties.listMyDuties, { kind: "ledger.identify" })).rows.length, 0);
});

test("R-38 the second import of the same scan asks nothing new", async () => {
  const before = await waiting();
  await load(nmap, "scan.xml", scan);
  assert.deepEqual(await waiting(), before);
  const all = await owner.query("select from duties where kind = 'ledger.identify'");
  assert.equal(all.rowCount, 7);
});

test("S-01 the sister company sees nothing of them: no list, no count, no duty; nor does a colleague who is not asked", async () => {
  const sees = app.as(sisterOfficer.token);
  const [thing] = await waiting();
  assert.ok(thing);
  assert.deepEqual((await sees(ledgers.listUnknowns, {})).rows, []);
  assert.equal((await sees(ledgers.countUnknowns, {})).count, 0);
  assert.equal((await sees(duties.getMyWork, {})).count, 0);
  await assert.rejects(sees(ledgers.getUnknown, { id: thing.id }), code("unknown_thing.not_found"));
  await assert.rejects(sees(ledgers.countUnknowns, { companyId: own }), code("company.not_found"));
  const colleague = app.as(histKeeper.token);
  const others = await byName("erp-db03");
  await assert.rejects(colleague(ledgers.getUnknown, { id: others.id }), code("unknown_thing.not_found"));
  await assert.rejects(
    colleague(ledgers.dismissUnknown, { id: others.id, reason: "x", rowVersion: 1 }),
    code("unknown_thing.not_found"),
  );
});

test("R-38 ours: whoever is asked takes it in, the duty ends with its outcome, a second answer is told of the first", async () => {
  const me = app.as(keeper.token);
  const others = (await waiting()).filter((one) => !one.name.startsWith("erp-db03"));
  const thing = await byName("erp-db03");
  const shown = await me(ledgers.getUnknown, { id: thing.id });
  assert.equal(shown.proposedClass, 2);
  assert.ok(shown.can.answer);
  assert.equal(shown.seenBy[0]?.sourceName, "Scan of the offices");
  const rowVersion = thing.rowVersion;
  await me(ledgers.takeInUnknown, { id: thing.id, ownerId: keeper.personId, class: 3, rowVersion });
  const entry = await ask(ledgers.getEntry, { ledger: "servers", id: thing.entryId });
  assert.deepEqual(
    [entry.standing === "only_there", entry.ownerId, entry.class],
    [false, keeper.personId, 3],
  );
  const { rows } = await owner.query(
    "select state, closed_reason, closed_by from duties where subject_id = $1",
    [thing.id],
  );
  assert.deepEqual(rows, [{ state: "done", closed_reason: "taken_in", closed_by: keeper.personId }]);
  await assert.rejects(
    ask(ledgers.dismissUnknown, { id: thing.id, reason: "no", rowVersion }),
    code("unknown.answered_already"),
  );
  assert.equal((await ask(ledgers.getUnknown, { id: thing.id })).outcome, "taken_in");
  assert.deepEqual(await waiting(), others, "no other question of the company ends with it");
  assert.equal((await openDuties()).length, others.length);
});

test("R-38 not mine: passed to somebody of the company who can answer, or back to whoever keeps the ledgers", async () => {
  const me = app.as(keeper.token);
  const thing = await byName("10.20.30.42");
  const give = (toId: string | null, rowVersion: number, as = me) =>
    as(ledgers.passUnknown, { id: thing.id, toId, reason: "The line belongs to the plant", rowVersion });
  const without = await addPerson(owner, { companyId: own, familyName: "Without" });
  await assert.rejects(give(without, 1), code("unknown.cannot_be_asked"));
  await assert.rejects(give(sisterOfficer.personId, 1), code("person.not_found"));
  const { rowVersion } = await give(histKeeper.personId, 1);
  assert.equal((await app.as(histKeeper.token)(duties.getMyWork, {})).count, 2);
  // It is somebody else's now.
  await assert.rejects(give(null, rowVersion), code("unknown_thing.not_found"));
  await give(null, rowVersion, app.as(histKeeper.token));
  const now = await ask(ledgers.getUnknown, { id: thing.id });
  assert.deepEqual([now.askedId, now.passedReason], [null, "The line belongs to the plant"]);
  const { rows } = await owner.query<{ state: string; closed_reason: string | null }>(
    "select state, closed_reason from duties where subject_id = $1 order by created_at",
    [thing.id],
  );
  assert.deepEqual(
    rows.map((row) => [row.state, row.closed_reason]),
    [
      ["done", "passed"],
      ["done", "passed"],
      ["open", null],
    ],
  );
});

test("R-38 the same as an entry: its sightings are that entry's from then on, the thing is gone and its history stays", async () => {
  const thing = await byName("old-reports");
  const { rows: into } = await owner.query<{ id: string }>("select id from servers where name = 'erp-db02'");
  const intoId = into[0]?.id ?? "";
  await assert.rejects(
    ask(ledgers.mergeUnknown, { id: thing.id, intoId: thing.entryId, rowVersion: 1 }),
    code("unknown.same_thing"),
  );
  const foreign = await known("foreign", "10.9.9.9", sisterOfficer.personId, sister);
  await assert.rejects(
    ask(ledgers.mergeUnknown, { id: thing.id, intoId: foreign, rowVersion: 1 }),
    code("entry.not_found"),
  );
  await ask(ledgers.mergeUnknown, { id: thing.id, intoId, rowVersion: 1 });
  const merged = await ask(ledgers.getEntry, { ledger: "servers", id: intoId });
  assert.equal(merged.sources, 1);
  assert.equal(merged.values.hostname, "old-reports.mihon.example");
  const gone = await ask(ledgers.getEntry, { ledger: "servers", id: thing.entryId });
  assert.deepEqual([gone.state, gone.sources], ["retired", 0]);
  assert.equal((await ask(ledgers.getUnknown, { id: thing.id })).mergedInto?.id, intoId);
  await load(nmap, "scan.xml", scan.replaceAll("17947872", "17948872"));
  assert.ok(!(await waiting()).some((one) => one.name.startsWith("old-reports")));
});

/** The same hosts, seen now: a later scan. */
const seenNow = () => {
  const now = String(Math.floor(Date.now() / 1000) + 60);
  return scan.replaceAll(/(start|starttime|endtime|time)="\d{10}"/g, `$1="${now}"`);
};

test("R-38 not ours, and switched off: seen again after that, each is asked about again", async () => {
  const dismissed = await byName("nas-7f");
  const off = await byName("labelprint");
  await ask(ledgers.dismissUnknown, { id: dismissed.id, reason: "A guest's", rowVersion: 1 });
  await ask(ledgers.switchOffUnknown, {
    id: off.id,
    on: "2026-01-10",
    reason: "Scrapped",
    rowVersion: 1,
  });
  assert.equal((await ask(ledgers.getEntry, { ledger: "servers", id: off.entryId })).state, "retired");
  await load(nmap, "scan.xml", scan.replaceAll("17947872", "17949872"));
  // What was seen before the answer says nothing new.
  assert.ok(
    !(await waiting()).some((one) => ["nas-7f", "labelprint"].includes(one.name.split(".")[0] ?? "")),
  );
  await load(nmap, "scan.xml", seenNow());
  assert.notEqual((await byName("nas-7f")).id, dismissed.id);
  assert.equal((await byName("labelprint")).entryId, off.entryId);
  assert.equal((await ask(ledgers.getEntry, { ledger: "servers", id: off.entryId })).state, "in_use");
});

test("R-38 taken in by any other way, or gone, its question ends by itself", async () => {
  const one = await byName("nas-7f");
  const other = await byName("labelprint");
  await ask(ledgers.changeEntries, {
    ledger: "servers",
    ids: [one.entryId],
    change: { takeIn: true },
    expected: 1,
  });
  assert.equal((await ask(ledgers.getUnknown, { id: one.id })).outcome, "taken_in_elsewhere");
  await ask(ledgers.retireEntry, { ledger: "servers", id: other.entryId, on: "2026-01-10", reason: "sold" });
  assert.equal((await ask(ledgers.getUnknown, { id: other.id })).outcome, "gone_elsewhere");
  const open = await openDuties();
  assert.ok(!open.some((duty) => [one.id, other.id].includes(duty.subjectId)));
});

test("R-38 a leaver is never the likely owner, nor anybody of a sister company", async () => {
  const leaver = await signedIn(owner, { companyId: own, role: "employee", name: "Leaver" });
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from, valid_to) values ($1, $2, $2, 'regular', '2020-04-01', '2026-01-01')",
    [leaver.personId, own],
  );
  await known("web-front01", "10.40.1.1", leaver.personId);
  await known("web-front02", "10.40.1.2", leaver.personId);
  await known("app-back01", "10.41.1.1", sisterOfficer.personId, sister);
  // A person of the sister company as the owner of an entry of ours: a slip that nothing follows.
  await known("app-back02", "10.41.1.2", sisterOfficer.personId);
  const hosts = (names: [string, string][]) =>
    `<?xml version="1.0"?><nmaprun start="1794787200">${names
      .map(
        ([address, name]) =>
          `<host starttime="1794787210" endtime="1794787211"><status state="up"/><address addr="${address}" addrtype="ipv4"/><hostnames><hostname name="${name}" type="PTR"/></hostnames></host>`,
      )
      .join("")}</nmaprun>`;
  const other = await source("nmap", "Another scan");
  await load(
    other,
    "scan.xml",
    hosts([
      ["10.40.1.9", "web-front09"],
      ["10.41.1.9", "app-back09"],
    ]),
  );
  for (const name of ["web-front09", "app-back09"]) {
    const thing = await byName(name);
    assert.deepEqual([thing.likelyId, thing.askedId], [null, null], name);
  }
});

test("R-38 a likely owner who has no account is named, and the question goes to the officer", async () => {
  const worker = await addPerson(owner, { companyId: own, familyName: "Worker" });
  await owner.query("update people set email = 'worker@own.example' where id = $1", [worker]);
  const log = [
    "Application,User,Date",
    "Weblio,worker@own.example,2026-11-01",
    "Weblio,worker@own.example,2026-11-02",
    "Weblio,other@own.example,2026-11-02",
    "Mirorz,nobody@own.example,2026-11-02",
  ].join("\n");
  const names = await source("cloud_names", "Sign-in log");
  const applied = await load(names, "apps.csv", log);
  assert.equal(applied.state, "applied", JSON.stringify(applied.problem));
  const weblio = await byName("Weblio");
  assert.deepEqual([weblio.likelyBy, weblio.likelyId, weblio.askedId], ["most_used", worker, null]);
  assert.equal((await byName("Mirorz")).likelyBy, null);
});

test("R-38 very many of one load are one question about all; answered together, with a preview, it ends", async () => {
  const many = `<?xml version="1.0"?><nmaprun start="1794787200">${Array.from(
    { length: 60 },
    (_, at) =>
      `<host starttime="1794787210" endtime="1794787211"><status state="up"/><address addr="10.99.0.${at + 1}" addrtype="ipv4"/></host>`,
  ).join("")}</nmaprun>`;
  const before = (await openDuties()).length;
  const wide = await source("nmap", "Scan of everything");
  await load(wide, "scan.xml", many);
  assert.equal((await openDuties()).length, before);
  const [duty, ...rest] = await openDuties("ledger.identify_many");
  assert.ok(duty && rest.length === 0);
  const shown = await ask(ledgers.getUnknownAsk, { id: duty.subjectId });
  assert.deepEqual([shown.things, shown.waiting, shown.sourceName], [60, 60, "Scan of everything"]);
  await assert.rejects(
    app.as(sisterOfficer.token)(ledgers.getUnknownAsk, { id: duty.subjectId }),
    code("unknown_ask.not_found"),
  );
  const filter = { askId: duty.subjectId };
  await assert.rejects(
    ask(ledgers.previewUnknowns, { filter, answer: { pass: { toId: keeper.personId, reason: "his" } } }),
    code("unknown.too_many_to_pass"),
  );
  const first = (await ask(ledgers.listUnknowns, { ...filter, limit: 20 })).rows;
  const pass = { pass: { toId: keeper.personId, reason: "The network is his" } };
  const ids = first.map((one) => one.id);
  assert.equal((await ask(ledgers.previewUnknowns, { ids, answer: pass })).things, 20);
  await ask(ledgers.answerUnknowns, { ids, answer: pass, expected: 20 });
  const answer = { takeIn: { ownerId: officer.personId, class: null } };
  const rest40 = { filter: { ...filter, askedId: "none" as const }, answer };
  await assert.rejects(
    ask(ledgers.answerUnknowns, { ...rest40, expected: 41 }),
    code("ledger.not_as_previewed"),
  );
  assert.deepEqual(await ask(ledgers.answerUnknowns, { ...rest40, expected: 40 }), { answered: 40 });
  assert.deepEqual(await openDuties("ledger.identify_many"), []);
  const passed = (await openDuties()).filter((one) => ids.includes(one.subjectId));
  assert.deepEqual([passed.length, new Set(passed.map((one) => one.personId)).size], [20, 1]);
});

test("open unknown things and since when the oldest waits are figures of the company by day", async () => {
  const facts = (await ask(ledgers.listFacts, { companyId: own })).rows;
  const of = (measure: string) => facts.find((one) => one.measure === measure)?.numerator;
  const { count, oldestAt } = await ask(ledgers.countUnknowns, { ledger: "servers" });
  assert.equal(of("servers.unknown"), count);
  assert.equal(of("servers.unknownSince"), Math.floor(Date.parse(oldestAt ?? "") / 86_400_000 + 9 / 24));
  assert.equal(
    (await ask(ledgers.listLedgers, {})).rows.find((one) => one.ledger === "servers")?.unknown,
    count,
  );
});

test("R-38 whoever is asked and leaves is asked no more: the question goes to whoever keeps the ledgers", async () => {
  const mine = async () =>
    (await openDuties())
      .filter((duty) => duty.personId === histKeeper.personId)
      .map((duty) => duty.subjectId);
  const before = await mine();
  assert.ok(before.length > 0);
  const sweep = () => asSystem(app.door.db, "timed.ledgers.leavers", (ctx) => passFromLeavers(ctx));
  assert.equal(await sweep(), 0, "nobody has left");
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from, valid_to) values ($1, $2, $2, 'regular', '2020-04-01', '2026-01-01')",
    [histKeeper.personId, own],
  );
  assert.equal(await sweep(), before.length);
  assert.deepEqual(await mine(), []);
  const now = (await openDuties()).filter((duty) => before.includes(duty.subjectId));
  assert.deepEqual([now.length, now.every((duty) => duty.personId === null)], [before.length, true]);
  assert.equal(await sweep(), 0);
});

test("a group office answers for a company, and who reads alone does not", async () => {
  const thing = await byName("203.0.113.77");
  const reader = await signedIn(owner, { companyId: own, role: "company_executive" });
  assert.equal((await app.as(reader.token)(ledgers.getUnknown, { id: thing.id })).can.answer, false);
  await assert.rejects(
    app.as(reader.token)(ledgers.dismissUnknown, { id: thing.id, reason: "x", rowVersion: thing.rowVersion }),
    code("unknown.not_asked"),
  );
  await app.as(office.token)(ledgers.dismissUnknown, {
    id: thing.id,
    reason: "The provider's",
    rowVersion: thing.rowVersion,
  });
});

test("R-38 rows of the group's scan that are nobody's are one duty of the group, and become questions when somebody has said whose they are", async () => {
  const bring = await loading(app, office, null);
  const as = app.as(office.token);
  const wide = await bring.source("nmap", "Scan of the group");
  const applied = await bring.load(
    wide,
    "scan.xml",
    scan.replaceAll("10.20.", "10.60.").replaceAll(".mihon.example", "g.mihon.example"),
  );
  assert.deepEqual([applied.state, applied.nameless, applied.can.decide], ["applied", 8, true]);
  const asked = async () => (await as(duties.listMyDuties, { kind: "ledger.assign" })).rows;
  assert.deepEqual(
    (await asked()).map((one) => one.subjectId),
    [applied.id],
  );
  await as(ledgers.decideLoad, { id: applied.id, nameless: sister });
  assert.deepEqual(await asked(), []);
  const rest = await as(ledgers.getLoad, { id: applied.id });
  assert.equal(rest.state, "ready");
  await as(ledgers.applyLoad, { id: rest.id, rowVersion: rest.rowVersion });
  assert.equal((await bring.settled(rest.id)).counts?.added, 8);
  const theirs = app.as(sisterOfficer.token);
  assert.equal((await theirs(ledgers.countUnknowns, {})).count, 8);
  assert.equal((await theirs(duties.listMyDuties, { kind: "ledger.identify" })).rows.length, 8);
  // Brought again it names nobody again: the older load is asked about no more.
  const again = await bring.load(wide, "scan.xml", scan.replaceAll("10.20.", "10.61."));
  assert.deepEqual(
    (await asked()).map((one) => one.subjectId),
    [again.id],
  );
  await as(ledgers.decideLoad, { id: again.id, nameless: null });
  assert.deepEqual(await asked(), []);
  const left = await as(ledgers.getLoad, { id: again.id });
  await as(ledgers.dropLoad, { id: left.id, reason: "left out" });
  assert.equal((await as(ledgers.getLoad, { id: again.id })).state, "applied");
});
