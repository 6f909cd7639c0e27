// From discovery to headquarters: the clock of 24 elapsed hours, who is asked, who took note.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { calls } from "#modules/calls/contract.ts";
import { passOnCalls } from "#modules/duties/calls.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "./contract.ts";
import { reachesHead } from "./heading.ts";
import { notedByCall } from "./noting.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const manila = await addCompany(owner, {
  code: "PH1",
  name: "Manila Inc.",
  parentId: group.divisions.one,
  country: "PH",
  timeZone: "Asia/Manila",
  language: "en",
});
const worker = await signedIn(owner, { companyId: own, role: "employee", name: "Worker" });
const other = await signedIn(owner, { companyId: own, role: "employee", name: "Other" });
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const inManila = await signedIn(owner, { companyId: manila, role: "security_officer", name: "Manilan" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
const manager = await signedIn(owner, {
  companyId: parent,
  role: "reader",
  unitId: group.group,
  name: "Manager",
});
const deputy = await signedIn(owner, {
  companyId: parent,
  role: "reader",
  unitId: group.group,
  name: "Deputy",
});
const seat = await owner.query<{ id: string }>(
  `insert into positions (unit_id, company_id, purpose, name, created_on) values ($1, $1, 'group_security_head', 'General Manager of General Affairs', '2020-04-01')
   returning id`,
  [parent],
);
const positionId = seat.rows[0]?.id ?? "";
await owner.query(
  "insert into position_holders (position_id, person_id, company_id, rank, valid_from) values ($1, $2, $3, 'Senior vice president', '2024-07-01')",
  [positionId, manager.personId, parent],
);
await owner.query(
  "insert into deputies (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2024-07-01')",
  [positionId, deputy.personId, parent],
);
await owner.query("update incident_settings set head_position_id = $1", [positionId]);
const readers = [reachesHead, notedByCall];
await enrol(db, readers);

const hour = 3_600_000;
const at = (moment: string, hours = 0) => new Date(Date.parse(moment) + hours * hour);
const dutiesOf = async (id: string) =>
  (
    await owner.query<{ kind: string; state: string; level: number }>(
      "select kind, state, level from duties where subject_id = $1 order by kind, starts_at",
      [id],
    )
  ).rows.map((one) => `${one.kind} ${one.state}${one.level ? ` ${one.level}` : ""}`);
const asked = async (token: string) =>
  (await app.as(token)(duties.listMyDuties, {})).rows.map((one) => one.kind);
async function pass(now: Date): Promise<void> {
  await readOn(db, owner, readers);
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), now);
  await asSystem(db, "test", (ctx) => passOnCalls(ctx), now);
  await readOn(db, owner, readers);
}
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const phone = { kind: "lost_device", what: "A phone was left in a taxi", zone: "Asia/Tokyo" } as const;

test("R-18 report within 24 h of discovery: discovered 09:00 Manila, entered 08:00 next day is in time, 10:00 is late and its reason is asked", async () => {
  const discoveredAt = "2026-06-01T01:00:00Z"; // 09:00 in Manila
  const report = (now: string) => {
    app.setNow(new Date(now));
    return app.as(inManila.token)(incidents.reportIncident, {
      companyId: manila,
      kind: "mis_sent",
      what: "A price list went to another customer",
      discoveredAt,
      zone: "Asia/Manila",
    });
  };
  const inTime = await report("2026-06-02T00:00:00Z");
  const late = await report("2026-06-02T02:00:00Z");
  assert.deepEqual([inTime.isLate, late.isLate], [false, true]);
  assert.deepEqual(await dutiesOf(inTime.id), ["incident.judge open", "incident.report done"]);
  assert.deepEqual(await dutiesOf(late.id), [
    "incident.judge open",
    "incident.late_reason open",
    "incident.report done",
  ]);
  const counts = await app.as(office.token)(incidents.countIncidents, { companyId: manila });
  assert.equal(counts.views.late, 1);
  const listed = await app.as(office.token)(incidents.listIncidents, { companyId: manila, view: "late" });
  assert.deepEqual(
    listed.rows.map((row) => row.id),
    [late.id],
  );
  // Nobody has judged either: the figure counts both all the same.
  const figures = await app.as(office.token)(incidents.getIncidentFigures, { by: "company" });
  const { count, unjudged, counted, withinDay } = figures.rows.find((row) => row.key === manila) ?? {};
  assert.deepEqual([count, unjudged, counted, withinDay], [2, 2, 2, 1]);
  const whole = await app.as(inManila.token)(incidents.getIncident, { id: late.id });
  await app.as(inManila.token)(incidents.sayWhyLate, {
    id: late.id,
    reason: "A holiday",
    rowVersion: whole.rowVersion,
  });
  assert.deepEqual((await dutiesOf(late.id))[1], "incident.late_reason done");
  const again = await app.as(inManila.token)(incidents.getIncident, { id: inTime.id });
  await assert.rejects(
    app.as(inManila.token)(incidents.sayWhyLate, {
      id: inTime.id,
      reason: "-",
      rowVersion: again.rowVersion,
    }),
    refusedWith("incident.not_late"),
  );
});

