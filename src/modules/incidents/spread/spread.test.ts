// Whoever has the same product is warned and asked, by the ledgers, in one act.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { duties } from "#modules/duties/contract.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { messages } from "#modules/messages/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { heldRuleOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer" });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const otherDesk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.two,
});
const asOther = app.as((await signedIn(owner, { companyId: other, role: "security_officer" })).token);
await enrol(app.door.db, [messageMaker]);
type Thing = Input<typeof incidents.askToWarn>["things"][number];
const addExit = async (companyId: string, name: string, product: string) =>
  (
    await owner.query<{ id: string }>(
      "insert into internet_exits (company_id, name, product) values ($1, $2, $3) returning id",
      [companyId, name, product],
    )
  ).rows[0]?.id ?? "";
const box = await addExit(own, "VPN box", "FortiGate 60F");
await addExit(sister, "VPN", "FortiGate 60F");
await addExit(other, "Edge", "Other 9");
const addCloud = async (companyId: string) =>
  (
    await owner.query<{ id: string }>(
      "insert into cloud_services (company_id, name, provider) values ($1, 'Payroll', 'Nimbus KK') returning id",
      [companyId],
    )
  ).rows[0]?.id ?? "";
const { id, reference } = await app.as(officer.token)(incidents.reportIncident, {
  companyId: own,
  kind: "web_server",
  what: "The box was entered",
  discoveredAt: new Date(Date.now() - 60_000).toISOString(),
  zone: "Asia/Tokyo",
});
await owner.query(
  "insert into incident_assets (incident_id, company_id, ledger, entry_id, name) values ($1, $2, 'internet_exits', $3, 'VPN box')",
  [id, own, box],
);
const refusedWith = (code: string) => (error: AppError) => error.code === code;

/** As the page sends it: what comes written, to whoever holds what getSpread found. */
const warning = async (who: string, of: { ledger: Thing["ledger"]; words: string }, incidentId = id) => {
  const draft = await app.as(who)(incidents.draftWarning, { id: incidentId, words: of.words });
  const { issuers } = await app.as(who)(lateralChecks.listLateralIssuers, {});
  return app.as(who)(lateralChecks.openLateralCheck, {
    issuerUnitId: issuers[0]?.unitId ?? "",
    originalLanguage: "en",
    ...draft.en,
    translations: { ja: draft.ja, zh: draft.zh },
    questions: [],
    contact: "",
    rules: [{ kind: "ledgers", held: [heldRuleOf(of)] }],
    needsAll: false,
    exceptions: draft.foundAtId ? [{ unitId: draft.foundAtId, reason: "It was found here" }] : [],
    sourceKind: "incident",
    sourceId: incidentId,
    sourceWords: "",
    isSourceTold: false,
    severity: draft.severity,
    dueOn: draft.dueOn,
  });
};

