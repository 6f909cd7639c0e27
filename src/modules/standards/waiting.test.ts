// What waits for a decision of the group's office stands in the work list of whoever may decide it, and of nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, giveRole, signedIn } from "#test/factories.ts";
import { standards } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const { companies, group: unitId } = await buildSmallGroup(owner);
const atGroup = async (name: string) =>
  app.as((await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId, name })).token);
const [author, approver] = [await atGroup("Author"), await atGroup("Approver")];
const elsewhere = app.as(
  (await signedIn(owner, { companyId: companies.own, role: "group_office", unitId: companies.own })).token,
);
const officer = app.as((await signedIn(owner, { companyId: companies.own, role: "security_officer" })).token);

const editionId = await addEdition(owner, {
  standard: "WAIT",
  edition: "1",
  controls: [{ id: "A-1" }, { id: "A-2" }],
});
const waiting = async (as = approver) => {
  const { rows } = await as(duties.listMyDuties, {});
  return rows.map((row) => [row.kind, row.subjectId]);
};

let proposals = 0;
async function proposed(controlId = "A-1") {
  proposals += 1;
  const { words } = await author(standards.getWordsToCorrect, { id: editionId, controlId });
  const { id } = await author(standards.proposeErratum, {
    id: editionId,
    controlId,
    words: { ...words, requirement: { ...words.requirement, en: `${controlId} ${proposals}` } },
    reason: "a wrong number",
    asksAgain: false,
    othersHold: ["ja", "zh"],
  });
  return id;
}

test("R-12 a proposed erratum waits for whoever may put it in force, with a day and a place, until it is decided", async () => {
  const id = await proposed();
  assert.deepEqual(await waiting(), [["erratum.decide", id]]);
  for (const other of [author, elsewhere, officer]) assert.deepEqual(await waiting(other), []);
  const [duty] = (await approver(duties.listMyDuties, {})).rows;
  assert.deepEqual(
    [duty?.isAddressed, duty?.mayOpen, duty?.isOverdue, duty?.timeZone],
    [true, true, false, "Asia/Tokyo"],
  );
  assert.equal((await approver(duties.getMyWork, {})).count, 1);
  assert.deepEqual(await approver(standards.getErratum, { id }), {
    editionId,
    controlId: "A-1",
    state: "proposed",
  });
  await approver(standards.issueErratum, { id });
  assert.deepEqual(await waiting(), []);
});

test("two proposals are two duties; one that is dropped waits no more", async () => {
  const [one, two] = [await proposed("A-1"), await proposed("A-2")];
  assert.deepEqual(
    (await approver(duties.getMyWork, {})).bundles.map((bundle) => bundle.count),
    [2],
  );
  await author(standards.dropErratum, { id: one, reason: "it was right" });
  assert.deepEqual(await waiting(), [["erratum.decide", two]]);
  await approver(standards.dropErratum, { id: two, reason: "it was right" });
  assert.deepEqual(await waiting(), []);
});

test("who is given the office later finds what waits already", async () => {
  const id = await proposed();
  const late = await signedIn(owner, { companyId: companies.parent, name: "Late" });
  assert.deepEqual(await waiting(app.as(late.token)), []);
  await giveRole(owner, {
    personId: late.personId,
    companyId: companies.parent,
    role: "group_office",
    unitId,
  });
  assert.deepEqual(await waiting(app.as(late.token)), [["erratum.decide", id]]);
  await approver(standards.dropErratum, { id, reason: "it was right" });
});

test("R-11 an edition in review waits for another than its authors, until it is approved or sent back", async () => {
  const { id } = await author(standards.draftEdition, { from: "edition", editionId, edition: "2" });
  const { control, rowVersion } = await author(standards.getDraftControl, { id, controlId: "A-1" });
  const requirement = { ...control.requirement, en: "Something else." };
  await author(standards.saveControl, {
    id,
    controlId: "A-1",
    control: { ...control, requirement },
    rowVersion,
  });
  await author(standards.saveCarryOver, {
    id,
    rules: [{ controlId: "A-1", fromIds: [], carry: "show", reason: null }],
  });
  const send = async () => {
    const { rowVersion: version } = await author(standards.getEdition, { id });
    await author(standards.sendToReview, { id, words: "look", rowVersion: version });
  };
  await send();
  assert.deepEqual([await waiting(), await waiting(author)], [[["edition.decide", id]], []]);
  await approver(standards.giveOpinion, { id, kind: "opinion", words: "hm" });
  assert.equal((await waiting()).length, 1, "an opinion decides nothing");
  await approver(standards.returnToDraft, { id, words: "again" });
  assert.deepEqual(await waiting(), []);
  await send();
  assert.equal((await waiting()).length, 1);
  await approver(standards.giveOpinion, { id, kind: "approved", words: "good" });
  assert.deepEqual(await waiting(), []);
});
