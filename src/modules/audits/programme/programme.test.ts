// The programme of a year from proposal to closing, and who may be sent (T-14, T-15).
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { testApp } from "#test/app.ts";
import { addPerson, addUnit, buildSmallGroup, signedIn } from "#test/factories.ts";
import { audits } from "../contract.ts";
import { addMonths, monthOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
const asOffice = async () =>
  app.as((await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group })).token);
const [office, second] = [await asOffice(), await asOffice()];
const officer = app.as(
  (await signedIn(owner, { companyId: own, role: "security_officer", unitId: own })).token,
);
const desk = app.as(
  (await signedIn(owner, { companyId: parent, role: "division_secretary", unitId: group.divisions.one }))
    .token,
);
const auditorRole = app.as(
  (await signedIn(owner, { companyId: parent, role: "auditor", unitId: group.group })).token,
);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const month = (by: number) => addMonths(monthOf(today), by);
const thisYear = fiscalYearOf(today, 4);
/** Months that lie in the fiscal year after this one. */
const nextYear = (at: number) => addMonths(`${thisYear + 1}-04-01`, at);

const skills = {
  homeRegion: "japan",
  daysAYear: 100,
  competences: ["lead", "it"],
  languages: ["ja"],
} as const;
async function addAuditor(name: string, companyId: string, unitId = companyId, more: object = {}) {
  const personId = await addPerson(owner, { companyId, familyName: name, givenName: "" });
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $3, 'regular', '2020-04-01')",
    [personId, unitId, companyId],
  );
  const { id } = await office(audits.addAuditor, {
    personId,
    ...skills,
    competences: [...skills.competences],
    languages: [...skills.languages],
    from: "2021-04-01",
    ...more,
  });
  return { id, personId };
}
const code = (wanted: string, what?: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, wanted);
  if (what !== undefined) assert.equal(error.details?.values?.["what"], what);
  return true;
};

const headOffice = await addUnit(owner, {
  kind: "department",
  code: "P-AUD",
  name: "Internal Audit",
  parentId: parent,
  companyId: parent,
});
const divisionOffice = await addUnit(owner, {
  kind: "department",
  code: "D1-SEC",
  name: "Division One Secretariat",
  parentId: group.divisions.one,
  companyId: parent,
});
const free = await addAuditor("Free", parent, headOffice);
const plan = { kind: "on_site", auditorDays: 4, note: "", siteIds: [], why: "requested" } as const;
const planVisit = (companyId: string, at = nextYear(3), more: object = {}) =>
  office(audits.planVisit, { companyId, month: at, ...plan, siteIds: [], ...more });

test("T-14 a year's proposal covers everybody by their cycle, is taken as it was seen, and changes nothing that is planned", async () => {
  const proposal = await office(audits.proposeVisits, { first: thisYear, years: 3 });
  assert.deepEqual(proposal.uncovered, []);
  assert.deepEqual([...new Set(proposal.visits.map((one) => one.code))].sort(), ["C1", "C2", "C3"]);
  assert.ok(proposal.visits.every((one) => one.month >= month(0)));
  await assert.rejects(
    office(audits.takeProposal, { first: thisYear, years: 3, digest: "0".repeat(64) }),
    code("audit.proposal_changed"),
  );
  const { added } = await office(audits.takeProposal, { first: thisYear, years: 3, digest: proposal.digest });
  assert.equal(added, proposal.visits.length);
  const again = await office(audits.proposeVisits, { first: thisYear, years: 3 });
  assert.deepEqual(again.visits, [], "whoever is planned is not proposed again");
  const { rows } = await office(audits.listVisits, {});
  assert.equal(rows.length, added);
  const states = (await office(audits.listAuditCoverage, {})).rows.map((row) => [
    row.code,
    row.nextOn !== null,
  ]);
  assert.ok(states.every(([, hasNext]) => hasNext));
  const events = await owner.query(
    "select count(*)::int as n from events where verb = 'audit.proposal_taken'",
  );
  assert.equal(events.rows[0].n, 1, "one event for the whole");
});

test("T-14 where auditor days are short, the companies and the days that are missing are said", async () => {
  await owner.query(
    "update audit_visits set state = 'cancelled', closed_reason = 'test', closed_by = planned_by",
  );
  await owner.query("update auditors set days_a_year = 3");
  const { visits, uncovered, years } = await office(audits.proposeVisits, { first: thisYear, years: 1 });
  assert.equal(visits.length, 1);
  // C1 and C3 of tier 3 take three days each, C2 of tier 4 two.
  assert.equal(years[0]?.available, 3);
  assert.equal(
    years[0]?.missing,
    uncovered.reduce((sum, one) => sum + one.auditorDays, 0),
  );
  assert.equal(uncovered.length, 2);
  await owner.query("update auditors set days_a_year = 100");
});

