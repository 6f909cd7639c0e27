// The first ninety days: registering an acquisition opens a plan, data close its steps, leaving lapses it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { access } from "#modules/access/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { onboarding } from "./contract.ts";
import { plansFollow, settle } from "./following.ts";
import { setUpSteps } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
await enrol(db, [plansFollow]);
const group = await buildSmallGroup(owner);
const { parent, own, sister } = group.companies;
const office = app.as(
  (await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group })).token,
);
const desk = app.as(
  (await signedIn(owner, { companyId: parent, role: "division_secretary", unitId: group.divisions.one }))
    .token,
);
const otherDesk = app.as(
  (await signedIn(owner, { companyId: parent, role: "division_secretary", unitId: group.divisions.two }))
    .token,
);
const sisterOfficer = app.as((await signedIn(owner, { companyId: sister, role: "security_officer" })).token);
const { rows: clock } = await owner.query<{ today: string }>("select group_today()::text as today");
const today = clock[0]?.today ?? "";
const follow = () => readOn(db, owner, [plansFollow]);

const facts = {
  country: "NL",
  region: "europe",
  timeZone: "Europe/Amsterdam",
  language: "en",
  industry: null,
  workers: 12,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  hasRestrictedRooms: false,
  developsSoftware: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
  answersByWorkbook: false,
} as const;
const { region: _r, industry: _i, answersByWorkbook: _a, ...sayable } = facts;

let serial = 0;
const join = (
  joinedAs?: "acquired" | "founded" | "already",
  more: Partial<Input<typeof organization.addCompany>> = {},
) =>
  office(organization.addCompany, {
    code: `N${++serial}`,
    name: `Newcomer ${serial} B.V.`,
    parentId: group.divisions.one,
    from: today,
    relation: "consolidated",
    facts,
    ...(joinedAs ? { joinedAs } : {}),
    ...more,
  }).then(({ id }) => id);
const planOf = async (companyId: string) => (await office(onboarding.getPlan, { companyId })).plan;
const openSteps = async (companyId: string) =>
  (await planOf(companyId))?.steps.filter((one) => one.state === "open").map((one) => one.step);

test("R-28 registering an acquisition opens a 90-day plan", async () => {
  const companyId = await join("acquired");
  await follow();
  const plan = await planOf(companyId);
  assert.deepEqual(
    [plan?.cause, plan?.startsOn, plan?.endsOn, plan?.total, plan?.standing],
    ["acquired", today, addDays(today, 90), 90, "on_time"],
  );
  assert.deepEqual(
    plan?.steps.map((one) => [one.step, one.dueOn]),
    [
      ["officer", addDays(today, 7)],
      ["facts", addDays(today, 14)],
      ["tier", addDays(today, 14)],
      ["ledgers", addDays(today, 45)],
      ["rules", addDays(today, 60)],
      ["inspection", addDays(today, 90)],
      ["review", addDays(today, 90)],
    ],
  );
  const { rows } = await owner.query<{ kind: string; permission: string; zone: string }>(
    "select kind, permission, time_zone as zone from duties where company_id = $1 and state = 'open' order by due_at, kind",
    [companyId],
  );
  assert.equal(rows.length, 7);
  assert.ok(rows.every((row) => row.zone === "Europe/Amsterdam"));
  const asked = (kind: string) =>
    new Set(rows.filter((row) => row.kind === kind).map((row) => row.permission));
  assert.deepEqual(asked("onboarding.set_up"), new Set(["inspection.review"]), "nobody answers for it yet");
  assert.deepEqual(asked("onboarding.tier"), new Set(["organization.set_tier"]));
  const mine = (await desk(duties.listMyDuties, {})).rows.filter((row) => row.companyId === companyId);
  assert.equal(mine.length, 6, "the division sees all but the tier");
  await follow();
  assert.equal(
    (await office(onboarding.listPlans, {})).rows.filter((row) => row.companyId === companyId).length,
    1,
  );
});

