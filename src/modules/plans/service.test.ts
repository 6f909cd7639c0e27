// A plan from the result that demands it to the look, months later, at whether it has helped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { enrol } from "#core/events/dispatch.ts";
import { openDatabase } from "#core/db/pool.ts";
import { duties } from "#modules/duties/contract.ts";
import { dayIn } from "#modules/duties/rules.ts";
import { figures } from "#modules/figures/contract.ts";
import { findings } from "#modules/findings/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { trail } from "#modules/trail/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { beginning, plans } from "./contract.ts";
import { plansDone } from "./following.ts";
import { plansOwed } from "./opening.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own: company, sister: sisterId, parent } = group.companies;
const officer = await signedIn(owner, { companyId: company, role: "security_officer" });
const helper = await signedIn(owner, { companyId: company, role: "security_officer" });
const sister = app.as((await signedIn(owner, { companyId: sisterId, role: "security_officer" })).token);
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const own = app.as(officer.token);
const division = app.as(desk.token);
const central = app.as(office.token);
const keeper = openDatabase({ connectionString: app.database.url, size: 2 });
atTheEnd(() => keeper.close());
const readers = [plansOwed, plansDone];
await enrol(keeper.db, readers);
const heard = () => readOn(keeper.db, owner, readers);
const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const inDays = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
const editionId = await addEdition(owner);

async function locked(fiscalYear: number, companyId: string, verdicts: Record<string, string>) {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [companyId],
    fiscalYear,
    dueOn: inDays(-20),
  });
  const inspectionId = round.inspections.get(companyId) ?? "";
  for (const [controlId, verdict] of Object.entries(verdicts))
    await owner.query(
      "insert into answers (inspection_id, control_id, company_id, verdict, missing) values ($1, $2, $3, $4, 'Nothing is written.')",
      [inspectionId, controlId, companyId, verdict],
    );
  await owner.query(
    "update inspections set state = 'confirmed', submitted_at = now(), confirmed_at = now() where id = $1",
    [inspectionId],
  );
  await central(inspections.lockInspections, { roundId: round.id });
  await heard();
  return inspectionId;
}
const plansAt = async (companyId: string) =>
  (await central(plans.listImprovementPlans, { companyId, view: "all" })).rows;
const whole = (id: string) => own(plans.getImprovementPlan, { id });
const kindsOf = async (subjectId: string) =>
  (
    await owner.query("select kind from duties where subject_id = $1 and state = 'open' order by kind", [
      subjectId,
    ])
  ).rows.map((row) => row.kind);
const stepOf = (findingIds: string[], more: object = {}) => ({
  what: "Write the rule and tell everybody",
  ownerId: officer.personId,
  ownerSaid: "",
  startsOn: null,
  dueOn: inDays(20),
  cost: 0,
  currency: "JPY",
  findingIds,
  ...more,
});
async function written(
  id: string,
  steps: ReturnType<typeof stepOf>[],
  ownerId: string | null = officer.personId,
) {
  const plan = await whole(id);
  return own(plans.writeImprovementPlan, {
    id,
    title: plan.title,
    aim: "None of this is left.",
    ownerId,
    findingIds: plan.findings.map((one) => one.id),
    steps,
    rowVersion: plan.rowVersion,
  });
}
const submitted = async (id: string) =>
  own(plans.submitImprovementPlan, { id, rowVersion: (await whole(id)).rowVersion });
const decided = async (as: typeof own, id: string, decision: "approve" | "return") =>
  as(plans.decideImprovementPlan, {
    id,
    decision,
    reason: "Looked at it.",
    rowVersion: (await whole(id)).rowVersion,
  });

let planId = "";

test("R-13 a result that is not enough demands a plan within thirty days, with the findings of that inspection", async () => {
  const inspectionId = await locked(2024, company, {
    "ORG-01": "not_met",
    "ORG-02": "partly",
    "TEC-01": "met",
    "TEC-02": "met",
    "TEC-03": "met",
  });
  const [plan] = await plansAt(company);
  assert.ok(plan);
  planId = plan.id;
  assert.deepEqual(
    [plan.reference, plan.cause, plan.state, plan.handInBy, plan.findingCount],
    ["C1-P1", "result", "drafting", inDays(30), 2],
  );
  assert.deepEqual(await kindsOf(planId), ["plan.hand_in"]);
  assert.equal((await whole(planId)).inspectionId, inspectionId);
  // Heard twice, demanded once.
  await owner.query("update event_cursors set xid = '0', event_id = 0 where name = 'plans.owed'");
  await heard();
  assert.equal((await plansAt(company)).length, 1);
});