test("R-17 warn companies with the same product: whoever the ledgers name is asked by what comes written, takes note, and answers", async () => {
  const { alike } = await app.as(office.token)(incidents.getSpread, { id });
  assert.deepEqual(
    alike.map(({ ledger, words, companies }) => [ledger, words, companies]),
    [["internet_exits", "FortiGate 60F", 1]],
    "the company of the incident is none of the others",
  );
  const [one] = alike;
  assert.ok(one);
  const draft = await app.as(office.token)(incidents.draftWarning, { id, words: one.words });
  for (const language of ["ja", "en", "zh"] as const) {
    const { title, why, look } = draft[language];
    assert.ok(title.includes("FortiGate 60F") && look.includes("FortiGate 60F"), title);
    assert.ok(![title, why, look].join().includes(reference), "where it was found is not told");
  }
  const { id: checkId, number, asked } = await warning(office.token, one);
  assert.equal(asked, 1);
  assert.deepEqual((await app.as(officer.token)(duties.listMyDuties, { kind: "lateral.answer" })).rows, []);
  const asStranger = app.as(stranger.token);
  const { rows: owed } = await asStranger(duties.listMyDuties, { kind: "lateral.answer" });
  assert.equal(owed.length, 1);
  const memberId = owed[0]?.subjectId ?? "";
  const counts = async () => {
    const { rows } = await app.as(office.token)(lateralChecks.listLateralChecks, { sourceId: id });
    return rows.map((row) => [row.id, row.asked, row.noted, row.affected]);
  };
  assert.deepEqual(await counts(), [[checkId, 1, 0, 0]]);
  await asStranger(lateralChecks.noteLateralCheck, { id: memberId });
  await assert.rejects(
    asStranger(lateralChecks.noteLateralCheck, { id: memberId }),
    refusedWith("lateral_check.noted_already"),
  );
  assert.deepEqual(await counts(), [[checkId, 1, 1, 0]]);
  const shown = await asStranger(lateralChecks.getLateralMember, { id: memberId });
  assert.ok(shown.member.notedAt && shown.member.notedByName, "when, and by whom");
  assert.equal(
    (await asStranger(duties.listMyDuties, { kind: "lateral.answer" })).rows.length,
    1,
    "still owed",
  );
  await asStranger(lateralChecks.answerLateralCheck, {
    id: memberId,
    answer: "affected",
    fixedOn: null,
    note: "One box, version 7.2.4",
    replies: [],
    entries: [],
    fileIds: [],
    reason: "",
    rowVersion: shown.member.rowVersion,
  });
  assert.deepEqual(await counts(), [[checkId, 1, 1, 1]]);
  assert.equal((await asStranger(duties.listMyDuties, { kind: "lateral.answer" })).rows.length, 0);
  assert.match(number, /^L-/);
  await assert.rejects(
    asOther(lateralChecks.noteLateralCheck, { id: memberId }),
    refusedWith("lateral_check.not_found"),
  );
});

test("what was taken out of the case is sought no more; by name every ledger is looked through", async () => {
  const cloud = await owner.query<{ id: string }>(
    "insert into cloud_services (company_id, name, provider) values ($1, 'Payroll', 'Nimbus KK') returning id",
    [sister],
  );
  await owner.query(
    "insert into servers (company_id, name, manufacturer, model) values ($1, 'NIMBUS relay', 'Any', 'One')",
    [other],
  );
  const asOffice = app.as(office.token);
  const { alike } = await asOffice(incidents.findSpread, { id, words: "Ｎｉｍｂｕｓ" });
  assert.deepEqual(alike.map(({ ledger, companies }) => [ledger, companies]).sort(), [
    ["cloud_services", 1],
    ["servers", 1],
  ]);
  assert.deepEqual(
    (await app.as(officer.token)(incidents.findSpread, { id, words: "Nimbus" })).alike,
    [],
    "in scope alone",
  );
  await owner.query(
    "insert into incident_assets (incident_id, company_id, ledger, entry_id, name) values ($1, $2, 'cloud_services', $3, 'Payroll')",
    [id, own, await addCloud(own)],
  );
  const soughtNow = async () =>
    (await asOffice(incidents.getSpread, { id })).alike.map((one) => one.words).sort();
  assert.deepEqual(await soughtNow(), ["FortiGate 60F", "Nimbus KK"]);
  await owner.query(
    "update incident_assets set left_at = now() where incident_id = $1 and ledger = 'cloud_services'",
    [id],
  );
  assert.deepEqual(await soughtNow(), ["FortiGate 60F"]);
  assert.ok(cloud.rows[0]);
  const alikeBox = async () =>
    (await asOffice(incidents.findSpread, { id, words: "FortiGate" })).alike.map((one) => one.companies);
  assert.deepEqual(await alikeBox(), [1], "others alone");
  // Of one that is kept from some nothing leads to its company: it is asked as everybody is.
  const foundAt = async () => (await asOffice(incidents.draftWarning, { id })).foundAtId;
  assert.equal(await foundAt(), own);
  await owner.query("update incidents set about_ids = array[$2]::uuid[] where id = $1", [
    id,
    stranger.personId,
  ]);
  assert.equal(await foundAt(), null);
  await owner.query("update incidents set about_ids = '{}' where id = $1", [id]);
});

