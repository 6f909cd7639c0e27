// Clocks of law outlive what is done with the incident: closing it, judging it nothing, a new version of a rule, a wrong entry.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { clocksFollow, followsRules } from "./following.ts";
import { lawDueWithin } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const german = await addCompany(owner, {
  code: "DE1",
  name: "Gute GmbH",
  parentId: group.divisions.one,
  country: "DE",
  timeZone: "Europe/Berlin",
});
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const second = await signedIn(owner, { companyId: own, role: "security_officer", name: "Second" });
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
  name: "Secretary",
});
const as = app.as(officer.token);
await asSystem(db, "test", (ctx) => bringShipped(ctx));
await owner.query(
  "update clock_rules set adopted_at = now(), adopted_by = $1 where key in ('jp-appi-prompt', 'eu-gdpr-33') and status = 'in_force'",
  [officer.personId],
);
await enrol(db, [clocksFollow]);
const follow = () => readOn(db, owner, [clocksFollow]);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const discoveredAt = "2026-06-01T01:00:00.000Z";
const hoursAfter = (hours: number) => new Date(Date.parse(discoveredAt) + hours * 3_600_000).toISOString();

async function begin(isExercise = false): Promise<string> {
  app.setNow(new Date(hoursAfter(1)));
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "other",
    what: "A list could be read by anybody",
    discoveredAt,
    zone: "Asia/Tokyo",
    isExercise,
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  return id;
}

/** Three hundred people of Germany, at risk: the clock of article 33 applies, as far as one knows from the discovery on. */
async function withClock(isExercise = false): Promise<string> {
  const id = await begin(isExercise);
  await as(incidents.countPeople, { id, country: "DE", count: 300, isExact: false, categories: [] });
  await as(incidents.answerFact, { id, fact: "unreadable", value: false });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await follow();
  return id;
}
async function clock(id: string, ask = as) {
  const { clocks } = await ask(incidents.getIncidentClocks, { id });
  const found = clocks.find((one) => one.id === `eu-gdpr-33|${own}||`);
  assert.ok(found?.kept);
  return { ...found, kept: found.kept };
}
const dutyOf = async (subjectId: string, kind: string) =>
  (
    await owner.query<{ state: string; due: Date }>(
      "select state, due_at as due from duties where subject_id = $1 and kind = $2 order by id desc",
      [subjectId, kind],
    )
  ).rows.map((one) => [one.state, one.due.toISOString()]);

async function move(id: string, step: "contained" | "handled" | "closed", said = "") {
  const { rowVersion } = await as(incidents.getIncident, { id });
  return as(incidents.moveIncident, { id, step, at: hoursAfter(1), said, rowVersion });
}
async function toHandled(id: string) {
  await move(id, "contained");
  await move(id, "handled");
}
async function omitByTwo(id: string) {
  const open = (await clock(id)).kept;
  await as(incidents.decideNotToNotify, { id: open.id, reason: "None at risk", rowVersion: open.rowVersion });
  const decided = (await clock(id)).kept;
  const agree = { id: decided.id, agrees: true, reason: "", rowVersion: decided.rowVersion };
  await app.as(second.token)(incidents.secondOmission, agree);
}

test("T-03 no incident is closed, or judged to be nothing, while a clock of law is owed; what is closed ends none", async () => {
  const id = await withClock();
  const { rowVersion } = await as(incidents.getIncident, { id });
  await assert.rejects(
    as(incidents.judgeIncident, { id, as: "nothing", because: "A drill of theirs", rowVersion }),
    refusedWith("incident.clocks_run"),
  );
  await toHandled(id);
  await assert.rejects(move(id, "closed", "All is well"), refusedWith("incident.clocks_run"));
  const open = (await clock(id)).kept;
  await as(incidents.decideNotToNotify, { id: open.id, reason: "None at risk", rowVersion: open.rowVersion });
  await assert.rejects(
    move(id, "closed"),
    refusedWith("incident.clocks_run"),
    "one person alone ends no clock",
  );
  const decided = (await clock(id)).kept;
  const agree = { id: decided.id, agrees: true, reason: "", rowVersion: decided.rowVersion };
  await app.as(second.token)(incidents.secondOmission, agree);
  // Of clocks that only may apply somebody says why the question stays open.
  await as(incidents.countPeople, { id, country: "JP", count: 10, isExact: false, categories: [] });
  await follow();
  await assert.rejects(move(id, "closed"), refusedWith("incident.questions_open"));
  await move(id, "closed", "Nobody can say any more");
  await follow();
  assert.equal((await clock(id)).kept.endedAs, "not_notified");
  const { rows } = await owner.query(
    "select from incident_clocks where incident_id = $1 and gone_at is not null",
    [id],
  );
  assert.equal(rows.length, 0, "closing ends no clock");
  // What is found afterwards is owed all the same.
  await as(incidents.answerFact, { id, fact: "sensitive_data", value: true });
  await follow();
  const prompt = (await as(incidents.getIncidentClocks, { id })).clocks.find((one) =>
    one.id.startsWith("jp-appi-prompt"),
  );
  assert.equal(prompt?.outcome, "applies");
  assert.equal((await dutyOf(prompt?.kept?.id ?? "", "incident.law_clock"))[0]?.[0], "open");
});

