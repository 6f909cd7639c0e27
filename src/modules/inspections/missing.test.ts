// Who is missing: said before a round is launched and while it runs; and an inspection that no desk is named for is reviewed
// by the group office, which gives way as soon as one is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { duties } from "#modules/duties/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, giveRole, signedIn } from "#test/factories.ts";
import { inspections } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
await signedIn(owner, { companyId: parent, role: "division_secretary", unitId: group.divisions.one });
const officer = await signedIn(owner, { companyId: other, role: "security_officer" });
const ownOfficer = await signedIn(owner, { companyId: own, role: "security_officer" });
await signedIn(owner, { companyId: own, role: "company_executive" });
const [asOffice, asOfficer] = [app.as(office.token), app.as(officer.token)];
const editionId = await addEdition(owner, { controls: [{ id: "ORG-01" }] });
app.setNow(new Date("2026-11-24T03:00:00Z"));
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

test("R-12 the preview says at which companies nobody is named to answer, to review, to confirm", async () => {
  const preview = await asOffice(rounds.previewPopulation, {
    populationRule: {
      asOf: "2026-11-24",
      relations: ["parent", "consolidated"],
      tiers: ["T1", "T2", "T3", "T4"],
      leaveOut: [],
    },
  });
  const lacksOf = (id: string) => preview.rows.find((row) => row.companyId === id)?.lacks;
  assert.deepEqual(lacksOf(own), []);
  assert.deepEqual(lacksOf(sister), ["answer", "confirm"]);
  assert.deepEqual(lacksOf(other), ["review", "confirm"]);
  assert.deepEqual(lacksOf(parent), ["answer", "review", "confirm"]);
  assert.deepEqual(preview.lacks, { answer: 2, review: 2, confirm: 3 });
});

test("who cannot sign in is nobody: no account that opens, or an invitation not taken up", async () => {
  const closed = await signedIn(owner, { companyId: sister, role: "security_officer" });
  await owner.query("update accounts set state = 'closed' where id = $1", [closed.accountId]);
  const round = await addOpenRound(owner, { editionId, companies: [sister], fiscalYear: 2024 });
  assert.equal((await asOffice(rounds.getRoundProgress, { id: round.id })).lacks.answer, 1);
  await owner.query("update accounts set state = 'invited' where id = $1", [closed.accountId]);
  assert.equal((await asOffice(rounds.getRoundProgress, { id: round.id })).lacks.answer, 1);
  await owner.query("update accounts set state = 'active' where id = $1", [closed.accountId]);
  assert.equal((await asOffice(rounds.getRoundProgress, { id: round.id })).lacks.answer, 0);
  await owner.query("delete from grants where person_id = $1", [closed.personId]);
});

test("a running round counts who is missing for what is still to come, and the counts open their rows", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [own, sister, other], fiscalYear: 2025 });
  assert.deepEqual((await asOffice(rounds.getRoundProgress, { id: round.id })).lacks, {
    answer: 1,
    review: 1,
    confirm: 2,
  });
  const rowsOf = async (lacks: "answer" | "review" | "confirm", token = office.token) =>
    (await app.as(token)(rounds.listMembers, { id: round.id, lacks })).rows.map((row) => row.companyId);
  assert.deepEqual(await rowsOf("answer"), [sister]);
  assert.deepEqual(await rowsOf("review"), [other]);
  assert.deepEqual(await rowsOf("confirm"), [sister, other]);
  assert.deepEqual(await rowsOf("confirm", officer.token), [other], "each within one's scope");
  assert.deepEqual(await rowsOf("confirm", ownOfficer.token), []);
  await owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where id = $1",
    [round.inspections.get(other)],
  );
  assert.deepEqual(await rowsOf("review"), [], "what is reviewed needs no desk");
  await owner.query("update rounds set state = 'closed' where id = $1", [round.id]);
  assert.deepEqual((await asOffice(rounds.getRoundProgress, { id: round.id })).lacks, {
    answer: 0,
    review: 0,
    confirm: 0,
  });
});

test("T-11 handed in where no desk is named, it stands with the group office, which reviews in its place", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [other, own], fiscalYear: 2026 });
  const id = round.inspections.get(other) ?? "";
  const version = async () => (await asOffice(inspections.getInspection, { id })).rowVersion;
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  await asOfficer(inspections.saveAnswer, { id, controlId: "ORG-01", verdict: "met", rowVersion: null });
  await asOfficer(inspections.addEvidence, {
    id,
    title: "Policy",
    kind: "declared",
    place: "intranet",
    validFrom: "2026-11-01",
    controlIds: ["ORG-01"],
  });
  await asOfficer(inspections.submitInspection, { id, rowVersion: await version() });
  const waiting = async () =>
    (await asOffice(duties.listMyDuties, { subjectId: id })).rows.map((row) => [
      row.kind,
      row.isAddressed,
      row.isNobodys,
    ]);
  assert.deepEqual(await waiting(), [["inspection.review", true, true]]);
  const seen = await asOffice(inspections.getInspection, { id });
  assert.deepEqual([seen.hasDesk, seen.can["review"], seen.can["reply"]], [false, null, null]);

  const elsewhere = round.inspections.get(own) ?? "";
  assert.equal(
    (await asOffice(inspections.getInspection, { id: elsewhere })).can["review"],
    "can.not_yours",
    "never a second desk beside one that is named",
  );
  await assert.rejects(
    asOffice(inspections.reviewAnswers, { id: elsewhere, controlIds: ["ORG-01"], decision: "accepted" }),
    code("inspection.has_desk"),
  );

  await asOffice(inspections.reviewAnswers, { id, controlIds: ["ORG-01"], decision: "accepted" });
  await asOffice(inspections.finishReview, { id, rowVersion: await version() });
  assert.deepEqual(await waiting(), [["inspection.confirm", false, true]], "nobody confirms: said at once");
  const { rows } = await owner.query<{ data: { standsIn?: boolean } }>(
    "select data from events where verb = 'inspection.reviewed' and subject_id = $1",
    [id],
  );
  assert.equal(rows[0]?.data.standsIn, true);

  const secretary = await signedIn(owner, { companyId: parent, name: "Named" });
  await giveRole(owner, {
    personId: secretary.personId,
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.two,
  });
  await assert.rejects(
    asOffice(inspections.reviewAnswers, { id, controlIds: ["ORG-01"], decision: "accepted" }),
    code("inspection.has_desk"),
  );
});

test("a question that is asked where no desk is named is answered by the group office", async () => {
  await owner.query("delete from grants where role_id = 'division_secretary' and unit_id = $1", [
    group.divisions.two,
  ]);
  const round = await addOpenRound(owner, { editionId, companies: [other], fiscalYear: 2027 });
  const id = round.inspections.get(other) ?? "";
  const asked = await asOfficer(inspections.say, {
    id,
    body: "Which document do you mean?",
    asksDivision: true,
  });
  assert.deepEqual(
    (await asOffice(duties.listMyDuties, { subjectId: id })).rows.map((row) => [row.kind, row.isAddressed]),
    [["inspection.question", true]],
  );
  assert.equal((await asOffice(inspections.listQuestions, { id })).mayReply, true);
  await asOffice(inspections.replyToQuestion, { id, questionId: asked.id, body: "The policy." });
  assert.deepEqual((await asOffice(duties.listMyDuties, { subjectId: id })).rows, []);
});
