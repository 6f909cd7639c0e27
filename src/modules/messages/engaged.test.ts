// An engagement of somebody from outside is told to whoever answers for the companies whose records it covers.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { enrol } from "#core/events/dispatch.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { engagements } from "#modules/engagements/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, giveRole, type SignedIn, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { messages } from "./contract.ts";
import { messageMaker } from "./making.ts";
import { titleOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent, other } = group.companies;
const say = loadTexts(textFolders);
let inspections: Map<string, string>;
let office: SignedIn;
let officer: SignedIn;
let executive: SignedIn;
let secretary: SignedIn;

before(async () => {
  const editionId = await addEdition(owner);
  inspections = (
    await addOpenRound(owner, { editionId, companies: [own, sister, other], dueOn: "2030-12-15" })
  ).inspections;
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  executive = await signedIn(owner, { companyId: own, role: "company_executive" });
  // Of the sister company nobody is named: the division answers for it.
  secretary = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
  await enrol(app.door.db, [messageMaker]);
});

const inspectionOf = (company: string) => inspections.get(company) ?? "";
const day = async (later: number) =>
  (await owner.query<{ day: string }>("select (group_today() + $1::int)::text as day", [later])).rows[0]
    ?.day ?? "";

let serial = 0;
async function engage(by: SignedIn, over: readonly string[], keeper?: string) {
  serial += 1;
  const as = app.as(by.token);
  const firm = await as(engagements.addOutsideFirm, {
    name: `Blue Lantern ${serial}`,
    ...(keeper ? { companyId: keeper } : {}),
  });
  return as(engagements.makeEngagement, {
    firmId: firm.id,
    title: `Secret project ${serial}`,
    purpose: "Look at what was answered",
    roleId: "assessor",
    validFrom: await day(0),
    lastDay: await day(30),
    inspectionIds: over.map(inspectionOf),
    personIds: [],
  });
}

/** What somebody was told of an engagement, the newest first, as they read it. */
async function toldTo(reader: SignedIn, engagementId: string) {
  await readOn(app.door.db, owner, [messageMaker]);
  const { rows } = await app.as(reader.token)(messages.listMessages, {});
  return rows
    .filter((row) => row.subjectId === engagementId)
    .map((row) => ({
      kind: row.kind,
      title: titleOf(row, { say: (key, values) => say("en", key, values), language: "en", timeZone: "UTC" }),
    }));
}
const kindsTo = async (reader: SignedIn, id: string) => (await toldTo(reader, id)).map((row) => row.kind);

test("whoever answers for a company is told that an engagement covers it, without the firm's name", async () => {
  const { id } = await engage(office, [own]);
  const [told, ...more] = await toldTo(officer, id);
  assert.equal(more.length, 0);
  assert.equal(told?.kind, "engagement.covers");
  assert.match(told?.title ?? "", /^An outside party may look at records of Own Ltd\. from .+ until .+/);
  assert.doesNotMatch(told?.title ?? "", /Lantern|Secret/);
  for (const reader of [executive, secretary, office]) assert.deepEqual(await kindsTo(reader, id), []);
});

test("where a company has nobody of its own, the nearest above is told; of several companies once", async () => {
  const { id } = await engage(office, [own, sister]);
  assert.deepEqual(await kindsTo(secretary, id), ["engagement.covers"]);
  await giveRole(owner, {
    personId: officer.personId,
    companyId: own,
    role: "security_officer",
    unitId: sister,
  });
  const both = await engage(office, [own, sister]);
  const told = await toldTo(officer, both.id);
  assert.equal(told.length, 1);
  assert.match(told[0]?.title ?? "", /of others of your companies \(1\)/);
  await owner.query("delete from grants where person_id = $1 and unit_id = $2", [officer.personId, sister]);
});

test("nobody is told of what they ordered themselves", async () => {
  const { id } = await engage(officer, [own], own);
  assert.deepEqual(await kindsTo(officer, id), []);
});

test("a company that comes in later is told then, one that was in already is not told again", async () => {
  const { id, rowVersion } = await engage(office, [sister]);
  assert.deepEqual(await kindsTo(officer, id), []);
  assert.deepEqual(await kindsTo(secretary, id), ["engagement.covers"]);
  await app.as(office.token)(engagements.changeEngagement, {
    id,
    addInspectionIds: [inspectionOf(own)],
    reason: "One more",
    rowVersion,
  });
  assert.deepEqual(await kindsTo(officer, id), ["engagement.covers"]);
  assert.deepEqual(await kindsTo(secretary, id), ["engagement.covers"]);
});

test("another last day and an early end are told to the same people, with the new day", async () => {
  const { id, rowVersion } = await engage(office, [own]);
  const as = app.as(office.token);
  const moved = await as(engagements.setEngagementEnd, {
    id,
    lastDay: "2027-02-03",
    reason: "More",
    rowVersion,
  });
  const [first] = await toldTo(officer, id);
  assert.equal(first?.kind, "engagement.end_changed");
  assert.match(first?.title ?? "", /until .*3 Feb.* 2027/);
  await as(engagements.endEngagement, { id, reason: "Finished", rowVersion: moved.rowVersion });
  assert.deepEqual(await kindsTo(officer, id), [
    "engagement.ended",
    "engagement.end_changed",
    "engagement.covers",
  ]);
});

test("who answers for the company no more reads neither company nor days", async () => {
  const leaver = await signedIn(owner, { companyId: own, role: "security_officer" });
  const { id } = await engage(office, [own]);
  assert.deepEqual(await kindsTo(leaver, id), ["engagement.covers"]);
  await owner.query("delete from grants where person_id = $1", [leaver.personId]);
  const { rows } = await app.as(leaver.token)(messages.listMessages, {});
  assert.deepEqual(
    rows.map(({ isReachable, company, data, subjectId }) => ({ isReachable, company, data, subjectId })),
    [{ isReachable: false, company: null, data: {}, subjectId: null }],
  );
});
