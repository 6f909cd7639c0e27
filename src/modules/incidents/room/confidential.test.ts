// Confidential incidents: nobody but who needs to know, and never whom it is about, by whatever way.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { duties } from "#modules/duties/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { trail } from "#modules/trail/contract.ts";
import { answersTo } from "#test/answers.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { noticesPart } from "../notices/module.ts";
import { roomFollows } from "./following.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const counsel = await signedIn(owner, { companyId: own, role: "company_executive", name: "Counsel" });
const unlisted = await signedIn(owner, { companyId: own, role: "security_officer", name: "Unlisted" });
const ofGroup = (name: string) =>
  signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group, name });
const office = await ofGroup("Office");
// They hold every right there is over incidents, and it is about them.
const subject = await ofGroup("Subject");
const readers = [roomFollows, ...noticesPart.subscribers, messageMaker];
await enrol(db, readers);
const begin = new Date("2026-06-01T01:00:00Z");
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const word = "Zebrafinch";

async function pass(hours: number): Promise<void> {
  const now = new Date(begin.getTime() + hours * 3_600_000);
  app.setNow(now);
  await readOn(db, owner, readers);
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), now);
  await readOn(db, owner, readers);
}

async function confidential(): Promise<string> {
  app.setNow(begin);
  const { id } = await app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind: "insider",
    title: word,
    what: `${word} took drawings along`,
    discoveredAt: begin.toISOString(),
    zone: "Asia/Tokyo",
  });
  const before = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.setCircle, {
    id,
    isConfidential: true,
    knows: [
      { personId: officer.personId, why: "Leads it" },
      { personId: counsel.personId, why: "Counsel" },
    ],
    about: [{ personId: subject.personId, why: "Took drawings along" }],
    reason: "Of a member of staff",
    rowVersion: before.rowVersion,
  });
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  return id;
}

test("S-01 whom a confidential incident is about, and whoever is on no list, learn nothing of it by any operation that reads", async () => {
  const id = await confidential();
  await pass(1);
  await app.as(officer.token)(incidents.addLogEntry, {
    id,
    kind: "observed",
    at: begin.toISOString(),
    zone: "Asia/Tokyo",
    said: `${word} again`,
  });
  await pass(25);
  const { reference } = await app.as(counsel.token)(incidents.getIncident, { id });
  const { tasks } = await app.as(counsel.token)(incidents.getRoom, { id });
  const secrets = [id, reference, word, tasks[0]?.id ?? "no task"];
  const given = [
    {},
    { id },
    { id: tasks[0]?.id },
    { kind: "incident", id },
    { subjectId: id },
    { search: word },
    { words: word },
    { companyId: own },
    { companyId: own, view: "all" },
  ];
  let answered = 0;
  for (const person of [subject, office, unlisted]) {
    const answers = await answersTo(app, person.token, given);
    answered += answers.length;
    for (const { asked, told } of answers)
      for (const secret of secrets) assert.ok(!told.includes(secret), `${asked} tells ${secret}`);
  }
  assert.ok(answered > 100, `${answered} answers`);
  // The same questions tell whoever needs to know.
  const seen = await app.as(counsel.token)(incidents.listIncidents, { companyId: own, view: "all" });
  assert.ok(JSON.stringify(seen).includes(word));
});

test("S-01 what is owed for a confidential incident is owed by who needs to know alone, also what is opened later, rises or was open before", async () => {
  const id = await confidential();
  await pass(1);
  await pass(30);
  const owed = async (token: string) =>
    (await app.as(token)(duties.listMyDuties, { subjectId: id })).rows.map((one) => one.kind).toSorted();
  assert.ok((await owed(officer.token)).length > 0);
  assert.deepEqual(await owed(counsel.token), await owed(officer.token));
  for (const person of [subject, office, unlisted]) assert.deepEqual(await owed(person.token), []);
  const { rows } = await owner.query<{ name: string }>(
    `select distinct p.family_name as name from messages m join people p on p.id = m.person_id
     where m.subject_id in (select $1::uuid union all select d.id from duties d where d.subject_id = $1) order by 1`,
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.name),
    ["Counsel", "Officer"],
  );
  // No longer confidential, it is everybody's again but of whom it is about.
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.setCircle, {
    id,
    isConfidential: false,
    knows: [],
    about: [{ personId: subject.personId, why: "" }],
    reason: "It is known",
    rowVersion,
  });
  assert.ok((await owed(unlisted.token)).length > 0);
  await assert.rejects(
    app.as(subject.token)(incidents.getIncident, { id }),
    refusedWith("incident.not_found"),
  );
  const { rows: told } = await app.as(office.token)(trail.searchEvents, { subjectId: id });
  assert.ok(told.length > 0);
  assert.deepEqual((await app.as(subject.token)(trail.searchEvents, { subjectId: id })).rows, []);
});

