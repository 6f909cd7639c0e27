// From hand to hand: what a return, new proof, another opinion, a closed round and two at once do to an inspection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { duties } from "#modules/duties/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { inspections } from "./contract.ts";
import { reviewing } from "./review/contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
const [asOffice, asDesk, asOfficer, asExecutive] = [
  app.as(office.token),
  app.as(secretary.token),
  app.as(officer.token),
  app.as(executive.token),
];
const editionId = await addEdition(owner, {
  controls: [{ id: "ORG-01", mandatory: true }, { id: "ORG-02" }, { id: "TEC-01", appliesWhen: "has_plant" }],
});
app.setNow(new Date("2026-11-24T03:00:00Z"));
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

let fiscalYear = 2026;
async function opened(dueOn = "2026-12-15") {
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: fiscalYear++, dueOn });
  return { roundId: round.id, id: round.inspections.get(own) ?? "" };
}
const version = async (id: string) => (await asOffice(inspections.getInspection, { id })).rowVersion;
const stateOf = async (id: string) => (await asOffice(inspections.getInspection, { id })).state;
const meet = (id: string, controlId: string) =>
  asOfficer(inspections.saveAnswer, { id, controlId, verdict: "met", rowVersion: null });
const prove = (id: string, controlIds: string[], validFrom = "2026-11-01") =>
  asOfficer(inspections.addEvidence, {
    id,
    title: "Policy",
    kind: "documented",
    place: "intranet",
    validFrom,
    controlIds,
  });
const submit = async (id: string) =>
  asOfficer(inspections.submitInspection, { id, rowVersion: await version(id) });
const finish = async (id: string) => asDesk(inspections.finishReview, { id, rowVersion: await version(id) });
const accept = (id: string, controlIds: string[], verdict?: "partly") =>
  asDesk(inspections.reviewAnswers, {
    id,
    controlIds,
    decision: "accepted",
    ...(verdict ? { verdict } : {}),
  });
const giveBack = (id: string, controlIds: string[]) =>
  asDesk(inspections.reviewAnswers, {
    id,
    controlIds,
    decision: "returned",
    reasonKind: "proof_missing",
    reason: "The page cannot be opened.",
  });
const rowOf = async (id: string, controlId: string) =>
  (await asDesk(reviewing.listDifferences, { id })).rows.find((row) => row.controlId === controlId);

async function handedIn() {
  const made = await opened();
  await asOfficer(inspections.answerScope, {
    id: made.id,
    condition: "has_plant",
    isTrue: false,
    rowVersion: null,
  });
  for (const controlId of ["ORG-01", "ORG-02"]) await meet(made.id, controlId);
  const { id: evidenceId } = await prove(made.id, ["ORG-01", "ORG-02"]);
  await submit(made.id);
  return { ...made, evidenceId };
}

test("the desk finishes although an answer stands to a control that scope has taken out since", async () => {
  const { id } = await opened();
  await meet(id, "TEC-01");
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const controlId of ["ORG-01", "ORG-02"]) await meet(id, controlId);
  await prove(id, ["ORG-01", "ORG-02"]);
  await submit(id);
  await accept(id, ["ORG-01", "ORG-02"]);
  await finish(id);
  assert.equal(await stateOf(id), "reviewed");
});

test("what came back for its proof is answered by proof; proof that is exchanged is read again", async () => {
  const { id, evidenceId } = await handedIn();
  await accept(id, ["ORG-02"]);
  await giveBack(id, ["ORG-01"]);
  await finish(id);
  const listed = async (controlId: string) =>
    (await asOfficer(inspections.listAskedControls, { id })).rows.find((row) => row.controlId === controlId);
  assert.equal((await listed("ORG-01"))?.review?.decision, "returned");
  await prove(id, ["ORG-01"]);
  assert.equal((await listed("ORG-01"))?.review, null, "new proof answers the return");
  assert.equal((await listed("ORG-02"))?.assurance, "documented");
  await asOfficer(inspections.dropEvidence, { id, controlId: "ORG-02", evidenceId });
  await prove(id, ["ORG-02"]);
  assert.equal((await listed("ORG-02"))?.assurance, "declared", "nobody has read the new one");
  await submit(id);
  await assert.rejects(finish(id), code("inspection.review_open"));
  assert.equal((await rowOf(id, "ORG-02"))?.review, null);
});

