// Two reports of one thing: suggested to whoever judges, closed as the same, followed by whoever reported it, counted once.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "./contract.ts";
import { notices } from "./notices/contract.ts";
import { meetsTable } from "./notices/opening.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const at = (companyId: string, role: "employee" | "security_officer", name: string) =>
  signedIn(owner, { companyId, role, name });
const [worker, other] = [await at(own, "employee", "Worker"), await at(own, "employee", "Other")];
const [officer, stranger] = [
  await at(own, "security_officer", "Officer"),
  await at(sister, "security_officer", "Stranger"),
];
const readers = [messageMaker, meetsTable];
await enrol(db, readers);
const as = app.as(officer.token);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const { rows: phones } = await owner.query<{ id: string }>(
  "insert into devices (company_id, name, form, owner_id) values ($1, 'SP-04821', 'phone', $2) returning id",
  [own, worker.personId],
);
const phoneId = phones[0]?.id ?? "";
app.setNow(new Date("2026-06-12T15:00:00Z"));

const report = (token: string, what: string, more: Record<string, unknown> = {}) =>
  app.as(token)(incidents.reportIncident, {
    companyId: own,
    kind: "lost_device",
    what,
    discoveredAt: "2026-06-12T14:00:00Z",
    zone: "Asia/Tokyo",
    ...more,
  });
const whole = (id: string) => as(incidents.getIncident, { id });
async function sameAs(id: string, duplicateOf: string, token = officer.token) {
  const { rowVersion } = await app.as(token)(incidents.getIncident, { id });
  return app.as(token)(incidents.judgeIncident, {
    id,
    as: "duplicate",
    because: "",
    duplicateOf,
    rowVersion,
  });
}
const running = async () => (await as(incidents.countIncidents, { companyId: own })).views;
const toldOf = async (personId: string) =>
  (
    await owner.query<{ kind: string; subjectId: string }>(
      `select kind, subject_id as "subjectId" from messages where person_id = $1 and kind like 'incident.%' order by id`,
      [personId],
    )
  ).rows;

test("R-17 whoever judges a report is shown what may be the same: by the device, by its words; not what merely happened that day", async () => {
  const first = await report(worker.token, "My phone was left in a taxi in Shinagawa", {
    deviceIds: [phoneId],
  });
  const byDevice = await report(other.token, "The director rang", { deviceIds: [phoneId] });
  const byWords = await report(other.token, "A phone was left in a taxi, in Shinagawa");
  const apart = await report(other.token, "A laptop is missing from the meeting room");
  const elsewhere = await app.as(stranger.token)(incidents.reportIncident, {
    companyId: sister,
    kind: "lost_device",
    what: "My phone was left in a taxi in Shinagawa",
    discoveredAt: "2026-06-12T14:00:00Z",
    zone: "Asia/Tokyo",
  });
  const { rows } = await as(incidents.listAlike, { id: first.id });
  assert.deepEqual(
    rows.map((row) => [row.id, row.because]),
    [
      [byDevice.id, ["device", "kind"]],
      [byWords.id, ["words", "kind"]],
    ],
  );
  const sought = await as(incidents.listAlike, { id: first.id, search: apart.reference });
  assert.deepEqual(
    sought.rows.map((row) => row.id),
    [apart.id],
  );
  await assert.rejects(as(incidents.listAlike, { id: elsewhere.id }), refusedWith("incident.not_found"));
});

