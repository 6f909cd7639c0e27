// A round on a catalogue taken over (CSF 2.0) runs beside the round on the group's own standard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { refreshLikeForLike } from "#modules/figures/like-for-like.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { keepStandings } from "#modules/inspections/standing.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { overview } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const company = group.companies.own;
const [office, officer] = [
  await signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group }),
  await signedIn(owner, { companyId: company, role: "security_officer" }),
];
const [asOffice, asOfficer] = [app.as(office.token), app.as(officer.token)];
app.setNow(new Date("2026-11-24T03:00:00Z"));

const own = await addEdition(owner, { controls: [{ id: "ORG-01" }, { id: "ORG-02" }] });
const csf = await addEdition(owner, {
  standard: "CSF",
  edition: "2.0",
  controls: [{ id: "GV-1" }, { id: "ORG-01" }],
});
const asked = { companies: [company] };
const before = await addOpenRound(owner, { ...asked, editionId: own, fiscalYear: 2025, dueOn: "2025-12-15" });
const now = await addOpenRound(owner, { ...asked, editionId: own, previousId: before.id });
// It opens later, and so would be the newest of all.
const beside = await addOpenRound(owner, { ...asked, editionId: csf, dueOn: "2027-01-20" });

async function handIn(
  round: { inspections: Map<string, string> },
  verdicts: Record<string, "met" | "not_met">,
) {
  const id = round.inspections.get(company) ?? "";
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const [controlId, verdict] of Object.entries(verdicts))
    await asOfficer(inspections.saveAnswer, {
      id,
      controlId,
      verdict,
      rowVersion: null,
      ...(verdict === "met" ? {} : { missing: "nothing is done", owner: "IT", dueOn: "2027-03-31" }),
    });
  const controlIds = Object.keys(verdicts);
  const proof = {
    title: "Report",
    kind: "documented" as const,
    place: "a",
    validFrom: "2026-11-20",
    controlIds,
  };
  await asOfficer(inspections.addEvidence, { id, ...proof });
  const { rowVersion } = await asOfficer(inspections.getInspection, { id });
  await asOfficer(inspections.submitInspection, { id, rowVersion });
  return id;
}
const [mine, theirs] = [
  await handIn(now, { "ORG-01": "met", "ORG-02": "met" }),
  await handIn(beside, { "GV-1": "not_met", "ORG-01": "met" }),
];

test("R-12 the round on the group's own standard stands first, each counts for itself", async () => {
  const board = await asOffice(overview.getOverview, {});
  assert.deepEqual(
    board.rounds.map((round) => [round.fiscalYear, round.standard]),
    [
      [2026, "TEST"],
      [2026, "CSF"],
      [2025, "TEST"],
    ],
  );
  assert.equal(board.overview?.round.id, now.id);
  assert.deepEqual(board.overview?.counts, [1, 0, 0, 0]);
  assert.equal(board.overview?.previous?.fiscalYear, 2025);
  const other = await asOffice(overview.getOverview, { roundId: beside.id });
  assert.deepEqual(other.overview?.counts, [0, 0, 1, 0]);
  assert.equal(other.overview?.previous, null, "last year's round asked other questions");
});

test("R-12 a company's result is of one standard, and leads to the other", async () => {
  const result = await asOffice(overview.getCompanyResult, { id: company });
  assert.deepEqual([result.round?.id, result.unmet.length], [now.id, 0]);
  assert.deepEqual(
    result.years.map((year) => year.edition).filter((edition) => edition !== "1"),
    [],
  );
  assert.deepEqual(
    result.others.map((one) => [one.id, one.standard]),
    [[beside.id, "CSF"]],
  );
  const other = await asOffice(overview.getCompanyResult, { id: company, roundId: beside.id });
  assert.deepEqual(
    other.unmet.map((one) => [one.controlId, one.reading]),
    [["GV-1", "not_met"]],
  );
  assert.deepEqual(
    other.others.map((one) => one.standard),
    ["TEST"],
  );
});

test("T-13 a trend is of one standard", async () => {
  const trend = await asOffice(overview.getTrend, {});
  assert.deepEqual(
    trend.years.map((year) => [year.fiscalYear, year.edition]),
    [
      [2025, "1"],
      [2026, "1"],
    ],
  );
  const other = await asOffice(overview.getTrend, { roundId: beside.id });
  assert.deepEqual(
    other.years.map((year) => year.edition),
    ["2.0"],
  );
  assert.equal(await asSystem(app.door.db, "timed.figures", (ctx) => refreshLikeForLike(ctx)), false);
});