test("R-28 an affiliate that becomes a subsidiary opens a plan from that day; another share, or history put right, opens none", async () => {
  const companyId = await join("already", {
    relation: "equity_method",
    from: addDays(today, -400),
    reason: "registered late",
  });
  await follow();
  const change = async (kind: "equity_method" | "consolidated", ownershipPercent: number, from: string) => {
    const { rowVersion } = await office(organization.getCompany, { id: companyId });
    await office(organization.changeRelation, {
      id: companyId,
      rowVersion,
      kind,
      ownershipPercent,
      from,
      reason: "bought",
    });
    await follow();
  };
  await change("equity_method", 40, addDays(today, -1));
  assert.equal(await planOf(companyId), null);
  await change("consolidated", 60, today);
  assert.deepEqual(
    [(await planOf(companyId))?.cause, (await planOf(companyId))?.startsOn],
    ["acquired", today],
  );

  const corrected = await join("already", {
    relation: "equity_method",
    from: addDays(today, -400),
    reason: "registered late",
  });
  const { rowVersion } = await office(organization.getCompany, { id: corrected });
  await office(organization.changeRelation, {
    id: corrected,
    rowVersion,
    kind: "consolidated",
    ownershipPercent: 70,
    from: addDays(today, -200),
    reason: "entered wrongly",
  });
  await follow();
  assert.equal(await planOf(corrected), null);
});

test("a company founded by the group, one that was there already and one of a first list open no plan", async () => {
  const ids = [await join("founded"), await join("already"), await join()];
  await follow();
  for (const id of ids) assert.equal(await planOf(id), null);
});

test("R-30 a new company is set up in the guided way and is usable", async () => {
  const companyId = await join("acquired");
  await follow();
  const setUp = (as = office) => as(onboarding.getSetUp, { companyId });
  assert.deepEqual((await setUp()).next?.step, "officer");
  // The division names the officer: a person, the role, an invitation.
  const { id: personId } = await desk(organization.addPerson, {
    companyId,
    familyName: "Visser",
    givenName: "Anna",
    from: today,
    employment: "regular",
    language: "en",
  });
  await desk(access.giveGrant, {
    personId,
    roleId: "security_officer",
    unitId: companyId,
    withSubtree: true,
    validFrom: today,
    reason: "officer",
  });
  assert.ok((await openSteps(companyId))?.includes("officer"), "named, but not invited");
  await desk(access.inviteAccount, { personId, loginName: "anna@newcomer.test", language: "en" });
  await follow();
  assert.ok(!(await openSteps(companyId))?.includes("officer"));
  const officer = app.as(
    (await signedIn(owner, { companyId, role: "security_officer", name: "Visser" })).token,
  );
  const owed = async () =>
    (await officer(duties.listMyDuties, { kind: "onboarding.set_up" })).rows.map((row) => row.companyId);
  assert.equal((await owed()).length, 4, "the company's own steps went over to its officer");

  // What it is: other than registered, so that another tier is proposed and the group office decides.
  const said = await officer(onboarding.sayFacts, { companyId, ...sayable, workers: 60 });
  assert.equal(said.proposed, "T3");
  await follow();
  assert.deepEqual((await setUp()).said?.differs, ["workers"]);
  assert.ok((await openSteps(companyId))?.includes("tier"));
  const { rowVersion } = await office(organization.getCompany, { id: companyId });
  await office(organization.changeFacts, {
    id: companyId,
    facts: { ...facts, workers: 60 },
    from: today,
    rowVersion,
  });
  await follow();
  assert.deepEqual((await setUp()).tier, {
    tier: "T3",
    basis: "criteria",
    reason: null,
    proposed: "T3",
    because: ["workers_50"],
  });

  // Ledgers: one entry, one source, of all others there are none. Rules: the company's own where the group has none.
  await officer(ledgers.addEntry, { ledger: "devices", companyId, name: "PC-1", values: {} });
  await officer(ledgers.addSource, {
    companyId,
    name: "Sign-in report",
    kind: "mfa_registration",
    rank: 5,
    records: true,
    expectedHours: null,
    isAutomatic: false,
  });
  for (const { ledger, hasBegun } of (await setUp(officer)).ledgers)
    if (!hasBegun) await officer(ledgers.sayNone, { companyId, ledger });
  await follow();
  assert.deepEqual(await openSteps(companyId), ["rules", "inspection", "review"]);
  await officer(ledgers.addRule, {
    companyId,
    name: "Use of computers and accounts",
    from: today,
    reference: "",
    fileId: null,
    ownerId: null,
    reviewDueOn: addDays(today, 300),
    covers: [
      { ledger: "devices", nature: "", fromRank: 1 },
      { ledger: "user_ids", nature: "", fromRank: 1 },
    ],
  });
  await follow();
  assert.deepEqual(await openSteps(companyId), ["inspection", "review"]);

  // A round begins: its tier stands, so it is asked in it, and the round's own duty is the clock.
  const editionId = await addEdition(owner);
  const round = await addOpenRound(owner, { editionId, companies: [own], dueOn: addDays(today, 30) });
  await asSystem(db, "test", settle);
  const asked = (await setUp(officer)).inspection;
  assert.equal(asked?.dueOn, addDays(today, 90), "the later of the plan's day and the round's");
  assert.deepEqual((await officer(duties.listMyDuties, { kind: "inspection.answer" })).rows.length, 1);
  assert.deepEqual(await owed(), []);
  // A postponement that was granted moves the step, with its trail, once.
  const [duty] = (await officer(duties.listMyDuties, { kind: "inspection.answer" })).rows;
  const later = addDays(today, 95);
  await officer(duties.askPostponement, { id: duty?.id ?? "", toDay: later, reason: "The officer is ill." });
  await follow();
  await follow();
  const step = (await planOf(companyId))?.steps.find((one) => one.step === "inspection");
  assert.equal(step?.dueOn, later);
  const { rows: moves } = await owner.query(
    "select data->>'before' as was, data->>'toAt' as to from events where verb = 'onboarding.step_moved' and company_id = $1",
    [companyId],
  );
  assert.deepEqual(moves, [{ was: addDays(today, 90), to: later }]);
  // A round that closes over it asks no more: then the plan does again, until a round goes on.
  await owner.query("update rounds set state = 'closed', closed_at = now() where id = $1", [round.id]);
  await asSystem(db, "test", settle);
  assert.deepEqual([await owed(), (await setUp(officer)).inspection], [[companyId], null]);
  await owner.query("update rounds set state = 'open', closed_at = null where id = $1", [round.id]);
  await asSystem(db, "test", settle);
  assert.deepEqual(await owed(), []);
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    asked?.id,
  ]);
  await asSystem(db, "test", settle);
  assert.deepEqual(await openSteps(companyId), ["review"]);
  const done = await setUp(officer);
  assert.ok(setUpSteps.every((step) => done.steps.find((one) => one.step === step)?.isDone));
  assert.equal(done.next?.step, "review");

  // The division looks at what was found, and the plan is done.
  const plan = await planOf(companyId);
  await desk(onboarding.recordReview, {
    id: plan?.id ?? "",
    heldOn: today,
    found: "Backups are not tested.",
    decided: "Test them by June.",
  });
  await follow();
  assert.deepEqual(
    [(await planOf(companyId))?.standing, (await planOf(companyId))?.closedOn],
    ["done", today],
  );
  const { rows } = await owner.query(
    "select from duties where company_id = $1 and kind like 'onboarding.%' and state = 'open'",
    [companyId],
  );
  assert.equal(rows.length, 0);
  await owner.query("update rounds set state = 'closed', closed_at = now() where id = $1", [round.id]);
});