test("T-12 R-13 what it lacks is told all at once, and it cannot be handed in", async () => {
  const { findings: about } = await whole(planId);
  await written(planId, [stepOf([about[0]?.id ?? ""], { ownerId: null, cost: null, currency: null })], null);
  await assert.rejects(
    submitted(planId),
    (error: { code: string; details: { extra: { problems: { code: string }[] } } }) => {
      assert.equal(error.code, "plan.lacks");
      assert.deepEqual(error.details.extra.problems.map((one) => one.code).toSorted(), [
        "no_owner",
        "step_without_cost",
        "step_without_owner",
        "uncovered",
      ]);
      return true;
    },
  );
});

test("R-13 its division returns it with a reason or approves it: then the steps run and the findings have their days", async () => {
  const { findings: about } = await whole(planId);
  const [first, second] = about.map((one) => one.id) as [string, string];
  await written(planId, [stepOf([first]), stepOf([first, second], { dueOn: inDays(60), cost: 250_000 })]);
  await submitted(planId);
  assert.deepEqual(await kindsOf(planId), ["plan.approve"]);
  await assert.rejects(decided(own, planId, "approve"), { code: "permission.missing" });
  await decided(division, planId, "return");
  assert.deepEqual([(await whole(planId)).state, await kindsOf(planId)], ["returned", ["plan.hand_in"]]);
  // One day for both: what is to be mended has what was left of the thirty days, and a fortnight at least.
  const dayOwed = async () => [
    (await whole(planId)).handInBy,
    (await own(duties.listMyDuties, { kind: "plan.hand_in" })).rows.map((one) =>
      dayIn(new Date(one.dueAt), one.timeZone),
    ),
  ];
  assert.deepEqual(await dayOwed(), [inDays(30), [inDays(30)]]);
  await submitted(planId);
  await owner.query("update plans set hand_in_by = $2 where id = $1", [planId, inDays(5)]);
  await decided(division, planId, "return");
  assert.deepEqual(await dayOwed(), [inDays(14), [inDays(14)]]);
  await submitted(planId);
  await decided(division, planId, "approve");
  const plan = await whole(planId);
  assert.deepEqual(
    [plan.state, plan.steps.map((one) => [one.dueOn, one.firstDueOn]), await kindsOf(planId)],
    [
      "approved",
      [
        [inDays(20), inDays(20)],
        [inDays(60), inDays(60)],
      ],
      [],
    ],
  );
  for (const step of plan.steps) assert.deepEqual(await kindsOf(step.id), ["plan.step"]);
  // The high one was due in thirty days; what the division approved is its day now. The other keeps its own, which is later.
  const days = await Promise.all([first, second].map((id) => own(findings.getFinding, { id })));
  assert.deepEqual(
    days.map((one) => [one.state, one.dueOn]),
    [
      ["planned", inDays(60)],
      ["planned", inDays(180)],
    ],
  );
});

