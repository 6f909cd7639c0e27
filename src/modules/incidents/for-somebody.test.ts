// A report taken down for somebody who phoned, with photo and device; its lock; a partial one completed later.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { duties } from "#modules/duties/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const at = (companyId: string, role: "employee" | "security_officer", name: string) =>
  signedIn(owner, { companyId, role, name });
const director = await at(own, "employee", "Director");
const colleague = await at(own, "employee", "Colleague");
const officer = await at(own, "security_officer", "Officer");
const inSister = await at(sister, "security_officer", "Sister");
const night = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Night",
});
const readers = [messageMaker];
await enrol(db, readers);
const add = async (statement: string, values: unknown[]) =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";
const phoneId = await add(
  "insert into devices (company_id, name, form, model, encrypted, owner_id, seen_at) values ($1, 'SP-04821', 'phone', 'X', true, $2, '2026-06-12T11:00:00Z') returning id",
  [own, director.personId],
);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
app.setNow(new Date("2026-06-12T15:00:00Z"));
const lost = {
  companyId: own,
  kind: "lost_device",
  what: "The director rang: the phone is gone",
  discoveredAt: "2026-06-12T14:00:00Z",
  zone: "Asia/Tokyo",
} as const;
const told = async (personId: string) =>
  (
    await owner.query<{ kind: string }>(
      "select kind from messages where person_id = $1 and kind like 'incident.%' order by id",
      [personId],
    )
  ).rows.map((one) => one.kind);

test("R-17 the night desk of the group reports for whoever phoned: company, person and their device are found; the person sees it and is told", async () => {
  const form = await app.as(night.token)(incidents.getReportForm, {});
  assert.equal(form.mayChooseCompany, true);
  const found = await app.as(night.token)(incidents.listReportCompanies, { search: "own" });
  assert.ok(found.rows.some((one) => one.id === own));
  const people = await app.as(night.token)(incidents.listReportPeople, { companyId: own, search: "Direct" });
  assert.deepEqual(
    people.rows.map((one) => one.id),
    [director.personId],
  );
  const theirs = await app.as(night.token)(incidents.getReportForm, {
    companyId: own,
    personId: director.personId,
  });
  assert.deepEqual(
    theirs.devices.map((one) => [one.id, one.form, one.isEncrypted]),
    [[phoneId, "phone", true]],
  );
  const { id, reference } = await app.as(night.token)(incidents.reportIncident, {
    ...lost,
    reporterId: director.personId,
    reporterSaid: "03-0000-0000",
    deviceIds: [phoneId],
    lastAtHand: "that_day",
    occurredAt: "2026-06-12T13:30:00Z",
    asksLock: true,
  });
  const { rows } = await app.as(director.token)(incidents.listOwnReports, {});
  assert.deepEqual(
    rows.map((one) => [one.id, one.isForSomebody]),
    [[id, true]],
  );
  await readOn(db, owner, readers);
  assert.deepEqual(await told(director.personId), ["incident.for_you"]);
  const whole = await app.as(officer.token)(incidents.getIncident, { id });
  assert.deepEqual(
    [whole.channel, whole.lastAtHand, whole.occurredAt, whole.reporterName?.includes("03-0000-0000")],
    ["for_somebody", "that_day", "2026-06-12T13:30:00.000Z", true],
  );
  const { rows: trail } = await owner.query(
    "select on_behalf_of from events where subject_id = $1 and verb = 'incident.entered'",
    [id],
  );
  assert.deepEqual(trail, [{ on_behalf_of: director.personId }]);
  assert.equal(whole.reference, reference);
});

test("R-17 not for anybody to report in another's name: whoever handles nothing there takes it down in words, and sees no other's devices", async () => {
  const as = app.as(colleague.token);
  const form = await as(incidents.getReportForm, { companyId: own, personId: director.personId });
  assert.deepEqual([form.mayReportForOthers, form.mayChooseCompany, form.devices], [false, false, []]);
  await assert.rejects(
    as(incidents.reportIncident, { ...lost, reporterId: director.personId }),
    refusedWith("incident.reporter_not_yours"),
  );
  await assert.rejects(as(incidents.listReportPeople, { companyId: own }));
  await assert.rejects(app.as(officer.token)(incidents.listReportPeople, { companyId: sister }));
  const { id } = await as(incidents.reportIncident, {
    ...lost,
    isForSomebody: true,
    reporterSaid: "Driver · 090",
  });
  const whole = await app.as(officer.token)(incidents.getIncident, { id });
  assert.equal(whole.reporterName, "Driver · 090");
});

