// A page signed by hand is entered by one person for another: who is told, who looks again, and how it is taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { duties } from "#modules/duties/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { reviewing } from "#modules/inspections/review/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { papers } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const at = { companyId: parent, role: "division_secretary", unitId: group.divisions.one } as const;
const [clerk, colleague] = [await signedIn(owner, at), await signedIn(owner, at)];
const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const [asClerk, asColleague, asExecutive, asOfficer, asOffice] = [
  clerk,
  colleague,
  executive,
  officer,
  office,
].map(({ token }) => app.as(token)) as [
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
];
const editionId = await addEdition(owner);
let year = 2030;

const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

async function reviewed(): Promise<string> {
  year += 1;
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: year });
  const id = round.inspections.get(own) ?? "";
  await owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where id = $1",
    [id],
  );
  return id;
}

async function scan(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('x'), 1, 'application/pdf', 'scan.pdf', 'confirmation') returning id",
    [own],
  );
  return rows[0]?.id ?? "";
}

type How = { why?: string; as?: typeof asClerk };
const seenBy = async (as: typeof asClerk, id: string) => as(inspections.getInspection, { id });
const versionOf = async (id: string) => (await seenBy(asOffice, id)).rowVersion;
const enter = async (id: string, personId: string, { why, as = asClerk }: How = {}) =>
  as(inspections.confirmOnPaper, {
    id,
    rowVersion: await versionOf(id),
    personId,
    fileId: await scan(),
    ...(why ? { why } : {}),
  });
const owed = async (as: typeof asClerk, id: string) =>
  (await as(duties.listMyDuties, { subjectId: id })).rows.map((row) => row.kind);

test("R-12 an executive in whose name a page was entered is told, and may say that it was not him or her", async () => {
  const id = await reviewed();
  await asClerk(papers.issueConfirmationPage, { id });
  await enter(id, executive.personId);
  assert.deepEqual(await owed(asExecutive, id), ["inspection.signed_for"]);
  const shown = await seenBy(asExecutive, id);
  assert.equal(shown.onPaper?.isSigner, true);
  assert.equal(shown.can["takeBack"], null);
  assert.equal((await seenBy(asOfficer, id)).can["takeBack"], "can.not_yours");
  await assert.rejects(
    asOfficer(inspections.takeBackConfirmation, { id, rowVersion: shown.rowVersion, reason: "no" }),
    code("inspection.not_the_signer"),
  );

  const reason = "I was abroad and have signed nothing";
  const { state } = await asExecutive(inspections.takeBackConfirmation, {
    id,
    rowVersion: shown.rowVersion,
    reason,
  });
  assert.equal(state, "reviewed");
  assert.deepEqual(await owed(asExecutive, id), ["inspection.confirm"]);
  assert.ok((await owed(asClerk, id)).includes("inspection.sign_again"), "the desk is told");
  assert.ok((await owed(asOffice, id)).includes("inspection.sign_again"), "and the group office");
  const { rows } = await asOffice(reviewing.listStory, { id });
  const told = rows.find((row) => row.verb === "inspection.confirmation_taken_back");
  assert.deepEqual([told?.said, told?.data["side"]], [reason, "signer"]);
  const { takenBack, isPageOld } = await asClerk(papers.listPapers, { id });
  assert.deepEqual(
    [takenBack?.side, takenBack?.reason, takenBack?.byName, isPageOld],
    ["signer", reason, shown.onPaper?.signerName, true],
    "the page that has the next one issued says why",
  );
  const after = await seenBy(asOffice, id);
  assert.deepEqual([after.onPaper, after.confirmedAt, after.confirmedByName], [null, null, null]);

  await assert.rejects(enter(id, executive.personId), code("inspection.page_old"), "not with that page");
  await asClerk(papers.issueConfirmationPage, { id });
  assert.equal((await asClerk(papers.listPapers, { id })).isPageOld, false);
  await enter(id, executive.personId);
  assert.equal((await asClerk(papers.listPapers, { id })).takenBack, null, "told until somebody confirms");
  assert.ok(!(await owed(asClerk, id)).includes("inspection.sign_again"), "a new page settles it");
});

test("an executive who signed says so, and is asked no more", async () => {
  const id = await reviewed();
  await enter(id, executive.personId);
  await asExecutive(inspections.ownConfirmation, { id, rowVersion: await versionOf(id) });
  assert.deepEqual(await owed(asExecutive, id), []);
  assert.notEqual((await seenBy(asOffice, id)).onPaper?.ownedAt, null);
  await assert.rejects(
    asOfficer(inspections.ownConfirmation, { id, rowVersion: await versionOf(id) }),
    code("inspection.not_the_signer"),
  );
});