test("a step is closed by the data alone; whoever owes one does not waive it, and a waiver says who and why", async () => {
  const companyId = await join("acquired");
  await follow();
  const idOf = async (step: string) =>
    (await planOf(companyId))?.steps.find((one) => one.step === step)?.id ?? "";
  await assert.rejects(desk(onboarding.waiveStep, { id: await idOf("review"), reason: "No time." }), {
    code: "onboarding.own_step",
  });
  // While nobody answers for the company its steps are the division's: it lets itself off none of them.
  await assert.rejects(desk(onboarding.waiveStep, { id: await idOf("ledgers"), reason: "No time." }), {
    code: "onboarding.own_step",
  });
  await office(onboarding.waiveStep, { id: await idOf("ledgers"), reason: "Kept by the parent." });
  const { rows } = await owner.query<{ state: string; reason: string }>(
    "select state, closed_reason as reason from duties where subject_id = $1",
    [await idOf("ledgers")],
  );
  assert.deepEqual(rows, [{ state: "waived", reason: "Kept by the parent." }]);
  const step = (await planOf(companyId))?.steps.find((one) => one.step === "ledgers");
  assert.deepEqual([step?.state, step?.reason], ["waived", "Kept by the parent."]);
  await assert.rejects(office(onboarding.waiveStep, { id: await idOf("ledgers"), reason: "again" }), {
    code: "onboarding.step_closed",
  });
});

test("T-07 a company that leaves lapses its plan with its duties", async () => {
  const companyId = await join("acquired");
  await follow();
  const { rowVersion } = await office(organization.getCompany, { id: companyId });
  await office(organization.endCompany, { id: companyId, on: today, reason: "sold on", rowVersion });
  await follow();
  const plan = await planOf(companyId);
  assert.deepEqual([plan?.standing, plan?.closedOn], ["lapsed", today]);
  assert.ok(plan?.steps.every((one) => one.state === "lapsed"));
  const { rows } = await owner.query<{ state: string }>(
    "select distinct state from duties where company_id = $1",
    [companyId],
  );
  assert.deepEqual(rows, [{ state: "lapsed" }]);
});

