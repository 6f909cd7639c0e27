import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { rounds as roundOperations } from "#modules/rounds/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound, testControls } from "#test/editions.ts";
import { buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { markLeavers, takeDueDays } from "./clocks.ts";
import { inspections } from "./contract.ts";
import { keepStandings } from "./standing.ts";

const app = await testApp();
const { owner, url } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other } = group.companies;
const [officer, late] = [
  await signedIn(owner, { companyId: own, role: "security_officer" }),
  await signedIn(owner, { companyId: sister, role: "security_officer" }),
];
const secretary = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const editionId = await addEdition(owner);
const opened = openDatabase({ connectionString: url, size: 2 });
atTheEnd(() => opened.close());

const asked = testControls.filter((one) => one.appliesWhen === undefined);
const system = <T>(now: string, work: Parameters<typeof asSystem<T>>[2]) =>
  asSystem(opened.db, "timed.test", work, new Date(now));

async function answer(who: { token: string }, id: Id) {
  const call = app.as(who.token);
  await call(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const control of asked)
    await call(inspections.saveAnswer, {
      id,
      controlId: control.id,
      verdict: "met",
      rowVersion: null,
      ...(control.asksCoverage ? { coveragePercent: 100 } : {}),
    });
  await call(inspections.addEvidence, {
    id,
    title: "Records",
    kind: "measured",
    place: "intranet",
    validFrom: "2026-12-01",
    controlIds: asked.map((one) => one.id),
  });
}

async function handIn(who: { token: string }, id: Id, lateReason?: string) {
  const call = app.as(who.token);
  const { rowVersion } = await call(inspections.getInspection, { id });
  await call(inspections.submitInspection, { id, rowVersion, ...(lateReason ? { lateReason } : {}) });
}

async function resultsOf(id: Id): Promise<Record<string, string>> {
  const { results } = await app.as(office.token)(inspections.getInspection, { id });
  return Object.fromEntries(results.map((one) => [one.basis, one.result]));
}

test("R-12 not submitted by the due day is not known in the figure of that day for good; handing in later changes only today's standing, marked late", async () => {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [own, sister, other],
    dueOn: "2026-12-15",
  });
  const [inTime, tardy, silent] = [own, sister, other].map((id) => round.inspections.get(id) ?? "") as [
    Id,
    Id,
    Id,
  ];
  app.setNow(new Date("2026-12-15T14:30:00Z"));
  await answer(officer, inTime);
  await answer(late, tardy);
  await handIn(officer, inTime);
  // 23:59 in Tokyo: the day is not over there.
  assert.equal(await system("2026-12-15T14:59:00Z", (ctx) => takeDueDays(ctx)), 0);
  // The server was down overnight: the company that was late handed in before the figure could be taken.
  app.setNow(new Date("2026-12-16T02:00:00Z"));
  await handIn(late, tardy, "flood at the office");
  assert.equal(await system("2026-12-16T03:00:00Z", (ctx) => takeDueDays(ctx)), 3);
  assert.equal(await system("2026-12-16T03:01:00Z", (ctx) => takeDueDays(ctx)), 0);
  assert.equal((await resultsOf(inTime))["due"], "meets");
  assert.equal((await resultsOf(silent))["due"], "not_known");
  assert.deepEqual(await resultsOf(tardy), { due: "not_known", live: "meets" });
  assert.equal((await app.as(office.token)(inspections.getInspection, { id: tardy })).isLate, true);
  const taken = await owner.query("select data from events where verb = 'round.due_day_taken'");
  assert.deepEqual(
    taken.rows.map((row) => row.data),
    [{ companies: 3, notKnown: 2 }],
  );
  await assert.rejects(
    owner.query("update inspection_results set result = 'meets' where basis = 'due' and inspection_id = $1", [
      tardy,
    ]),
    /inspection_results_frozen/,
  );
});

test("a postponement that was granted moves what is late, and the figure of the round's due day stays", async () => {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [own],
    fiscalYear: 2027,
    dueOn: "2027-12-15",
  });
  const id = round.inspections.get(own) ?? "";
  app.setNow(new Date("2027-12-01T03:00:00Z"));
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2027, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', '2027-10-01', '2027-12-15T14:59:59Z', 'Asia/Tokyo')`,
    [id, own],
  );
  await answer(officer, id);
  const call = app.as(officer.token);
  const duty = (await call(duties.listMyDuties, { subjectId: id })).rows[0];
  await call(duties.askPostponement, { id: duty?.id ?? "", toDay: "2027-12-20", reason: "auditor is ill" });
  await system("2027-12-16T03:00:00Z", (ctx) => takeDueDays(ctx));
  app.setNow(new Date("2027-12-19T03:00:00Z"));
  await handIn(officer, id);
  assert.deepEqual(await resultsOf(id), { due: "not_known", live: "meets" });
  assert.equal((await call(inspections.getInspection, { id })).isLate, false);
});