test("R-14 the third postponement of a step needs the division, and what has moved is drift", async () => {
  const later = async (days: number) => {
    const { steps } = await whole(planId);
    return own(duties.askPostponement, {
      id: steps[0]?.duty?.id ?? "",
      toDay: inDays(days),
      reason: "The supplier is late.",
    });
  };
  assert.equal((await later(40)).isAllowed, true);
  assert.equal((await later(60)).isAllowed, true);
  const third = await later(75);
  assert.equal(third.isAllowed, null);
  const [moved] = (await division(plans.listFollowUp, { moved: true })).rows;
  assert.deepEqual(
    [moved?.dueOn, moved?.firstDueOn, moved?.postponedCount, moved?.askedNth],
    [inDays(60), inDays(20), 2, 3],
  );
  assert.deepEqual(
    (await division(plans.listImprovementPlans, { view: "drifting" })).rows.map((row) => [
      row.id,
      row.driftDays,
    ]),
    [[planId, 40]],
  );
  assert.equal((await division(plans.countImprovementPlans, {})).views.drifting, 1);
  // The board counts it by what is asked for, and its list says so; refused it counts no more, and the plan keeps the words.
  const thrice = async () =>
    (await division(plans.listFollowUp, { thrice: true })).rows.map((one) => [
      one.postponedCount,
      one.askedNth,
    ]);
  assert.deepEqual(await thrice(), [[2, 3]]);
  const waiting = (await division(duties.listPostponements, {})).rows;
  assert.deepEqual(
    waiting.map((one) => [one.about, one.nth]),
    [["C1-P1 · 1", 3]],
  );
  await division(duties.decidePostponement, { id: third.id, decision: "refuse", reason: "No further." });
  assert.deepEqual(await thrice(), []);
  assert.deepEqual(
    (await whole(planId)).steps[0]?.postponements.map((one) => [
      one.nth,
      one.fromOn,
      one.toOn,
      one.isAllowed,
      one.decisionReason,
    ]),
    [
      [1, inDays(20), inDays(40), true, null],
      [2, inDays(40), inDays(60), true, null],
      [3, inDays(60), inDays(75), false, "No further."],
    ],
  );
  const story = await own(trail.listTimeline, { kind: "plan", id: planId });
  assert.deepEqual(
    story.rows.slice(0, 4).map((one) => one.verb),
    ["duty.postponement_refused", "duty.postponement_asked", "duty.postponed", "duty.postponed"],
  );
});

test("R-14 a step is done with proof; the last one about a finding says that it is remedied, and somebody else verifies", async () => {
  const report = async (place: number, as = own) => {
    const step = (await whole(planId)).steps[place];
    assert.ok(step);
    return as(plans.reportPlanStep, {
      id: step.id,
      done: "Done and told.",
      doneOn: today,
      rowVersion: step.rowVersion,
    });
  };
  const [first, second] = (await whole(planId)).findings.map((one) => one.id) as [string, string];
  const stateOf = async (id: string) => (await own(findings.getFinding, { id })).state;
  await report(0, app.as(helper.token));
  assert.deepEqual([await stateOf(first), await stateOf(second)], ["in_work", "planned"]);
  await report(1);
  assert.deepEqual([await stateOf(first), await stateOf(second)], ["to_verify", "to_verify"]);
  for (const id of [first, second]) {
    const finding = await own(findings.getFinding, { id });
    assert.equal(finding.remedies[0]?.done, "Done and told.");
    const seen = { method: "documents", seen: "The rule.", seenOn: today } as const;
    const { rowVersion } = finding;
    // Whoever reported only an earlier step about it has worked on it too.
    if (id === first)
      await assert.rejects(
        app.as(helper.token)(findings.verifyFinding, { id, isGone: true, ...seen, rowVersion }),
        { code: "finding.verified_by_another" },
      );
    await division(findings.verifyFinding, {
      id,
      isGone: true,
      method: "documents",
      seen: "The rule, and two people who know it.",
      seenOn: today,
      rowVersion: finding.rowVersion,
    });
  }
  await heard();
  const done = await whole(planId);
  assert.deepEqual([done.state, done.openFindingCount, await kindsOf(planId)], ["done", 0, ["plan.effect"]]);
  assert.equal(
    done.effectDueOn?.slice(0, 7),
    new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) + 5, 1)).toISOString().slice(0, 7),
  );
});

test("months later somebody says whether it has helped; what has not is open again under its number", async () => {
  const plan = await whole(planId);
  const [again] = plan.findings;
  assert.ok(again);
  await division(plans.checkPlanEffect, {
    id: planId,
    effect: "not_helped",
    said: "Half of the people have not heard of it.",
    reopen: [again.id],
    rowVersion: plan.rowVersion,
  });
  const finding = await own(findings.getFinding, { id: again.id });
  assert.deepEqual([finding.state, finding.reference, finding.reopenedCount], ["open", again.reference, 1]);
  assert.deepEqual([(await whole(planId)).effect, await kindsOf(planId)], ["not_helped", []]);
});