test("T-14 a programme is approved by somebody who had no hand in it; then a change says why", async () => {
  const { rows } = await office(audits.listProgrammes, {});
  const draft = rows.find((one) => one.fiscalYear === thisYear + 1);
  const id = draft?.id ?? (await office(audits.addProgramme, { fiscalYear: thisYear + 1 })).id;
  const visit = await planVisit(own);
  const { rowVersion, approveOff } = await office(audits.getProgramme, { id });
  assert.equal(approveOff, "audit.own_draft");
  await assert.rejects(office(audits.approveProgramme, { id, rowVersion }), code("audit.own_draft"));
  assert.equal((await second(audits.getProgramme, { id })).approveOff, null);
  await second(audits.approveProgramme, { id, rowVersion });
  assert.equal((await office(audits.getProgramme, { id })).state, "approved");
  await assert.rejects(planVisit(sister), code("audit.reason_needed"));
  await planVisit(sister, nextYear(4), { reason: "asked by the committee" });
  const shown = await office(audits.getVisit, { id: visit.id });
  const move = { id: visit.id, rowVersion: shown.rowVersion, month: nextYear(5) };
  await assert.rejects(office(audits.moveVisit, move), code("audit.reason_needed"));
  await office(audits.moveVisit, { ...move, reason: "the plant stands still in September" });
  await assert.rejects(
    office(audits.moveVisit, { ...move, reason: "again" }),
    code("audit_visit.changed_meanwhile"),
  );
  const moved = await office(audits.getVisit, { id: visit.id });
  assert.deepEqual([moved.month, moved.movedCount], [nextYear(5), 1]);
  await assert.rejects(
    second(audits.closeProgramme, { id, rowVersion: (await second(audits.getProgramme, { id })).rowVersion }),
    code("audit.visits_open"),
  );
});

test("T-15 an auditor who belongs to the company, its division or a company below it is refused with the reason", async () => {
  const { id } = await planVisit(own, nextYear(6), { reason: "test" });
  const assign = (auditorId: string) =>
    office(audits.assignAuditor, { id, auditorId, isLead: true, days: 2 });
  const ofCompany = await addAuditor("Own", own);
  await assert.rejects(assign(ofCompany.id), code("audit.auditor_company", "Own Ltd."));
  const ofDivision = await addAuditor("Desk", parent, divisionOffice);
  await assert.rejects(assign(ofDivision.id), code("audit.auditor_division", "Division One Secretariat"));
  const ofSister = await addAuditor("Sister", sister);
  await assert.rejects(assign(ofSister.id), code("audit.auditor_division", "Sister Ltd."));
  const ofOther = await addAuditor("Other", other);
  await assign(ofOther.id);
  // Left the division before the visit: belongs to it no more.
  await owner.query("update employments set valid_to = $2 where person_id = $1", [
    ofDivision.personId,
    nextYear(6),
  ]);
  await assign(ofDivision.id);
  const team = (await office(audits.getVisit, { id })).team;
  assert.deepEqual(
    team.map((one) => [one.name, one.isLead]),
    [
      ["Desk", true],
      ["Other", false],
    ],
  );
});

test("T-15 who keeps the division's desk by a right belongs to it, wherever employed", async () => {
  const { id } = await planVisit(own, nextYear(7), { reason: "test" });
  const one = await addAuditor("Keeper", parent, headOffice);
  await owner.query(
    `insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, reason)
     values ($1, $2, 'division_secretary', $3, true, '2024-01-01', 'test')`,
    [one.personId, parent, group.divisions.one],
  );
  await assert.rejects(
    office(audits.assignAuditor, { id, auditorId: one.id, isLead: true, days: 1 }),
    code("audit.auditor_division", "Division One"),
  );
});

test("T-15 last year's adviser is refused for twelve months, and not longer", async () => {
  const { id } = await planVisit(other, nextYear(6), { reason: "test" });
  const adviser = await addAuditor("Adviser", parent, headOffice);
  const advice = (to: string) =>
    office(audits.recordAdvice, {
      id: adviser.id,
      companyId: other,
      fromOn: "2024-01-01",
      toOn: to,
      about: "cloud migration",
    });
  await advice(addMonths(nextYear(6), -12));
  await office(audits.assignAuditor, { id, auditorId: adviser.id, isLead: true, days: 1 });
  await advice(addMonths(nextYear(6), -11));
  await assert.rejects(
    office(audits.assignAuditor, { id, auditorId: adviser.id, isLead: true, days: 1 }),
    code("audit.auditor_advised"),
  );
});