test("R-18 the clock reminds at 12, 20 and 23 hours and rises to the deputy and on; after three days of standing still it reminds once", async () => {
  app.setNow(new Date("2026-06-05T03:00:00Z"));
  const { id, isAtHeadquarters } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    kind: "suspicious_mail",
    what: "An invoice that nobody ordered",
    discoveredAt: "2026-06-05T02:00:00Z",
    zone: "Asia/Tokyo",
  });
  assert.equal(isAtHeadquarters, false);
  const told = async () =>
    (
      await owner.query<{ verb: string; level: string }>(
        `select e.verb, e.data ->> 'level' as level from events e join duties d on d.id = e.subject_id
       where d.subject_id = $1 and e.verb in ('duty.reminded', 'duty.risen') order by e.id`,
        [id],
      )
    ).rows.map((one) => `${one.verb} ${one.level}`);
  // After each look: what came at that hour, and nothing before it. Without the calls, which rise by themselves where nobody answers.
  const looks: [hours: number, came: string[]][] = [
    [1.1, ["duty.reminded 0"]],
    [11.9, []],
    [12, ["duty.reminded 0"]],
    [19.9, []],
    [20, ["duty.risen 1"]],
    [22.9, []],
    [23, ["duty.risen 2"]],
    [23.9, []],
    [24, ["duty.risen 3"]],
    [27.9, []],
    [28, ["duty.risen 4"]],
  ];
  const before: string[] = [];
  for (const [hours, came] of looks) {
    await asSystem(db, "test", (ctx) => advanceDuties(ctx), at("2026-06-05T02:00:00Z", hours));
    await readOn(db, owner, readers);
    assert.deepEqual(await told(), [...before, ...came], `after ${hours} hours`);
    before.push(...came);
  }
  const second = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    kind: "suspicious_mail",
    what: "Another one",
    discoveredAt: "2026-06-05T02:30:00Z",
    zone: "Asia/Tokyo",
  });
  await pass(at("2026-06-08T04:00:00Z"));
  const { rows } = await owner.query(
    `select e.verb, e.data ->> 'level' as level from events e join duties d on d.id = e.subject_id
     where d.subject_id = $1 and e.verb in ('duty.reminded', 'duty.risen')`,
    [second.id],
  );
  assert.deepEqual(rows, [{ verb: "duty.risen", level: "4" }]);
  app.setNow(at("2026-06-08T05:00:00Z"));
  const whole = await app.as(officer.token)(incidents.getIncident, { id: second.id });
  await app.as(officer.token)(incidents.judgeIncident, {
    id: second.id,
    as: "nothing",
    because: "An invoice of our own",
    rowVersion: whole.rowVersion,
  });
  assert.deepEqual(await dutiesOf(second.id), ["incident.report done 4"]);
  const nothing = await app.as(officer.token)(incidents.listIncidents, { view: "nothing" });
  assert.deepEqual(
    nothing.rows.map((row) => [row.id, row.isLate]),
    [[second.id, false]],
  );
});

