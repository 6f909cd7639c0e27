// Notices follow what is found out: people, companies and answers call for them as a graver severity does; and by the clock of law that was
// adopted they are due, not by the hours of the table.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Output } from "#core/contract.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { clocksFollow } from "../law/following.ts";
import { meetsTable } from "./opening.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, other } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
const as = app.as(officer.token);
await owner.query("update company_facts set country = 'DE' where company_id = $1", [other]);
await asSystem(db, "test", (ctx) => bringShipped(ctx));
await owner.query(
  "update clock_rules set adopted_at = now(), adopted_by = $1 where key in ('jp-appi-prompt', 'eu-gdpr-33') and status = 'in_force'",
  [officer.personId],
);
const readers = [meetsTable, clocksFollow];
await enrol(db, readers);
const follow = () => readOn(db, owner, readers);

const discoveredAt = "2026-06-01T01:00:00.000Z";
const hoursAfter = (hours: number) => new Date(Date.parse(discoveredAt) + hours * 3_600_000).toISOString();
const authority = "Report to the authority for personal data";
const people = "Notice to the people affected";

type Row = Output<typeof incidents.listNotices>["rows"][number];
const listed = async (id: string) => (await as(incidents.listNotices, { id })).rows;
const named = async (id: string, name: string) => (await listed(id)).find((one) => one.name === name);
async function notice(id: string, name: string): Promise<Row> {
  const row = await named(id, name);
  assert.ok(row, `${name} is missing`);
  return row;
}
const dueOf = async ({ id }: Row) =>
  (await as(duties.listMyDuties, { subjectId: id })).rows.flatMap((one) =>
    one.kind === "incident.notice" ? [one.dueAt] : [],
  );

async function begin(): Promise<string> {
  app.setNow(new Date(hoursAfter(1)));
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "malware",
    what: "A program locked files",
    discoveredAt,
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  await follow();
  return id;
}
const count = (id: string, country: string, number: number) =>
  as(incidents.countPeople, { id, country, count: number, isExact: false, categories: [] });

test("R-19 people who are counted call for the notices of personal data, as raising the severity does; taken back they are no longer called for, and what was given stays", async () => {
  const id = await begin();
  assert.equal(await named(id, authority), undefined);
  await count(id, "JP", 20);
  await follow();
  assert.deepEqual(
    [(await notice(id, authority)).state, (await notice(id, people)).state],
    ["to_write", "to_write"],
  );
  const { id: noticeId, rowVersion } = await notice(id, authority);
  await as(incidents.proveNotice, {
    id: noticeId,
    channel: "telephone",
    givenTo: "The authority",
    givenAt: hoursAfter(0.5),
    reference: "JP-1",
    said: "",
    aheadBecause: "They asked",
    rowVersion,
  });
  await count(id, "JP", 0);
  await follow();
  const taken = await notice(id, people);
  assert.deepEqual([taken.state, taken.closedBecause], ["no_longer", "changed"]);
  assert.deepEqual(await dueOf(taken), []);
  assert.equal((await notice(id, authority)).state, "proven");
  // Known better than reported: an answer calls for it again.
  await as(incidents.answerFact, { id, fact: "personal_data", value: true });
  await follow();
  assert.equal((await notice(id, people)).state, "to_write");
  const { rowVersion: now } = await as(incidents.getIncident, { id });
  await as(incidents.weighIncident, { id, potential: "high", actual: "none", reason: "-", rowVersion: now });
  await as(incidents.answerFact, { id, fact: "product_concerned", value: true });
  await follow();
  assert.equal((await notice(id, "Notice to those who use the product")).state, "to_write");
  const { rows } = await owner.query<{ verb: string }>(
    "select verb from events where subject_id = $1 and data ->> 'noticeId' = $2 order by id",
    [id, taken.id],
  );
  assert.deepEqual(
    rows.map((one) => one.verb),
    ["notice.opened", "notice.no_longer_required", "notice.opened"],
  );
  const { rows: log } = await as(incidents.listIncidentLog, { id, limit: 200 });
  assert.ok(
    log.some((one) => one.verb === "notice.no_longer_required" && one.said === taken.name),
    "the log says which notice",
  );
});

test("R-19 a line of a country holds where an affected company is, and where people are", async () => {
  const { lines } = await app.as(office.token)(incidents.getNoticeTable, {});
  const found = lines.find((one) => one.names.en === "Warning to employees");
  assert.ok(found);
  const {
    id: _i,
    n: _n,
    unitId: _u,
    level: _l,
    unitName: _un,
    madeAt: _m,
    rowVersion: _r,
    mayChange: _c,
    ...line
  } = found;
  const german = { ...line, names: { en: "Tell the German works council" }, countries: ["DE"] };
  await app.as(office.token)(incidents.addNoticeLine, { unitId: null, line: german, reason: "Its law" });
  const id = await begin();
  assert.equal(await named(id, german.names.en), undefined);
  await app.as(office.token)(incidents.addAffected, { id, companyId: other, role: "hit" });
  await follow();
  assert.equal((await notice(id, german.names.en)).state, "to_write");
  const next = await begin();
  await count(next, "DE", 1);
  await follow();
  assert.equal((await notice(next, german.names.en)).state, "to_write");
});