test("an exercise is closed with its clocks, which end with it", async () => {
  const id = await withClock(true);
  await toHandled(id);
  await move(id, "closed");
  await follow();
  const { rows } = await owner.query(
    "select from duties d join incident_clocks c on c.id = d.subject_id where c.incident_id = $1 and d.state = 'open'",
    [id],
  );
  assert.equal(rows.length, 0);
});

test("T-03 a clock that counts from what the company knew runs from the discovery until somebody says it, and somebody is asked", async () => {
  // One law alone: of others questions are open as well.
  await owner.query(
    "update clock_rules set adopted_at = null, adopted_by = null where key = 'jp-appi-prompt'",
  );
  const id = await begin();
  await as(incidents.countPeople, { id, country: "DE", count: 300, isExact: false, categories: [] });
  await follow();
  assert.deepEqual(
    (await dutyOf(id, "incident.law_questions")).map(([state]) => state),
    ["open"],
  );
  for (const [fact, value] of [
    ["unreadable", false],
    ["risk_to_people", "likely"],
  ] as const)
    await as(incidents.answerFact, { id, fact, value });
  await follow();
  const assumed = await clock(id);
  assert.deepEqual([assumed.dueAt, assumed.isAssumed, assumed.outcome], [hoursAfter(72), true, "applies"]);
  assert.deepEqual(await dutyOf(assumed.kept.id, "incident.law_clock"), [["open", hoursAfter(72)]]);
  assert.equal(
    (await dutyOf(id, "incident.law_questions"))[0]?.[0],
    "open",
    "since when it was known is not said",
  );
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  const said = await clock(id);
  assert.deepEqual(
    [said.dueAt, said.isAssumed, said.kept.firstDueAt],
    [hoursAfter(73), false, hoursAfter(72)],
  );
  assert.deepEqual(await dutyOf(said.kept.id, "incident.law_clock"), [["open", hoursAfter(73)]]);
  assert.equal((await dutyOf(id, "incident.law_questions"))[0]?.[0], "done");
});

test("questions of law are asked within half of what is left, an hour at least and half a day at most", () => {
  const now = new Date("2026-06-01T00:00:00Z");
  const within = (...hours: (number | null)[]) =>
    (lawDueWithin(
      now,
      hours.map((one) => ({
        dueAt: one === null ? null : new Date(now.getTime() + one * 3_600_000).toISOString(),
      })),
    ).getTime() -
      now.getTime()) /
    3_600_000;
  assert.deepEqual([within(72), within(72, 6), within(null), within(-5), within(1)], [12, 3, 1, 1, 1]);
});

test("whoever handles the incident sees and ends the clocks of its other legal entities, also of companies they do not reach", async () => {
  const id = await withClock();
  await app.as(secretary.token)(incidents.addAffected, { id, companyId: german, role: "controller" });
  await follow();
  const { clocks, entities } = await as(incidents.getIncidentClocks, { id });
  const foreign = clocks.find((one) => one.id === `eu-gdpr-33|${german}||`);
  assert.deepEqual(
    [foreign?.companyName, foreign?.zone, foreign?.state, foreign?.kept?.mayTakeBack],
    ["Gute GmbH", "Europe/Berlin", "runs", false],
  );
  assert.ok(entities.some((one) => one.companyId === german && one.name === "Gute GmbH"));
  await as(incidents.notifyByClock, {
    id: foreign?.kept?.id ?? "",
    at: hoursAfter(1),
    recipient: "Authority",
    proofReference: "DE-1",
    said: "",
    rowVersion: foreign?.kept?.rowVersion ?? 0,
  });
  const after = (await as(incidents.getIncidentClocks, { id })).clocks;
  assert.equal(after.find((one) => one.id === foreign?.id)?.kept?.endedAs, "notified");
  // A paper of it comes as well.
  await as(incidents.downloadAuthorityReport, { id: foreign?.kept?.id ?? "", language: "en" });
});