test("a plan whose findings ended while it waited, or before its last step, is done by its approval or by that step", async () => {
  const raised = async () =>
    (
      await central(findings.raiseFinding, {
        companyIds: [company],
        title: "Old key",
        source: "noticed",
        severity: "medium",
        foundOn: today,
      })
    ).ids;
  const seen = async (id: string) =>
    division(findings.verifyFinding, {
      id,
      isGone: true,
      method: "documents",
      seen: "It is gone.",
      seenOn: today,
      rowVersion: (await own(findings.getFinding, { id })).rowVersion,
    });
  const ids = await raised();
  const { id } = await own(plans.beginImprovementPlan, {
    companyId: company,
    title: "Keys",
    findingIds: ids,
  });
  await written(id, [stepOf(ids)]);
  await submitted(id);
  await seen(ids[0] ?? "");
  await heard();
  assert.equal((await whole(id)).state, "submitted");
  const done = await decided(division, id, "approve");
  const plan = await whole(id);
  assert.deepEqual(
    [plan.state, plan.rowVersion, await kindsOf(id), await kindsOf(plan.steps[0]?.id ?? "")],
    ["done", done.rowVersion, ["plan.effect"], []],
  );
  // An end that nobody has told the plan of yet is seen when its next step ends.
  const others = await raised();
  const later = await own(plans.beginImprovementPlan, {
    companyId: company,
    title: "Keys",
    findingIds: others,
  });
  await written(later.id, [stepOf(others), stepOf(others)]);
  await submitted(later.id);
  await decided(division, later.id, "approve");
  await seen(others[0] ?? "");
  const [step] = (await whole(later.id)).steps;
  await division(plans.dropPlanStep, {
    id: step?.id ?? "",
    reason: "Not needed.",
    rowVersion: step?.rowVersion ?? 0,
  });
  assert.deepEqual([(await whole(later.id)).state, await kindsOf(later.id)], ["done", ["plan.effect"]]);
});

test("a plan that is dropped gives each finding the day back that it moved; what waits to be verified owes no remedy for a plan", async () => {
  const { ids } = await central(findings.raiseFinding, {
    companyIds: [company],
    title: "Gateway",
    source: "noticed",
    severity: "critical",
    foundOn: today,
  });
  const { ids: more } = await central(findings.raiseFinding, {
    companyIds: [company],
    title: "Second gateway",
    source: "noticed",
    severity: "critical",
    foundOn: today,
  });
  const [id, waits] = [ids[0] ?? "", more[0] ?? ""];
  const plan = await own(plans.beginImprovementPlan, {
    companyId: company,
    title: "Gateways",
    findingIds: [id, waits],
  });
  await written(plan.id, [stepOf([id, waits], { dueOn: inDays(300) })]);
  await submitted(plan.id);
  await own(findings.reportRemedied, {
    id: waits,
    done: "Replaced.",
    doneOn: today,
    rowVersion: (await own(findings.getFinding, { id: waits })).rowVersion,
  });
  await decided(division, plan.id, "approve");
  const shape = async (one: string) => {
    const { state, dueOn, duty } = await own(findings.getFinding, { id: one });
    return [state, dueOn, duty?.dueAt.slice(0, 10) ?? null, await kindsOf(one)];
  };
  assert.deepEqual(await shape(id), ["planned", inDays(300), inDays(300), ["finding.remedy"]]);
  assert.deepEqual(await shape(waits), ["to_verify", inDays(300), null, ["finding.verify"]]);
  await division(plans.dropImprovementPlan, {
    id: plan.id,
    reason: "Done otherwise.",
    rowVersion: (await whole(plan.id)).rowVersion,
  });
  assert.deepEqual(await shape(id), ["open", inDays(14), inDays(14), ["finding.remedy"]]);
  assert.deepEqual(await shape(waits), ["to_verify", inDays(14), null, ["finding.verify"]]);
});

