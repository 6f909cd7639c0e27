// The clocks of law of an incident: which run, from what, what is owed for them, what was notified or not.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { clocksFollow } from "./following.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const second = await signedIn(owner, { companyId: own, role: "security_officer", name: "Second" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const as = app.as(officer.token);
await asSystem(db, "test", (ctx) => bringShipped(ctx));
await owner.query(
  "update clock_rules set adopted_at = now(), adopted_by = $1 where key in ('jp-appi-prompt', 'jp-appi-final', 'eu-gdpr-33') and status = 'in_force'",
  [officer.personId],
);
await enrol(db, [clocksFollow]);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const discoveredAt = "2026-06-01T01:00:00.000Z";
const hoursAfter = (hours: number, from = discoveredAt) =>
  new Date(Date.parse(from) + hours * 3_600_000).toISOString();

async function begin(): Promise<string> {
  app.setNow(new Date(hoursAfter(1)));
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "cloud_setting",
    what: "A list could be read by anybody",
    discoveredAt,
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  return id;
}
const count = (id: string, country: string, people: number) =>
  as(incidents.countPeople, { id, country, count: people, isExact: false, categories: [] });
const follow = () => readOn(db, owner, [clocksFollow]);
const keyOf = async (ruleId: string) =>
  (await owner.query<{ key: string }>("select key from clock_rules where id = $1", [ruleId])).rows[0]?.key ??
  "";
async function clock(id: string, key: string) {
  const { clocks } = await as(incidents.getIncidentClocks, { id });
  for (const one of clocks) if (!one.isDraft && (await keyOf(one.ruleId)) === key) return one;
  throw new Error(`no clock of ${key}`);
}
const owed = async (id: string) =>
  (
    await owner.query<{ key: string; state: string; due: Date }>(
      `select r.key, d.state, d.due_at as due from duties d join incident_clocks c on c.id = d.subject_id join clock_rules r on r.id = c.rule_id
       where c.incident_id = $1 and d.kind = 'incident.law_clock' order by r.key`,
      [id],
    )
  ).rows.map((one) => `${one.key} ${one.state} ${one.due.toISOString()}`);

test("T-03 1,200 people (JP) and 300 (EU): APPI and GDPR are proposed with their different starting events, and what was adopted is owed", async () => {
  const id = await begin();
  await count(id, "JP", 1200);
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "unreadable", value: false });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await follow();
  const appi = await clock(id, "jp-appi-prompt");
  const gdpr = await clock(id, "eu-gdpr-33");
  assert.deepEqual([appi.anchor, appi.state, appi.outcome], ["discovered", "runs", "applies"]);
  assert.deepEqual([gdpr.anchor, gdpr.state, gdpr.outcome], ["aware", "waits", "applies"]);
  assert.equal(
    (await owed(id)).some((one) => one.startsWith("eu-gdpr-33")),
    false,
    "it has not begun",
  );
  await as(incidents.setMoment, {
    id,
    anchor: "aware",
    at: hoursAfter(1),
    zone: "Asia/Tokyo",
    reason: "The log was read",
  });
  await follow();
  assert.equal((await clock(id, "eu-gdpr-33")).dueAt, hoursAfter(73));
  assert.ok((await owed(id)).includes(`eu-gdpr-33 open ${hoursAfter(73)}`));
  // What nobody has adopted is proposed and owed by nobody.
  const proposed = await clock(id, "jp-appi-people");
  assert.equal(proposed.standing, "proposed");
  assert.equal(
    (await owed(id)).some((one) => one.startsWith("jp-appi-people")),
    false,
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.getIncidentClocks, { id }),
    refusedWith("incident.not_found"),
  );
});

test("five countries: their clocks appear with their different starting events; one that is counted later moves none of the others", async () => {
  const id = await begin();
  for (const country of ["JP", "DE", "TH", "KR"]) await count(id, country, 2000);
  await as(incidents.answerFact, { id, fact: "unreadable", value: false });
  const before = await as(incidents.getIncidentClocks, { id });
  await count(id, "GB", 800);
  const { clocks } = await as(incidents.getIncidentClocks, { id });
  const places = new Set(clocks.filter((one) => !one.isDraft).map((one) => one.jurisdiction));
  for (const place of ["JP", "EU", "TH", "KR", "GB"]) assert.ok(places.has(place), place);
  const anchors = new Set(clocks.map((one) => one.anchor));
  for (const anchor of ["discovered", "aware"] as const) assert.ok(anchors.has(anchor), anchor);
  const dueOf = new Map(clocks.map((one) => [one.id, one.dueAt]));
  for (const one of before.clocks) assert.equal(dueOf.get(one.id), one.dueAt, one.name);
});

