// The room of an incident: its log, tasks from playbooks, roles and handing over, as they are asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { duties } from "#modules/duties/contract.ts";
import { asSystem } from "#core/system.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { roomFollows } from "./following.ts";
import { handoversInTime } from "./passing.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const night = await signedIn(owner, { companyId: own, role: "responder", name: "Night" });
const executive = await signedIn(owner, { companyId: own, role: "company_executive", name: "Executive" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
await enrol(db, [roomFollows]);
const follow = () => readOn(db, owner, [roomFollows]);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const begin = new Date("2026-06-01T01:00:00Z");
const at = (hours: number) => new Date(begin.getTime() + hours * 3_600_000);
const asked = async (token: string) =>
  (await app.as(token)(duties.listMyDuties, {})).rows.map((one) => one.kind);

/** Judged an incident, as the officer does it. */
async function opened(kind: "ransomware" | "mis_sent" | "plant_stop" = "ransomware"): Promise<string> {
  app.setNow(begin);
  const { id } = await app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind,
    what: "Files cannot be opened",
    discoveredAt: begin.toISOString(),
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  await follow();
  return id;
}

test("R-17 immediate response: what is judged an incident gets the tasks of its playbook, containment first, due from taking charge", async () => {
  const id = await opened();
  const { tasks, openContainment } = await app.as(executive.token)(incidents.getRoom, { id });
  assert.equal(openContainment, 4);
  assert.deepEqual(
    [...new Set(tasks.map((one) => one.phase))],
    ["contain", "preserve", "investigate", "recover", "notify", "learn"],
  );
  assert.ok(tasks.every((one) => one.dueAt === null));
  app.setNow(at(2));
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.takeUpIncident, { id, rowVersion });
  await follow();
  const due = (await app.as(officer.token)(incidents.getRoom, { id })).tasks;
  assert.equal(due[0]?.dueAt, at(3).toISOString());
  assert.deepEqual(due.at(-1)?.dueAt, null);
  // Judged once more it is not given twice.
  await follow();
  assert.equal((await app.as(officer.token)(incidents.getRoom, { id })).tasks.length, tasks.length);
});

test("R-17 a task given to somebody is theirs to do and to end; an end needs words where it was not needed, and stands in the log", async () => {
  const id = await opened();
  const first = (await app.as(officer.token)(incidents.getRoom, { id })).tasks[0];
  assert.ok(first);
  await assert.rejects(
    app.as(officer.token)(incidents.giveTask, {
      id: first.id,
      ownerId: stranger.personId,
      dueAt: null,
      rowVersion: 1,
    }),
    refusedWith("incident.unknown_person"),
  );
  await app.as(officer.token)(incidents.giveTask, {
    id: first.id,
    ownerId: executive.personId,
    dueAt: at(4).toISOString(),
    rowVersion: first.rowVersion,
  });
  assert.ok((await asked(executive.token)).includes("incident.task"));
  const other = (await app.as(officer.token)(incidents.getRoom, { id })).tasks[1];
  assert.ok(other);
  await assert.rejects(
    app.as(executive.token)(incidents.endTask, {
      id: other.id,
      as: "done",
      said: "",
      rowVersion: other.rowVersion,
    }),
    refusedWith("incident.task_not_yours"),
  );
  await assert.rejects(
    app.as(executive.token)(incidents.endTask, { id: first.id, as: "not_needed", said: " ", rowVersion: 2 }),
    refusedWith("incident.task_why_not"),
  );
  await app.as(executive.token)(incidents.endTask, {
    id: first.id,
    as: "done",
    said: "Cut off",
    rowVersion: 2,
  });
  assert.ok(!(await asked(executive.token)).includes("incident.task"));
  const { rows } = await app.as(officer.token)(incidents.listIncidentLog, { id });
  assert.ok(rows.some((one) => one.verb === "incident.task_ended" && one.byName === "Test Executive"));
});

test("R-17 the log: a correction takes the place of an entry that stays to be read, what is entered afterwards says so, kinds narrow it", async () => {
  const id = await opened("mis_sent");
  app.setNow(at(5));
  const said = { zone: "Asia/Manila", kind: "observed" } as const;
  const { id: entryId } = await app.as(officer.token)(incidents.addLogEntry, {
    id,
    ...said,
    at: at(1).toISOString(),
    said: "Sent to thre people",
  });
  const { id: newer } = await app.as(officer.token)(incidents.correctLogEntry, {
    id: entryId,
    ...said,
    at: at(1).toISOString(),
    said: "Sent to three people",
    why: "Misspelt",
  });
  await assert.rejects(
    app.as(night.token)(incidents.correctLogEntry, {
      id: entryId,
      ...said,
      at: at(1).toISOString(),
      said: "Sent to four",
      why: "Counted",
    }),
    refusedWith("incident.entry_corrected_already"),
  );
  await app.as(night.token)(incidents.addLogEntry, {
    id,
    kind: "decided",
    at: at(5).toISOString(),
    zone: "Asia/Tokyo",
    said: "We ring the recipient",
  });
  const read = async (input: object) =>
    (await app.as(executive.token)(incidents.listIncidentLog, { id, ...input })).rows;
  const observed = await read({ kind: "observed" });
  assert.deepEqual(
    observed.map((one) => [one.id, one.said, one.isAfterwards, one.zone, one.before.map((was) => was.said)]),
    [[newer, "Sent to three people", true, "Asia/Manila", ["Sent to thre people"]]],
  );
  const whole = await read({});
  const [latest] = await read({ withTrail: false });
  assert.deepEqual([latest?.said, latest?.isAfterwards], ["We ring the recipient", false]);
  assert.ok(whole.some((one) => one.verb === "incident.judged"));
  // Page by page it is the same.
  const paged: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await app.as(executive.token)(incidents.listIncidentLog, {
      id,
      limit: 2,
      ...(after ? { after } : {}),
    });
    paged.push(...page.rows.map((one) => one.id));
    after = page.next;
  }
  assert.deepEqual(
    paged,
    whole.map((one) => one.id),
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.listIncidentLog, { id }),
    refusedWith("incident.not_found"),
  );
  await assert.rejects(
    app.as(officer.token)(incidents.addLogEntry, { id, ...said, at: at(7).toISOString(), said: "Ahead" }),
    refusedWith("incident.moment_ahead"),
  );
});