test("a finding is in one plan at a time; a plan that is dropped lets go of it", async () => {
  const { ids } = await central(findings.raiseFinding, {
    companyIds: [company],
    title: "Shared account",
    source: "noticed",
    severity: "medium",
    foundOn: today,
  });
  const begin = () =>
    own(plans.beginImprovementPlan, { companyId: company, title: "Accounts of their own", findingIds: ids });
  const first = await begin();
  await assert.rejects(begin(), { code: "plan.finding_planned" });
  const offered = async () =>
    (await own(beginning.listFindingsToPlan, { companyId: company })).rows
      .filter((one) => ids.includes(one.id))
      .map((one) => one.inPlan);
  assert.deepEqual(await offered(), ["C1-P5"]);
  await division(plans.dropImprovementPlan, { id: first.id, reason: "Done otherwise.", rowVersion: 1 });
  assert.deepEqual(await offered(), [null]);
  const second = await begin();
  assert.notEqual(second.id, first.id);
  assert.equal((await whole(second.id)).reference, "C1-P6");
});

test("R-31 taken into several plans at once, a finding is in one of them", async () => {
  const raised = async (title: string) =>
    (
      await central(findings.raiseFinding, {
        companyIds: [company],
        title,
        source: "noticed",
        severity: "medium",
        foundOn: today,
      })
    ).ids;
  const wanted = await raised("Wanted by many");
  const drafts: { id: string; rowVersion: number; ids: string[] }[] = [];
  for (const nth of [1, 2, 3, 4, 5]) {
    const ids = await raised(`Its own ${nth}`);
    drafts.push({
      ...(await own(plans.beginImprovementPlan, { companyId: company, title: "At once", findingIds: ids })),
      ids,
    });
  }
  const written = await Promise.allSettled(
    drafts.map(({ id, rowVersion, ids }) =>
      own(plans.writeImprovementPlan, {
        id,
        title: "At once",
        aim: "",
        ownerId: null,
        findingIds: [...ids, ...wanted],
        steps: [],
        rowVersion,
      }),
    ),
  );
  assert.deepEqual(
    written.map((one) => (one.status === "fulfilled" ? "written" : one.reason.code)).toSorted(),
    [...Array.from({ length: 4 }, () => "plan.finding_planned"), "written"],
  );
});

test("T-12 R-13 what was planned about a finding that is merged goes on about the one that it became; the plan is not done by it", async () => {
  const raised = async (title: string) => {
    const { ids } = await central(findings.raiseFinding, {
      companyIds: [company],
      title,
      source: "noticed",
      severity: "medium",
      foundOn: today,
    });
    return ids[0] ?? "";
  };
  const approved = async (findingId: string) => {
    const { id } = await own(plans.beginImprovementPlan, {
      companyId: company,
      title: "Keys of their own",
      findingIds: [findingId],
    });
    await written(id, [stepOf([findingId], { dueOn: inDays(120) })]);
    await submitted(id);
    await decided(division, id, "approve");
    return id;
  };
  const merged = async (id: string, into: string) => {
    const { rowVersion } = await own(findings.getFinding, { id });
    await central(findings.mergeFinding, { id, into, reason: "The same keys.", rowVersion });
    await heard();
  };
  const gone = async (id: string) => {
    const { rowVersion } = await own(findings.getFinding, { id });
    const seen = { isGone: true, method: "documents", seen: "Looked at them.", seenOn: today } as const;
    await division(findings.verifyFinding, { id, ...seen, rowVersion });
    await heard();
  };
  const [small, wide, other] = [await raised("One key"), await raised("All keys"), await raised("Doors")];
  const id = await approved(small);
  await merged(small, wide);
  const plan = await whole(id);
  const [step] = plan.steps;
  assert.ok(step);
  assert.deepEqual(
    [
      plan.state,
      plan.findings.map((one) => one.id),
      step.findingIds,
      await kindsOf(step.id),
      await kindsOf(id),
    ],
    ["approved", [wide], [wide], ["plan.step"], []],
  );
  const planned = await own(findings.getFinding, { id: wide });
  assert.deepEqual(
    [planned.state, planned.dueOn],
    ["planned", inDays(90)],
    "the day of another was approved",
  );
  await own(plans.reportPlanStep, { id: step.id, done: "Cut.", doneOn: today, rowVersion: step.rowVersion });
  assert.equal((await own(findings.getFinding, { id: wide })).state, "to_verify");

  // Into one that has a plan of its own: one plan at a time, and the other waits for it.
  const waiting = await approved(other);
  await merged(other, wide);
  assert.deepEqual([(await whole(waiting)).state, (await whole(id)).state], ["approved", "approved"]);
  await gone(wide);
  assert.deepEqual([(await whole(waiting)).state, (await whole(id)).state], ["done", "done"]);
});