test("T-12 both are kept in their standing: handing in one does not end the other", async () => {
  for (const id of [mine, theirs])
    await owner.query(
      "update inspections set state = 'locked', confirmed_at = now(), locked_at = now() where id = $1",
      [id],
    );
  const clock = new Date("2026-11-25T03:00:00Z");
  await asSystem(app.door.db, "timed.inspections.standing", (ctx) => keepStandings(ctx), clock);
  const { rows } = await owner.query(
    "select inspection_id from inspection_results where basis = 'standing' order by 1",
  );
  assert.deepEqual(
    rows.map((row) => row.inspection_id),
    [mine, theirs].sort(),
  );
});

test("T-10 next year carries over from the round on the same standard, whichever was the later", async () => {
  const { editions, editionId, previous } = await asOffice(rounds.proposeRound, { fiscalYear: 2027 });
  assert.deepEqual([editionId, previous?.id], [own, now.id]);
  assert.deepEqual(editions.map((one) => [one.standard, one.carriesFrom]).sort(), [
    ["CSF", "Inspection"],
    ["TEST", "Inspection"],
  ]);
  const dates = {
    opensOn: "2027-10-01",
    dueOn: "2027-11-20",
    reviewDueOn: "2027-12-01",
    confirmDueOn: "2027-12-20",
  };
  const populationRule = {
    asOf: "2027-04-01",
    relations: ["consolidated" as const],
    tiers: ["T3" as const],
    leaveOut: [],
  };
  const draft = { fiscalYear: 2027, name: "next", populationRule, ...dates };
  const { id } = await asOffice(rounds.draftRound, { ...draft, editionId: csf });
  const follows = async () =>
    (await owner.query("select previous_id from rounds where id = $1", [id])).rows[0].previous_id;
  assert.equal(await follows(), beside.id);
  const { fiscalYear: _, ...change } = draft;
  await asOffice(rounds.changeRound, { ...change, id, editionId: own, rowVersion: 1 });
  assert.equal(await follows(), now.id);
});

test("T-13 a round that has just begun is no fall: until it is due, or all have handed in, the year before is read and it is no point of the trend", async () => {
  const soon = new Date("2026-12-10T03:00:00Z");
  app.setNow(soon);
  const next = await addOpenRound(owner, {
    companies: [company, group.companies.sister],
    editionId: own,
    previousId: now.id,
    fiscalYear: 2027,
    dueOn: "2027-02-01",
  });
  const board = await asOffice(overview.getOverview, {});
  assert.deepEqual([board.rounds[0]?.id, board.overview?.round.id], [next.id, now.id]);
  assert.equal((await asOffice(overview.getCompanyResult, { id: company })).round?.id, now.id);
  const years = async (input: { roundId?: string }) =>
    (await asOffice(overview.getTrend, input)).years.map((year) => year.fiscalYear);
  assert.deepEqual(
    [await years({}), await years({ roundId: now.id })],
    [
      [2025, 2026],
      [2025, 2026],
    ],
  );
  assert.deepEqual(await years({ roundId: next.id }), [2025, 2026, 2027], "whoever chooses it sees it");
  app.setNow(new Date("2027-02-02T03:00:00Z"));
  assert.equal(
    (await asOffice(overview.getOverview, {})).overview?.round.id,
    next.id,
    "from the day after it was due",
  );
  assert.deepEqual(await years({}), [2025, 2026, 2027]);
  app.setNow(new Date("2026-11-24T03:00:00Z"));
});

test("T-13 ten years of the group's standard are ten years, however many rounds on other catalogues stand beside them", async () => {
  const third = await addEdition(owner, { standard: "THIRD", edition: "1", controls: [{ id: "X-1" }] });
  for (let fiscalYear = 2016; fiscalYear < 2025; fiscalYear += 1)
    for (const editionId of [own, csf, third])
      await addOpenRound(owner, { ...asked, editionId, fiscalYear, dueOn: `${fiscalYear}-12-15` });
  const { years } = await asOffice(overview.getTrend, { span: "10", roundId: now.id });
  assert.deepEqual(
    years.map((year) => year.fiscalYear),
    Array.from({ length: 10 }, (_, at) => 2017 + at),
  );
});