test("T-12 a met answer whose evidence has run out reads expired in the standing, on its day, without anybody's doing", async () => {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [own],
    fiscalYear: 2031,
    dueOn: "2026-12-15",
  });
  const id = round.inspections.get(own) ?? "";
  app.setNow(new Date("2026-12-02T03:00:00Z"));
  await answer(officer, id);
  await handIn(officer, id);
  const version = async () => (await app.as(office.token)(inspections.getInspection, { id })).rowVersion;
  const asSecretary = app.as(secretary.token);
  await asSecretary(inspections.reviewAnswers, {
    id,
    controlIds: asked.map((one) => one.id),
    decision: "accepted",
  });
  await asSecretary(inspections.finishReview, { id, rowVersion: await version() });
  await app.as(executive.token)(inspections.confirmInspection, {
    id,
    rowVersion: await version(),
    statement: true,
  });
  await app.as(office.token)(inspections.lockInspections, { roundId: round.id });
  await system("2026-12-10T03:00:00Z", (ctx) => keepStandings(ctx));
  assert.equal((await resultsOf(id))["standing"], "meets");
  const { rows } = await owner.query(
    "select max(valid_until)::text as day from evidence_uses where inspection_id = $1",
    [id],
  );
  const last = rows[0].day as string;
  await system(`${last}T12:00:00Z`, (ctx) => keepStandings(ctx));
  assert.equal((await resultsOf(id))["standing"], "meets", "the last valid day still counts");
  const after = new Date(Date.parse(`${last}T03:00:00Z`) + 86_400_000).toISOString();
  assert.ok((await system(after, (ctx) => keepStandings(ctx))) >= 1);
  assert.equal(await system(after, (ctx) => keepStandings(ctx)), 0);
  const results = await resultsOf(id);
  assert.notEqual(results["standing"], "meets");
  assert.equal(results["locked"], "meets");
  const told = await owner.query("select verb from events where subject_id = $1 order by id desc limit 1", [
    id,
  ]);
  assert.equal(told.rows[0].verb, "inspection.standing_changed");
});

test("a company that leaves the group owes nothing from that day, and stays in the denominator, marked", async () => {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [own, other],
    fiscalYear: 2028,
    dueOn: "2028-12-15",
  });
  const id = round.inspections.get(other) ?? "";
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2028, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', '2028-10-01', '2028-12-15T14:59:59Z', 'Asia/Tokyo')`,
    [id, other],
  );
  await owner.query("update units set ended_on = '2028-11-01' where id = $1", [other]);
  assert.equal(await system("2028-10-31T03:00:00Z", (ctx) => markLeavers(ctx)), 0);
  assert.equal((await system("2028-11-01T03:00:00Z", (ctx) => markLeavers(ctx))) > 0, true);
  const { rows } = await owner.query(
    "select i.left_on::text, d.state, d.closed_reason from inspections i join duties d on d.subject_id = i.id where i.id = $1",
    [id],
  );
  assert.deepEqual(rows, [{ left_on: "2028-11-01", state: "lapsed", closed_reason: "company.left" }]);
  const listed = await app.as(office.token)(inspections.listInspections, { roundId: round.id });
  assert.equal(listed.rows.length, 2);
  const told = (await app.as(office.token)(roundOperations.listRounds, {})).rows.find(
    (row) => row.id === round.id,
  );
  assert.deepEqual([told?.states, told?.left], [{ not_begun: 1 }, 1]);
});

test("T-07 sell 60 % of a company: it leaves a round that binds only, goes on in one that asks affiliates, and keeps what is locked", async () => {
  const years = { bindsOnly: 2029, asksToo: 2030, lastYear: 2031 };
  const rounds = new Map<number, Id>();
  for (const [fiscalYear, day] of [
    [years.bindsOnly, "2029-12-15"],
    [years.asksToo, "2029-12-15"],
    [years.lastYear, "2029-12-15"],
  ] as const) {
    const round = await addOpenRound(owner, { editionId, companies: [sister], fiscalYear, dueOn: day });
    const id = round.inspections.get(sister) ?? "";
    rounds.set(fiscalYear, id);
    await owner.query(
      `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
       values ($1, 'inspection.answer', 'inspection', $2, $3, 'inspection.answer', '2029-10-01', '2029-12-15T14:59:59Z', 'Asia/Tokyo')`,
      [fiscalYear, id, sister],
    );
    if (fiscalYear === years.asksToo)
      await owner.query(
        `update rounds set population_rule = jsonb_set(population_rule, '{relations}', '["consolidated", "equity_method"]') where id = $1`,
        [round.id],
      );
  }
  await owner.query(
    "update inspections set state = 'locked', submitted_at = now(), confirmed_at = now(), locked_at = now() where id = $1",
    [rounds.get(years.lastYear)],
  );
  const { rowVersion } = await app.as(office.token)(organization.getCompany, { id: sister });
  app.setNow(new Date("2029-10-20T03:00:00Z"));
  await app.as(office.token)(organization.changeRelation, {
    id: sister,
    kind: "equity_method",
    ownershipPercent: 40,
    from: "2029-11-01",
    rowVersion,
  });
  const standing = async () =>
    (
      await owner.query(
        `select i.left_on::text as left, d.state, m.left_reason as reason, m.binding from inspections i
         join duties d on d.subject_id = i.id join round_members m on m.round_id = i.round_id and m.company_id = i.company_id
         where i.id = any ($1) order by d.fiscal_year`,
        [[...rounds.values()]],
      )
    ).rows;
  const stays = { left: null, state: "open", reason: null, binding: "bound" };
  await system("2029-10-31T14:59:00Z", (ctx) => markLeavers(ctx));
  assert.deepEqual(await standing(), [stays, stays, stays]);
  await system("2029-10-31T15:00:00Z", (ctx) => markLeavers(ctx));
  assert.deepEqual(await standing(), [
    { left: "2029-11-01", state: "lapsed", reason: "population.relation_not_asked", binding: "bound" },
    stays,
    stays,
  ]);
  const verbs = await owner.query("select verb from events where subject_id = $1", [
    rounds.get(years.bindsOnly),
  ]);
  assert.deepEqual(verbs.rows, [{ verb: "inspection.released" }]);
});