test("R-17 handing over: the next shift is told what is open and what comes, and commands from the moment they say so", async () => {
  const id = await opened("plant_stop");
  await app.as(officer.token)(incidents.giveIncidentRole, {
    id,
    role: "commander",
    personId: officer.personId,
  });
  await app.as(officer.token)(incidents.giveIncidentRole, {
    id,
    role: "counsel",
    outsider: "A. Counsel, law firm",
  });
  const { id: handoverId } = await app.as(officer.token)(incidents.handOverRole, {
    id,
    role: "commander",
    toId: night.personId,
    isOpen: "The maker has not called back",
    comesNext: "Start line 2 at six",
  });
  const commander = async () =>
    (await app.as(executive.token)(incidents.getRoom, { id })).roles
      .filter((one) => one.role === "commander" && one.until === null)
      .map((one) => one.name);
  assert.deepEqual(await commander(), ["Test Officer"]);
  assert.ok((await asked(night.token)).includes("incident.take_over"));
  await assert.rejects(
    app.as(executive.token)(incidents.takeOver, { id: handoverId }),
    refusedWith("incident.handover_not_yours"),
  );
  app.setNow(at(8));
  await app.as(night.token)(incidents.takeOver, { id: handoverId });
  assert.deepEqual(await commander(), ["Test Night"]);
  const { handovers, roles } = await app.as(executive.token)(incidents.getRoom, { id });
  assert.deepEqual(
    handovers.map((one) => [one.fromName, one.toName, one.takenAt, one.comesNext]),
    [["Test Officer", "Test Night", at(8).toISOString(), "Start line 2 at six"]],
  );
  assert.deepEqual(roles.find((one) => one.role === "counsel")?.name, "A. Counsel, law firm");
  assert.ok(!(await asked(night.token)).includes("incident.take_over"));
  await assert.rejects(
    app.as(night.token)(incidents.takeOver, { id: handoverId }),
    refusedWith("incident.handover_ended"),
  );
});

