// The clocks of law of an incident: which run, from what, what is owed for them, what was notified or not.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { clocksFollow } from "./following.ts";
import { isOver, type LawClock } from "./web/law.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const german = await addCompany(owner, {
  code: "DE1",
  name: "Gute GmbH",
  parentId: group.divisions.one,
  country: "DE",
  timeZone: "Europe/Berlin",
});
await owner.query(
  "insert into company_laws (company_id, law, value, valid_from, source) values ($1, 'nis2_class', 'important', '2021-01-01', 'Letter')",
  [german],
);
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const second = await signedIn(owner, { companyId: own, role: "security_officer", name: "Second" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const as = app.as(officer.token);
const { divisions, companies } = group;
const secretary = await signedIn(owner, {
  companyId: companies.parent,
  role: "division_secretary",
  unitId: divisions.one,
  name: "Secretary",
});
/** Of all companies of the division: the officer reaches one of them. */
const asDivision = app.as(secretary.token);
await asSystem(db, "test", (ctx) => bringShipped(ctx));
await owner.query(
  "update clock_rules set adopted_at = now(), adopted_by = $1 where key in ('jp-appi-prompt', 'jp-appi-final', 'eu-gdpr-33', 'group-24h') and status = 'in_force'",
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
async function paper(name: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, sha256(convert_to($2, 'UTF8')), 4, 'application/pdf', $2, 'incident_file', $3) returning id`,
    [own, name, officer.personId],
  );
  return rows[0]?.id ?? "";
}
const follow = () => readOn(db, owner, [clocksFollow]);
const keyOf = async (ruleId: string) =>
  (await owner.query<{ key: string }>("select key from clock_rules where id = $1", [ruleId])).rows[0]?.key ??
  "";
async function clock(id: string, key: string, ask = as) {
  const { clocks } = await ask(incidents.getIncidentClocks, { id });
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
  // As long as nobody has said since when the company knew, from the discovery on: too early rather than never.
  assert.deepEqual(
    [gdpr.anchor, gdpr.state, gdpr.outcome, gdpr.isAssumed],
    ["aware", "runs", "applies", true],
  );
  assert.ok((await owed(id)).includes(`eu-gdpr-33 open ${hoursAfter(72)}`));
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

test("T-03 five countries: each country's clock counts from its own event, one from a determination and one from a report; moving one moves none of the others", async () => {
  const singapore = await addCompany(owner, {
    code: "SG1",
    name: "Harbour Pte.",
    parentId: group.divisions.one,
    country: "SG",
    timeZone: "Asia/Singapore",
  });
  const id = await begin();
  for (const country of ["JP", "DE", "TH", "SG"]) await count(id, country, 2000);
  for (const companyId of [german, singapore])
    await asDivision(incidents.addAffected, { id, companyId, role: "controller" });
  for (const [fact, value] of [
    ["unreadable", false],
    ["wrongful_purpose", false],
    ["risk_to_people", "likely"],
    ["significant_incident", true],
    ["is_ongoing", false],
  ] as const)
    await as(incidents.answerFact, { id, fact, value });
  const say = (anchor: "aware" | "determined", hours: number, more: object = {}) =>
    as(incidents.setMoment, { id, anchor, at: hoursAfter(hours), zone: "Asia/Tokyo", reason: "", ...more });
  app.setNow(new Date(hoursAfter(60)));
  await say("aware", 3);
  await asDivision(incidents.setMoment, {
    id,
    anchor: "determined",
    of: "notifiable",
    entityId: singapore,
    at: hoursAfter(26),
    zone: "Asia/Singapore",
    reason: "",
  });
  await follow();
  const entity = async (key: string, companyId: string) => {
    const { clocks } = await asDivision(incidents.getIncidentClocks, { id });
    const found = clocks.find((one) => one.ruleKey === key && one.companyId === companyId && !one.isDraft);
    assert.ok(found, key);
    return found;
  };
  const notification = await entity("eu-nis2-notification", german);
  await asDivision(incidents.notifyByClock, {
    id: notification.kept?.id ?? "",
    at: hoursAfter(50),
    recipient: "CSIRT",
    proofReference: "DE-1",
    said: "",
    rowVersion: notification.kept?.rowVersion ?? 0,
  });
  await follow();
  const whole = async () => {
    const all: Record<string, unknown> = {};
    for (const [key, companyId] of [
      ["jp-appi-prompt", own],
      ["eu-gdpr-33", own],
      ["th-pdpa-37", own],
      ["sg-pdpa-26d", singapore],
      ["eu-nis2-final", german],
    ] as const) {
      const { anchor, anchorOf, startedAt, dueAt } = await entity(key, companyId);
      all[key] = [anchor, anchorOf, startedAt, dueAt];
    }
    return all;
  };
  const before: Record<string, unknown> = await whole();
  assert.deepEqual(before, {
    // 10:00 of 1 June in Tokyo, the first of five days.
    "jp-appi-prompt": ["discovered", null, discoveredAt, "2026-06-05T14:59:59.000Z"],
    "eu-gdpr-33": ["aware", null, hoursAfter(3), hoursAfter(75)],
    "th-pdpa-37": ["aware", null, hoursAfter(3), hoursAfter(75)],
    // 11:00 of 2 June in Singapore; the next day is the first of three.
    "sg-pdpa-26d": ["determined", "notifiable", hoursAfter(26), "2026-06-05T15:59:59.000Z"],
    // 3 June in Berlin, and a month.
    "eu-nis2-final": ["submitted", "eu-nis2-notification", hoursAfter(50), "2026-07-03T21:59:59.000Z"],
  });
  const moves: [moved: string[], act: () => Promise<unknown>][] = [
    [["eu-gdpr-33", "th-pdpa-37"], () => say("aware", 4)],
    [
      ["sg-pdpa-26d"],
      () =>
        asDivision(incidents.setMoment, {
          id,
          anchor: "determined",
          of: "notifiable",
          entityId: singapore,
          at: hoursAfter(49),
          zone: "Asia/Singapore",
          reason: "",
        }),
    ],
    [
      ["eu-nis2-final"],
      () =>
        asDivision(incidents.setMoment, {
          id,
          anchor: "submitted",
          of: "eu-nis2-notification",
          entityId: german,
          at: hoursAfter(58),
          zone: "Europe/Berlin",
          reason: "",
        }),
    ],
    [[], () => count(id, "GB", 800)],
  ];
  let was: Record<string, unknown> = await whole();
  for (const [moved, act] of moves) {
    await act();
    const now = await whole();
    assert.deepEqual(
      Object.keys(now).filter((key) => JSON.stringify(now[key]) !== JSON.stringify(was[key])),
      moved,
    );
    was = now;
  }
  assert.ok(await entity("uk-gdpr-33", own), "counted later");
});

test("T-03 notified with its proof ends a clock and is the moment that the next stage counts from; without proof it is refused", async () => {
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

test("T-03 R-19 a decision not to notify has its reason and a second person; until then the clock is owed", async () => {
  const id = await begin();
  await count(id, "DE", 3);
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await as(incidents.answerFact, { id, fact: "risk_to_people", value: "likely" });
  await follow();
  const open = (await clock(id, "eu-gdpr-33")).kept;
  const file = await paper("assessment.pdf");
  await as(incidents.decideNotToNotify, {
    id: open?.id ?? "",
    reason: "Three names, all told in person",
    criteria: "Article 33(1): a risk is unlikely; counsel's note of 1 June",
    fileIds: [file],
    rowVersion: open?.rowVersion ?? 0,
  });
  const decided = (await clock(id, "eu-gdpr-33")).kept;
  assert.deepEqual(
    [decided?.criteria, decided?.files],
    ["Article 33(1): a risk is unlikely; counsel's note of 1 June", [{ id: file, name: "assessment.pdf" }]],
  );
  const omitted = async () =>
    (await as(incidents.listOmissions, { companyId: own })).rows
      .filter((one) => one.incidentId === id)
      .map((one) => [one.kind, one.standing, Boolean(one.criteria), one.seenByName]);
  assert.deepEqual(await omitted(), [["clock", "waiting", true, null]]);
  assert.deepEqual([decided?.endedAs, decided?.maySecond], ["not_notified", false]);
  assert.ok((await owed(id)).some((one) => one.startsWith("eu-gdpr-33 open")));
  const agree = { id: decided?.id ?? "", agrees: true, reason: "", rowVersion: decided?.rowVersion ?? 0 };
  await assert.rejects(as(incidents.secondOmission, agree), refusedWith("incident.second_is_another"));
  await app.as(second.token)(incidents.secondOmission, agree);
  assert.ok((await owed(id)).some((one) => one.startsWith("eu-gdpr-33 done")));
  assert.equal((await clock(id, "eu-gdpr-33")).kept?.secondedByName, "Test Second");
  assert.deepEqual(await omitted(), [["clock", "agreed", true, "Test Second"]]);
  // A paper that is no file of this company's incidents is none.
  await assert.rejects(
    as(incidents.decideNotToNotify, {
      id: (await clock(id, "jp-appi-prompt").catch(() => clock(id, "group-24h"))).kept?.id ?? "",
      reason: "x",
      criteria: "x",
      fileIds: [officer.personId],
      rowVersion:
        (await clock(id, "jp-appi-prompt").catch(() => clock(id, "group-24h"))).kept?.rowVersion ?? 0,
    }),
    (error: AppError) => ["incident.unknown_file", "incident.clock_ended"].includes(error.code),
  );
});

test("T-03 R-19 what one person alone decided not to notify still stands in the picture of clocks; what two decided does not", () => {
  const kept = (more: object) =>
    ({ kept: { endedAs: null, secondedAt: null, ...more } }) as unknown as LawClock;
  assert.equal(isOver(kept({})), false);
  assert.equal(isOver(kept({ endedAs: "not_notified" })), false);
  assert.equal(isOver(kept({ endedAs: "not_notified", secondedAt: discoveredAt })), true);
  assert.equal(isOver(kept({ endedAs: "notified" })), true);
  assert.equal(isOver({ kept: null } as unknown as LawClock), false);
});

test("T-03 correcting a moment moves the due time and keeps the one before; an answer taken back leaves the clock to be asked", async () => {
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

test("T-03 a clock stands still where its rule knows of it: nobody is asked, what was due before stays, and it counts on from the end", async () => {
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
  // Working days: the day it stood still is counted on after it.
  assert.ok((on.dueAt ?? "") > (before.dueAt ?? ""), "later by what it stood still");
  assert.ok((await owed(id)).includes(`us-sec-8k open ${on.dueAt}`), "it is owed again, by the new time");
  await assert.rejects(
    as(incidents.endClockPause, { id: pauseId, at: hoursAfter(27) }),
    refusedWith("incident.pause_ended"),
  );
});

test("T-03 more time is granted up to what the rule allows; reminders follow it and the due time before stays", async () => {
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

/** Notified now with a reference of its own. */
async function notify(id: string, key: string) {
  const { kept } = await clock(id, key, asDivision);
  await asDivision(incidents.notifyByClock, {
    id: kept?.id ?? "",
    at: hoursAfter(2),
    recipient: "Authority",
    proofReference: `${key} 1`,
    said: "",
    rowVersion: kept?.rowVersion ?? 0,
  });
  await follow();
}
const momentsOf = async (id: string, moment: string) =>
  (await asDivision(incidents.getIncident, { id })).moments.filter((one) => one.moment === moment);

test("T-03 reports of several laws are no corrections of each other, and begin the month of NIS2 with the report of NIS2 alone", async () => {
  const id = await begin();
  for (const country of ["JP", "GB", "KR"]) await count(id, country, 2000);
  await count(id, "DE", 300);
  for (const [fact, value] of [
    ["unreadable", false],
    ["risk_to_people", "likely"],
    ["significant_incident", true],
    ["is_ongoing", false],
    ["sensitive_data", true],
  ] as const)
    await as(incidents.answerFact, { id, fact, value });
  await asDivision(incidents.addAffected, { id, companyId: german, role: "controller" });
  await as(incidents.setMoment, { id, anchor: "aware", at: hoursAfter(1), zone: "Asia/Tokyo", reason: "" });
  await follow();
  app.setNow(new Date(hoursAfter(3)));
  const month = async () => {
    const { state, startedAt, anchorRule } = await clock(id, "eu-nis2-final", asDivision);
    return [state, startedAt, anchorRule?.name];
  };
  const named = "Incident notification (NIS2)";
  for (const key of ["jp-appi-prompt", "uk-gdpr-33", "kr-pipa-regulator", "eu-gdpr-33", "eu-nis2-early"])
    await notify(id, key);
  assert.deepEqual(await month(), ["waits", null, named]);
  await notify(id, "eu-nis2-notification");
  assert.deepEqual(await month(), ["runs", hoursAfter(2), named]);
  const submitted = await momentsOf(id, "submitted");
  assert.equal(submitted.length, 7, "six, and the report to headquarters");
  assert.ok(submitted.every((one) => one.isCurrent));
  assert.deepEqual(
    submitted
      .filter((one) => one.of?.startsWith("eu-nis2"))
      .map((one) => [one.of, one.ofRule?.name, one.entityName])
      .toSorted(),
    [
      ["eu-nis2-early", "Early warning (NIS2)", "Gute GmbH"],
      ["eu-nis2-notification", named, "Gute GmbH"],
    ],
  );
  assert.equal(
    submitted.find((one) => one.of === "jp-appi-prompt")?.entityId,
    null,
    "the incident's own company",
  );
  // Said again it is a correction of that report alone, and moves the month.
  app.setNow(new Date(hoursAfter(4)));
  const again = {
    id,
    anchor: "submitted" as const,
    entityId: german,
    at: hoursAfter(3),
    zone: "Europe/Berlin",
    reason: "The portal's receipt",
  };
  await asDivision(incidents.setMoment, { ...again, of: "eu-nis2-notification" });
  assert.deepEqual(await month(), ["runs", hoursAfter(3), named]);
  assert.deepEqual(
    (await momentsOf(id, "submitted")).filter((one) => !one.isCurrent).map((one) => [one.of, one.at]),
    [["eu-nis2-notification", hoursAfter(2)]],
  );
  for (const which of [undefined, "full", "no-such-rule"])
    await assert.rejects(
      asDivision(incidents.setMoment, { ...again, ...(which ? { of: which } : {}) }),
      refusedWith("incident.moment_of"),
    );
  const seen = (await as(incidents.getIncident, { id })).moments;
  assert.ok(
    seen.every((one) => one.entityId === null),
    "nobody reads of a company that is out of their reach",
  );
});

test("T-03 a determination says which, a further fact has its number and corrects none but its own", async () => {
  const id = await begin();
  app.setNow(new Date(hoursAfter(5)));
  const set = (anchor: "determined" | "new_fact" | "aware", hours: number, of?: string) =>
    as(incidents.setMoment, {
      id,
      anchor,
      at: hoursAfter(hours),
      zone: "Asia/Tokyo",
      reason: "",
      ...(of ? { of } : {}),
    });
  for (const [anchor, of] of [
    ["determined", undefined],
    ["determined", "jp-appi-prompt"],
    ["aware", "material"],
    ["new_fact", "1"],
    ["new_fact", "full"],
  ] as const)
    await assert.rejects(set(anchor, 1, of), refusedWith("incident.moment_of"), `${anchor} ${of}`);
  await set("determined", 1, "material");
  await set("determined", 1, "notifiable");
  await set("new_fact", 1);
  await set("new_fact", 2);
  const standing = async (moment: string) =>
    (await momentsOf(id, moment)).map((one) => [one.of, one.at, one.isCurrent]).toReversed();
  assert.deepEqual(await standing("determined"), [
    ["material", hoursAfter(1), true],
    ["notifiable", hoursAfter(1), true],
  ]);
  await set("new_fact", 3, "1");
  await set("new_fact", 4, "2");
  assert.deepEqual(await standing("new_fact"), [
    [null, hoursAfter(1), false],
    ["2", hoursAfter(2), false],
    [null, hoursAfter(3), true],
    ["2", hoursAfter(4), true],
  ]);
});

/** A kind that goes to headquarters once it is judged: until then its clock of the group's own rule is owed. */
async function unreported(isExercise = false) {
  app.setNow(new Date(hoursAfter(1)));
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "other",
    what: "A door stood open",
    discoveredAt,
    zone: "Asia/Tokyo",
    isExercise,
  });
  await owner.query("update incidents set judged_as = 'incident', judged_at = $2 where id = $1", [
    id,
    hoursAfter(1),
  ]);
  await as(incidents.answerFact, { id, fact: "is_ongoing", value: false });
  await follow();
  return id;
}
async function report(id: string, hours: number) {
  app.setNow(new Date(hoursAfter(hours)));
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.reportToHeadquarters, { id, said: "What is known", isPartial: true, rowVersion });
  await follow();
}
const dutyOf = async (id: string, key: string) =>
  (
    await owner.query<{ state: string; reason: string | null }>(
      `select d.state, d.closed_reason as reason from duties d join incident_clocks c on c.id = d.subject_id join clock_rules r on r.id = c.rule_id
       where c.incident_id = $1 and r.key = $2`,
      [id, key],
    )
  ).rows;

test("R-18 R-20 the clock of the group's own rule ends with the report to headquarters: to the position and its holder, by the number, at the moment of the 24 hours", async () => {
  const position = (
    await owner.query<{ id: string }>(
      "insert into positions (unit_id, company_id, name, purpose, created_on) values ($1, $2, 'General Manager', 'group_security_head', '2020-01-01') returning id",
      [group.companies.parent, group.companies.parent],
    )
  ).rows[0]?.id;
  await owner.query("update incident_settings set head_position_id = $1", [position]);
  const holder = await signedIn(owner, { companyId: group.companies.parent, name: "Holder" });
  await owner.query(
    "insert into position_holders (position_id, person_id, company_id, rank, valid_from) values ($1, $2, $3, 'VP', '2020-01-01')",
    [position, holder.personId, group.companies.parent],
  );
  const id = await unreported();
  const before = await clock(id, "group-24h");
  assert.deepEqual([before.state, before.kept?.endedAs, before.dueAt], ["runs", null, hoursAfter(24)]);
  assert.deepEqual(await dutyOf(id, "group-24h"), [{ state: "open", reason: null }]);
  await report(id, 25);
  const { kept } = await clock(id, "group-24h");
  const { reportedAt, reference } = await as(incidents.getIncident, { id });
  assert.deepEqual(
    [kept?.endedAs, kept?.endedAt, kept?.isInTime, kept?.recipient, kept?.proofReference, kept?.endedByName],
    ["notified", reportedAt, false, "General Manager – Test Holder", reference, "Test Officer"],
  );
  await owner.query("update positions set name_en = 'GM' where id = $1", [position]);
  assert.equal((await clock(id, "group-24h")).kept?.recipient, "GM – Test Holder", "as the reader calls it");
  assert.deepEqual(await dutyOf(id, "group-24h"), [{ state: "done", reason: "notified" }]);
  // A later report says what is new: the clock ended with the first.
  await report(id, 30);
  assert.equal((await clock(id, "group-24h")).kept?.endedAt, reportedAt);
  assert.deepEqual(
    (await momentsOf(id, "submitted")).map((one) => [one.of, one.at, one.entityId, one.isCurrent]),
    [["group-24h", reportedAt, null, true]],
  );
  // Of a company that is found affected afterwards it is the same report.
  await asDivision(incidents.addAffected, { id, companyId: sister, role: "controller" });
  await follow();
  const all = await owner.query(
    "select ended_as, ended_at from incident_clocks c join clock_rules r on r.id = c.rule_id where incident_id = $1 and r.key = 'group-24h'",
    [id],
  );
  assert.deepEqual(
    all.rows,
    [own, sister].map(() => ({ ended_as: "notified", ended_at: new Date(reportedAt ?? "") })),
  );
  assert.equal((await dutyOf(id, "group-24h")).length, 1, "nobody was asked for it");
});

test("R-18 an exercise ends its clock as well; without a position the report is to the group office; what was at headquarters before is asked of nobody", async () => {
  await owner.query("update incident_settings set head_position_id = null");
  const id = await unreported(true);
  await report(id, 2);
  const { kept } = await clock(id, "group-24h");
  assert.deepEqual([kept?.endedAs, kept?.isInTime, kept?.recipient], ["notified", true, ""]);
  const atOnce = await begin();
  await follow();
  assert.equal((await clock(atOnce, "group-24h")).kept?.endedAt, hoursAfter(1));
  assert.deepEqual(await dutyOf(atOnce, "group-24h"), []);
});