test("a result that meets the standard demands none", async () => {
  await locked(2025, sisterId, {
    "ORG-01": "met",
    "ORG-02": "met",
    "TEC-01": "met",
    "TEC-02": "met",
    "TEC-03": "met",
  });
  assert.deepEqual(await plansAt(sisterId), []);
});

test("S-01 a sister company reads nothing of a plan", async () => {
  await assert.rejects(sister(plans.getImprovementPlan, { id: planId }), { code: "plan.not_found" });
  assert.deepEqual((await sister(plans.listImprovementPlans, { view: "all" })).rows, []);
  assert.deepEqual((await sister(plans.listFollowUp, {})).rows, []);
});

test("the group office sets the days, with a reason, for plans demanded from then on; nobody else does", async () => {
  const { rowVersion } = await division(plans.getPlanSettings, {});
  const days = {
    handInDays: 45,
    driftDays: 10,
    effectMonths: 3,
    reason: "More time over the new year.",
    rowVersion,
  };
  await assert.rejects(division(plans.changePlanSettings, days), { code: "permission.missing" });
  await central(plans.changePlanSettings, days);
  await assert.rejects(central(plans.changePlanSettings, days), { code: "plan_settings.changed_meanwhile" });
  await locked(2026, sisterId, {
    "ORG-01": "not_met",
    "ORG-02": "met",
    "TEC-01": "met",
    "TEC-02": "met",
    "TEC-03": "met",
  });
  assert.deepEqual(
    (await plansAt(sisterId)).map((plan) => plan.handInBy),
    [inDays(45)],
  );
});

test("R-13 handed in in time is so by the company's own day, for the event and the figure, and stays so when it is returned", async () => {
  const [owed] = await plansAt(sisterId);
  const id = owed?.id ?? "";
  const inTime = async () =>
    (await central(figures.listFigures, {})).work.find((one) => one.id === "plans_in_time")?.numerator ?? 0;
  const told = async () =>
    (
      await owner.query(
        "select data ->> 'isLate' as late from events where subject_id = $1 and verb = 'plan.submitted' order by id",
        [id],
      )
    ).rows.map((row) => row.late);
  const before = await inTime();
  await owner.query("update plans set hand_in_by = $2 where id = $1", [id, today]);
  await owner.query("update company_facts set time_zone = 'America/Los_Angeles' where company_id = $1", [
    sisterId,
  ]);
  const plan = await sister(plans.getImprovementPlan, { id });
  const answerable = await addPerson(owner, { companyId: sisterId, familyName: "Answerable" });
  const { rowVersion } = await sister(plans.writeImprovementPlan, {
    id,
    title: plan.title,
    aim: "None of this is left.",
    ownerId: answerable,
    findingIds: plan.findings.map((one) => one.id),
    steps: [
      stepOf(
        plan.findings.map((one) => one.id),
        { ownerId: answerable },
      ),
    ],
    rowVersion: plan.rowVersion,
  });
  // Eight in the evening there: the next day has begun for the group, and by the clock of UTC.
  app.setNow(new Date(`${inDays(1)}T04:00:00Z`));
  const handedIn = await sister(plans.submitImprovementPlan, { id, rowVersion });
  assert.deepEqual([await told(), (await inTime()) - before], [["false"], 1]);
  const returned = await division(plans.decideImprovementPlan, {
    id,
    decision: "return",
    reason: "One cost is missing.",
    rowVersion: handedIn.rowVersion,
  });
  // Two hours after midnight there.
  app.setNow(new Date(`${inDays(1)}T10:00:00Z`));
  await sister(plans.submitImprovementPlan, { id, rowVersion: returned.rowVersion });
  assert.deepEqual([await told(), (await inTime()) - before], [["false", "false"], 1]);
  app.setNow(null);
});
