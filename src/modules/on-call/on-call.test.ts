// Rosters on a real database: who is asked on a Friday night, who is nobody, what a sister company sees, swaps and handovers.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { calls } from "#modules/calls/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { messages } from "#modules/messages/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { onCall } from "./contract.ts";
import { lookAtRosters, onCallFollows, tellTomorrow } from "./watching.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
const { one } = group.divisions;
const asRole = async (
  role: Parameters<typeof signedIn>[1]["role"],
  companyId: string,
  unitId = companyId,
) => {
  const who = await signedIn(owner, { companyId, ...(role ? { role } : {}), unitId });
  return { ...who, ask: app.as(who.token) };
};
const office = await asRole("group_office", parent, group.group);
const desk = await asRole("division_secretary", parent, one);
const officer = await asRole("security_officer", own);
const sisterOfficer = await asRole("security_officer", sister);
const otherOfficer = await asRole("security_officer", other);
// Of the company, with an account and a part handed over; no right to what a duty is about.
const night = await asRole("contributor", own);
const second = await asRole("contributor", own);
const guard = await asRole("contributor", sister);
await enrol(db, [messageMaker, onCallFollows]);

type Rule = Input<typeof onCall.setOnCallRules>["rules"][number];
const weekly = (people: string[], more: Partial<Rule> = {}): Rule => ({
  tier: 1,
  kind: "turns",
  timeZone: "Asia/Tokyo",
  at: "09:00",
  until: null,
  weekdays: [],
  every: 7,
  startsOn: "2026-11-23",
  endsOn: null,
  people,
  ...more,
});
/** 23:50 on a Friday in Tokyo. */
const friday = new Date("2026-11-27T14:50:00Z");
const hour = 3_600_000;
app.setNow(friday);

type Ask = typeof office.ask;
async function begin(ask: Ask, unitId: string, rules: Rule[], more: object = {}): Promise<string> {
  const { id, rowVersion } = await ask(onCall.addOnCallRoster, {
    unitId,
    name: "Night desk",
    timeZone: "Asia/Tokyo",
    purposes: ["incident"],
    served: [],
    isContinuous: true,
    ...more,
  });
  await ask(onCall.setOnCallRules, { id, rowVersion, rules });
  return id;
}
const rosterOf = (ask: Ask, id: string) => ask(onCall.getOnCallRoster, { id });
const end = async (ask: Ask, id: string) =>
  ask(onCall.endOnCallRoster, {
    id,
    rowVersion: (await rosterOf(ask, id)).rowVersion,
    reason: "Test is over",
  });
const refused = (code: string) => (error: AppError) => {
  assert.equal(error.code, code);
  return true;
};
const notFound = (error: AppError) => error.kind === "not_found";