test("T-15 who guided the company through its first ninety days advised it, too", async () => {
  const { id } = await planVisit(other, month(1), { reason: "test" });
  const guide = await addAuditor("Guide", parent, headOffice);
  const { rows } = await owner.query<{ id: string }>(
    `insert into onboarding_plans (company_id, cause, starts_on, ends_on) values ($1, 'acquired', group_today() - 80, group_today() + 10) returning id`,
    [other],
  );
  await owner.query(
    "insert into onboarding_reviews (plan_id, company_id, held_on, found, decided, recorded_by) values ($1, $2, group_today(), 'x', '', $3)",
    [rows[0]?.id, other, guide.personId],
  );
  await assert.rejects(
    office(audits.assignAuditor, { id, auditorId: guide.id, isLead: true, days: 1 }),
    code("audit.auditor_advised"),
  );
});

test("T-15 who is away, has no days left or is in the pool no more is refused", async () => {
  const from = nextYear(8);
  const { id } = await planVisit(other, from, { reason: "test", fromOn: from, toOn: from });
  const one = await addAuditor("Short", parent, headOffice, { daysAYear: 5 });
  const assign = (days: number) =>
    office(audits.assignAuditor, { id, auditorId: one.id, isLead: false, days });
  await assert.rejects(assign(6), code("audit.auditor_no_days", "5"));
  await owner.query(
    "insert into absences (person_id, company_id, valid_from, valid_to) values ($1, $2, $3, $3::date + 1)",
    [one.personId, parent, from],
  );
  await assert.rejects(assign(5), code("audit.auditor_absent", from));
  await owner.query("delete from absences");
  await assign(5);
  const elsewhere = await planVisit(sister, nextYear(9), { reason: "test" });
  await assert.rejects(
    office(audits.assignAuditor, { id: elsewhere.id, auditorId: one.id, isLead: true, days: 1 }),
    code("audit.auditor_no_days", "0"),
  );
  const kept = await office(audits.getAuditor, { id: one.id });
  assert.deepEqual([kept.usedDays, kept.visitsOf.length], [thisYear === fiscalYearOf(from, 4) ? 5 : 0, 1]);
  await office(audits.changeAuditor, {
    id: one.id,
    homeRegion: "japan",
    daysAYear: 50,
    competences: ["it"],
    languages: ["ja"],
    lastDay: nextYear(2),
    rowVersion: kept.rowVersion,
  });
  await assert.rejects(assign(1), code("audit.auditor_not_in_pool"));
});

test("T-15 suggestions are sorted by fit, and whoever is out is named with the reason", async () => {
  await owner.query(
    "update company_facts set language = 'zh', region = 'china', has_plant = true where company_id = $1",
    [other],
  );
  const { id } = await planVisit(other, nextYear(10), { reason: "test" });
  const near = await addAuditor("Near", parent, headOffice, {
    homeRegion: "china",
    languages: ["zh-Hans", "ja"],
    competences: ["lead", "it", "plant"],
  });
  const { rows } = await office(audits.listFitting, { id });
  assert.equal(rows[0]?.id, near.id);
  assert.deepEqual(rows[0]?.warnings, []);
  assert.deepEqual(rows.find((one) => one.id === free.id)?.warnings, ["language", "competence", "far"]);
  const out = rows.filter((one) => one.refusals.length > 0);
  assert.ok(out.some((one) => one.name === "Other" && one.refusals[0]?.code === "company"));
  assert.deepEqual(rows.slice(-out.length), out, "who is out stands last");
  const visit = await office(audits.getVisit, { id });
  assert.deepEqual(visit.lacks, ["lead", "it", "plant", "language"]);
  const { warnings } = await office(audits.assignAuditor, { id, auditorId: free.id, isLead: true, days: 1 });
  assert.deepEqual(warnings, ["language", "competence", "far"]);
});

test("T-15 the same auditor a third time is a warning, also where a list named them", async () => {
  await owner.query("update people set family_name = '見本', given_name = '太郎' where id = $1", [
    free.personId,
  ]);
  for (const day of ["2022-06-01", "2024-06-01"])
    await owner.query(
      "insert into earlier_audits (company_id, held_on, auditors, source) values ($1, $2, '見本　太郎、例 花子', 'x.csv')",
      [sister, day],
    );
  const { id } = await planVisit(sister, nextYear(10), { reason: "test" });
  const { rows } = await office(audits.listFitting, { id });
  assert.ok(rows.find((one) => one.id === free.id)?.warnings.includes("third_time"));
});