test("accepting with another opinion keeps it beside the claim and lends the answer no weight", async () => {
  const { id } = await handedIn();
  await accept(id, ["ORG-01"], "partly");
  await accept(id, ["ORG-02"]);
  const row = await rowOf(id, "ORG-01");
  assert.deepEqual([row?.verdict, row?.review?.verdict, row?.assurance], ["met", "partly", "declared"]);
  assert.equal((await rowOf(id, "ORG-02"))?.assurance, "documented");
  await giveBack(id, ["ORG-02"]);
  assert.equal((await rowOf(id, "ORG-02"))?.assurance, "declared", "a return takes it back");
  await finish(id);
  await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-01",
    verdict: "partly",
    missing: "newer policy",
    owner: "K. Sato",
    dueOn: "2027-01-31",
    rowVersion: 1,
  });
  await submit(id);
  await accept(id, ["ORG-01"]);
  const kept = await owner.query(
    "select claimed, verdict from desk_reviews where inspection_id = $1 and control_id = 'ORG-01' order by answer_version",
    [id],
  );
  assert.deepEqual(
    kept.rows,
    [
      { claimed: "met", verdict: "partly" },
      { claimed: "partly", verdict: "partly" },
    ],
    "what was overturned stays known",
  );
});

test("proof counts in the live result as soon as it is there", async () => {
  const { id } = await opened();
  await meet(id, "ORG-01");
  const live = async () =>
    (await asOfficer(inspections.getInspection, { id })).results.find((one) => one.basis === "live");
  assert.equal((await live())?.halfPoints, 0);
  const { id: evidenceId } = await prove(id, ["ORG-01"]);
  assert.ok(((await live())?.halfPoints ?? 0) > 0);
  await asOfficer(inspections.dropEvidence, { id, controlId: "ORG-01", evidenceId });
  assert.equal((await live())?.halfPoints, 0);
});

test("a closed round: what was handed in goes on to its lock, a correction too; what was not stays closed", async () => {
  const { id, roundId } = await handedIn();
  const round = await asOffice(rounds.getRound, { id: roundId });
  await asOffice(rounds.closeRound, { id: roundId, rowVersion: round.round.rowVersion });
  const toTheLock = async () => {
    await accept(id, ["ORG-01", "ORG-02"]);
    await finish(id);
    await asExecutive(inspections.confirmInspection, { id, rowVersion: await version(id), statement: true });
    await asOffice(inspections.lockInspections, { roundId });
  };
  await toTheLock();
  await asOffice(inspections.correctInspection, { id, rowVersion: await version(id), reason: "wrong file" });
  assert.equal((await asOfficer(inspections.getInspection, { id })).can["answer"], null);
  await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-02",
    verdict: "not_met",
    missing: "all of it",
    owner: "K. Sato",
    dueOn: "2027-01-31",
    rowVersion: 1,
  });
  await submit(id);
  await toTheLock();
  const { results } = await asOffice(inspections.getInspection, { id });
  assert.ok(results.some((one) => one.basis === "restated"));

  const open = await opened();
  const other = await asOffice(rounds.getRound, { id: open.roundId });
  await asOffice(rounds.closeRound, { id: open.roundId, rowVersion: other.round.rowVersion });
  await assert.rejects(meet(open.id, "ORG-01"), code("inspection.not_now"));
  await assert.rejects(submit(open.id), code("inspection.not_now"));
});

test("late is what the company's own clock says: a postponed one owes no reason", async () => {
  const { id } = await opened("2026-11-20");
  const isPastDue = async () => (await asOfficer(inspections.getInspection, { id })).isPastDue;
  assert.equal(await isPastDue(), true);
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2026, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', '2026-10-01', '2026-11-30', 'UTC')`,
    [id, own],
  );
  assert.equal(await isPastDue(), false);
  assert.equal((await asOfficer(duties.listMyDuties, { subjectId: id })).rows.length, 1);
});

