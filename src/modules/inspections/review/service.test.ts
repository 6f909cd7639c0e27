import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { readTable } from "#core/sheets/read.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound, testControls } from "#test/editions.ts";
import { buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { inspections } from "../contract.ts";
import { reviewing } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const [asOfficer, asSecretary, asOffice] = [
  app.as(officer.token),
  app.as(secretary.token),
  app.as(office.token),
];
const editionId = await addEdition(owner);
app.setNow(new Date("2026-11-24T03:00:00Z"));
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

const before = await addOpenRound(owner, {
  editionId,
  companies: [own],
  fiscalYear: 2025,
  dueOn: "2025-12-15",
});
const round = await addOpenRound(owner, {
  editionId,
  companies: [own, sister, other],
  previousId: before.id,
});
const [id, lastId] = [round.inspections.get(own) ?? "", before.inspections.get(own) ?? ""];
const asked = testControls.filter((one) => one.appliesWhen === undefined).map((one) => one.id);

async function answerOf(
  inspectionId: Id,
  controlId: string,
  verdict: string,
  more: Record<string, unknown> = {},
) {
  const given = { inspection_id: inspectionId, control_id: controlId, company_id: own, verdict, ...more };
  const names = Object.keys(given);
  await owner.query(
    `insert into answers (${names.join(", ")}) values (${names.map((_, index) => `$${index + 1}`).join(", ")})`,
    Object.values(given),
  );
}
await owner.query(
  "update inspections set state = 'locked', submitted_at = '2025-12-01', confirmed_at = '2025-12-20', locked_at = '2026-01-10' where id = $1",
  [lastId],
);
await answerOf(lastId, "ORG-01", "partly", { assurance: "verified" });
await answerOf(lastId, "ORG-02", "met");
await answerOf(lastId, "TEC-01", "not_met");
await answerOf(lastId, "TEC-02", "met", { coverage_percent: 100 });
await owner.query(
  "insert into scope_answers (inspection_id, company_id, condition, is_true) values ($1, $2, 'has_plant', false)",
  [id, own],
);
for (const controlId of asked)
  await answerOf(id, controlId, "met", controlId === "TEC-02" ? { coverage_percent: 100 } : {});
const { rows: proof } = await owner.query(
  "insert into evidence (company_id, title, place, valid_from) values ($1, 'Records', 'shelf 4', '2025-11-01') returning id",
  [own],
);
for (const [inspectionId, controlId] of [
  [lastId, "ORG-01"],
  [id, "ORG-01"],
  [id, "ORG-02"],
  [id, "TEC-01"],
])
  await owner.query(
    "insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until) values ($1, $2, $3, $4, '2027-06-30')",
    [proof[0].id, inspectionId, controlId, own],
  );
await owner.query("update inspections set state = 'submitted', submitted_at = '2026-11-20' where id = $1", [
  id,
]);

test("the desk reads differences first: what a visit saw otherwise, what lacks proof, what changed, then the rest", async () => {
  const sheet = await asSecretary(reviewing.listDifferences, { id });
  assert.deepEqual(
    sheet.rows.map((row) => [row.controlId, row.kind, row.whys.map((why) => why.code).join(" ")]),
    [
      ["ORG-01", "contradicts", "site_said better"],
      ["TEC-02", "no_proof", "no_evidence"],
      ["TEC-01", "changed", "better"],
      ["ORG-02", "same", ""],
    ],
  );
  assert.deepEqual([sheet.claimed.result, sheet.claimed.halfPoints, sheet.claimed.weight], ["meets", 12, 6]);
  // ORG-01 half of 2, TEC-01 nought of 2, the two others whole: 2 + 0 + 2 + 2 of 12 half points.
  assert.deepEqual(
    [
      sheet.sameControls?.n,
      sheet.sameControls?.lastHalfPoints,
      sheet.sameControls?.halfPoints,
      sheet.sameControls?.better,
    ],
    [4, 6, 12, ["ORG-01", "TEC-01"]],
  );
});

test("the forecast says what the desk's verdict would do, and changes nothing", async () => {
  const forecast = await asSecretary(reviewing.forecastReview, {
    id,
    verdicts: [{ controlId: "ORG-01", verdict: "partly" }],
  });
  assert.deepEqual(
    [forecast.result, forecast.halfPoints, forecast.weight, forecast.partly],
    ["improve", 10, 6, 1],
  );
  const sheet = await asSecretary(reviewing.listDifferences, { id });
  assert.equal(sheet.desk.halfPoints, 12);
});

test("the desk's verdict stands beside the company's, and the score of both is told", async () => {
  await asSecretary(inspections.reviewAnswers, {
    id,
    controlIds: ["ORG-01"],
    decision: "returned",
    verdict: "partly",
    reasonKind: "contradicts_data",
    reason: "The visit of October saw it in part only.",
  });
  const sheet = await asSecretary(reviewing.listDifferences, { id });
  const row = sheet.rows.find((one) => one.controlId === "ORG-01");
  assert.deepEqual(
    [row?.last?.verdict, row?.last?.assurance, row?.verdict, row?.review?.verdict],
    ["partly", "verified", "met", "partly"],
  );
  assert.deepEqual([sheet.claimed.halfPoints, sheet.desk.halfPoints], [12, 10]);
});

test("the register filters, counts and pages the same rows, with the clock that runs", async () => {
  for (const [companyId, due] of [
    [own, "2026-12-25"],
    [sister, "2026-11-20"],
    [other, "2026-12-15"],
  ])
    await owner.query(
      `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
       values (2026, $3, 'inspection', $1, $2, 'inspection.answer', '2026-10-01', $4::date, 'Asia/Tokyo')`,
      [
        round.inspections.get(companyId ?? ""),
        companyId,
        companyId === own ? "inspection.review" : "inspection.answer",
        due,
      ],
    );
  const counts = await asOffice(reviewing.countInspections, { roundId: round.id });
  assert.deepEqual(
    [counts.total, counts.states, counts.late, counts.notSubmitted],
    [3, { not_begun: 2, submitted: 1 }, 1, 2],
  );
  const late = await asOffice(inspections.listInspections, { roundId: round.id, late: true });
  assert.deepEqual(
    late.rows.map((row) => row.code),
    ["C2"],
  );
  for (const [sort, order] of [
    ["due", "C2 C3 C1"],
    ["-due", "C1 C3 C2"],
    ["-code", "C3 C2 C1"],
  ] as const) {
    const codes: string[] = [];
    let after: string | null = null;
    do {
      const page: { rows: { code: string }[]; next: string | null } = await asOffice(
        inspections.listInspections,
        { roundId: round.id, sort, limit: 1, ...(after ? { after } : {}) },
      );
      codes.push(...page.rows.map((row) => row.code));
      after = page.next;
    } while (after);
    assert.equal(codes.join(" "), order, sort);
  }
  const mine = await asSecretary(reviewing.countInspections, { roundId: round.id });
  assert.equal(mine.total, 2);
  // Only whoever is the desk is told that something waits for them.
  assert.deepEqual([counts.toReview, mine.toReview], [0, 1]);
});

test("a reminder is a fact on the duty; who was reminded today is left in peace; nobody reminds another division", async () => {
  const ids = [round.inspections.get(sister) ?? ""];
  assert.deepEqual(
    await asSecretary(reviewing.remindInspections, { roundId: round.id, inspectionIds: ids }),
    { reminded: 1, rested: 0 },
  );
  assert.deepEqual(
    await asSecretary(reviewing.remindInspections, { roundId: round.id, inspectionIds: ids }),
    { reminded: 0, rested: 1 },
  );
  const row = (await asSecretary(inspections.listInspections, { roundId: round.id, search: "C2" })).rows[0];
  assert.equal(row?.clock?.remindedAt, "2026-11-24T03:00:00Z");
  const foreign = [round.inspections.get(other) ?? ""];
  await assert.rejects(
    asSecretary(reviewing.remindInspections, { roundId: round.id, inspectionIds: foreign }),
    code("inspection.not_found"),
  );
  await assert.rejects(
    asOfficer(reviewing.remindInspections, { roundId: round.id, inspectionIds: [id] }),
    code("permission.missing"),
  );
});

test("the story of an inspection that was brought in is what its record holds, and an event is never told twice", async () => {
  const of = async (inspectionId: Id) => (await asOffice(reviewing.listStory, { id: inspectionId })).rows;
  await owner.query(
    "update inspections set begun_at = '2025-11-01', submitted_by = $2, confirmed_by = $2, late_reason = 'The plant moved.' where id = $1",
    [lastId, officer.personId],
  );
  const { rows: people } = await owner.query(
    "select trim(given_name || ' ' || family_name) as name from people where id = $1",
    [officer.personId],
  );
  const story = await of(lastId);
  assert.deepEqual(
    story.map((row) => [row.verb, row.at.slice(0, 10), row.actorName, row.said]),
    [
      ["inspection.locked", "2026-01-10", null, null],
      ["inspection.confirmed", "2025-12-20", people[0].name, null],
      ["inspection.submitted", "2025-12-01", people[0].name, "The plant moved."],
      ["inspection.begun", "2025-11-01", null, null],
    ],
  );
  assert.ok(story.every((row) => !row.isSystem));
  // This year's begins in the trail: the desk's decision is an event, the submission stands in the record alone.
  const before = (await of(id)).map((row) => row.verb);
  assert.deepEqual(before, ["inspection.answers_reviewed", "inspection.submitted"]);
  await asSecretary(inspections.reviewAnswers, {
    id,
    controlIds: ["ORG-02", "TEC-01", "TEC-02"],
    decision: "accepted",
  });
  const { rows } = await owner.query("select row_version from inspections where id = $1", [id]);
  await asSecretary(inspections.finishReview, { id, rowVersion: rows[0].row_version });
  const after = (await of(id)).map((row) => row.verb);
  assert.equal(after.filter((verb) => verb === "inspection.returned").length, 1);
});

test("the register as a file holds the rows, the order and the columns that are shown, in either format", async () => {
  const shown = { roundId: round.id, sort: "-code", columns: "code,company,state" } as const;
  const saved = async (format: "csv" | "xlsx") => {
    const output = await asOffice(reviewing.exportInspections, { ...shown, format });
    const content = contentOf(output);
    assert.ok(content);
    assert.ok(content.name.endsWith(`.${format}`));
    assert.equal(output.rows, 3);
    return readTable(await gather(await content.open()));
  };
  for (const format of ["csv", "xlsx"] as const) {
    const rows = (await saved(format)).sheets[0]?.rows ?? [];
    assert.deepEqual(
      rows.slice(1).map((row) => row.cells[0]?.text),
      ["C3", "C2", "C1"],
    );
    assert.ok(rows.every((row) => row.cells.length === 3));
  }
  // A division's file holds the division's companies.
  assert.equal((await asSecretary(reviewing.exportInspections, { ...shown, format: "xlsx" })).rows, 2);
});

test("the story says why in the record's own words; values that only the trail holds stay there", async () => {
  const delegation = await owner.query<{ id: Id }>(
    `insert into delegations (inspection_id, company_id, person_id, control_id, given_by, note)
     select id, company_id, $2, 'TEC-03', $2, 'You know the plant.' from inspections where id = $1 returning id`,
    [id, officer.personId],
  );
  await owner.query(
    `select record_event('inspection.delegated', $2, null, 'inspection', i.id, i.company_id, null,
        jsonb_build_object('delegationId', $3::text), '{"note": "words of the trail"}'),
      record_event('inspection.returned', $2, null, 'inspection', i.id, i.company_id, null, '{"returned": 2}', '{"reason": "words of the trail"}')
     from inspections i where i.id = $1`,
    [id, officer.personId, delegation.rows[0]?.id],
  );
  const { rows } = await asOffice(reviewing.listStory, { id });
  const saidOf = (verb: string) => rows.filter((row) => row.verb === verb).map((row) => row.said);
  assert.deepEqual(saidOf("inspection.delegated"), ["You know the plant."]);
  assert.ok(saidOf("inspection.returned").every((said) => said === null));
  assert.ok(!JSON.stringify(rows).includes("words of the trail"));
});

test("what changed is told from the record where the trail has nothing of it, never twice, and the due ones come first", async () => {
  const since = "2026-11-20T00:00:00Z";
  const heard = async (call: typeof asOffice) =>
    (await call(reviewing.listChanges, { since })).rows
      .filter((row) => row.verb === "inspection.confirmed")
      .map((row) => [row.count, row.companies.map((company) => company.name)]);
  assert.deepEqual(await heard(asOffice), []);
  const other1 = round.inspections.get(other);
  await owner.query(
    "update inspections set state = 'confirmed', submitted_at = '2026-11-21', reviewed_at = '2026-11-22', confirmed_at = '2026-11-23' where id = $1",
    [other1],
  );
  assert.deepEqual(await heard(asOffice), [[1, ["Other Ltd."]]]);
  assert.deepEqual(await heard(asSecretary), []);
  await owner.query(
    "select record_event('inspection.confirmed', null, null, 'inspection', id, company_id, null, '{}', null) from inspections where id = $1",
    [other1],
  );
  assert.deepEqual(await heard(asOffice), [[1, ["Other Ltd."]]]);
  await owner.query("delete from duties where subject_id = $1", [other1]);
  const { rows } = await asOffice(inspections.listInspections, { roundId: round.id, sort: "due" });
  assert.equal(rows.at(-1)?.code, "C3");
});
