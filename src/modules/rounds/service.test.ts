import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { endOfJob } from "#test/work.ts";
import { rounds } from "./contract.ts";

const app = await testApp();
const { database } = app;
const { owner } = database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
const [asOffice, asOfficer] = [app.as(office.token), app.as(officer.token)];
const editionId = await addEdition(owner);
const { rows: clock } = await owner.query<{ today: string }>("select group_today()::text as today");
const today = clock[0]?.today ?? "";

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const rule = {
  asOf: today,
  relations: ["parent", "consolidated"] as ("parent" | "consolidated")[],
  tiers: ["T1", "T2", "T3", "T4"] as ("T1" | "T2" | "T3" | "T4")[],
  leaveOut: [] as { companyId: string; reason: string }[],
};
const dates = {
  opensOn: "2026-10-01",
  dueOn: "2030-12-13",
  reviewDueOn: "2030-12-25",
  // Long enough to reach into every fiscal year that these tests name their rounds after.
  confirmDueOn: "2045-01-15",
};

async function frozenRound(
  fiscalYear: number,
  days: Partial<typeof dates> = {},
): Promise<{ id: string; rowVersion: number; inCount: number }> {
  const { id } = await asOffice(rounds.draftRound, {
    fiscalYear,
    name: `FY${fiscalYear}`,
    editionId,
    ...dates,
    ...days,
    populationRule: rule,
  });
  const { inCount } = await asOffice(rounds.freezeRound, { id, rowVersion: 1 });
  return { id, rowVersion: 2, inCount };
}

const count = async (sql: string, values: unknown[]) =>
  (await owner.query<{ n: number }>(`select count(*)::int as n ${sql}`, values)).rows[0]?.n;

test("R-12 the preview holds every company of the ownership graph on the day, 0 missing", async () => {
  await addCompany(owner, {
    code: "JV",
    name: "Joint Ltd.",
    parentId: group.divisions.two,
    relation: "joint_venture",
  });
  const preview = await asOffice(rounds.previewPopulation, { populationRule: rule });
  assert.equal(preview.groupCount, await count("from units where kind = 'company'", []));
  assert.equal(preview.inCount + preview.outCount, preview.groupCount);
  assert.equal(preview.missing, 0);
  assert.deepEqual(
    preview.rows.filter((row) => !row.isIn).map((row) => row.reason),
    ["population.relation_not_asked"],
  );
});

test("a round is proposed from the edition in force, the fiscal year and last year's round", async () => {
  const proposal = await asOffice(rounds.proposeRound, { fiscalYear: 2026 });
  assert.deepEqual(
    { edition: proposal.editionId, basis: proposal.basis, previous: proposal.previous },
    { edition: editionId, basis: "fiscal_year", previous: null },
  );
  assert.deepEqual(proposal.populationRule.relations, ["parent", "consolidated"]);
});

test("T-11 a launch is one job: inspections, duties, the open state and exactly one event with rule, count and hash", async () => {
  const { id, rowVersion, inCount } = await frozenRound(2026);
  const before = await asOffice(rounds.getRound, { id });
  await asOffice(rounds.launchRound, { id, rowVersion });
  assert.deepEqual((await endOfJob(database, id)).outcome, { inspections: inCount, duties: inCount });
  const after = await asOffice(rounds.getRound, { id });
  assert.equal(after.round.state, "open");
  assert.deepEqual([after.launch?.done, after.launch?.total], [inCount, inCount]);
  const { rows } = await owner.query(
    "select verb, data from events where subject_id = $1 and verb = 'round.launched'",
    [id],
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0].data.populationSha256, before.round.populationSha256);
  assert.equal(rows[0].data.inspections, inCount);
  assert.deepEqual(rows[0].data.rule, rule);
  await assert.rejects(
    asOffice(rounds.launchRound, { id, rowVersion: after.round.rowVersion }),
    code("round.not_frozen"),
  );
});

