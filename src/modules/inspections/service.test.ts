import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { duties } from "#modules/duties/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound, testControls } from "#test/editions.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { endOfJob } from "#test/work.ts";
import { until } from "#test/until.ts";
import { inspections } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const secretary = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
const executive = await signedIn(owner, { companyId: group.companies.own, role: "company_executive" });
const helper = await signedIn(owner, { companyId: group.companies.own, role: "contributor" });
const sister = await signedIn(owner, { companyId: group.companies.sister, role: "security_officer" });
const editionId = await addEdition(owner);
const [asOffice, asSecretary, asOfficer, asExecutive, asHelper] = [
  office,
  secretary,
  officer,
  executive,
  helper,
].map((who) => app.as(who.token)) as [
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
];
app.setNow(new Date("2026-11-24T03:00:00Z"));

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const dates = {
  opensOn: "2026-10-01",
  dueOn: "2026-12-15",
  reviewDueOn: "2026-12-25",
  confirmDueOn: "2027-01-15",
};
const rule = {
  asOf: "2026-11-24",
  relations: ["parent", "consolidated"] as ("parent" | "consolidated")[],
  tiers: ["T1", "T2", "T3", "T4"] as ("T1" | "T2" | "T3" | "T4")[],
  leaveOut: [] as { companyId: string; reason: string }[],
};

const version = async (id: string) => (await asOffice(inspections.getInspection, { id })).rowVersion;

test("R-12 T-11 a round from draft to launch: every company of the group is in it or has a reason not to be", async () => {
  await addCompany(owner, {
    code: "EQ",
    name: "Equity Ltd.",
    parentId: group.divisions.two,
    relation: "equity_method",
  });
  const preview = await asOffice(rounds.previewPopulation, { populationRule: rule });
  const all = await owner.query("select count(*)::int as n from units where kind = 'company'");
  assert.equal(preview.rows.length, all.rows[0].n);
  assert.deepEqual(
    preview.rows.filter((row) => !row.isIn).map((row) => [row.code, row.reason]),
    [["EQ", "population.relation_not_asked"]],
  );
  const { id } = await asOffice(rounds.draftRound, {
    fiscalYear: 2026,
    name: "FY2026 inspection",
    editionId,
    ...dates,
    populationRule: {
      ...rule,
      leaveOut: [{ companyId: group.companies.parent, reason: "inspected by the audit department" }],
    },
  });
  const draft = await asOffice(rounds.getRound, { id });
  await assert.rejects(
    asOffice(rounds.launchRound, { id, rowVersion: draft.round.rowVersion }),
    code("round.not_frozen"),
  );
  const frozen = await asOffice(rounds.freezeRound, { id, rowVersion: draft.round.rowVersion });
  assert.deepEqual([frozen.inCount, frozen.outCount], [3, 2]);
  await asOffice(rounds.launchRound, { id, rowVersion: draft.round.rowVersion + 1 });
  const job = await endOfJob(app.database, id);
  assert.deepEqual(job.outcome, { inspections: 3, duties: 3 });
  // The worker has the real clock, this file its own: the duties begin on this file's day.
  await owner.query(
    "update duties set starts_at = '2026-11-24T03:00:00Z', next_at = '2026-12-01' where subject_id in (select id from inspections where round_id = $1)",
    [id],
  );
  const events = await owner.query("select verb from events where subject_id = $1 order by id", [id]);
  assert.deepEqual(
    events.rows.map((row) => row.verb),
    ["round.drafted", "round.frozen", "round.launched"],
  );
  const mine = await asOfficer(duties.listMyDuties, {});
  assert.deepEqual(
    mine.rows.map((row) => [row.kind, row.companyId]),
    [["inspection.answer", group.companies.own]],
  );
  assert.equal(mine.rows[0]?.dueAt, "2026-12-15T14:59:59.000Z");
});

async function openInspection() {
  const previous = await addOpenRound(owner, {
    editionId,
    companies: [],
    fiscalYear: 2025,
    dueOn: "2025-12-15",
  });
  const round = await addOpenRound(owner, {
    editionId,
    companies: [group.companies.own, group.companies.sister],
    previousId: previous.id,
  });
  return { roundId: round.id, id: round.inspections.get(group.companies.own) ?? "" };
}