test("R-19 one deadline: the notice to an authority is due by the clock of law that was adopted, and says so; the table's hours hold while there is none", async () => {
  const id = await begin();
  await count(id, "DE", 300);
  await follow();
  const byTable = await notice(id, authority);
  assert.deepEqual([byTable.clock, byTable.dueAt], [null, hoursAfter(72)]);
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  const byLaw = await notice(id, authority);
  assert.deepEqual([byLaw.dueAt, byLaw.startsAt], [hoursAfter(73), hoursAfter(1)]);
  assert.ok(byLaw.clock?.name);
  assert.equal(byLaw.rowVersion, byTable.rowVersion, "whoever is writing it meanwhile may save");
  assert.deepEqual(await dueOf(byLaw), [hoursAfter(73)]);
  // What is still to be notified first: a second law with a sooner end takes its place, and gives it back once it was notified.
  const { rows } = await owner.query<{ dueAt: string; before: string }>(
    `select data ->> 'dueAt' as "dueAt", data ->> 'dueAtBefore' as before from events where verb = 'notice.due_moved' and data ->> 'noticeId' = $1`,
    [byLaw.id],
  );
  assert.deepEqual(rows, [{ dueAt: hoursAfter(73), before: hoursAfter(72) }]);
  await as(incidents.setMoment, {
    id,
    anchor: "aware",
    at: hoursAfter(0.5),
    zone: "Asia/Tokyo",
    reason: "Seen sooner",
  });
  await follow();
  assert.equal((await notice(id, authority)).dueAt, hoursAfter(72.5));
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "unlikely" });
  await follow();
  const back = await notice(id, authority);
  assert.deepEqual([back.clock, back.dueAt], [null, hoursAfter(72)]);
  // Of what was given nothing moves.
  await as(incidents.proveNotice, {
    id: back.id,
    channel: "portal",
    givenTo: "Authority",
    givenAt: hoursAfter(0.9),
    reference: "DE-17",
    said: "",
    aheadBecause: "At once",
    rowVersion: back.rowVersion,
  });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "high" });
  await follow();
  assert.deepEqual(
    [(await notice(id, authority)).clock, (await notice(id, authority)).dueAt],
    [null, hoursAfter(72)],
  );
});

test("R-19 of several laws the notice is due by the first that is still to be notified", async () => {
  const id = await begin();
  await count(id, "JP", 1200);
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "unreadable", value: false });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  assert.equal((await notice(id, authority)).dueAt, hoursAfter(73));
  const { clocks } = await as(incidents.getIncidentClocks, { id });
  const gdpr = clocks.find((one) => one.jurisdiction === "EU" && one.dueAt === hoursAfter(73));
  await as(incidents.notifyByClock, {
    id: gdpr?.kept?.id ?? "",
    at: hoursAfter(1),
    recipient: "Authority",
    proofReference: "DE-17",
    said: "",
    rowVersion: gdpr?.kept?.rowVersion ?? 0,
  });
  await follow();
  const appi = clocks.find((one) => one.jurisdiction === "JP" && one.stage === "first");
  assert.ok(appi?.dueAt && appi.dueAt > hoursAfter(73));
  assert.equal((await notice(id, authority)).dueAt, appi.dueAt);
});

test("R-19 a clock that was notified by itself is said on the notice that it owes, with what its proof may begin with, until that is recorded", async () => {
  const id = await begin();
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  const owing = await notice(id, authority);
  assert.equal(owing.notified, null);
  const { clocks } = await as(incidents.getIncidentClocks, { id });
  const kept = clocks.find((one) => one.dueAt === owing.dueAt)?.kept;
  const said = { at: hoursAfter(1), recipient: "Landesbeauftragter", proofReference: "DE-18" };
  await as(incidents.notifyByClock, {
    id: kept?.id ?? "",
    ...said,
    said: "",
    rowVersion: kept?.rowVersion ?? 0,
  });
  await follow();
  const after = await notice(id, authority);
  const notified = { at: said.at, recipient: said.recipient, reference: "DE-18", file: null };
  assert.deepEqual([after.state, after.notified], ["to_write", notified]);
  assert.deepEqual((await as(incidents.getNotice, { id: after.id })).notified, notified);
});