test("T-15 a visit moves only to days on which its team may go", async () => {
  const { id } = await planVisit(other, nextYear(2), { reason: "test" });
  const one = await addAuditor("Ends", parent, headOffice);
  await office(audits.assignAuditor, { id, auditorId: one.id, isLead: true, days: 1 });
  await owner.query("update auditors set valid_to = $2 where id = $1", [one.id, nextYear(4)]);
  const { rowVersion } = await office(audits.getVisit, { id });
  await assert.rejects(
    office(audits.moveVisit, { id, month: nextYear(9), reason: "later", rowVersion }),
    code("audit.auditor_not_in_pool"),
  );
});

test("T-14 the company sees a visit once it is announced, a sister never; the pool only audit people", async () => {
  const { id } = await planVisit(own, nextYear(11), { reason: "test" });
  await assert.rejects(officer(audits.getVisit, { id }), code("audit_visit.not_found"));
  assert.deepEqual((await officer(audits.getCompanyAudits, { companyId: own })).planned, []);
  let { rowVersion } = await office(audits.getVisit, { id });
  await assert.rejects(office(audits.announceVisit, { id, rowVersion }), code("audit.nobody_leads"));
  await office(audits.assignAuditor, { id, auditorId: free.id, isLead: true, days: 1 });
  ({ rowVersion } = await office(audits.getVisit, { id }));
  await office(audits.announceVisit, { id, rowVersion });
  const seen = await officer(audits.getVisit, { id });
  assert.deepEqual([seen.id, seen.dueOn, seen.team, seen.can.plan], [id, null, [], false]);
  assert.deepEqual(
    (await officer(audits.getCompanyAudits, { companyId: own })).planned.map((one) => one.id),
    [id],
  );
  assert.equal((await desk(audits.getVisit, { id })).teamCount, 1);
  await assert.rejects(desk(audits.listAuditors, {}), code("permission.missing"));
  await assert.rejects(officer(audits.listAuditors, {}), code("permission.missing"));
  assert.ok((await auditorRole(audits.listAuditors, {})).rows.length > 3);
  const elsewhere = (await office(audits.listVisits, {})).rows.find((one) => one.companyId === other);
  await assert.rejects(desk(audits.getVisit, { id: elsewhere?.id ?? "" }), code("audit_visit.not_found"));
});

test("T-14 a visit that was held is the last audit, and nothing of it is changed any more", async () => {
  const programme = (await office(audits.listProgrammes, {})).rows.find((one) => one.fiscalYear === thisYear);
  const draft = programme ?? { id: (await office(audits.addProgramme, { fiscalYear: thisYear })).id };
  const { id } = await planVisit(own, month(0));
  const now = await second(audits.getProgramme, { id: draft.id });
  await second(audits.approveProgramme, { id: draft.id, rowVersion: now.rowVersion });
  assert.equal((await office(audits.getProgramme, { id: draft.id })).state, "running");
  const { rowVersion } = await office(audits.getVisit, { id });
  await office(audits.recordVisitHeld, {
    id,
    heldOn: today,
    result: "improve",
    findings: 6,
    report: "A-1",
    rowVersion,
  });
  const row = (await office(audits.listAuditCoverage, {})).rows.find((one) => one.companyId === own);
  assert.deepEqual([row?.lastOn, row?.lastResult, row?.dueOn], [today, "improve", addMonths(today, 36)]);
  await assert.rejects(
    office(audits.cancelVisit, { id, reason: "x", rowVersion: rowVersion + 1 }),
    code("audit.visit_over"),
  );
});

test("T-15 a reader of the whole group sees that a visit has a team, and not who is in the pool", async () => {
  const reader = app.as(
    (await signedIn(owner, { companyId: parent, role: "reader", unitId: group.group })).token,
  );
  const visit = (await office(audits.listVisits, {})).rows.find((one) => one.teamCount > 0 && one.leadName);
  assert.ok(visit);
  const seen = await reader(audits.getVisit, { id: visit.id });
  assert.deepEqual([seen.teamCount > 0, seen.leadName, seen.team], [true, null, []]);
  assert.ok((await auditorRole(audits.getVisit, { id: visit.id })).team.length > 0);
});