test("R-20 a grave one goes to the position: its holder of that day is kept, silence reaches the deputy, whose word by the call is the note", async () => {
  app.setNow(new Date("2026-06-12T14:50:00Z")); // Friday 23:50 in Tokyo
  const { id, severity, isAtHeadquarters } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    ...phone,
    isForSomebody: true,
    reporterSaid: "The director, by telephone",
    answers: { data: "yes", protected: "not_known" },
    discoveredAt: "2026-06-12T14:40:00Z",
  });
  assert.deepEqual([severity, isAtHeadquarters], ["high", true]);
  await pass(at("2026-06-12T14:51:00Z"));
  assert.deepEqual(await dutiesOf(id), [
    "incident.judge open",
    "incident.report done",
    "incident.respond_now open",
    "incident.take_note_now open",
  ]);
  assert.deepEqual((await asked(manager.token)).includes("incident.take_note_now"), true);
  assert.deepEqual((await asked(deputy.token)).includes("incident.take_note_now"), false);
  const call = async (level: number) =>
    (
      await owner.query<{ id: string; state: string }>(
        `select c.id, c.state from calls c join duties d on d.id = c.duty_id where d.subject_id = $1 and d.kind = 'incident.take_note_now' and c.level = $2`,
        [id, level],
      )
    ).rows[0];
  assert.equal((await call(0))?.state, "open");
  await pass(at("2026-06-12T15:22:00Z")); // half an hour of silence
  assert.deepEqual([(await call(0))?.state, (await call(1))?.state], ["risen", "open"]);
  assert.deepEqual((await asked(deputy.token)).includes("incident.take_note_now"), true);
  app.setNow(at("2026-06-12T15:30:00Z"));
  await app.as(deputy.token)(calls.acknowledgeCall, { id: (await call(1))?.id ?? "" });
  await pass(at("2026-06-12T15:31:00Z"));
  const { reports } = await app.as(office.token)(incidents.getIncident, { id });
  assert.deepEqual(
    reports.map((one) => [one.positionName, one.holderName, one.holderRank, one.notedName, one.notedAs]),
    [
      [
        "General Manager of General Affairs",
        "Test Manager",
        "Senior vice president",
        "Test Deputy",
        "deputy",
      ],
    ],
  );
  assert.deepEqual((await dutiesOf(id))[3], "incident.take_note_now done 1");
  // The holder of a later day changes nothing about who it was.
  await owner.query("update position_holders set valid_to = '2026-11-01' where position_id = $1", [
    positionId,
  ]);
  assert.equal(
    (await app.as(office.token)(incidents.getIncident, { id })).reports[0]?.holderName,
    "Test Manager",
  );
  await owner.query("update position_holders set valid_to = null where position_id = $1", [positionId]);
});

test("R-20 the position it was reported to is called as the reader's language calls it, for as long as it has the name that was kept", async () => {
  app.setNow(new Date("2026-06-14T03:00:00Z"));
  const { id } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    ...phone,
    discoveredAt: "2026-06-14T02:00:00Z",
  });
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  const name = async () => [
    // Neither reads the positions of headquarters.
    (await app.as(officer.token)(incidents.getIncident, { id })).reports[0]?.positionName,
    (await app.as(worker.token)(incidents.getOwnReport, { id })).headName,
  ];
  const called = (now: string, inEnglish: string | null) =>
    owner.query("update positions set name = $2, name_en = $3 where id = $1", [positionId, now, inEnglish]);
  const first = "General Manager of General Affairs";
  await called(first, "GM, General Affairs");
  assert.deepEqual(await name(), ["GM, General Affairs", "GM, General Affairs"]);
  await called("Chief of security", "Chief, Security");
  assert.deepEqual(await name(), [first, "Chief, Security"]);
  await called(first, null);
  assert.deepEqual(await name(), [first, first]);
});

test("R-17 what was known when it was judged stands on the record, with the report to headquarters and in the log; others do not read it", async () => {
  app.setNow(new Date("2026-06-14T05:00:00Z"));
  const because = "Two clients have rung about it";
  const { id } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    kind: "mis_sent",
    what: "A list went astray",
    zone: "Asia/Tokyo",
    discoveredAt: "2026-06-14T04:00:00Z",
  });
  const as = app.as(officer.token);
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because, rowVersion });
  const after = await as(incidents.getIncident, { id });
  await as(incidents.reportToHeadquarters, {
    id,
    said: "A third has rung",
    isPartial: true,
    rowVersion: after.rowVersion,
  });
  const { judgedBecause, judgedByName, reports } = await as(incidents.getIncident, { id });
  assert.deepEqual([judgedBecause, judgedByName], [because, "Test Officer"]);
  assert.deepEqual([reports[0]?.said, reports[0]?.reportedByName], ["A third has rung", "Test Officer"]);
  const { rows } = await as(incidents.listIncidentLog, { id });
  const said = (verb: string) => rows.filter((one) => one.verb === verb).map((one) => one.said);
  assert.deepEqual(said("incident.judged"), [because]);
  assert.equal(said("incident.reported_to_head")[0], "A third has rung");
  await assert.rejects(
    app.as(stranger.token)(incidents.listIncidentLog, { id }),
    refusedWith("incident.not_found"),
  );
});