test("whoever may not ask others asks those who may: their duty ends with a check or with a reason, and whoever asked is told", async () => {
  const asOfficer = app.as(officer.token);
  const things = [{ ledger: "internet_exits" as const, words: "FortiGate 60F" }];
  const { id: first } = await asOfficer(incidents.askToWarn, {
    id,
    said: "Others have this box too",
    things,
  });
  const { id: second } = await asOfficer(incidents.askToWarn, { id, said: "And the log server", things: [] });
  await readOn(app.door.db, owner, [messageMaker]);
  const mine = async (token: string) =>
    (await app.as(token)(duties.listMyDuties, { kind: "incident.ask_others" })).rows
      .filter((row) => row.isAddressed)
      .map((row) => row.subjectId)
      .sort();
  assert.deepEqual(await mine(desk.token), [first, second].sort(), "the division's");
  assert.deepEqual(await mine(officer.token), []);
  assert.deepEqual(await mine(otherDesk.token), []);
  await assert.rejects(
    app.as(stranger.token)(incidents.getCheckRequest, { id: first }),
    refusedWith("incident_check_request.not_found"),
  );
  await assert.rejects(
    app.as(otherDesk.token)(incidents.answerCheckRequest, { id: first, checkId: null, because: "-" }),
    refusedWith("incident_check_request.not_found"),
  );
  const asDesk = app.as(desk.token);
  const { things: wanted, mayAnswer } = await asDesk(incidents.getCheckRequest, { id: first });
  assert.deepEqual([wanted, mayAnswer], [things, true]);
  const { id: checkId, number } = await warning(desk.token, things[0] as Thing);
  await assert.rejects(
    asDesk(incidents.answerCheckRequest, { id: first, checkId: crypto.randomUUID(), because: "" }),
    refusedWith("incident.no_such_check"),
  );
  await asDesk(incidents.answerCheckRequest, { id: first, checkId, because: "" });
  await assert.rejects(
    asDesk(incidents.answerCheckRequest, { id: second, checkId: null, because: " " }),
    refusedWith("incident.decline_because"),
  );
  await asDesk(incidents.answerCheckRequest, { id: second, checkId: null, because: "Nobody else has one" });
  await assert.rejects(
    asDesk(incidents.answerCheckRequest, { id: first, checkId, because: "" }),
    refusedWith("incident.answered_already"),
  );
  assert.deepEqual(await mine(desk.token), []);
  const { requests } = await asDesk(incidents.getSpread, { id });
  assert.deepEqual(
    requests.map((one) => [one.checkNumber, one.declinedBecause]).sort(),
    [
      [null, "Nobody else has one"],
      [number, null],
    ].sort(),
  );
  await readOn(app.door.db, owner, [messageMaker]);
  const told = (await asOfficer(messages.listMessages, { limit: 50 })).rows.map((row) => row.kind);
  assert.ok(told.includes("incident.check_opened") && told.includes("incident.check_declined"), told.join());
  assert.ok(
    (await asDesk(messages.listMessages, { limit: 50 })).rows.some(
      (row) => row.kind === "incident.check_asked",
    ),
  );
});

test("indicators: what is no indicator is said, what is known stays, a withdrawn one is passed on no more; sister companies see none", async () => {
  const as = app.as(officer.token);
  const added = await as(incidents.addIndicators, {
    id,
    lines: ["evil[.]example", "nothing of the kind", "203.0.113.7"],
    note: "",
    marking: "amber",
  });
  assert.deepEqual([added.added, added.known, added.unread.map((one) => one.line)], [2, 0, [2]]);
  const again = await as(incidents.addIndicators, { id, lines: ["evil.example"], note: "", marking: "red" });
  assert.deepEqual([again.added, again.known], [0, 1]);
  await assert.rejects(
    as(incidents.addIndicators, { id, lines: ["-"], note: "", marking: "red" }),
    refusedWith("incident.no_indicator"),
  );
  const { indicators } = await as(incidents.getSpread, { id });
  const first = indicators.find((one) => one.value === "evil.example");
  await as(incidents.withdrawIndicator, { id: first?.id ?? "", because: "A customer's own address" });
  assert.equal((await as(incidents.downloadIndicators, { id, upTo: "amber" })).count, 1);
  assert.equal((await as(incidents.downloadIndicators, { id, upTo: "green" })).count, 0);
  await assert.rejects(
    app.as(stranger.token)(incidents.getSpread, { id }),
    refusedWith("incident.not_found"),
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.withdrawIndicator, { id: first?.id ?? "", because: "-" }),
    refusedWith("incident_indicator.not_found"),
  );
});
