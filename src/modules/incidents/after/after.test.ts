// After an incident: review, lessons and what becomes of them, costs; procedures and their turns.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { duties } from "#modules/duties/contract.ts";
import { findings } from "#modules/findings/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";
import { monthsAfter, nextTrialOn, standingOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const worker = await signedIn(owner, { companyId: own, role: "employee" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer" });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const asOfficer = app.as(officer.token);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();

async function judged(more: { isExercise?: boolean } = {}): Promise<string> {
  const { id } = await asOfficer(incidents.reportIncident, {
    companyId: own,
    kind: "ransomware",
    what: "Files have a new ending",
    discoveredAt: minutesAgo(30),
    zone: "Asia/Tokyo",
    ...more,
  });
  const version = async () => (await asOfficer(incidents.getIncident, { id })).rowVersion;
  await asOfficer(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion: await version() });
  return id;
}
const version = async (id: string) => (await asOfficer(incidents.getIncident, { id })).rowVersion;

test("R-17 R-22 a grave incident is closed once its review is written; its lessons become a finding and a proposal that is answered", async () => {
  const id = await judged();
  const step = async (name: "contained" | "handled" | "closed", at: string) =>
    asOfficer(incidents.moveIncident, { id, step: name, at, said: "", rowVersion: await version(id) });
  await step("contained", minutesAgo(20));
  await step("handled", minutesAgo(10));
  await assert.rejects(step("closed", minutesAgo(5)), refusedWith("incident.review_first"));
  const review = {
    id,
    causes: ["attack" as const],
    how: "A mail was opened",
    wentWell: "",
    toChange: "",
    heldOn: "2026-01-01",
  };
  const { rowVersion } = await asOfficer(incidents.reviewIncident, review);
  await assert.rejects(
    asOfficer(incidents.reviewIncident, review),
    refusedWith("incident_review.changed_meanwhile"),
  );
  await asOfficer(incidents.reviewIncident, { ...review, causes: ["attack", "error"], rowVersion });
  await assert.rejects(
    asOfficer(incidents.addLesson, { id, lesson: "Nothing", leadsTo: "nothing", because: "" }),
    refusedWith("incident.lesson_because"),
  );
  const raised = await asOfficer(incidents.addLesson, {
    id,
    lesson: "Macros are open to all",
    leadsTo: "finding",
    severity: "high",
    because: "",
  });
  const finding = await asOfficer(findings.getFinding, { id: raised.findingId ?? "" });
  assert.deepEqual(
    [finding.sourceKind, finding.sourceId, finding.severity, finding.companyId],
    ["incident", id, "high", own],
  );
  await asOfficer(incidents.addLesson, {
    id,
    lesson: "Ask for it everywhere",
    leadsTo: "standard",
    controlId: "TEC-07",
    because: "",
  });
  await asOfficer(incidents.addLesson, {
    id,
    lesson: "Ask the others",
    leadsTo: "lateral_check",
    because: "",
  });
  // What others are asked and what is to be changed does not end with the case: somebody owes it.
  const owedBy = async (token: string) =>
    (await app.as(token)(duties.listMyDuties, { limit: 200 })).rows
      .filter((row) => row.isAddressed && /ask_others|decide_proposal/.test(row.kind))
      .map((row) => row.kind)
      .sort();
  assert.deepEqual(await owedBy(office.token), ["incident.ask_others", "incident.decide_proposal"]);
  assert.deepEqual([await owedBy(officer.token), await owedBy(stranger.token)], [[], []]);
  const { requests } = await asOfficer(incidents.getIncidentReview, { id });
  const [request] = requests;
  assert.equal(request?.said, "Ask the others");
  const [proposal] = (await app.as(office.token)(incidents.listStandardProposals, {})).rows;
  assert.deepEqual([proposal?.lesson, proposal?.mayAnswer], ["Ask for it everywhere", true]);
  assert.deepEqual((await app.as(stranger.token)(incidents.listStandardProposals, {})).rows, []);
  await app.as(office.token)(incidents.answerProposal, {
    id: proposal?.id ?? "",
    isTakenUp: true,
    answer: "In the next edition",
  });
  assert.deepEqual(await owedBy(office.token), ["incident.ask_others"]);
  await asOfficer(incidents.addLesson, {
    id,
    lesson: "And the tablets",
    leadsTo: "standard",
    controlId: "TEC-07",
    because: "",
  });
  const shown = (view: "all" | "waiting" | "taken", after?: string) =>
    app.as(office.token)(incidents.listStandardProposals, { view, limit: 1, ...(after ? { after } : {}) });
  const first = await shown("all");
  const second = await shown("all", first.next ?? "");
  assert.deepEqual(
    [...first.rows, ...second.rows].map((one) => one.lesson),
    ["And the tablets", "Ask for it everywhere"],
    "what waits for an answer stands first",
  );
  assert.deepEqual(
    [second.next, first.counts, (await shown("taken")).rows[0]?.lesson, (await shown("waiting")).next],
    [null, { all: 2, waiting: 1, taken: 1, not_taken: 0 }, "Ask for it everywhere", null],
  );
  const whole = await asOfficer(incidents.getIncidentReview, { id });
  assert.deepEqual(
    whole.lessons.map((one) => [one.nth, one.leadsTo, one.isTakenUp]),
    [
      [1, "finding", null],
      [2, "standard", true],
      [3, "lateral_check", null],
      [4, "standard", null],
    ],
  );
  await step("closed", minutesAgo(5));
  assert.ok((await owedBy(office.token)).includes("incident.ask_others"), "also after the case is closed");
  await app.as(office.token)(incidents.answerCheckRequest, {
    id: request?.id ?? "",
    checkId: null,
    because: "Only this company works so",
  });
  assert.deepEqual(await owedBy(office.token), ["incident.decide_proposal"]);
  assert.equal(
    (await asOfficer(incidents.getIncidentReview, { id })).requests[0]?.declinedBecause,
    "Only this company works so",
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.getIncidentReview, { id }),
    refusedWith("incident.not_found"),
  );
});

test("costs add up by currency, without what was taken back", async () => {
  const id = await judged();
  const add = (more: object) =>
    asOfficer(incidents.addCost, { id, kind: "work", isEstimate: true, note: "", ...more });
  await add({ amount: 120000, currency: "JPY" });
  await add({ amount: 500, currency: "EUR", hours: 8 });
  const wrong = await add({ amount: 999, currency: "JPY" });
  await assert.rejects(add({ amount: 5 }), refusedWith("incident.cost_empty"));
  await asOfficer(incidents.withdrawCost, { id: wrong.id });
  await assert.rejects(
    asOfficer(incidents.withdrawCost, { id: wrong.id }),
    refusedWith("incident.withdrawn_already"),
  );
  const { totals, hours } = await asOfficer(incidents.getIncidentReview, { id });
  assert.deepEqual(totals, [
    { currency: "EUR", amount: 500 },
    { currency: "JPY", amount: 120000 },
  ]);
  assert.equal(hours, 8);
});

test("an exercise stands apart in lists and counts, its lesson is a drill's, and only whoever handles incidents calls one", async () => {
  const before = (await asOfficer(incidents.countIncidents, {})).views.all;
  const id = await judged({ isExercise: true });
  assert.equal((await asOfficer(incidents.countIncidents, {})).views.all, before);
  const own_ = await asOfficer(incidents.listIncidents, { exercise: true });
  assert.deepEqual(
    own_.rows.map((row) => row.id),
    [id],
  );
  const { findingId } = await asOfficer(incidents.addLesson, {
    id,
    lesson: "Nobody had the number",
    leadsTo: "finding",
    severity: "low",
    because: "",
  });
  assert.equal((await asOfficer(findings.getFinding, { id: findingId ?? "" })).sourceKind, "drill");
  await assert.rejects(
    app.as(worker.token)(incidents.reportIncident, {
      companyId: own,
      kind: "malware",
      what: "-",
      discoveredAt: minutesAgo(1),
      zone: "Asia/Tokyo",
      isExercise: true,
    }),
    refusedWith("incident.exercise_not_yours"),
  );
});

test("R-33 procedures: an untested one shows so and is owed, trying it out sets its next turn, the sister company sees none", async () => {
  const { id } = await asOfficer(incidents.addProcedure, {
    companyId: own,
    kind: "incident",
    title: "Night handbook",
    place: "Shelf 3",
    everyMonths: 12,
  });
  const list = async () => asOfficer(incidents.listProcedures, { companyId: own });
  const [row] = (await list()).rows;
  assert.deepEqual([row?.standing, (await list()).counts.never], ["never", 1]);
  const owed = (await asOfficer(duties.listMyDuties, { kind: "incident.try_procedure" })).rows;
  assert.deepEqual(
    owed.map((one) => one.subjectId),
    [id],
  );
  const trial = {
    id,
    triedOn: "2026-10-01",
    how: "exercise" as const,
    learned: "",
    rowVersion: row?.rowVersion ?? 0,
  };
  await assert.rejects(
    asOfficer(incidents.tryProcedure, { ...trial, worked: "partly" }),
    refusedWith("incident_procedure.learned_missing"),
  );
  const tried = await asOfficer(incidents.tryProcedure, { ...trial, worked: "yes" });
  assert.equal(tried.nextOn, "2027-10-01");
  assert.deepEqual([(await list()).rows[0]?.lastHow, (await list()).counts.never], ["exercise", 0]);
  assert.equal((await app.as(stranger.token)(incidents.listProcedures, {})).rows.length, 0);
  const { id: further } = await asOfficer(incidents.addProcedure, {
    companyId: own,
    kind: "contacts",
    title: "Who is called",
    place: "",
    everyMonths: 6,
  });
  const first = await asOfficer(incidents.listProcedures, { companyId: own, limit: 1 });
  assert.deepEqual(
    first.rows.map((one) => one.id),
    [further],
    "what nobody has tried stands first",
  );
  const next = await asOfficer(incidents.listProcedures, {
    companyId: own,
    limit: 1,
    after: first.next ?? "",
  });
  assert.deepEqual([next.rows.map((one) => one.id), next.next], [[id], null]);
  for (const [view, ids] of [
    ["never", [further]],
    ["due", []],
    ["in_time", [id]],
  ] as const) {
    const { rows, counts } = await asOfficer(incidents.listProcedures, { companyId: own, view });
    assert.deepEqual([rows.map((one) => one.id), counts[view]], [[...ids], ids.length], view);
  }
  const sought = await asOfficer(incidents.listProcedures, { companyId: own, search: "handbook" });
  assert.deepEqual([sought.rows.map((one) => one.id), sought.counts.all], [[id], 1]);
  await assert.rejects(
    app.as(stranger.token)(incidents.endProcedure, { id }),
    refusedWith("incident_procedure.not_found"),
  );
});

test("turns: the last day of a shorter month; reading through holds for half of the time", () => {
  assert.equal(monthsAfter("2026-08-31", 6), "2027-02-28");
  assert.equal(nextTrialOn("2026-01-15", 12, "read_through"), "2026-07-15");
  assert.deepEqual(
    [null, "2026-01-01", "2026-01-01", "2026-01-01"].map((tried, at) =>
      standingOf(tried, ["2026-09-01", "2026-05-31", "2026-06-20", "2026-12-01"][at] ?? "", "2026-06-01"),
    ),
    ["never", "due", "soon", "tried"],
  );
});
