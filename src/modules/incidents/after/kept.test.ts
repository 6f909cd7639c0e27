// What follows a confidential incident, or one about somebody, is said anew where others read it, and leads back to nothing for them.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { findings } from "#modules/findings/contract.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { trail } from "#modules/trail/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const ofGroup = (name: string) =>
  signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group, name });
const office = await ofGroup("Office");
const subject = await ofGroup("Subject");
const as = app.as(officer.token);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const word = "Zebrafinch";

async function judged(circle: { isConfidential: boolean; isAbout: boolean }) {
  const { id, reference } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "insider",
    title: word,
    what: `${word} took drawings along`,
    discoveredAt: new Date(Date.now() - 60_000).toISOString(),
    zone: "Asia/Tokyo",
  });
  const version = async () => (await as(incidents.getIncident, { id })).rowVersion;
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion: await version() });
  const set = async ({ isConfidential, isAbout } = circle) =>
    as(incidents.setCircle, {
      id,
      isConfidential,
      knows: isConfidential ? [officer, office].map(({ personId }) => ({ personId, why: "Needs to" })) : [],
      about: isAbout ? [{ personId: subject.personId, why: "" }] : [],
      reason: "Of a member of staff",
      rowVersion: await version(),
    });
  return { id, reference, set };
}
const lesson = (id: string, more: object = {}) => ({
  id,
  lesson: `${word} could take drawings along`,
  leadsTo: "finding" as const,
  severity: "high" as const,
  because: "",
  ...more,
});

for (const circle of [
  { isConfidential: true, isAbout: true },
  { isConfidential: false, isAbout: true },
])
  test(`S-01 a lesson of an incident that is ${circle.isConfidential ? "confidential" : "about somebody"} becomes a finding in words said anew, which leads back to nothing`, async () => {
    const { id, reference, set } = await judged(circle);
    await set();
    assert.equal((await as(incidents.getIncident, { id })).isKept, true);
    const refused = refusedWith("incident.lesson_for_everybody");
    await assert.rejects(as(incidents.addLesson, lesson(id)), refused);
    await assert.rejects(
      as(incidents.addLesson, lesson(id, { forEverybody: { title: `As in ${reference}`, detail: "" } })),
      refused,
    );
    const { findingId } = await as(
      incidents.addLesson,
      lesson(id, { forEverybody: { title: "Drawings leave by USB", detail: "" } }),
    );
    const finding = await app.as(subject.token)(findings.getFinding, { id: findingId ?? "" });
    assert.deepEqual(
      [finding.title, finding.sourceKind, finding.sourceId, finding.sourceSaid],
      ["Drawings leave by USB", "noticed", null, ""],
    );
    const events = await app.as(subject.token)(trail.searchEvents, { subjectId: findingId ?? "" });
    const told = JSON.stringify([finding, events]);
    for (const secret of [word, reference, id]) assert.ok(!told.includes(secret), secret);
    const { lessons } = await as(incidents.getIncidentReview, { id });
    assert.deepEqual(
      lessons.map((one) => [one.lesson, one.findingId]),
      [[`${word} could take drawings along`, findingId]],
    );
  });

test("S-01 a finding and a lateral check that came from an incident lead back to it for nobody it is kept from later", async () => {
  const { id, reference, set } = await judged({ isConfidential: true, isAbout: true });
  const { findingId } = await as(incidents.addLesson, lesson(id, { lesson: "Drawings leave by USB" }));
  const { issuers } = await app.as(office.token)(lateralChecks.listLateralIssuers, {});
  const check = await app.as(office.token)(lateralChecks.openLateralCheck, {
    issuerUnitId: issuers[0]?.unitId ?? "",
    originalLanguage: "en",
    title: "USB",
    why: "Drawings left",
    look: "Look at the ports",
    translations: {},
    questions: [],
    contact: "",
    rules: [{ kind: "units", unitIds: [own] }],
    needsAll: false,
    exceptions: [],
    sourceKind: "incident",
    sourceId: id,
    sourceWords: reference,
    isSourceTold: false,
    severity: "high",
    dueOn: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
  });
  await set();
  const of = async (token: string) => {
    const finding = await app.as(token)(findings.getFinding, { id: findingId ?? "" });
    const lateral = await app.as(token)(lateralChecks.getLateralCheck, { id: check.id });
    const events = await Promise.all(
      [findingId ?? "", check.id].map((subjectId) => app.as(token)(trail.searchEvents, { subjectId })),
    );
    return { finding, lateral, told: JSON.stringify([finding, lateral, events]) };
  };
  const known = await of(office.token);
  assert.deepEqual([known.finding.sourceSaid, known.lateral.source?.id], [reference, id]);
  const kept = await of(subject.token);
  assert.deepEqual([kept.finding.sourceId, kept.finding.sourceSaid, kept.lateral.source], [null, "", null]);
  for (const secret of [reference, id]) assert.ok(!kept.told.includes(secret), secret);
});