/** A duty with a clock that is hard from its first moment, and its call at a level. */
async function called(companyId: string, level = 0, kind = "incident.respond_now") {
  const { rows } = await owner.query<{ id: string; year: number }>(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
     values (2026, $2, 'incident', gen_random_uuid(), $1, 'finding.accept', $3::timestamptz - interval '1 minute', $3::timestamptz + interval '1 day',
       'Asia/Tokyo', $4) returning id, fiscal_year as year`,
    [companyId, kind, friday, level],
  );
  const dutyId = rows[0]?.id ?? "";
  const call = await owner.query<{ id: string }>(
    `insert into calls (duty_id, fiscal_year, company_id, level, nth, opened_at, answer_by)
     values ($1, 2026, $2, $3, 1, $4, $4::timestamptz + interval '30 minutes') returning id`,
    [dutyId, companyId, level, friday],
  );
  const callId = call.rows[0]?.id ?? "";
  const { rows: asked } = await owner.query<{ personId: string; isAddressed: boolean }>(
    `select set_config('app.now', $4, false), person_id as "personId", is_addressed as "isAddressed" from people_of_duties(array[$1::uuid], array[$2::smallint], $3) order by 2`,
    [
      dutyId,
      Math.max(0, level - 1),
      ["inspection.answer", "inspection.confirm", "inspection.review", "round.manage"],
      friday.toISOString(),
    ],
  );
  return { dutyId, callId, asked: asked.map((row) => row.personId) };
}

test("R-18 at 23:50 on a Friday whoever is on call is asked beside whoever holds the right, opens the call and takes note of it", async () => {
  const id = await begin(officer.ask, own, [
    weekly([night.personId, second.personId]),
    weekly([second.personId], { tier: 2 }),
  ]);
  const { asked, callId, dutyId } = await called(own);
  assert.deepEqual(asked.sort(), [desk.personId, night.personId].sort());
  // The week after the other one is.
  const { rows } = await owner.query(
    "select person_id from on_call_asked($1, 'incident', 0, $2) union all select person_id from on_call_asked($1, 'monitoring', 0, $2)",
    [own, new Date(friday.getTime() + 3 * 24 * hour)],
  );
  assert.deepEqual(rows, [{ person_id: second.personId }]);
  const seen = await night.ask(calls.getCall, { id: callId });
  assert.equal(seen.offBecause, null);
  // Whoever would be asked next may take note as well, as those above whom the right makes so.
  assert.equal((await second.ask(calls.getCall, { id: callId })).offBecause, null);
  await assert.rejects(guard.ask(calls.getCall, { id: callId }), notFound);
  // Told, and the message stays open to them though they have no right at the record.
  await asSystem(
    db,
    "test",
    async (ctx) => {
      const { record } = await import("#core/events/record.ts");
      await record(ctx, "duty.reminded", {
        subject: { kind: "duty", id: dutyId, companyId: own },
        data: { kind: "incident.respond_now", subjectId: dutyId, level: 0, step: 1, callId },
      });
    },
    friday,
  );
  await readOn(db, owner, [messageMaker]);
  const told = (await night.ask(messages.listMessages, {})).rows;
  assert.deepEqual(
    told.map((one) => [one.isReachable, one.isSettled]),
    [[true, false]],
  );
  await night.ask(calls.acknowledgeCall, { id: callId });
  assert.equal((await night.ask(calls.getCall, { id: callId })).state, "acknowledged");
  await end(officer.ask, id);
});

test("R-18 at later levels the backup, then the division's roster and the group's are asked; a roster of its own comes first", async () => {
  const ofOwn = await begin(officer.ask, own, [
    weekly([night.personId]),
    weekly([second.personId], { tier: 2 }),
  ]);
  const ofDivision = await begin(desk.ask, one, [weekly([desk.personId])]);
  const ofGroup = await begin(office.ask, group.group, [weekly([office.personId])], { served: [own, other] });
  const at = async (company: string, level: number, moment = friday) => {
    const { rows } = await owner.query<{ id: string }>(
      "select person_id as id from on_call_asked($1, 'incident', $2, $3) order by 1",
      [company, level, moment],
    );
    return rows.map((row) => row.id);
  };
  assert.deepEqual(await at(own, 0), [night.personId]);
  assert.deepEqual(await at(own, 1), [second.personId]);
  assert.deepEqual(await at(own, 2), [second.personId]);
  assert.deepEqual(await at(own, 3), [desk.personId]);
  assert.deepEqual(await at(own, 4), [office.personId]);
  // A company without a roster: its division's; one of the other division: the group's, which names it; the sister is not named there.
  assert.deepEqual(await at(sister, 0), [desk.personId]);
  assert.deepEqual(await at(other, 0), [office.personId]);
  assert.deepEqual(await at(sister, 4), []);
  const { callId } = await called(own, 1);
  assert.equal((await second.ask(calls.getCall, { id: callId })).offBecause, null);
  // Whom it rose past is asked no more.
  await assert.rejects(night.ask(calls.getCall, { id: callId }), notFound);
  for (const [ask, id] of [
    [officer.ask, ofOwn],
    [desk.ask, ofDivision],
    [office.ask, ofGroup],
  ] as const)
    await end(ask, id);
});

test("who is away is not woken: the backup is asked at once, else the division; the hours are a gap, shown and owed", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId], { every: 14 })]);
  const withBackup = await begin(
    officer.ask,
    own,
    [weekly([night.personId]), weekly([second.personId], { tier: 2 })],
    { purposes: ["monitoring"] },
  );
  const ofDivision = await begin(desk.ask, one, [weekly([desk.personId])]);
  const at = async (purpose: string, moment = friday) => {
    const { rows } = await owner.query<{ id: string }>(
      "select person_id as id from on_call_asked($1, $2, 0, $3) order by 1",
      [own, purpose, moment],
    );
    return rows.map((row) => row.id);
  };
  assert.deepEqual(await at("incident"), [night.personId]);
  await asSystem(db, "test", (ctx) => lookAtRosters(ctx), friday);
  const absence = await owner.query<{ id: string }>(
    "insert into absences (person_id, company_id, valid_from, valid_to) values ($1, $2, '2026-11-27', '2026-11-30') returning id",
    [night.personId, own],
  );
  assert.deepEqual(await at("incident"), [desk.personId]);
  assert.deepEqual(await at("monitoring"), [second.personId]);
  // The days are those of the roster's zone: Monday begins in Tokyo while it is still Sunday elsewhere.
  assert.deepEqual(await at("incident", new Date("2026-11-29T14:59:00Z")), [desk.personId]);
  assert.deepEqual(await at("incident", new Date("2026-11-29T15:01:00Z")), [night.personId]);
  const gaps = [{ startsAt: friday.toISOString(), endsAt: "2026-11-29T15:00:00.000Z" }];
  assert.deepEqual((await rosterOf(officer.ask, id)).gaps.slice(0, 1), gaps);
  // Where a backup is there nobody is missing.
  assert.deepEqual((await rosterOf(officer.ask, withBackup)).gaps, []);
  const now = (await officer.ask(onCall.getOnCallNow, { id: own })).rows.find((row) => row.id === id);
  assert.ok(
    now?.turns.every(
      (turn) => turn.personId !== night.personId || turn.startsAt > "2026-11-29T14:59:59.000Z",
    ),
  );
  // Word of it lets the roster be looked at, without waiting for the hour.
  await asSystem(
    db,
    "test",
    async (ctx) => {
      const { record } = await import("#core/events/record.ts");
      await record(ctx, "absence.entered", {
        subject: { kind: "person", id: night.personId, companyId: own },
        data: { from: "2026-11-27", lastDay: "2026-11-29" },
      });
    },
    friday,
  );
  const looksAt = async () =>
    (
      await owner.query<{ at: Date }>("select next_look_at as at from on_call_rosters where id = $1", [id])
    ).rows[0]?.at.toISOString();
  const before = await looksAt();
  await readOn(db, owner, [onCallFollows]);
  assert.notEqual(await looksAt(), before);
  await owner.query("update on_call_rosters set next_look_at = $2 where id = $1", [id, friday]);
  await asSystem(db, "test", (ctx) => lookAtRosters(ctx), friday);
  const owed = (await officer.ask(duties.listMyDuties, { kind: "on_call.gap", limit: 10 })).rows;
  assert.deepEqual(
    owed.map((row) => row.subjectId),
    [id],
  );
  await owner.query("delete from absences where id = $1", [absence.rows[0]?.id]);
  for (const one of [id, withBackup]) await end(officer.ask, one);
  await end(desk.ask, ofDivision);
});

test("R-18 a duty of another kind asks nobody who is on call", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId])]);
  const { asked, callId } = await called(own, 0, "finding.accept");
  assert.ok(!asked.includes(night.personId));
  await assert.rejects(night.ask(calls.getCall, { id: callId }), notFound);
  await end(officer.ask, id);
});

test("R-18 who has left or whose account is closed is nobody: the backup is asked, the gap is shown and owed", async () => {
  const leaver = await asRole("contributor", own);
  const id = await begin(officer.ask, own, [weekly([leaver.personId])]);
  assert.deepEqual((await rosterOf(officer.ask, id)).gaps, []);
  await owner.query("update accounts set state = 'closed' where person_id = $1", [leaver.personId]);
  const roster = await rosterOf(officer.ask, id);
  assert.equal(roster.gaps.length, 1);
  assert.equal(roster.gaps[0]?.startsAt, friday.toISOString());
  assert.equal(roster.people[0]?.isThere, false);
  assert.deepEqual((await called(own)).asked, [desk.personId]);
  const now = async (ask: Ask) =>
    (await ask(onCall.getOnCallNow, { id: own })).rows.flatMap((row) => row.turns);
  assert.deepEqual(await now(officer.ask), []);
  await asSystem(db, "test", (ctx) => lookAtRosters(ctx), friday);
  const owed = async () => (await officer.ask(duties.listMyDuties, { kind: "on_call.gap", limit: 10 })).rows;
  assert.deepEqual(
    (await owed()).map((one) => [one.subjectId, one.isAddressed, one.about]),
    [[id, true, "Night desk"]],
  );
  // Filled again: owed no longer.
  await officer.ask(onCall.setOnCallRules, {
    id,
    rowVersion: (await rosterOf(officer.ask, id)).rowVersion,
    rules: [weekly([second.personId])],
  });
  await asSystem(db, "test", (ctx) => lookAtRosters(ctx), friday);
  assert.deepEqual(await owed(), []);
  await end(officer.ask, id);
});

test("R-18 a gap ahead is owed for its first day, and not of a roster that is not for every hour", async () => {
  // Office hours of the week: the first empty hour of the coming days is the evening of Monday.
  const rules = [weekly([night.personId], { endsOn: "2026-12-02", every: 9 })];
  const id = await begin(officer.ask, own, rules);
  const loose = await begin(officer.ask, own, rules, { name: "Product security", isContinuous: false });
  await asSystem(db, "test", (ctx) => lookAtRosters(ctx), friday);
  const owed = (await officer.ask(duties.listMyDuties, { kind: "on_call.gap", limit: 10 })).rows;
  assert.deepEqual(
    owed.map((one) => [one.subjectId, one.dueAt]),
    [[id, "2026-12-02T14:59:59.000Z"]],
  );
  assert.deepEqual((await rosterOf(officer.ask, loose)).gaps, []);
  assert.equal((await rosterOf(officer.ask, id)).gaps[0]?.startsAt, "2026-12-02T00:00:00.000Z");
  // It ends with the roster.
  await end(officer.ask, id);
  assert.deepEqual((await officer.ask(duties.listMyDuties, { kind: "on_call.gap", limit: 10 })).rows, []);
  await end(officer.ask, loose);
});

test("S-01 a sister company sees neither roster, turn nor number; its division and the group see them all", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId])]);
  await night.ask(onCall.setMyOnCallContact, { telephone: "+81 90-0000-0001", remark: "" });
  const turn = (await rosterOf(officer.ask, id)).turns[0];
  assert.ok(turn);
  for (const stranger of [sisterOfficer, otherOfficer, guard]) {
    await assert.rejects(stranger.ask(onCall.getOnCallNumber, { id: turn.id }), notFound);
    if (stranger === guard) continue;
    await assert.rejects(rosterOf(stranger.ask, id), notFound);
    await assert.rejects(stranger.ask(onCall.getOnCallNow, { id: own }), notFound);
    assert.deepEqual((await stranger.ask(onCall.listOnCallRosters, {})).rows, []);
  }
  for (const ask of [officer.ask, desk.ask, office.ask] as Ask[]) {
    assert.equal((await rosterOf(ask, id)).name, "Night desk");
    const { contact }: { contact: { telephone: string } | null } = await ask(onCall.getOnCallNumber, {
      id: turn.id,
    });
    assert.equal(contact?.telephone, "+81 90-0000-0001");
  }
  const { rows } = await owner.query<{ reader: string; company: string }>(
    "select actor_id as reader, company_id as company from events where verb = 'on_call.number_read' order by id",
  );
  assert.deepEqual(
    rows.map((row) => row.reader),
    [officer.personId, desk.personId, office.personId],
  );
  assert.ok(rows.every((row) => row.company === own));
  // The group's roster serves a company: its officer sees who is there, not the roster, and may ring.
  const ofGroup = await begin(office.ask, group.group, [weekly([office.personId])], { served: [other] });
  const [served] = (await otherOfficer.ask(onCall.getOnCallNow, { id: other })).rows;
  assert.equal(served?.id, ofGroup);
  assert.deepEqual(
    served?.turns.map((one) => one.personId),
    [office.personId, office.personId],
  );
  assert.equal(
    (await otherOfficer.ask(onCall.getOnCallNumber, { id: served?.turns[0]?.id ?? "" })).contact,
    null,
  );
  await assert.rejects(rosterOf(otherOfficer.ask, ofGroup), notFound);
  await assert.rejects(
    sisterOfficer.ask(onCall.getOnCallNumber, { id: served?.turns[0]?.id ?? "" }),
    notFound,
  );
  // Nobody is put on a roster who is not of the unit; a number is nobody's to enter who keeps no roster of theirs.
  await assert.rejects(
    officer.ask(onCall.setOnCallShift, {
      id,
      tier: 1,
      personId: guard.personId,
      startsAt: new Date(friday.getTime() + hour).toISOString(),
      endsAt: new Date(friday.getTime() + 2 * hour).toISOString(),
      reason: "Sick",
    }),
    refused("on_call.person"),
  );
  await assert.rejects(
    officer.ask(onCall.setOnCallContact, {
      id,
      personId: guard.personId,
      telephone: "+81 90 0000 0009",
      remark: "",
    }),
    notFound,
  );
  await officer.ask(onCall.setOnCallContact, {
    id,
    personId: night.personId,
    telephone: "09000000002",
    remark: "Ring twice",
  });
  assert.deepEqual((await night.ask(onCall.getMyOnCallContact, {})).contact, {
    telephone: "09000000002",
    remark: "Ring twice",
  });
  await assert.rejects(
    night.ask(onCall.setMyOnCallContact, { telephone: "ring me", remark: "" }),
    refused("on_call.telephone"),
  );
  await end(officer.ask, id);
  await end(office.ask, ofGroup);
});

test("R-18 a number is read around the turn alone, and by whoever is asked by the same call", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId, second.personId])]);
  const [first, next] = (await rosterOf(officer.ask, id)).turns;
  assert.ok(first && next);
  // Three days ahead.
  await assert.rejects(officer.ask(onCall.getOnCallNumber, { id: next.id }), notFound);
  // The executive's own right is taken away: what is left is the call that asks both.
  const asked = await signedIn(owner, { companyId: own, role: "manager", unitId: own });
  const ask = app.as(asked.token);
  await assert.rejects(ask(onCall.getOnCallNumber, { id: first.id }), notFound);
  const { dutyId } = await called(own);
  await owner.query("update duties set person_id = $2 where id = $1", [dutyId, asked.personId]);
  assert.equal((await ask(onCall.getOnCallNumber, { id: first.id })).contact?.telephone, "09000000002");
  await owner.query("update duties set state = 'done', closed_at = now() where id = $1", [dutyId]);
  await owner.query("update calls set state = 'ended', ended_at = now() where duty_id = $1", [dutyId]);
  await end(officer.ask, id);
});

test("R-18 a turn is swapped when both have said so, in the middle of it as well, and is not changed by laying out again", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId, second.personId])]);
  const mine = async (ask: Ask) =>
    (await ask(onCall.getMyOnCall, {})).turns.filter((each) => each.rosterId === id);
  const [turn] = await mine(night.ask);
  assert.ok(turn);
  // Whoever has no right at the unit sees whose roster it is, and who else stands in it.
  const [named] = (await night.ask(onCall.getMyOnCall, {})).rosters.filter((each) => each.id === id);
  assert.deepEqual([named?.name, named?.unitName], ["Night desk", "Own Ltd."]);
  assert.ok(named?.people.some((each) => each.id === second.personId));
  const swap = { id: turn.id, personId: second.personId, words: "Fever" };
  await assert.rejects(second.ask(onCall.askOnCallSwap, swap), notFound);
  await assert.rejects(
    night.ask(onCall.askOnCallSwap, { ...swap, personId: guard.personId }),
    refused("on_call.person"),
  );
  const asked = await night.ask(onCall.askOnCallSwap, swap);
  await assert.rejects(night.ask(onCall.askOnCallSwap, swap), refused("on_call.swap_asked_already"));
  await assert.rejects(
    night.ask(onCall.answerOnCallSwap, { id: asked.id, accepts: true }),
    refused("on_call.swap_over"),
  );
  await second.ask(onCall.answerOnCallSwap, { id: asked.id, accepts: true });
  await asSystem(db, "test", (ctx) => lookAtRosters(ctx), friday);
  const roster = await rosterOf(officer.ask, id);
  assert.deepEqual(
    roster.turns.slice(0, 3).map((one) => [one.personId, one.startsAt, one.shiftId !== null]),
    [
      [second.personId, friday.toISOString(), true],
      [second.personId, "2026-11-30T00:00:00.000Z", false],
      [night.personId, "2026-12-07T00:00:00.000Z", false],
    ],
  );
  assert.deepEqual((await called(own)).asked.sort(), [desk.personId, second.personId].sort());
  assert.deepEqual(
    roster.swaps.map((one) => [one.askedBy, one.askedOf, one.state]),
    [[night.personId, second.personId, "accepted"]],
  );
  // Declined and withdrawn ones change nothing.
  const coming = (await mine(second.ask)).find((one) => one.startsAt === "2026-11-30T00:00:00.000Z");
  const no = await second.ask(onCall.askOnCallSwap, { id: coming?.id ?? "", personId: night.personId });
  await night.ask(onCall.answerOnCallSwap, { id: no.id, accepts: false });
  const back = await second.ask(onCall.askOnCallSwap, { id: coming?.id ?? "", personId: night.personId });
  await second.ask(onCall.withdrawOnCallSwap, { id: back.id });
  await assert.rejects(
    night.ask(onCall.answerOnCallSwap, { id: back.id, accepts: true }),
    refused("on_call.swap_over"),
  );
  // The keeper takes the shift away: the rules hold again.
  await officer.ask(onCall.removeOnCallShift, { id: roster.shifts[0]?.id ?? "", reason: "Well again" });
  assert.equal((await rosterOf(officer.ask, id)).turns.at(0)?.personId, night.personId);
  await end(officer.ask, id);
});

test("R-18 a shift of the keeper's needs a reason, overrules the rule for its hours, and what has passed stays", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId])]);
  const before = (await rosterOf(officer.ask, id)).turns[0];
  const span = { startsAt: "2026-11-28T03:00:00.000Z", endsAt: "2026-11-28T09:00:00.000Z" };
  await officer.ask(onCall.setOnCallShift, {
    id,
    tier: 1,
    personId: second.personId,
    ...span,
    reason: "Wedding",
  });
  const { turns } = await rosterOf(officer.ask, id);
  assert.deepEqual(
    turns.slice(0, 3).map((one) => [one.personId, one.startsAt, one.endsAt]),
    [
      [night.personId, before?.startsAt, span.startsAt],
      [second.personId, span.startsAt, span.endsAt],
      [night.personId, span.endsAt, "2026-11-30T00:00:00.000Z"],
    ],
  );
  assert.equal(turns[0]?.id, before?.id);
  await assert.rejects(
    officer.ask(onCall.setOnCallShift, {
      id,
      tier: 1,
      personId: second.personId,
      startsAt: "2026-11-26T00:00:00.000Z",
      endsAt: "2026-11-27T00:00:00.000Z",
      reason: "Too late",
    }),
    refused("on_call.shift_times"),
  );
  // An hour later all rules are taken away: who was on call until then was, and is no longer.
  app.setNow(new Date(friday.getTime() + hour));
  await officer.ask(onCall.setOnCallRules, {
    id,
    rowVersion: (await rosterOf(officer.ask, id)).rowVersion,
    rules: [],
  });
  const left = (await rosterOf(officer.ask, id)).turns;
  assert.equal(left[0]?.endsAt, new Date(friday.getTime() + hour).toISOString());
  assert.deepEqual(
    left.slice(1).map((one) => one.personId),
    [second.personId],
  );
  app.setNow(friday);
  await end(officer.ask, id);
});

test("R-18 the outgoing writes what is open, the next takes over at a moment; each once, and nobody for another", async () => {
  const id = await begin(officer.ask, own, [
    weekly([night.personId], { every: 2, startsOn: "2026-11-27", endsOn: "2026-11-29" }),
    weekly([second.personId], { startsOn: "2026-11-29" }),
  ]);
  const turnOf = async (ask: Ask) =>
    (await ask(onCall.getMyOnCall, {})).turns.filter((one) => one.rosterId === id)[0]?.id ?? "";
  const [outgoing, incoming] = [await turnOf(night.ask), await turnOf(second.ask)];
  await assert.rejects(second.ask(onCall.handOverOnCall, { id: outgoing, note: "Mine" }), notFound);
  await assert.rejects(
    second.ask(onCall.handOverOnCall, { id: incoming, note: "Early" }),
    refused("on_call.turn_over"),
  );
  await night.ask(onCall.handOverOnCall, { id: outgoing, note: "The gateway was restarted twice." });
  await night.ask(onCall.handOverOnCall, { id: outgoing, note: "The gateway was restarted three times." });
  await assert.rejects(second.ask(onCall.takeOverOnCall, { id: incoming }), refused("on_call.turn_over"));
  const nine = new Date("2026-11-29T00:05:00Z");
  app.setNow(nine);
  const waiting = await second.ask(onCall.getMyOnCall, {});
  assert.deepEqual(
    waiting.handovers.map((one) => [one.note, one.takenAt]),
    [["The gateway was restarted three times.", null]],
  );
  const { takenAt } = await second.ask(onCall.takeOverOnCall, { id: incoming });
  assert.equal(takenAt, nine.toISOString());
  await assert.rejects(second.ask(onCall.takeOverOnCall, { id: incoming }), refused("on_call.taken_already"));
  await assert.rejects(
    night.ask(onCall.handOverOnCall, { id: outgoing, note: "More" }),
    refused("on_call.handover_taken"),
  );
  const [handover] = (await rosterOf(officer.ask, id)).handovers;
  assert.deepEqual([handover?.takenBy, handover?.takenAt], [second.personId, nine.toISOString()]);
  await end(officer.ask, id);
  app.setNow(friday);
});

test("R-18 whoever begins within a day is told once, and an absence during a turn is pointed out to the keeper", async () => {
  const id = await begin(officer.ask, own, [
    weekly([night.personId], { endsOn: "2026-11-28", every: 5 }),
    weekly([second.personId], { startsOn: "2026-11-28", every: 1 }),
  ]);
  await owner.query(
    "insert into absences (person_id, company_id, valid_from, valid_to) values ($1, $2, '2026-12-01', '2026-12-02')",
    [second.personId, own],
  );
  const { away, turns } = await rosterOf(officer.ask, id);
  assert.deepEqual(
    away.map((one) => turns.find((turn) => turn.id === one.turnId)?.startsAt),
    ["2026-11-30T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
  );
  for (let times = 0; times < 2; times += 1) await asSystem(db, "test", (ctx) => tellTomorrow(ctx), friday);
  // One day after the other by the same person: the first of them is news.
  await asSystem(db, "test", (ctx) => tellTomorrow(ctx), new Date(friday.getTime() + 24 * hour));
  await readOn(db, owner, [messageMaker]);
  const told = (await second.ask(messages.listMessages, {})).rows.filter(
    (one) => one.kind === "on_call.turn_near",
  );
  assert.equal(told.length, 1);
  await end(officer.ask, id);
});

test("R-18 a keeper is told of people who could not open the record", async () => {
  const id = await begin(officer.ask, own, [weekly([night.personId])]);
  const lacks = async () =>
    (await rosterOf(officer.ask, id)).people.find((one) => one.id === night.personId)?.lacks;
  await owner.query(
    "insert into role_permissions (role_id, permission) values ('security_officer', 'incident.read') on conflict do nothing",
  );
  assert.deepEqual(await lacks(), ["incident"]);
  await owner.query(
    "insert into role_permissions (role_id, permission) values ('contributor', 'incident.read') on conflict do nothing",
  );
  assert.deepEqual(await lacks(), []);
  await end(officer.ask, id);
});