test("R-17 need to know: whoever sets the list stands on it, nobody both knows and is its subject, and who was on it stays to be read", async () => {
  const id = await confidential();
  const set = async (knows: string[], about: string[]) => {
    const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
    return app.as(officer.token)(incidents.setCircle, {
      id,
      isConfidential: true,
      knows: knows.map((personId) => ({ personId, why: "Needs to" })),
      about: about.map((personId) => ({ personId, why: "" })),
      reason: "Anew",
      rowVersion,
    });
  };
  await assert.rejects(set([counsel.personId], []), refusedWith("incident.circle_without_you"));
  await assert.rejects(
    set([officer.personId, counsel.personId], [counsel.personId]),
    refusedWith("incident.circle_of_both"),
  );
  await assert.rejects(
    set([officer.personId, "00000000-0000-4000-8000-000000000001"], []),
    refusedWith("incident.unknown_person"),
  );
  await set([officer.personId, unlisted.personId], [subject.personId]);
  await app.as(unlisted.token)(incidents.getIncident, { id });
  await assert.rejects(
    app.as(counsel.token)(incidents.getIncident, { id }),
    refusedWith("incident.not_found"),
  );
  const { knows } = await app.as(officer.token)(incidents.getCircle, { id });
  assert.deepEqual(
    knows
      .filter((one) => one.until !== null)
      .map((one) => `${one.name}: ${one.why}`)
      .toSorted(),
    ["Test Counsel: Counsel", "Test Officer: Leads it"],
  );
});

test("R-17 whoever is on no list counts confidential incidents from the group's number on, and none below it", async () => {
  const count = async (token: string) => (await app.as(token)(incidents.countConfidential, {})).count;
  const listed = await owner.query("select from incidents where is_confidential");
  assert.equal(await count(office.token), null);
  for (let n = listed.rowCount ?? 0; n < 5; n += 1) await confidential();
  assert.equal(await count(office.token), 5);
  assert.equal(await count(subject.token), null);
  await app.as(office.token)(incidents.setCountedFrom, {
    countedFrom: 6,
    reason: "Fewer than six tell whom",
  });
  assert.equal(await count(office.token), null);
});

test("S-01 what is owed for a notice of a confidential incident is owed within its circle alone, also once the circle changes", async () => {
  const id = await confidential();
  await pass(0.1);
  const owedBy = async () =>
    (
      await owner.query<{ only: string[] | null; not: string[] }>(
        `select d.only_for as only, d.not_for as not from duties d join incident_notices n on n.id = d.subject_id
         where n.incident_id = $1 and d.subject_kind = 'incident_notice' and d.state = 'open'`,
        [id],
      )
    ).rows;
  const owed = await owedBy();
  assert.ok(owed.length > 0, "an insider's case calls for notices");
  for (const one of owed) {
    assert.deepEqual(one.only?.toSorted(), [officer.personId, counsel.personId].toSorted());
    assert.ok(one.not.includes(subject.personId));
  }
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.setCircle, {
    id,
    isConfidential: true,
    knows: [{ personId: officer.personId, why: "Leads it" }],
    about: [{ personId: subject.personId, why: "Took drawings along" }],
    reason: "Counsel has left the case",
    rowVersion,
  });
  for (const one of await owedBy()) assert.deepEqual(one.only, [officer.personId]);
});

test("what is found by its words is narrowed by scope and by the circle in the database itself, whoever asks it", async () => {
  const hidden = await confidential();
  const { id: plain } = await app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind: "malware",
    title: `${word} in a file name`,
    what: "A file was locked",
    discoveredAt: begin.toISOString(),
    zone: "Asia/Tokyo",
  });
  const far = await signedIn(owner, {
    companyId: group.companies.other,
    role: "security_officer",
    name: "Far",
  });
  const foundBy = async (personId: string | null) => {
    await owner.query("begin");
    await owner.query("select set_config('app.actor', $1, true)", [personId ?? ""]);
    const { rows } = await owner.query<{ id: string }>("select incidents_holding('%zebrafinch%') as id");
    await owner.query("rollback");
    return [hidden, plain].map((id) => rows.some((row) => row.id === id));
  };
  assert.deepEqual(await foundBy(officer.personId), [true, true]);
  assert.deepEqual(await foundBy(unlisted.personId), [false, true]);
  assert.deepEqual(await foundBy(office.personId), [false, true]);
  assert.deepEqual(await foundBy(far.personId), [false, false], "another company's ids are not told");
  assert.deepEqual(await foundBy(null), [false, false]);
});