test("a frozen population can be thawed until something was launched", async () => {
  const { id } = await frozenRound(2040);
  await asOffice(rounds.thawRound, { id });
  const { round } = await asOffice(rounds.getRound, { id });
  assert.deepEqual([round.state, round.memberCount, round.populationSha256], ["draft", 0, null]);
  await assert.rejects(asOffice(rounds.thawRound, { id }), code("round.not_frozen"));
});

test("R-12 a round whose days have passed is launched only where that is said to be meant", async () => {
  const { id, rowVersion } = await frozenRound(2039, { opensOn: "2020-10-01", dueOn: "2020-12-13" });
  const refused = code("round.days_past");
  await assert.rejects(asOffice(rounds.launchRound, { id, rowVersion }), refused);
  await assert.rejects(asOffice(rounds.launchRound, { id, rowVersion, evenIfPast: false }), refused);
  await asOffice(rounds.launchRound, { id, rowVersion, evenIfPast: true });
  await endOfJob(database, id);
});

test("R-12 a round whose days all lie in another fiscal year is launched only where that is said to be meant", async () => {
  const { id, rowVersion } = await frozenRound(2050);
  const refused = code("round.days_of_another_year");
  await assert.rejects(asOffice(rounds.launchRound, { id, rowVersion }), refused);
  await asOffice(rounds.launchRound, { id, rowVersion, evenIfOtherYear: true });
  await endOfJob(database, id);
});

test("a draft that was never opened is thrown away with a reason; what is frozen is not, and no list shows it any more", async () => {
  const { id, rowVersion } = await frozenRound(2044);
  const reason = "wrong year";
  await assert.rejects(asOffice(rounds.discardRound, { id, rowVersion, reason }), code("round.not_draft"));
  await asOffice(rounds.thawRound, { id });
  await assert.rejects(asOfficer(rounds.discardRound, { id, rowVersion: rowVersion + 1, reason }));
  await asOffice(rounds.discardRound, { id, rowVersion: rowVersion + 1, reason });
  await assert.rejects(asOffice(rounds.getRound, { id }), code("round.not_found"));
  const { rows } = await asOffice(rounds.listRounds, {});
  assert.ok(!rows.some((row) => row.id === id));
  assert.deepEqual((await asOffice(rounds.proposeRound, { fiscalYear: 2044 })).existing, []);
  const said = await owner.query("select 1 from events where subject_id = $1 and verb = 'round.discarded'", [
    id,
  ]);
  assert.equal(said.rows.length, 1);
});

test("T-07 a company that left keeps its place with day and reason; one that joined gets its own due day", async () => {
  const { id, rowVersion } = await frozenRound(2041);
  await asOffice(rounds.launchRound, { id, rowVersion });
  await endOfJob(database, id);
  const joiner = await addCompany(owner, {
    code: "NEW",
    name: "Newly Bought Ltd.",
    parentId: group.divisions.one,
  });
  await owner.query("update units set ended_on = group_today(), ended_reason = 'sold' where id = $1", [
    group.companies.sister,
  ]);
  const changes = await asOffice(rounds.listPopulationChanges, { id });
  assert.deepEqual(
    [changes.joined.map((row) => row.code), changes.left.map((row) => row.code)],
    [["NEW"], ["C2"]],
  );
  // Still in the group, but of a relation that the round does not ask.
  const owned = { company: group.companies.other, on: "2026-04-01" };
  await owner.query("update relations set kind = 'equity_method', valid_from = $2 where company_id = $1", [
    owned.company,
    owned.on,
  ]);
  const released = (await asOffice(rounds.listPopulationChanges, { id })).left.find(
    (row) => row.companyId === owned.company,
  );
  assert.deepEqual(
    [released?.relation, released?.endedOn, released?.endedReason],
    ["equity_method", owned.on, "population.relation_not_asked"],
  );
  await owner.query(
    "update relations set kind = 'consolidated', valid_from = '2020-01-01' where company_id = $1",
    [owned.company],
  );
  await asOffice(rounds.addMember, { id, companyId: joiner, reason: "bought in May", dueOn: "2031-02-28" });
  await asOffice(rounds.markMemberLeft, {
    id,
    companyId: group.companies.sister,
    on: today,
    reason: "sold",
  });
  const due = await owner.query(
    "select due_on::text from inspections where round_id = $1 and company_id = $2",
    [id, joiner],
  );
  assert.equal(due.rows[0].due_on, "2031-02-28");
  const register = (await asOffice(inspections.listInspections, { roundId: id })).rows;
  assert.deepEqual(
    register.flatMap((row) =>
      row.ownDueOn ? [[row.code, row.ownDueOn, row.clock?.dueAt.slice(0, 10)]] : [],
    ),
    [["NEW", "2031-02-28", "2031-02-28"]],
    "the late joiner's own due day, and its clock",
  );
  const members = await asOffice(rounds.listMembers, { id, isIn: true });
  const left = members.rows.find((row) => row.companyId === group.companies.sister);
  assert.deepEqual([left?.leftOn, left?.leftReason], [today, "sold"]);
  const progress = await asOffice(rounds.getRoundProgress, { id });
  assert.deepEqual([progress.joined, progress.left], [1, 1]);
  assert.equal(progress.companies + progress.left, members.rows.length);
  assert.equal(await count("from duties where state = 'open' and subject_id = $1", [left?.inspectionId]), 0);
  await assert.rejects(
    asOffice(rounds.markMemberLeft, { id, companyId: group.companies.sister, on: today, reason: "x" }),
    code("round.member_left_already"),
  );
});