test("R-17 closed as the same: its words, files and log stand with the kept one, whoever reported it follows, it counts once and can be judged anew", async () => {
  const before = await running();
  const kept = await report(worker.token, "The wrong list went to a customer", { kind: "mis_sent" });
  const { rows: files } = await owner.query<{ id: string }>(
    `insert into files (company_id, purpose, name, media_type, size_bytes, sha256, created_by) values ($1, 'incident_file', 'screen.png', 'image/png', 4, $2, $3) returning id`,
    [own, Buffer.alloc(32, 7), other.personId],
  );
  const same = await report(other.token, "A list went to the wrong customer", {
    kind: "mis_sent",
    fileIds: [files[0]?.id],
  });
  await app.as(other.token)(incidents.addToReport, { id: same.id, said: "It was at noon" });
  await as(incidents.addLogEntry, {
    id: same.id,
    kind: "done",
    at: "2026-06-12T14:30:00Z",
    zone: "Asia/Tokyo",
    said: "Called the customer",
  });
  await sameAs(same.id, kept.id);
  await readOn(db, owner, readers);

  const [one, gone] = [await whole(kept.id), await whole(same.id)];
  assert.deepEqual([gone.state, gone.judgedAs, gone.duplicateOf?.id], ["duplicate", "duplicate", kept.id]);
  assert.deepEqual(
    [
      one.duplicates.map((row) => row.what),
      one.files.map((file) => file.name),
      one.additions.map((row) => row.said),
    ],
    [["A list went to the wrong customer"], ["screen.png"], ["It was at noon"]],
  );
  const log = await as(incidents.listIncidentLog, { id: kept.id, withTrail: false });
  assert.deepEqual(
    log.rows.map((row) => row.said),
    ["Called the customer"],
  );
  assert.equal((await running()).running, before.running + 1);
  const { rows: owed } = await owner.query(
    "select kind from duties where subject_id = $1 and state = 'open' and kind in ('incident.report', 'incident.judge', 'incident.respond_now')",
    [same.id],
  );
  assert.deepEqual(owed, []);

  assert.deepEqual((await toldOf(other.personId)).at(-1), { kind: "incident.duplicate", subjectId: same.id });
  const own1 = await app.as(other.token)(incidents.getOwnReport, { id: same.id });
  assert.deepEqual(
    [own1.state, own1.goesOn?.reference, own1.goesOn?.containedAt],
    ["duplicate", kept.reference, null],
  );
  await as(incidents.judgeIncident, { id: kept.id, as: "incident", because: "", rowVersion: one.rowVersion });
  await as(incidents.moveIncident, {
    id: kept.id,
    step: "contained",
    at: "2026-06-12T14:50:00Z",
    said: "",
    rowVersion: (await whole(kept.id)).rowVersion,
  });
  await readOn(db, owner, readers);
  assert.deepEqual((await toldOf(other.personId)).at(-1), { kind: "incident.contained", subjectId: same.id });
  const own2 = await app.as(other.token)(incidents.getOwnReport, { id: same.id });
  assert.equal(own2.goesOn?.state, "contained");
  await assert.rejects(
    app.as(other.token)(incidents.getOwnReport, { id: kept.id }),
    refusedWith("incident.not_found"),
  );

  await as(incidents.judgeIncident, {
    id: same.id,
    as: "incident",
    because: "",
    rowVersion: (await whole(same.id)).rowVersion,
  });
  const back = await whole(same.id);
  assert.deepEqual([back.state, back.duplicateOf, (await whole(kept.id)).duplicates], ["open", null, []]);
  assert.equal((await running()).running, before.running + 2);
});

test("R-17 no circle of duplicates: nothing is kept that goes on elsewhere itself, of another company, or beyond the judge's sight", async () => {
  const [a, b, c] = [
    await report(worker.token, "Strange mail, first"),
    await report(worker.token, "Strange mail, second"),
    await report(worker.token, "Strange mail, third"),
  ];
  await assert.rejects(sameAs(a.id, a.id), refusedWith("incident.same_as_none"));
  await sameAs(a.id, b.id);
  await assert.rejects(sameAs(b.id, a.id), refusedWith("incident.same_as_a_duplicate"));
  // What went on at b goes on with it at c.
  await sameAs(b.id, c.id);
  assert.deepEqual((await whole(a.id)).duplicateOf?.id, c.id);
  const hidden = await report(worker.token, "Strange mail, about somebody");
  await owner.query("update incidents set is_confidential = true, told_ids = $2 where id = $1", [
    hidden.id,
    [worker.personId],
  ]);
  const d = await report(other.token, "Strange mail, about somebody");
  assert.equal(
    (await as(incidents.listAlike, { id: d.id })).rows.some((row) => row.id === hidden.id),
    false,
  );
  await assert.rejects(sameAs(d.id, hidden.id), refusedWith("incident.same_as_none"));
  // One who may see both closes it; whoever reported the other learns neither its number nor how far it is.
  await owner.query("update incidents set told_ids = $2 where id = $1", [hidden.id, [officer.personId]]);
  await sameAs(d.id, hidden.id);
  const seen = await app.as(other.token)(incidents.getOwnReport, { id: d.id });
  assert.deepEqual([seen.state, seen.goesOn], ["duplicate", null]);
  await owner.query("update incidents set told_ids = $2 where id = $1", [hidden.id, [worker.personId]]);
  const left = await whole(d.id);
  assert.deepEqual([left.state, left.duplicateOf], ["duplicate", null]);
});

test("R-19 what was called for by a report that is the same as another is called for there: its notices and its late reason end", async () => {
  const kept = await report(worker.token, "Files are being encrypted", { kind: "ransomware" });
  const same = await report(other.token, "Strange file names on the share", {
    kind: "ransomware",
    discoveredAt: "2026-06-10T14:00:00Z",
  });
  const judge = async (id: string, as_: "incident" | "nothing") =>
    as(incidents.judgeIncident, { id, as: as_, because: "x", rowVersion: (await whole(id)).rowVersion });
  await judge(same.id, "incident");
  await readOn(db, owner, readers);
  const of = async () =>
    (await as(notices.listNotices, { id: same.id })).rows.map((row) => row.closedBecause);
  const opened = await of();
  assert.ok(opened.length > 0 && opened.every((one) => one === null));
  const late = async () =>
    (
      await owner.query("select state from duties where subject_id = $1 and kind = 'incident.late_reason'", [
        same.id,
      ])
    ).rows.map((row) => row.state);
  assert.deepEqual(await late(), ["open"]);
  await sameAs(same.id, kept.id);
  await readOn(db, owner, readers);
  assert.deepEqual(
    await of(),
    opened.map(() => "duplicate"),
  );
  assert.equal((await late()).includes("open"), false);
  assert.equal((await whole(same.id)).isLate, false);
});