test("S-01 sister companies, colleagues and whom it is about see nothing of it; the reporter sees what happens next", async () => {
  app.setNow(new Date("2026-06-15T03:00:00Z"));
  const { id } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    ...phone,
    discoveredAt: "2026-06-15T02:00:00Z",
  });
  for (const { token } of [stranger, other, worker])
    await assert.rejects(
      app.as(token)(incidents.getIncident, { id }),
      (error: AppError) =>
        ["incident.not_found", "session.forbidden"].includes(error.code) || error.kind === "forbidden",
    );
  await assert.rejects(
    app.as(other.token)(incidents.getOwnReport, { id }),
    refusedWith("incident.not_found"),
  );
  const mine = await app.as(worker.token)(incidents.getOwnReport, { id });
  assert.deepEqual(
    [mine.headName, mine.mayOpen, mine.isLate],
    ["General Manager of General Affairs", false, false],
  );
  await app.as(worker.token)(incidents.addToReport, { id, said: "The taxi company has called" });
  assert.equal((await app.as(worker.token)(incidents.getOwnReport, { id })).additions.length, 1);
  await owner.query("update incidents set about_ids = array[$2::uuid] where id = $1", [id, officer.personId]);
  await assert.rejects(
    app.as(officer.token)(incidents.getIncident, { id }),
    refusedWith("incident.not_found"),
  );
  const listed = await app.as(officer.token)(incidents.listIncidents, { view: "all" });
  assert.equal(
    listed.rows.some((row) => row.id === id),
    false,
  );
  await owner.query(
    "update incidents set about_ids = '{}', is_confidential = true, told_ids = array[$2::uuid] where id = $1",
    [id, officer.personId],
  );
  assert.equal((await app.as(officer.token)(incidents.getIncident, { id })).id, id);
  await assert.rejects(
    app.as(office.token)(incidents.getIncident, { id }),
    refusedWith("incident.not_found"),
  );
});

test("sent twice by a phone that lost the answer it is one report; like ones of the week before are suggested", async () => {
  app.setNow(new Date("2026-06-20T03:00:00Z"));
  const sendingId = crypto.randomUUID();
  const input = {
    companyId: own,
    kind: "malware",
    what: "A window asks for money",
    discoveredAt: "2026-06-20T02:00:00Z",
    zone: "Asia/Tokyo",
    sendingId,
  } as const;
  const [first, second] = [
    await app.as(worker.token)(incidents.reportIncident, input),
    await app.as(worker.token)(incidents.reportIncident, input),
  ];
  assert.deepEqual(second, first);
  const alike = (token: string) =>
    app.as(token)(incidents.findLikeIncidents, {
      companyId: own,
      kind: "malware",
      discoveredAt: "2026-06-21T02:00:00Z",
    });
  assert.deepEqual(
    (await alike(worker.token)).rows.map((row) => row.id),
    [first.id],
  );
  assert.deepEqual(
    (await alike(officer.token)).rows.map((row) => row.id),
    [first.id],
  );
  assert.deepEqual((await alike(other.token)).rows, []);
});

test("correcting the discovery moves the clock and keeps what was due before", async () => {
  app.setNow(new Date("2026-06-25T03:00:00Z"));
  const { id } = await app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind: "other",
    what: "Something odd in the log",
    discoveredAt: "2026-06-25T02:00:00Z",
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.correctDiscovery, {
    id,
    discoveredAt: "2026-06-24T05:00:00Z",
    zone: "Asia/Tokyo",
    reason: "The log was seen the day before",
    rowVersion,
  });
  const whole = await app.as(officer.token)(incidents.getIncident, { id });
  assert.equal(whole.reportDueAt, "2026-06-25T05:00:00.000Z");
  assert.deepEqual(
    whole.moments.map((one) => [one.at, one.isCurrent]),
    [
      ["2026-06-24T05:00:00.000Z", true],
      ["2026-06-25T02:00:00.000Z", false],
    ],
  );
  const { rows } = await owner.query(
    "select due_at from duties where subject_id = $1 and kind = 'incident.report'",
    [id],
  );
  assert.equal((rows[0].due_at as Date).toISOString(), "2026-06-25T05:00:00.000Z");
});