test("R-17 a playbook is changed by the group with a reason: incidents judged from then on get it, older ones keep theirs", async () => {
  const before = await opened("mis_sent");
  const book = await app.as(office.token)(incidents.getPlaybook, { kind: "mis_sent" });
  const ours = { hours: 2, en: "Ring the recipient", ja: "受信者に電話する", zh: "致电收件人" };
  const withTask = (phase: "contain" | "learn") => ({
    kind: "mis_sent" as const,
    tasks: [{ ...ours, phase }],
    reason: "By telephone first",
    version: book.version,
  });
  const input = withTask("contain");
  await assert.rejects(
    app.as(officer.token)(incidents.setPlaybook, input),
    refusedWith("permission.missing"),
  );
  await assert.rejects(
    app.as(office.token)(incidents.setPlaybook, withTask("learn")),
    refusedWith("incident_playbook.nothing_to_contain"),
  );
  await app.as(office.token)(incidents.setPlaybook, input);
  await assert.rejects(
    app.as(office.token)(incidents.setPlaybook, input),
    refusedWith("incident_playbook.changed_meanwhile"),
  );
  const after = await opened("mis_sent");
  const titles = async (id: string) =>
    (await app.as(officer.token)(incidents.getRoom, { id })).tasks.map((one) => one.title);
  assert.deepEqual(await titles(after), ["Ring the recipient"]);
  assert.equal((await titles(before)).length, book.tasks.length);
});

test("R-17 handing over between zones: agreed for a moment, confirmed ahead, and whoever hands over stays in charge until then", async () => {
  const id = await opened("plant_stop");
  await owner.query("update people set time_zone = $2 where id = $1", [night.personId, "America/Chicago"]);
  await app.as(officer.token)(incidents.giveIncidentRole, {
    id,
    role: "commander",
    personId: officer.personId,
  });
  const hand = (takesEffectAt: string) =>
    app.as(officer.token)(incidents.handOverRole, {
      id,
      role: "commander",
      toId: night.personId,
      isOpen: "The maker has not called back",
      comesNext: "",
      takesEffectAt,
    });
  for (const hours of [-1, 24 * 15])
    await assert.rejects(hand(at(hours).toISOString()), refusedWith("incident.effect_not_ahead"));
  const { id: handoverId } = await hand(at(8).toISOString());
  const room = () => app.as(executive.token)(incidents.getRoom, { id });
  const commander = async () =>
    (await room()).roles
      .filter((one) => one.role === "commander" && one.until === null)
      .map((one) => one.name);
  const look = (hours: number) => {
    app.setNow(at(hours));
    return asSystem(db, "test", (ctx) => handoversInTime.run(ctx), at(hours));
  };
  // Not confirmed, nothing passes, whatever the clock says.
  await look(9);
  assert.deepEqual(await commander(), ["Test Officer"]);
  await app.as(officer.token)(incidents.withdrawHandover, { id: handoverId });
  app.setNow(at(10));
  const { id: second } = await hand(at(16).toISOString());
  app.setNow(at(11));
  await app.as(night.token)(incidents.takeOver, { id: second });
  assert.ok(!(await asked(night.token)).includes("incident.take_over"));
  await assert.rejects(
    app.as(night.token)(incidents.takeOver, { id: second }),
    refusedWith("incident.handover_ended"),
  );
  assert.deepEqual(
    (await room()).handovers.map((one) => [
      one.takesEffectAt,
      one.acceptedAt,
      one.takenAt,
      one.toZone,
      one.isMine,
    ]),
    [[at(16).toISOString(), at(11).toISOString(), null, "America/Chicago", false]],
  );
  await look(15);
  assert.deepEqual(await commander(), ["Test Officer"]);
  await look(16);
  assert.deepEqual(await commander(), ["Test Night"]);
  const { rows } = await app.as(officer.token)(incidents.findIncidentPeople, { id, search: "Night" });
  assert.equal(rows[0]?.timeZone, "America/Chicago");
});