test("the executive is told of a page that somebody else of the company signed with a reason", async () => {
  const id = await reviewed();
  const deputy = await addPerson(owner, { companyId: own, familyName: "Deputy" });
  await enter(id, deputy, { why: "by proxy of 1 November" });
  const { onPaper, can } = await seenBy(asExecutive, id);
  assert.deepEqual(
    [onPaper?.isSigner, onPaper?.why, onPaper?.signerUnit],
    [false, "by proxy of 1 November", "Own Ltd."],
  );
  assert.equal(can["takeBack"], null);
  assert.deepEqual(await owed(asExecutive, id), ["inspection.signed_for"]);
});

test("R-12 who entered a page in an executive's name is named to the executive, beyond what he or she sees otherwise", async () => {
  const id = await reviewed();
  await enter(id, executive.personId, { as: asOffice });
  const signed = await seenBy(asOffice, id);
  const shown = await seenBy(asExecutive, id);
  assert.ok(signed.onPaper?.enteredByName);
  assert.equal(shown.onPaper?.enteredByName, signed.onPaper.enteredByName);
  const confirmed = async (as: typeof asClerk) =>
    (await as(reviewing.listStory, { id })).rows.find((row) => row.verb === "inspection.confirmed");
  assert.equal((await confirmed(asExecutive))?.actorName, signed.onPaper.enteredByName);
  assert.equal((await confirmed(asExecutive))?.onBehalfOfName, shown.onPaper?.signerName);
});

test("a second person of the desk compares the scan; who entered it cannot", async () => {
  const id = await reviewed();
  await enter(id, executive.personId);
  const { roundId } = await seenBy(asOffice, id);
  const toCompare = async (as: typeof asClerk) =>
    (await as(papers.listToCompare, { id: roundId })).rows.map((row) => [row.inspectionId, row.isOwn]);
  assert.deepEqual(await toCompare(asClerk), [[id, true]]);
  assert.deepEqual(await toCompare(asColleague), [[id, false]], "it waits for somebody else");
  assert.equal((await asColleague(papers.getRoundPages, { id: roundId })).toCompare, 1);
  assert.equal((await seenBy(asClerk, id)).can["compare"], "can.entered_yourself");
  await assert.rejects(
    asClerk(inspections.compareConfirmation, { id, rowVersion: await versionOf(id) }),
    code("inspections_compared_by_another"),
  );
  assert.equal((await seenBy(asColleague, id)).can["compare"], null);
  await asColleague(inspections.compareConfirmation, { id, rowVersion: await versionOf(id) });
  assert.notEqual((await seenBy(asClerk, id)).onPaper?.comparedAt, null);
  assert.deepEqual(await toCompare(asColleague), []);
});

test("the desk takes back what it entered wrongly, with a reason, and enters the same page anew", async () => {
  const id = await reviewed();
  await asClerk(papers.issueConfirmationPage, { id });
  await enter(id, executive.personId);
  await asColleague(inspections.takeBackConfirmation, {
    id,
    rowVersion: await versionOf(id),
    reason: "the scan of another company",
  });
  assert.deepEqual(await owed(asExecutive, id), ["inspection.confirm"]);
  assert.ok(!(await owed(asClerk, id)).includes("inspection.sign_again"));
  assert.equal((await enter(id, executive.personId)).state, "confirmed");
});

test("after the lock nothing is taken back, and nobody is asked any more", async () => {
  const id = await reviewed();
  await enter(id, executive.personId);
  const { roundId } = await seenBy(asOffice, id);
  await asOffice(inspections.lockInspections, { roundId });
  const { rowVersion, can } = await seenBy(asExecutive, id);
  assert.equal(can["takeBack"], "can.not_now.locked");
  await assert.rejects(
    asExecutive(inspections.takeBackConfirmation, { id, rowVersion, reason: "too late" }),
    code("inspection.not_now"),
  );
  assert.deepEqual(await owed(asExecutive, id), []);
});

test("an executive of the company who is another company's person signs for it, shown with his or her company", async () => {
  const id = await reviewed();
  const shared = await signedIn(owner, { companyId: parent, role: "company_executive", unitId: own });
  const { executives } = await asOffice(papers.listPapers, { id });
  const found = executives.find((one) => one.id === shared.personId);
  assert.deepEqual([found?.mayHaveSigned, found?.unit], [true, "Parent Inc."]);
  const { roundId } = await seenBy(asOffice, id);
  const { rows } = await asOffice(papers.listWaiting, { id: roundId });
  const among = rows[0]?.signers.find((one) => one.id === shared.personId);
  assert.deepEqual([among?.mayHaveSigned, among?.unit], [true, "Parent Inc."], "among many as alone");
  // People of a company beyond one's reach are nobody to the desk; the group office sees them.
  await enter(id, shared.personId, { as: asOffice });
  assert.equal((await seenBy(asOffice, id)).onPaper?.signerUnit, "Parent Inc.");
});