test("R-12 a late company counts as not known, never left out; a postponed one is late only after its new day", async () => {
  const { id, rowVersion, inCount } = await frozenRound(2042);
  await asOffice(rounds.launchRound, { id, rowVersion });
  await endOfJob(database, id);
  const on = "select i.id from inspections i where i.round_id = $1";
  await owner.query(`update duties set due_at = now() - interval '3 days' where subject_id in (${on})`, [id]);
  await owner.query(
    `update duties set due_at = now() + interval '9 days', postponed_count = 1
     where subject_id in (${on} and i.company_id = $2)`,
    [id, group.companies.own],
  );
  const progress = await asOffice(rounds.getRoundProgress, { id });
  assert.deepEqual(
    {
      all: progress.companies,
      late: progress.late,
      notKnown: progress.notKnown,
      postponed: progress.postponed,
    },
    { all: inCount, late: inCount - 1, notKnown: inCount - 1, postponed: 1 },
  );
  const late = await asOffice(rounds.listLate, { id });
  assert.equal(late.total, inCount - 1);
  assert.ok(!late.rows.some((row) => row.companyId === group.companies.own));
  // An officer sees the own company alone, here as everywhere.
  const own = await asOfficer(rounds.getRoundProgress, { id });
  assert.deepEqual([own.companies, own.late], [1, 0]);
});

test("why a company was left out stands beside the event, not in its data, from the draft to the launch", async () => {
  const reason = "Being sold, Ms Tanaka of the board says";
  const leaveOut = [{ companyId: group.companies.other, reason }];
  const draft = { name: "FY2051", editionId, ...dates, populationRule: { ...rule, leaveOut } };
  const { id } = await asOffice(rounds.draftRound, { fiscalYear: 2051, ...draft });
  await asOffice(rounds.changeRound, { id, ...draft, rowVersion: 1 });
  await asOffice(rounds.freezeRound, { id, rowVersion: 2 });
  await asOffice(rounds.launchRound, { id, rowVersion: 3, evenIfOtherYear: true });
  await endOfJob(database, id);
  const { rows } = await owner.query<{ verb: string; data: unknown; personal: unknown }>(
    `select e.verb, e.data, v.content as personal from events e left join event_values v on v.event_id = e.id
     where e.subject_id = $1 and e.verb in ('round.changed', 'round.frozen', 'round.launched') order by e.id`,
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.verb),
    ["round.changed", "round.frozen", "round.launched"],
  );
  for (const row of rows) {
    assert.ok(!JSON.stringify(row.data).includes("Tanaka"), row.verb);
    assert.ok(JSON.stringify(row.data).includes(group.companies.other), row.verb);
    assert.deepEqual(row.personal, { leaveOut }, row.verb);
  }
});