test("what was recorded as notified by mistake is taken back: the entry stays, the clock is owed again, and a next stage counts no more", async () => {
  const id = await withClock();
  const { kept } = await clock(id);
  const said = {
    id: kept.id,
    recipient: "Authority",
    proofReference: "X-1",
    said: "",
    rowVersion: kept.rowVersion,
  };
  await assert.rejects(
    as(incidents.notifyByClock, { ...said, at: hoursAfter(-1) }),
    refusedWith("incident.moment_before"),
  );
  await assert.rejects(
    as(incidents.takeBackNotification, { id: kept.id, reason: "Not so", rowVersion: kept.rowVersion }),
    refusedWith("incident.nothing_to_take_back"),
  );
  await as(incidents.notifyByClock, { ...said, at: hoursAfter(1) });
  await follow();
  assert.equal((await dutyOf(kept.id, "incident.law_clock"))[0]?.[0], "done");
  const wrong = (await clock(id)).kept;
  assert.equal(wrong.mayTakeBack, true);
  await as(incidents.takeBackNotification, {
    id: wrong.id,
    reason: "It was another case",
    rowVersion: wrong.rowVersion,
  });
  await follow();
  const again = (await clock(id)).kept;
  assert.equal(again.endedAs, null);
  assert.deepEqual(
    again.takenBack.map((one) => [one.recipient, one.proofReference, one.reason]),
    [["Authority", "X-1", "It was another case"]],
  );
  assert.deepEqual((await dutyOf(kept.id, "incident.law_clock"))[0], ["open", hoursAfter(72)]);
  const { moments } = await as(incidents.getIncident, { id });
  assert.ok(moments.some((one) => one.of === "eu-gdpr-33" && !one.isCurrent));
});

test("an omission that is opened again is owed by the due time of then, also where it was corrected while it waited", async () => {
  const id = await withClock();
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  const open = (await clock(id)).kept;
  await as(incidents.decideNotToNotify, { id: open.id, reason: "None at risk", rowVersion: open.rowVersion });
  await as(incidents.setMoment, {
    id,
    anchor: "aware",
    at: hoursAfter(0.5),
    zone: "Asia/Tokyo",
    reason: "Earlier",
  });
  await follow();
  assert.deepEqual(await dutyOf(open.id, "incident.law_clock"), [["open", hoursAfter(72.5)]]);
  const decided = (await clock(id)).kept;
  const refuse = { id: decided.id, agrees: false, reason: "They are", rowVersion: decided.rowVersion };
  await app.as(second.token)(incidents.secondOmission, refuse);
  await follow();
  assert.deepEqual(await dutyOf(open.id, "incident.law_clock"), [["open", hoursAfter(72.5)]]);
});

test("a rule that changes reaches every incident that runs, however many: the newest at once, the others a few at a time", async () => {
  const id = await withClock();
  // Sixty newer ones like it, with nothing of it but the record.
  const { rows: columns } = await owner.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = 'incidents' and is_generated = 'NEVER' and column_name not in ('id', 'reference', 'number', 'discovered_at', 'report_due_at')",
  );
  const others = columns.map((one) => one.name).join(", ");
  await owner.query(
    `insert into incidents (id, reference, number, discovered_at, report_due_at, ${others})
     select new_id(), 'OWN-X' || n, 1000 + n, discovered_at + interval '10 minutes', report_due_at + interval '10 minutes', ${others} from incidents cross join generate_series(1, 60) n where id = $1`,
    [id],
  );
  await owner.query("update incident_clocks set gone_at = now() where incident_id = $1", [id]);
  await asSystem(db, "test", async (ctx) => {
    await record(ctx, "clock_rule.end_set", {
      subject: { kind: "clock_rule", id: null, companyId: null },
      data: { key: "eu-gdpr-33", version: 1, until: "2030-01-01" },
    });
  });
  await follow();
  const isGone = async () =>
    (await owner.query("select from incident_clocks where incident_id = $1 and gone_at is null", [id])).rows
      .length === 0;
  assert.equal(await isGone(), true, "not among the newest");
  let more = true;
  while (more) more = Boolean(await asSystem(db, "test", async (ctx) => followsRules.run(ctx)));
  assert.equal(await isGone(), false);
  assert.equal((await owner.query("select from incident_law_looks")).rows.length, 0);
  await omitByTwo(id);
});