test("R-19 while its clock stands still nobody is asked for the notice; it is due by the new time once the pause has ended", async () => {
  await owner.query("update clock_rules set may_pause = true where key = 'eu-gdpr-33'");
  const id = await begin();
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  assert.deepEqual(await dueOf(await notice(id, authority)), [hoursAfter(73)]);
  const { clocks } = await as(incidents.getIncidentClocks, { id });
  const { kept } = clocks.find((one) => one.dueAt === hoursAfter(73)) ?? {};
  const { id: pauseId } = await as(incidents.pauseClock, {
    id: kept?.id ?? "",
    kind: "pause",
    from: hoursAfter(1),
    grantedBy: "Authority",
    reference: "",
    reason: "It asked to wait",
    rowVersion: kept?.rowVersion ?? 0,
  });
  await follow();
  const waiting = await notice(id, authority);
  assert.deepEqual([waiting.dueAt, await dueOf(waiting)], [hoursAfter(73), []]);
  app.setNow(new Date(hoursAfter(20)));
  await as(incidents.endClockPause, { id: pauseId, at: hoursAfter(11) });
  await follow();
  const after = await notice(id, authority);
  assert.deepEqual([after.dueAt, await dueOf(after)], [hoursAfter(83), [hoursAfter(83)]]);
});

test("R-19 the proof of a notice ends the clocks of law that it names, at its time and with its number: nobody records it twice", async () => {
  const id = await begin();
  await count(id, "JP", 1200);
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "unreadable", value: false });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  app.setNow(new Date(hoursAfter(30)));
  const row = await notice(id, authority);
  const whole = () => as(incidents.getNotice, { id: row.id });
  const first = await whole();
  assert.equal(first.clocks.length, 2);
  assert.deepEqual(
    first.clocks.map((one) => one.isItsOwn),
    [true, false],
  );
  const { rowVersion: written } = first;
  await as(incidents.writeNotice, {
    id: row.id,
    texts: [{ language: "en", subject: "Report", body: "What is known" }],
    recipients: [
      { kind: "words", name: "Authority of Hesse", language: "en" },
      { kind: "words", name: "Authority of Japan", language: "en" },
    ],
    handIn: false,
    rowVersion: written,
  });
  const prove = async (said: object) => {
    const { rowVersion, lackingNow } = await whole();
    await as(incidents.proveNotice, {
      id: row.id,
      channel: "portal",
      givenTo: "Authority",
      givenAt: hoursAfter(25),
      reference: "DE-17",
      said: "",
      ...(lackingNow > 0 ? { aheadBecause: "At once" } : {}),
      rowVersion,
      ...said,
    });
    await follow();
  };
  const [gdpr, appi] = first.clocks;
  assert.ok(gdpr && appi);
  const of = ({ id: clockId, rowVersion }: { id: string; rowVersion: number }) => ({
    id: clockId,
    rowVersion,
  });
  const elsewhere = (await as(incidents.getIncidentClocks, { id })).clocks.find(
    (one) => one.kept && !first.clocks.some((offered) => offered.id === one.kept?.id),
  );
  if (elsewhere?.kept)
    await assert.rejects(
      prove({
        reached: ["words authority of hesse"],
        clocks: [of({ ...gdpr, id: elsewhere.kept.id, rowVersion: elsewhere.kept.rowVersion })],
      }),
    );
  await prove({ reached: ["words authority of hesse"], clocks: [of(gdpr)] });
  const kept = async (clockId: string) =>
    (await as(incidents.getIncidentClocks, { id })).clocks.find((one) => one.kept?.id === clockId)?.kept;
  const one = await kept(gdpr.id);
  assert.deepEqual(
    [one?.endedAs, one?.endedAt, one?.proofReference, one?.recipient, one?.isInTime],
    ["notified", hoursAfter(25), "DE-17", "Authority", true],
  );
  const { rows } = await owner.query<{ noticeId: string }>(
    `select notice_id as "noticeId" from incident_clocks where id = $1`,
    [gdpr.id],
  );
  assert.deepEqual(rows, [{ noticeId: row.id }]);
  // The other authority is still to be told, by its own clock.
  const half = await whole();
  assert.deepEqual(
    [
      half.state,
      half.clock?.ruleId !== row.clock?.ruleId,
      half.clocks.map((left) => [left.id, left.isItsOwn]),
    ],
    ["to_write", true, [[appi.id, true]]],
  );
  assert.deepEqual(await dueOf(row), [appi.dueAt]);
  await prove({ reference: "JP-3", clocks: half.clocks.map(of) });
  const done = await whole();
  assert.deepEqual([done.state, done.clocks], ["proven", []]);
  assert.equal((await kept(appi.id))?.proofReference, "JP-3");
});