test("the answers' due day is one: where they are given the clock is the one that the home page shows", async () => {
  const { id } = await opened("2026-11-20");
  await owner.query(
    "update inspections set state = 'returned', submitted_at = now(), returned_at = now() where id = $1",
    [id],
  );
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2026, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', '2026-11-23', '2026-12-02T14:59:59Z', 'Asia/Tokyo')`,
    [id, own],
  );
  const { answerClock, dueOn } = await asOfficer(inspections.getInspection, { id });
  const home = (await asOfficer(inspections.listMyInspections, {})).rows.find((row) => row.id === id);
  assert.equal(dueOn, "2026-11-20");
  assert.equal(answerClock?.dueAt, "2026-12-02T14:59:59Z");
  assert.deepEqual(home?.clock, answerClock);
});

test("an answer changed while it is being handed in is either in what was handed in, or refused", async () => {
  const { id } = await opened();
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const controlId of ["ORG-01", "ORG-02"]) await meet(id, controlId);
  const { id: evidenceId } = await prove(id, ["ORG-01", "ORG-02"]);
  const rowVersion = await version(id);
  const [handed, dropped] = await Promise.allSettled([
    asOfficer(inspections.submitInspection, { id, rowVersion }),
    asOfficer(inspections.dropEvidence, { id, controlId: "ORG-01", evidenceId }),
  ]);
  assert.notEqual(handed.status, dropped.status, "one of the two comes second and is told");
});

test("whose duty it is may postpone it; more than a month goes to the division; a refusal keeps its number", async () => {
  const { id } = await handedIn();
  const [review] = (await asDesk(duties.listMyDuties, { subjectId: id })).rows;
  const dutyId = review?.id ?? "";
  const { rows } = await owner.query("select due_at::date::text as day from duties where id = $1", [dutyId]);
  const later = (days: number) =>
    new Date(Date.parse(rows[0].day) + days * 86_400_000).toISOString().slice(0, 10);
  await assert.rejects(
    asOfficer(duties.askPostponement, { id: dutyId, toDay: later(7), reason: "not mine" }),
    code("duty.not_yours"),
  );
  await giveBack(id, ["ORG-01", "ORG-02"]);
  await finish(id);
  const [answer] = (await asOfficer(duties.listMyDuties, { subjectId: id })).rows;
  const ask = (toDay: string) =>
    asOfficer(duties.askPostponement, { id: answer?.id ?? "", toDay, reason: "The auditor is ill." });
  const day = (days: number) =>
    new Date(Date.parse(answer?.dueAt ?? "") + days * 86_400_000).toISOString().slice(0, 10);
  await assert.rejects(ask("2099-01-01"), code("postponement.too_far"));
  const long = await ask(day(60));
  assert.equal(long.isAllowed, null);
  await asDesk(duties.decidePostponement, { id: long.id, decision: "refuse", reason: "too long" });
  const short = await ask(day(10));
  assert.equal(short.isAllowed, true);
  const kept = await owner.query(
    "select nth, is_allowed from postponements where duty_id = $1 order by nth",
    [answer?.id],
  );
  assert.deepEqual(kept.rows, [
    { nth: 1, is_allowed: false },
    { nth: 2, is_allowed: true },
  ]);
});

test("a return reminds whoever still holds a delegated part", async () => {
  const helper = await signedIn(owner, { companyId: own, role: "contributor" });
  const { id } = await opened();
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const controlId of ["ORG-01", "ORG-02"]) await meet(id, controlId);
  await prove(id, ["ORG-01", "ORG-02"]);
  await asOfficer(inspections.delegate, {
    id,
    personId: helper.personId,
    controlId: "ORG-02",
    dueOn: "2026-12-10",
  });
  await asOfficer(inspections.delegate, {
    id,
    personId: helper.personId,
    controlId: "ORG-01",
    dueOn: "2026-12-01",
  });
  const theirs = async () =>
    (await app.as(helper.token)(duties.listMyDuties, { subjectId: id })).rows.map((row) =>
      row.dueAt.slice(0, 10),
    );
  assert.deepEqual(await theirs(), ["2026-12-01"], "the earlier of two days");
  await submit(id);
  assert.deepEqual(await theirs(), []);
  await giveBack(id, ["ORG-01", "ORG-02"]);
  await finish(id);
  assert.equal((await theirs()).length, 1);
});