/** Everything a tier-3 company needs to hand in: scope, answers, proof. */
async function answerAll(id: string) {
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const control of testControls.filter((one) => one.appliesWhen === undefined)) {
    await asOfficer(inspections.saveAnswer, {
      id,
      controlId: control.id,
      verdict: "met",
      rowVersion: null,
      how: "as written",
      ...(control.asksCoverage ? { coveragePercent: 100 } : {}),
    });
  }
  const proof = { id, title: "x", kind: "declared" as const, place: "y", controlIds: ["ORG-01"] };
  await assert.rejects(
    asOfficer(inspections.addEvidence, { ...proof, validFrom: "2026-11-25" }),
    code("evidence.day_in_future"),
  );
  const { rows: files } = await owner.query(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
     values ($1, sha256('x'), 1, 'text/csv', 'x.csv', 'import') returning id`,
    [group.companies.own],
  );
  await assert.rejects(
    asOfficer(inspections.addEvidence, { ...proof, fileId: files[0].id, validFrom: "2026-11-24" }),
    code("file.not_found"),
  );
  await asOfficer(inspections.addEvidence, {
    id,
    title: "Policy",
    kind: "declared",
    place: "intranet",
    validFrom: "2026-11-01",
    controlIds: testControls.filter((one) => one.appliesWhen === undefined).map((one) => one.id),
  });
}

test("T-11 the states of an inspection are left only by rule, from not begun to locked", async () => {
  const { id, roundId } = await openInspection();
  const stateOf = async () => (await asOffice(inspections.getInspection, { id })).state;
  assert.equal(await stateOf(), "not_begun");
  await assert.rejects(
    asExecutive(inspections.confirmInspection, { id, rowVersion: 1, statement: true }),
    code("inspection.not_now"),
  );
  await assert.rejects(
    asOfficer(inspections.submitInspection, { id, rowVersion: 1 }),
    code("inspection.scope_open"),
  );
  await answerAll(id);
  assert.equal(await stateOf(), "answering");
  await asOfficer(inspections.submitInspection, { id, rowVersion: await version(id) });
  assert.equal(await stateOf(), "submitted");
  await assert.rejects(
    asOfficer(inspections.saveAnswer, { id, controlId: "ORG-01", verdict: "partly", rowVersion: 1 }),
    code("inspection.not_now"),
  );
  await assert.rejects(
    asSecretary(inspections.finishReview, { id, rowVersion: await version(id) }),
    code("inspection.review_open"),
  );
  await assert.rejects(
    asSecretary(inspections.reviewAnswers, { id, controlIds: ["ORG-01"], decision: "returned" }),
    code("desk_reviews_return_has_reason"),
  );
  await asSecretary(inspections.reviewAnswers, {
    id,
    controlIds: ["ORG-02", "TEC-01", "TEC-02"],
    decision: "accepted",
  });
  await asSecretary(inspections.reviewAnswers, {
    id,
    controlIds: ["ORG-01"],
    decision: "returned",
    verdict: "partly",
    reasonKind: "proof_too_old",
    reason: "The policy is of 2019.",
  });
  await asSecretary(inspections.finishReview, { id, rowVersion: await version(id) });
  assert.equal(await stateOf(), "returned");
  const returned = await asOfficer(inspections.getAskedControl, { id, controlId: "ORG-01" });
  assert.deepEqual(
    [returned.review?.decision, returned.review?.verdict, returned.answer?.verdict],
    ["returned", "partly", "met"],
  );
  // The desk's person belongs to another company, whose people the officer does not see.
  assert.ok(returned.review?.reviewedByName, "who sent it back is named");
  await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-01",
    verdict: "partly",
    rowVersion: returned.answer?.rowVersion ?? 0,
    missing: "newer policy",
    owner: "K. Sato",
    dueOn: "2027-01-31",
  });
  await asOfficer(inspections.submitInspection, { id, rowVersion: await version(id) });
  await asSecretary(inspections.reviewAnswers, {
    id,
    controlIds: ["ORG-01", "ORG-02", "TEC-01", "TEC-02"],
    decision: "accepted",
  });
  await asSecretary(inspections.finishReview, { id, rowVersion: await version(id) });
  await asExecutive(inspections.confirmInspection, { id, rowVersion: await version(id), statement: true });
  assert.equal(await stateOf(), "confirmed");
  assert.deepEqual(await asOffice(inspections.lockInspections, { roundId }), { locked: 1 });
  const locked = await asOffice(inspections.getInspection, { id });
  const result = locked.results.find((one) => one.basis === "locked");
  // ORG-01 weighs 2 of 6 and is half met: 5/6, and a mandatory control only partly met cannot meet.
  assert.deepEqual(
    [locked.state, result?.result, result?.halfPoints, result?.weight, result?.isProvisional],
    ["locked", "improve", 10, 6, false],
  );
  assert.equal(
    (await asOfficer(duties.listMyDuties, {})).rows.filter((row) => row.subjectId === id).length,
    0,
  );
});

test("after the lock only a correction with a reason, shown as a restatement beside the locked result", async () => {
  const { id, roundId } = await openInspection();
  await answerAll(id);
  const hand = async () => {
    await asOfficer(inspections.submitInspection, { id, rowVersion: await version(id) });
    await asSecretary(inspections.reviewAnswers, {
      id,
      controlIds: testControls.map((one) => one.id),
      decision: "accepted",
    });
    await asSecretary(inspections.finishReview, { id, rowVersion: await version(id) });
    await asExecutive(inspections.confirmInspection, { id, rowVersion: await version(id), statement: true });
    await asOffice(inspections.lockInspections, { roundId });
  };
  await hand();
  await asOffice(inspections.correctInspection, {
    id,
    rowVersion: await version(id),
    reason: "wrong file attached",
  });
  const control = await asOfficer(inspections.getAskedControl, { id, controlId: "ORG-01" });
  await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-01",
    verdict: "not_met",
    missing: "all of it",
    owner: "K. Sato",
    dueOn: "2027-01-31",
    rowVersion: control.answer?.rowVersion ?? 0,
  });
  await hand();
  const { results } = await asOffice(inspections.getInspection, { id });
  const of = (basis: string) => results.find((one) => one.basis === basis)?.result;
  assert.deepEqual([of("locked"), of("restated")], ["meets", "serious"]);
  await assert.rejects(
    owner.query(
      "update inspection_results set result = 'meets' where inspection_id = $1 and basis = 'locked'",
      [id],
    ),
    /inspection_results_frozen/,
  );
});

test("two who answer the same control: the second is shown both versions", async () => {
  const { id } = await openInspection();
  await asOfficer(inspections.saveAnswer, { id, controlId: "ORG-02", verdict: "met", rowVersion: null });
  const late = asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-02",
    verdict: "not_met",
    rowVersion: null,
  });
  await assert.rejects(
    late,
    (error: unknown) =>
      error instanceof AppError &&
      error.code === "answer.changed_meanwhile" &&
      (error.details.extra?.["theirs"] as { verdict: string } | undefined)?.verdict === "met",
  );
});

test("whoever answers at the same time is counted: the kept result is the one of all answers together", async () => {
  const { id } = await openInspection();
  const { rows } = await asOfficer(inspections.listAskedControls, { id });
  await Promise.all(
    rows.map(({ controlId }) =>
      asOfficer(inspections.saveAnswer, { id, controlId, verdict: "not_met", rowVersion: null }),
    ),
  );
  const { results, state } = await asOfficer(inspections.getInspection, { id });
  const live = results.find((one) => one.basis === "live");
  assert.deepEqual([state, live?.answeredCount, live?.halfPoints], ["answering", rows.length, 0]);
});

test("a half answer is saved, and says what it still lacks", async () => {
  const { id } = await openInspection();
  const saved = await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "TEC-02",
    verdict: "partly",
    rowVersion: null,
  });
  assert.deepEqual(saved.problems.sort(), [
    "answer.needs_coverage",
    "answer.needs_due",
    "answer.needs_missing",
    "answer.needs_owner",
  ]);
});

test("scope answers add and remove controls in this round", async () => {
  const { id } = await openInspection();
  const count = async () => (await asOfficer(inspections.listAskedControls, { id })).rows.length;
  assert.equal(await count(), 5);
  assert.deepEqual(
    await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null }),
    {
      id,
      added: 0,
      removed: 1,
    },
  );
  assert.equal(await count(), 4);
});

test("before it is handed in, an answer without its proof counts nothing, and the proof counts at once", async () => {
  const { id } = await openInspection();
  const points = async () => {
    const { results } = await asOfficer(inspections.getInspection, { id });
    return results.find((one) => one.basis === "live")?.halfPoints;
  };
  const { evidenceId, controlId } = { evidenceId: crypto.randomUUID(), controlId: "ORG-01" };
  await asOfficer(inspections.saveAnswer, { id, controlId, verdict: "met", how: "x", rowVersion: null });
  assert.equal(await points(), 0);
  await asOfficer(inspections.addEvidence, {
    id,
    evidenceId,
    title: "Policy",
    kind: "declared",
    place: "intranet",
    validFrom: "2026-11-01",
    controlIds: [controlId],
  });
  assert.ok(((await points()) ?? 0) > 0);
  await asOfficer(inspections.dropEvidence, { id, controlId, evidenceId });
  assert.equal(await points(), 0);
});

test("T-01 the tier that answers on scope give is proposed to the next round, and the frozen one stays", async () => {
  const { id } = await openInspection();
  const populationRule = {
    asOf: "2026-11-24",
    relations: ["consolidated" as const],
    tiers: ["T2" as const, "T3" as const],
    leaveOut: [],
  };
  const inNext = async () => {
    const { rows } = await asOffice(rounds.previewPopulation, { populationRule });
    const row = rows.find((one) => one.companyId === group.companies.own);
    return [row?.tier, row?.proposedTier];
  };
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: true, rowVersion: null });
  assert.deepEqual(await inNext(), ["T3", "T2"]);
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: 1 });
  assert.deepEqual(await inNext(), ["T3", null]);
});

test("last year's answers are proposals, each taken over by name; a shared service's provider answers first", async () => {
  const provider = await signedIn(owner, { companyId: group.companies.parent, role: "security_officer" });
  const before = await addOpenRound(owner, {
    editionId,
    companies: [group.companies.own],
    fiscalYear: 2025,
    dueOn: "2025-12-15",
  });
  const last = before.inspections.get(group.companies.own);
  await owner.query("update inspections set state = 'submitted', submitted_at = '2025-12-01' where id = $1", [
    last,
  ]);
  for (const controlId of ["ORG-01", "ORG-02"])
    await owner.query(
      "insert into answers (inspection_id, control_id, company_id, verdict, how) values ($1, $2, $3, 'met', 'as every year')",
      [last, controlId, group.companies.own],
    );
  const round = await addOpenRound(owner, {
    editionId,
    companies: [group.companies.own, group.companies.parent],
    previousId: before.id,
  });
  const [id, providers] = [
    round.inspections.get(group.companies.own) ?? "",
    round.inspections.get(group.companies.parent) ?? "",
  ];
  await owner.query(
    "insert into service_providers (service, company_id, valid_from) values ('group_identity', $1, '2020-04-01')",
    [group.companies.parent],
  );
  await owner.query(
    "insert into service_connections (company_id, service, share_percent, valid_from) values ($1, 'group_identity', 80, '2020-04-01')",
    [group.companies.own],
  );
  await app.as(provider.token)(inspections.saveAnswer, {
    id: providers,
    controlId: "TEC-01",
    verdict: "met",
    how: "central sign-in",
    rowVersion: null,
  });
  const proposals = async () =>
    (await asOfficer(inspections.listAskedControls, { id })).rows.flatMap((row) =>
      row.proposal ? [[row.controlId, row.proposal.from]] : [],
    );
  assert.deepEqual(
    await proposals(),
    [
      ["ORG-01", "last_year"],
      ["ORG-02", "last_year"],
    ],
    "the provider has not handed in yet",
  );
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    providers,
  ]);
  assert.deepEqual(await proposals(), [
    ["ORG-01", "last_year"],
    ["ORG-02", "last_year"],
    ["TEC-01", "service"],
  ]);
  assert.deepEqual(
    await asOfficer(inspections.takeOverProposals, { id, from: "last_year", controlIds: ["ORG-01"] }),
    { saved: 1 },
  );
  assert.deepEqual(
    await asOfficer(inspections.takeOverProposals, { id, from: "service", controlIds: ["TEC-01", "TEC-02"] }),
    { saved: 1 },
  );
  const inherited = await asOfficer(inspections.getAskedControl, { id, controlId: "TEC-01" });
  assert.deepEqual(
    [inherited.answer?.origin, inherited.answer?.coveragePercent, inherited.inherited?.providerName],
    ["inherited", 80, "Parent Inc."],
  );
  assert.deepEqual(await proposals(), [["ORG-02", "last_year"]]);
});

test("a contributor sees and answers what was delegated, and nothing else of the company", async () => {
  const { id } = await openInspection();
  await assert.rejects(asHelper(inspections.getInspection, { id }), code("inspection.not_found"));
  await asOfficer(inspections.delegate, { id, personId: helper.personId, area: "TEC" });
  assert.deepEqual(
    (await asHelper(inspections.listAskedControls, { id })).rows.map((row) => row.controlId),
    ["TEC-01", "TEC-02", "TEC-03"],
  );
  await asHelper(inspections.saveAnswer, { id, controlId: "TEC-01", verdict: "met", rowVersion: null });
  await assert.rejects(
    asHelper(inspections.saveAnswer, { id, controlId: "ORG-01", verdict: "met", rowVersion: null }),
    code("control.not_delegated"),
  );
  assert.deepEqual(
    (await asHelper(duties.listMyDuties, {})).rows.map((row) => row.kind),
    ["delegation.answer"],
  );
});

test("S-01 a sister company sees nothing of the inspection", async () => {
  const { id, roundId } = await openInspection();
  await assert.rejects(app.as(sister.token)(inspections.getInspection, { id }), code("inspection.not_found"));
  assert.deepEqual(
    (await app.as(sister.token)(inspections.listInspections, { roundId })).rows.map((row) => row.code),
    ["C2"],
  );
});

test("T-11 handed in after the due day: late, with a reason; nothing handed in is not known", async () => {
  const { id } = await openInspection();
  await answerAll(id);
  app.setNow(new Date("2026-12-16T03:00:00Z"));
  const late = { id, rowVersion: await version(id) };
  await assert.rejects(asOfficer(inspections.submitInspection, late), code("inspection.late_needs_reason"));
  await asOfficer(inspections.submitInspection, { ...late, lateReason: "flood at the office" });
  assert.ok((await asOffice(inspections.getInspection, { id })).isLate);
  app.setNow(new Date("2026-11-24T03:00:00Z"));
});

test("the first two postponements are granted with a reason, the third waits for the division", async () => {
  const { rows } = await asOfficer(duties.listMyDuties, {});
  const duty = rows.find((row) => row.kind === "inspection.answer");
  assert.ok(duty);
  const ask = (toDay: string) =>
    asOfficer(duties.askPostponement, { id: duty.id, toDay, reason: "auditor is ill" });
  assert.equal((await ask("2026-12-20")).isAllowed, true);
  assert.equal((await ask("2026-12-22")).isAllowed, true);
  const third = await ask("2026-12-28");
  assert.equal(third.isAllowed, null);
  assert.deepEqual(
    (await asSecretary(duties.listPostponements, {})).rows.map((row) => row.nth),
    [3],
  );
  await asSecretary(duties.decidePostponement, {
    id: third.id,
    decision: "allow",
    reason: "agreed by phone",
  });
  const after = (await asOfficer(duties.listMyDuties, {})).rows.find((row) => row.id === duty.id);
  assert.deepEqual([after?.dueAt, after?.postponedCount], ["2026-12-28T14:59:59.000Z", 3]);
});

test("nothing is answered into an inspection that is handed in at the same moment, by nobody who answers a part either", async () => {
  const { id } = await openInspection();
  const helper = await signedIn(owner, { companyId: group.companies.own, role: "contributor" });
  await asOfficer(inspections.delegate, { id, personId: helper.personId, area: "TEC" });
  await owner.query("begin");
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [id]);
  let isDone = false;
  const saving = app
    .as(helper.token)(inspections.saveAnswer, {
      id,
      controlId: "TEC-01",
      verdict: "unknown",
      rowVersion: null,
    })
    .finally(() => (isDone = true));
  saving.catch(() => {});
  try {
    await until("it waits, or has not waited", async () => {
      const { rows } = await owner.query("select pid from pg_locks where not granted");
      return rows.length > 0 || isDone ? true : undefined;
    });
  } finally {
    await owner.query("commit");
  }
  await assert.rejects(saving, code("inspection.not_now"));
  const { rows } = await owner.query("select from answers where inspection_id = $1", [id]);
  assert.equal(rows.length, 0);
});