test("R-17 a lock is asked of whoever keeps the devices and what came of it is kept: by whom, when, after how long; said again it is corrected", async () => {
  const { id } = await app.as(director.token)(incidents.reportIncident, {
    ...lost,
    deviceIds: [phoneId],
    asksLock: true,
  });
  const owed = async () =>
    (await app.as(officer.token)(duties.listMyDuties, { subjectId: id })).rows.map((one) => one.kind);
  assert.ok((await owed()).includes("incident.lock_device"));
  const own1 = await app.as(director.token)(incidents.getOwnReport, { id });
  assert.deepEqual(
    own1.locks.map((one) => [one.name, one.outcome]),
    [["SP-04821", null]],
  );
  const lock = async () => (await app.as(officer.token)(incidents.getIncident, { id })).locks[0];
  const say = async (outcome: "wiped" | "found" | "not_possible", when: string) => {
    const one = await lock();
    return app.as(officer.token)(incidents.sayLocked, {
      id: one?.id ?? "",
      outcome,
      at: when,
      said: "",
      rowVersion: one?.rowVersion ?? 0,
    });
  };
  await assert.rejects(say("not_possible", "2026-06-12T15:00:00Z"), refusedWith("incident.lock_why_not"));
  await assert.rejects(say("wiped", "2026-06-12T13:00:00Z"), refusedWith("incident.moment_before"));
  app.setNow(new Date("2026-06-12T15:50:00Z"));
  await say("wiped", "2026-06-12T15:41:00Z");
  assert.equal((await owed()).includes("incident.lock_device"), false);
  const done = await lock();
  assert.deepEqual(
    [done?.outcome, done?.askedAt, done?.outcomeAt, done?.outcomeByName?.includes("Officer")],
    ["wiped", "2026-06-12T15:00:00.000Z", "2026-06-12T15:41:00.000Z", true],
  );
  await say("found", "2026-06-12T15:45:00Z");
  assert.equal((await lock())?.outcome, "found");
  // An exercise asks nobody to lock anything.
  const drill = await app.as(officer.token)(incidents.reportIncident, {
    ...lost,
    deviceIds: [phoneId],
    asksLock: true,
    isExercise: true,
  });
  assert.deepEqual((await app.as(officer.token)(incidents.getIncident, { id: drill.id })).locks, []);
});

test("R-17 a photo of whoever is signed in goes with the report; one of another company does not", async () => {
  const photo = (companyId: string) =>
    add(
      "insert into files (company_id, purpose, name, media_type, size_bytes, sha256, created_by) values ($1, 'incident_file', 'door.jpg', 'image/jpeg', 4, $2, $3) returning id",
      [companyId, Buffer.alloc(32, 3), colleague.personId],
    );
  const seen = { ...lost, kind: "physical", what: "Somebody stood in the server room" } as const;
  const { id } = await app.as(colleague.token)(incidents.reportIncident, {
    ...seen,
    fileIds: [await photo(own)],
  });
  const whole = await app.as(officer.token)(incidents.getIncident, { id });
  assert.deepEqual(
    whole.files.map((one) => [one.name, one.isReporters]),
    [["door.jpg", true]],
  );
  await assert.rejects(
    app.as(colleague.token)(incidents.reportIncident, { ...seen, fileIds: [await photo(sister)] }),
    refusedWith("incident.unknown_file"),
  );
});

test("R-18 a report in part ends the 24 hours; a fuller one completes it and both stay to be read", async () => {
  const { id } = await app.as(director.token)(incidents.reportIncident, { ...lost, kind: "suspicious_mail" });
  const whole = () => app.as(officer.token)(incidents.getIncident, { id });
  const report = async (said: string, isPartial: boolean) =>
    app.as(officer.token)(incidents.reportToHeadquarters, {
      id,
      said,
      isPartial,
      rowVersion: (await whole()).rowVersion,
    });
  await report("A mail, more is not known", true);
  const first = (await whole()).reportedAt;
  app.setNow(new Date("2026-06-12T18:00:00Z"));
  await assert.rejects(report("  ", false), refusedWith("incident.nothing_new"));
  await report("Three people opened it, nothing was entered", false);
  const after = await whole();
  assert.deepEqual(
    after.reports.map((one) => [one.nth, one.isPartial]),
    [
      [2, false],
      [1, true],
    ],
  );
  assert.equal(after.reportedAt, first);
});

test("R-18 what needs me names one report by its words and number, for whoever may read it; a company's page says what is due next and what came of the last", async () => {
  const { id, reference } = await app.as(inSister.token)(incidents.reportIncident, {
    ...lost,
    companyId: sister,
    kind: "suspicious_mail",
    what: "A list went to a wrong supplier",
  });
  const needs = async (token: string) =>
    (await app.as(token)(duties.getMyWork, {})).bundles
      .filter((one) => one.kind === "incident.report")
      .flatMap((one) => one.first.map((duty) => [duty.subjectId, duty.title, duty.about]));
  assert.deepEqual(await needs(inSister.token), [[id, "A list went to a wrong supplier", reference]]);
  const page = () => app.as(inSister.token)(incidents.getCompanyIncidents, { companyId: sister });
  assert.deepEqual(
    (await page()).running.map((one) => [one.reference, one.nextWhat, one.nextAt]),
    [[reference, "report", "2026-06-13T14:00:00.000Z"]],
  );
  await owner.query("update incidents set about_ids = $2 where id = $1", [id, [inSister.personId]]);
  assert.deepEqual(await needs(inSister.token), []);
  await owner.query(
    `update incidents set about_ids = '{}', judged_as = 'incident', judged_at = now(), contained_at = discovered_at + interval '3 hours',
       handled_at = now(), closed_at = now() where id = $1`,
    [id],
  );
  await owner.query(
    `insert into incident_locks (incident_id, company_id, entry_id, name, asked_at, outcome, outcome_at)
     values ($1, $2, $3, 'SP-1', '2026-06-12T15:00:00Z', 'wiped', '2026-06-12T15:41:00Z')`,
    [id, sister, phoneId],
  );
  const after = await page();
  assert.deepEqual(
    [after.running, after.closed.map((one) => one.lock)],
    [[], [{ outcome: "wiped", minutes: 41 }]],
  );
  await assert.rejects(app.as(officer.token)(incidents.getCompanyIncidents, { companyId: sister }));
});