test("R-18 a discovery corrected so that the report was late asks for the reason; corrected back, it is asked no longer", async () => {
  app.setNow(new Date("2026-06-27T03:00:00Z"));
  const { id } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    ...phone,
    discoveredAt: "2026-06-27T02:00:00Z",
  });
  const correct = async (discoveredAt: string) =>
    app.as(officer.token)(incidents.correctDiscovery, {
      id,
      discoveredAt,
      zone: "Asia/Tokyo",
      reason: "The driver says so",
      rowVersion: (await app.as(officer.token)(incidents.getIncident, { id })).rowVersion,
    });
  const asks = async () => (await dutiesOf(id)).filter((one) => one.startsWith("incident.late_reason"));
  await correct("2026-06-25T02:00:00Z");
  assert.deepEqual(await asks(), ["incident.late_reason open"]);
  assert.equal((await app.as(officer.token)(incidents.getIncident, { id })).can.why_late, null);
  await correct("2026-06-27T01:00:00Z");
  assert.deepEqual(await asks(), ["incident.late_reason done"]);
});

test("severity raised in the night wakes whom a lesser one did not; the steps follow one another", async () => {
  app.setNow(new Date("2026-07-01T03:00:00Z"));
  const { id } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    kind: "web_server",
    what: "The page shows something else",
    discoveredAt: "2026-07-01T02:00:00Z",
    zone: "Asia/Tokyo",
  });
  await pass(at("2026-07-01T03:01:00Z"));
  assert.deepEqual(await dutiesOf(id), [
    "incident.judge open",
    "incident.report done",
    "incident.take_note open",
  ]);
  const asOfficer = app.as(officer.token);
  const version = async () => (await asOfficer(incidents.getIncident, { id })).rowVersion;
  await asOfficer(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion: await version() });
  await asOfficer(incidents.weighIncident, {
    id,
    potential: "medium",
    actual: "critical",
    reason: "Customer data",
    rowVersion: await version(),
  });
  await pass(at("2026-07-01T03:02:00Z"));
  assert.deepEqual(await dutiesOf(id), [
    "incident.judge done",
    "incident.report done",
    "incident.respond_now open",
    "incident.take_note done",
    "incident.take_note_now open",
  ]);
  await asOfficer(incidents.takeUpIncident, { id, rowVersion: await version() });
  const step = async (name: "contained" | "handled" | "closed", moment: string) =>
    asOfficer(incidents.moveIncident, { id, step: name, at: moment, said: "", rowVersion: await version() });
  await assert.rejects(step("handled", "2026-07-01T02:30:00Z"), refusedWith("incident.not_now"));
  await assert.rejects(step("contained", "2026-07-01T01:00:00Z"), refusedWith("incident.moment_before"));
  await step("contained", "2026-07-01T02:30:00Z");
  await step("handled", "2026-07-01T02:40:00Z");
  await asOfficer(incidents.reviewIncident, {
    id,
    causes: ["attack"],
    how: "A page was replaced",
    wentWell: "",
    toChange: "",
    heldOn: "2026-07-01",
  });
  await step("closed", "2026-07-01T02:50:00Z");
  assert.equal((await asOfficer(incidents.getIncident, { id })).state, "closed");
});

/** What is open of an incident, and what headquarters was told: how grave, and whether it was noted. */
const openOf = async (id: string) =>
  (await dutiesOf(id)).filter((one) => one.includes(" open")).map((one) => one.split(" ")[0]);
const toldOf = async (id: string) =>
  (await app.as(office.token)(incidents.getIncident, { id })).reports.map((one) => [
    one.severity,
    one.notedAt !== null,
  ]);
const enteredAs = async (kind: "suspicious_mail" | "mis_sent" | "lost_device", now: string) => {
  app.setNow(new Date(now));
  const { id } = await app.as(worker.token)(incidents.reportIncident, {
    companyId: own,
    kind,
    what: "Something was seen",
    discoveredAt: at(now, -1).toISOString(),
    zone: "Asia/Tokyo",
  });
  const asOfficer = app.as(officer.token);
  const rowVersion = async () => (await asOfficer(incidents.getIncident, { id })).rowVersion;
  return {
    id,
    judge: async (as: "incident" | "nothing", kindOf?: "ransomware" | "suspicious_mail") =>
      asOfficer(incidents.judgeIncident, {
        id,
        as,
        because: "Seen by the officer",
        ...(kindOf ? { kind: kindOf } : {}),
        rowVersion: await rowVersion(),
      }),
    weigh: async (potential: "critical" | "high" | "low") =>
      asOfficer(incidents.weighIncident, {
        id,
        potential,
        actual: "none",
        reason: "Looked at",
        rowVersion: await rowVersion(),
      }),
    takeUp: async () => asOfficer(incidents.takeUpIncident, { id, rowVersion: await rowVersion() }),
  };
};