test("a plan that begins later asks nobody before; one that is over its day is behind", async () => {
  const companyId = await join("acquired", { from: addDays(today, 10) });
  await follow();
  assert.equal((await planOf(companyId))?.standing, "planned");
  const owed = async () =>
    (await owner.query("select from duties where company_id = $1 and state = 'open'", [companyId])).rows
      .length;
  assert.equal(await owed(), 0);
  const noon = (days: number) => new Date(`${addDays(today, days)}T03:00:00Z`);
  await asSystem(db, "test", settle, noon(10));
  assert.equal(await owed(), 7);
  app.setNow(noon(18));
  assert.equal((await planOf(companyId))?.standing, "behind");
  const counted = (await office(onboarding.countPlans, {})).rows.find((row) => row.standing === "behind");
  assert.ok((counted?.count ?? 0) >= 1);
  const listed = await office(onboarding.listPlans, { standing: "behind", limit: 1 });
  assert.equal(listed.rows.length, 1);
  app.setNow(null);
});

test("a plan begins with the group's midnight; a step is late, with its duty, when its day has ended where the company is", async () => {
  const companyId = await join("acquired", { from: "2027-01-11" });
  await follow();
  const at = async (moment: string) => {
    const now = new Date(moment);
    app.setNow(now);
    await asSystem(db, "test", settle, now);
    const plan = await planOf(companyId);
    const listed = (await office(onboarding.listPlans, { limit: 100 })).rows.find(
      (row) => row.companyId === companyId,
    );
    const owed = (await desk(duties.listMyDuties, { kind: "onboarding.guide" })).rows;
    const late = plan?.steps.filter((one) => one.isLate).map((one) => one.step);
    return [
      plan?.standing,
      listed?.standing,
      listed?.next?.isLate,
      late,
      owed.filter((row) => row.companyId === companyId && row.isOverdue).length,
    ];
  };
  // Tokyo's midnight; in Amsterdam it is the afternoon before.
  assert.deepEqual(await at("2027-01-10T14:59:00Z"), ["planned", "planned", false, [], 0]);
  assert.deepEqual(await at("2027-01-10T15:01:00Z"), ["on_time", "on_time", false, [], 0]);
  // The officer is due on the 18th: over in Tokyo, not where it is owed.
  assert.deepEqual(await at("2027-01-18T15:01:00Z"), ["on_time", "on_time", false, [], 0]);
  assert.deepEqual(await at("2027-01-18T22:59:00Z"), ["on_time", "on_time", false, [], 0]);
  assert.deepEqual(await at("2027-01-18T23:01:00Z"), ["behind", "behind", true, ["officer"], 1]);
  app.setNow(null);
});

test("a plan is opened by hand with a reason; the days of the steps change for new plans alone", async () => {
  const companyId = await join("already");
  await desk(onboarding.openPlan, { companyId, reason: "Merged with a competitor's branch." });
  await assert.rejects(desk(onboarding.openPlan, { companyId, reason: "twice" }), {
    code: "onboarding.open_already",
  });
  await follow();
  const { days, rowVersion, mayChange } = await office(onboarding.getStepDays, {});
  assert.ok(mayChange);
  await office(onboarding.changeStepDays, { days: { ...days, ledgers: 30, review: 120 }, rowVersion });
  await assert.rejects(office(onboarding.changeStepDays, { days, rowVersion }), {
    code: "onboarding_days.changed_meanwhile",
  });
  assert.equal((await planOf(companyId))?.endsOn, addDays(today, 90), "one that runs keeps its days");
  const later = await join("acquired");
  await follow();
  assert.equal((await planOf(later))?.endsOn, addDays(today, 120));
  await office(onboarding.changeStepDays, { days, rowVersion: rowVersion + 1 });
});

test("S-01 sister companies and other divisions see nothing of a plan", async () => {
  const companyId = await join("acquired");
  await follow();
  for (const as of [sisterOfficer, otherDesk]) {
    await assert.rejects(as(onboarding.getPlan, { companyId }), { code: "company.not_found" });
    await assert.rejects(as(onboarding.getSetUp, { companyId }), { code: "company.not_found" });
    assert.deepEqual((await as(onboarding.listPlans, {})).rows, []);
    assert.deepEqual((await as(onboarding.countPlans, {})).rows, []);
  }
  await assert.rejects(sisterOfficer(onboarding.sayFacts, { companyId, ...sayable }), {
    code: "company.not_found",
  });
  await assert.rejects(otherDesk(onboarding.openPlan, { companyId, reason: "x" }), {
    code: "company.not_found",
  });
});