test("notified with its proof ends a clock and is the moment that the next stage counts from; without proof it is refused", async () => {
  const id = await begin();
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  const { kept, stage } = await clock(id, "eu-gdpr-33");
  const said = {
    id: kept?.id ?? "",
    at: hoursAfter(1),
    recipient: "Authority",
    proofReference: "",
    said: "",
    rowVersion: kept?.rowVersion ?? 0,
  };
  await assert.rejects(as(incidents.notifyByClock, said), refusedWith("incident.proof_missing"));
  await as(incidents.notifyByClock, { ...said, proofReference: "DE-2026-17" });
  await follow();
  const done = await clock(id, "eu-gdpr-33");
  assert.deepEqual(
    [done.kept?.endedAs, done.kept?.isInTime, done.kept?.proofReference],
    ["notified", true, "DE-2026-17"],
  );
  assert.ok((await owed(id)).some((one) => one.startsWith("eu-gdpr-33 done")));
  const { moments } = await as(incidents.getIncident, { id });
  assert.ok(
    moments.some((one) => one.moment === "submitted" && one.at === hoursAfter(1)),
    stage,
  );
});

test("a decision not to notify has its reason and a second person; until then the clock is owed", async () => {
  const id = await begin();
  await count(id, "DE", 3);
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await follow();
  const open = (await clock(id, "eu-gdpr-33")).kept;
  await as(incidents.decideNotToNotify, {
    id: open?.id ?? "",
    reason: "Three names, all told in person",
    rowVersion: open?.rowVersion ?? 0,
  });
  const decided = (await clock(id, "eu-gdpr-33")).kept;
  assert.deepEqual([decided?.endedAs, decided?.maySecond], ["not_notified", false]);
  assert.ok((await owed(id)).some((one) => one.startsWith("eu-gdpr-33 open")));
  const agree = { id: decided?.id ?? "", agrees: true, reason: "", rowVersion: decided?.rowVersion ?? 0 };
  await assert.rejects(as(incidents.secondOmission, agree), refusedWith("incident.second_is_another"));
  await app.as(second.token)(incidents.secondOmission, agree);
  assert.ok((await owed(id)).some((one) => one.startsWith("eu-gdpr-33 done")));
  assert.equal((await clock(id, "eu-gdpr-33")).kept?.secondedByName, "Test Second");
});

test("correcting a moment moves the due time and keeps the one before; an answer taken back leaves the clock to be asked", async () => {
  const id = await begin();
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  app.setNow(new Date(hoursAfter(3)));
  await as(incidents.setMoment, {
    id,
    anchor: "aware",
    at: hoursAfter(2),
    zone: "Asia/Tokyo",
    reason: "The first look was of another log",
  });
  await follow();
  const moved = await clock(id, "eu-gdpr-33");
  assert.deepEqual([moved.dueAt, moved.kept?.firstDueAt], [hoursAfter(74), hoursAfter(73)]);
  assert.ok((await owed(id)).includes(`eu-gdpr-33 open ${hoursAfter(74)}`));
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: null });
  await follow();
  const asked = await clock(id, "eu-gdpr-33");
  assert.equal(asked.outcome, "possible");
  assert.ok(
    (await owed(id)).some((one) => one.startsWith("eu-gdpr-33 done")),
    "nobody owes what only may apply",
  );
  await assert.rejects(
    as(incidents.answerFact, { id, fact: "risk_to_people", value: "perhaps" }),
    refusedWith("incident.fact_value"),
  );
});

const grant = (id: string, said: object) => ({
  id,
  kind: "pause" as const,
  from: hoursAfter(2),
  grantedBy: "Attorney General",
  reference: "AG-1",
  reason: "The inquiry would be harmed",
  rowVersion: 0,
  ...said,
});