test("T-02 an odd mail judged to be ransomware at night wakes the company and headquarters, as grave as it is now", async () => {
  const now = "2026-07-10T15:00:00Z";
  const { id, judge } = await enteredAs("suspicious_mail", now);
  await pass(at(now));
  assert.deepEqual(await openOf(id), ["incident.report"]);
  await judge("incident", "ransomware");
  await pass(at(now));
  assert.deepEqual(await openOf(id), ["incident.respond_now", "incident.take_note_now"]);
  assert.deepEqual(await toldOf(id), [["critical", false]]);
  const { severities } = await app.as(office.token)(incidents.getIncident, { id });
  assert.deepEqual(
    severities.map((one) => one.potential),
    ["critical", "low"],
  );
});

test("judged anew of a graver kind after headquarters noted it as harmless, it is asked again", async () => {
  const now = "2026-07-11T15:00:00Z";
  const { id, judge, takeUp } = await enteredAs("suspicious_mail", now);
  await judge("incident");
  await takeUp();
  await app.as(manager.token)(incidents.takeNoteOfIncident, { id });
  await pass(at(now));
  assert.deepEqual(await openOf(id), []);
  await judge("incident", "ransomware");
  await pass(at(now));
  assert.deepEqual(await openOf(id), ["incident.respond_now", "incident.take_note_now"]);
  assert.deepEqual(await toldOf(id), [
    ["critical", false],
    ["low", true],
  ]);
  // Whoever has it already takes it up as what it is now.
  assert.equal((await app.as(officer.token)(incidents.getIncident, { id })).can.take_up, null);
  await takeUp();
  assert.deepEqual(await openOf(id), ["incident.take_note_now"]);
});

test("weighed up after headquarters noted it and somebody took charge, both are called; once more where it is graver still", async () => {
  const now = "2026-07-12T15:00:00Z";
  const { id, judge, weigh, takeUp } = await enteredAs("mis_sent", now);
  await judge("incident");
  await takeUp();
  await app.as(manager.token)(incidents.takeNoteOfIncident, { id });
  await weigh("high");
  await pass(at(now));
  assert.deepEqual(await openOf(id), ["incident.respond_now", "incident.take_note_now"]);
  await app.as(manager.token)(incidents.takeNoteOfIncident, { id });
  await takeUp();
  await weigh("critical");
  await pass(at(now));
  // Who has it was woken for a grave one already.
  assert.deepEqual(await openOf(id), ["incident.take_note_now"]);
  await weigh("low");
  await pass(at(now));
  assert.deepEqual(await toldOf(id), [
    ["critical", false],
    ["high", true],
    ["medium", true],
  ]);
});

test("a word by the call says nothing of what became graver after it", async () => {
  const now = "2026-07-13T15:00:00Z";
  const { id, weigh } = await enteredAs("mis_sent", now);
  await weigh("high");
  await pass(at(now));
  const { rows } = await owner.query<{ id: string }>(
    "select c.id from calls c join duties d on d.id = c.duty_id where d.subject_id = $1 and d.kind = 'incident.take_note_now'",
    [id],
  );
  app.setNow(at(now, 0.1));
  await app.as(manager.token)(calls.acknowledgeCall, { id: rows[0]?.id ?? "" });
  app.setNow(at(now, 0.2));
  await weigh("critical");
  await pass(at(now, 0.2));
  assert.ok((await openOf(id)).includes("incident.take_note_now"));
  assert.deepEqual(await toldOf(id), [
    ["critical", false],
    ["high", true],
    ["medium", true],
  ]);
});

test("what was nothing and is judged anew as a grave incident calls for whoever takes charge, and headquarters", async () => {
  const now = "2026-07-14T15:00:00Z";
  const { id, judge, weigh } = await enteredAs("lost_device", now);
  await weigh("critical");
  await app.as(manager.token)(incidents.takeNoteOfIncident, { id });
  await judge("nothing");
  await pass(at(now));
  assert.deepEqual(await openOf(id), []);
  await judge("incident");
  await pass(at(now));
  assert.deepEqual(await openOf(id), ["incident.respond_now", "incident.take_note_now"]);
});

test("what somebody weighed does not become harmless by the name of its kind", async () => {
  const now = "2026-07-15T15:00:00Z";
  const { id, judge, weigh } = await enteredAs("lost_device", now);
  await weigh("critical");
  await judge("incident", "suspicious_mail");
  assert.equal((await app.as(officer.token)(incidents.getIncident, { id })).severity, "critical");
});