test("a clock stands still where its rule knows of it: nobody is asked, what was due before stays, and it counts on from the end", async () => {
  await owner.query("update clock_rules set adopted_at = now(), adopted_by = $1 where key = 'us-sec-8k'", [
    officer.personId,
  ]);
  await owner.query(
    `insert into company_laws (company_id, law, value, valid_from, source, recorded_at) values ($1, 'sec_filer', 'domestic', '2020-01-01', 'test', now())`,
    [own],
  );
  const id = await begin();
  await count(id, "DE", 300);
  await as(incidents.answerFact, { id, fact: "material", value: true });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  for (const [anchor, of] of [
    ["determined", "material"],
    ["aware", null],
  ] as const)
    await as(incidents.setMoment, { id, anchor, of, at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  const before = await clock(id, "us-sec-8k");
  assert.equal(before.kept?.mayPause, true);
  assert.ok((await owed(id)).includes(`us-sec-8k open ${before.dueAt}`));
  const gdpr = await clock(id, "eu-gdpr-33");
  app.setNow(new Date(hoursAfter(3)));
  await assert.rejects(
    as(incidents.pauseClock, grant(gdpr.kept?.id ?? "", { rowVersion: gdpr.kept?.rowVersion })),
    refusedWith("incident.clock_never_pauses"),
  );
  const said = grant(before.kept?.id ?? "", { rowVersion: before.kept?.rowVersion });
  await assert.rejects(
    as(incidents.pauseClock, { ...said, to: hoursAfter(1) }),
    refusedWith("incident.pause_order"),
  );
  const { id: pauseId } = await as(incidents.pauseClock, said);
  await follow();
  const paused = await clock(id, "us-sec-8k");
  assert.deepEqual([paused.state, paused.dueAt, paused.kept?.firstDueAt], ["paused", null, before.dueAt]);
  assert.deepEqual(
    paused.kept?.pauses.map((one) => [
      one.kind,
      one.from,
      one.to,
      one.grantedBy,
      one.reference,
      one.dueBefore,
    ]),
    [["pause", hoursAfter(2), null, "Attorney General", "AG-1", before.dueAt]],
  );
  assert.ok(
    (await owed(id)).some((one) => one.startsWith("us-sec-8k done")),
    "nobody is reminded while it stands",
  );
  await assert.rejects(
    as(incidents.pauseClock, { ...said, rowVersion: paused.kept?.rowVersion ?? 0 }),
    refusedWith("incident.pause_overlaps"),
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.endClockPause, { id: pauseId, at: hoursAfter(3) }),
    refusedWith("incident_clock_pause.not_found"),
  );
  app.setNow(new Date(hoursAfter(30)));
  await as(incidents.endClockPause, { id: pauseId, at: hoursAfter(26) });
  await follow();
  const on = await clock(id, "us-sec-8k");
  assert.equal(on.dueAt, hoursAfter(24, before.dueAt ?? ""));
  assert.ok((await owed(id)).includes(`us-sec-8k open ${on.dueAt}`), "it is owed again, by the new time");
  await assert.rejects(
    as(incidents.endClockPause, { id: pauseId, at: hoursAfter(27) }),
    refusedWith("incident.pause_ended"),
  );
});

test("more time is granted up to what the rule allows; reminders follow it and the due time before stays", async () => {
  await owner.query("update clock_rules set adopted_at = now(), adopted_by = $1 where key = 'th-pdpa-37'", [
    officer.personId,
  ]);
  const id = await begin();
  await count(id, "TH", 300);
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await follow();
  const before = await clock(id, "th-pdpa-37");
  const most = before.extendedTo ?? "";
  app.setNow(new Date(hoursAfter(3)));
  const said = grant(before.kept?.id ?? "", { kind: "extension", rowVersion: before.kept?.rowVersion });
  await assert.rejects(
    as(incidents.pauseClock, { ...said, to: hoursAfter(24, most) }),
    refusedWith("incident.extension_too_long"),
  );
  await assert.rejects(
    as(incidents.pauseClock, { ...said, to: hoursAfter(4) }),
    refusedWith("incident.pause_order"),
  );
  await as(incidents.pauseClock, { ...said, to: hoursAfter(100) });
  await follow();
  const longer = await clock(id, "th-pdpa-37");
  assert.deepEqual(
    [longer.dueAt, longer.kept?.firstDueAt, longer.kept?.pauses[0]?.dueBefore],
    [hoursAfter(100), before.dueAt, before.dueAt],
  );
  assert.ok((await owed(id)).includes(`th-pdpa-37 open ${hoursAfter(100)}`));
});
