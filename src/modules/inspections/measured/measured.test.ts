// Controls answered by what the company's own ledgers measure, with the denominator, and scope questions that a ledger answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import { testApp } from "#test/app.ts";
import { buildAnsweringCompany } from "#test/answering-company.ts";
import { inspections } from "../contract.ts";
import { readingsAnew } from "./renewing.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const made = await buildAnsweringCompany(owner, ownerUrl, { tier: "T3", hasPlant: false });
const officer = app.as(made.officer.token);
const id = made.inspectionId;

type Device = { name: string; encrypted?: boolean; watched?: boolean };
const add = async ({ name, ...fields }: Device) =>
  officer(ledgers.addEntry, {
    ledger: "devices",
    companyId: made.company,
    name,
    values: { form: "laptop", ...fields },
  });
const control = (controlId: string) => officer(inspections.getAskedControl, { id, controlId });
const take = async (controlId: string) => {
  const { measured, answer } = await control(controlId);
  assert.ok(measured);
  return officer(inspections.takeMeasured, {
    id,
    controls: [
      { controlId, rowVersion: answer?.rowVersion ?? null, holds: measured.holds, all: measured.all },
    ],
  });
};

test("T-01 R-31 a control with a metric is proposed as measured, with its denominator; what nobody knows does not count as so", async () => {
  assert.equal((await control("TEC-04")).measured, null, "nothing is measured where there is no ledger");
  for (const at of [1, 2, 3, 4, 5, 6, 7]) await add({ name: `PC-${at}`, encrypted: true, watched: true });
  await add({ name: "PC-8", encrypted: false, watched: true });
  await add({ name: "PC-9", watched: true });
  const { measured } = await control("TEC-04");
  assert.deepEqual(
    { ...measured, ledgers: measured?.ledgers.join() },
    {
      metric: "device_encryption_rate",
      ledgers: "devices",
      holds: 7,
      all: 9,
      unknown: 1,
      percent: 77.7,
      verdict: "partly",
      staleSince: null,
    },
  );
  const { rows } = await officer(inspections.listAskedControls, { id });
  assert.equal(rows.find((one) => one.controlId === "TEC-06")?.measured?.verdict, "met");
});

test("T-01 taken by name it is the answer, measured, and the reading is its proof until the cadence runs out", async () => {
  assert.deepEqual(await take("TEC-06"), { saved: 1 });
  const { answer, evidence } = await control("TEC-06");
  assert.deepEqual(
    [answer?.verdict, answer?.assurance, answer?.origin, answer?.coveragePercent],
    ["met", "measured", "measured", 100],
  );
  assert.deepEqual(
    evidence.map((one) => [one.kind, one.title]),
    [["measured", "Ledger reading: 9 of 9"]],
  );
  const { rows } = await owner.query<{ days: number }>(
    `select u.valid_until - e.valid_from as days from evidence_uses u join evidence e on e.id = u.evidence_id
     where u.inspection_id = $1 and u.control_id = 'TEC-06'`,
    [id],
  );
  assert.equal(rows[0]?.days, 35, "continuous: what is measured holds for 35 days (group standard)");
  await take("TEC-04");
  const partly = (await control("TEC-04")).answer;
  assert.deepEqual(
    [partly?.verdict, partly?.coveragePercent, partly?.assurance],
    ["partly", 77.7, "measured"],
  );
  assert.match(partly?.missing ?? "", /1 of 9 .*of 1 nobody/);
});

test("who closes the gap is added and it stays measured; another share or another verdict is the company's word again", async () => {
  const before = (await control("TEC-04")).answer;
  assert.ok(before);
  const saved = await officer(inspections.saveAnswer, {
    id,
    controlId: "TEC-04",
    verdict: "partly",
    missing: before.missing,
    how: before.how,
    coveragePercent: 77.7,
    owner: "情報システム",
    dueOn: "2099-01-01",
    rowVersion: before.rowVersion,
  });
  assert.equal((await control("TEC-04")).answer?.assurance, "measured");
  await officer(inspections.saveAnswer, {
    id,
    controlId: "TEC-04",
    verdict: "partly",
    missing: before.missing,
    coveragePercent: 99,
    owner: "情報システム",
    dueOn: "2099-01-01",
    rowVersion: saved.rowVersion,
  });
  assert.equal((await control("TEC-04")).answer?.assurance, "declared");
});

test("a figure that has moved since the page was read is not taken unseen, and nothing of the list is", async () => {
  assert.equal((await control("TEC-05")).measured, null, "nobody says of any device whether it is so");
  const seen = (await control("TEC-04")).measured;
  assert.deepEqual([seen?.holds, seen?.all, seen?.unknown], [7, 9, 1]);
  await add({ name: "PC-10" });
  const asShown = { controlId: "TEC-04", rowVersion: null, holds: 7, all: 9 };
  const first = await control("TEC-01");
  const other = { controlId: "TEC-01", rowVersion: null, holds: first.measured?.holds ?? 0, all: 10 };
  await assert.rejects(
    officer(inspections.takeMeasured, { id, controls: [other, asShown] }),
    (error: { code?: string }) => error.code === "measured.moved",
  );
  assert.equal((await control("TEC-01")).answer, null);
});

test("of two who answer at once the second is told, and nothing of the list is taken", async () => {
  const [open, answered] = [await control("TEC-01"), await control("TEC-04")];
  const asSeen = ({ controlId, measured }: typeof open, rowVersion: number | null) => ({
    controlId,
    rowVersion,
    holds: measured?.holds ?? 0,
    all: measured?.all ?? 1,
  });
  await assert.rejects(
    officer(inspections.takeMeasured, { id, controls: [asSeen(open, null), asSeen(answered, 1)] }),
    { code: "answer.changed_meanwhile" },
  );
  assert.equal((await control("TEC-01")).answer, null);
  assert.equal((await control("TEC-04")).answer?.rowVersion, answered.answer?.rowVersion);
});

test("R-06 a silent source makes the figure stale since then: it is shown, and proves nothing", async () => {
  const source = await officer(ledgers.addSource, {
    companyId: made.company,
    kind: "plain",
    name: "Manager",
    rank: 3,
    records: false,
    expectedHours: 24,
    isAutomatic: false,
  });
  await owner.query(
    `insert into sightings (source_id, ledger, source_key, company_id, entry_id, name, state, rank, sees, records, values, first_at, said_at, digest, raw, load_id)
     select $1, 'devices', 'k', company_id, id, name, state, 3, true, false, '{}', now(), now(), '\\x00', '{}', $1 from devices limit 1`,
    [source.id],
  );
  assert.equal((await control("TEC-06")).measured?.staleSince, null);
  await owner.query(
    "update asset_sources set loaded_at = now() - interval '30 hours', created_at = now() - interval '90 days' where id = $1",
    [source.id],
  );
  const { measured } = await control("TEC-06");
  assert.ok(measured?.staleSince);
  await assert.rejects(take("TEC-06"), (error: { code?: string }) => error.code === "measured.stale");
});

test("T-01 what is in a ledger answers the question on scope, whatever the company's facts say", async () => {
  const plants = async () =>
    (await officer(inspections.getInspection, { id })).scope.find((one) => one.condition === "has_plant");
  assert.deepEqual([(await plants())?.proposed, (await plants())?.inLedger], [false, null]);
  await officer(ledgers.addEntry, {
    ledger: "plant_equipment",
    companyId: made.company,
    name: "PLC 1",
    values: { line: "1" },
  });
  assert.deepEqual(
    [(await plants())?.proposed, (await plants())?.inLedger],
    [true, { ledger: "plant_equipment", count: 1 }],
  );
});

test("T-12 a reading that runs out is taken anew while the figure holds, and not where the ledgers say less", async () => {
  const readings = async (controlId: string) =>
    Number(
      (
        await owner.query(
          "select count(*) from evidence_uses u join evidence e on e.id = u.evidence_id where e.reading is not null and u.inspection_id = $1 and u.control_id = $2",
          [id, controlId],
        )
      ).rows[0].count,
    );
  await owner.query("update asset_sources set loaded_at = now()");
  await take("TEC-04");
  const before = [await readings("TEC-04"), await readings("TEC-06")];
  await asSystem(app.door.db, "timed.inspections.measure_again", readingsAnew.run);
  assert.deepEqual([await readings("TEC-04"), await readings("TEC-06")], before, "nothing runs out yet");
  await owner.query("update evidence_uses set valid_until = current_date + 2 where inspection_id = $1", [id]);
  // One more laptop without anybody's eyes on it: of TEC-06 the ledgers say less than the answer, of TEC-04 no less.
  await asSystem(app.door.db, "timed.inspections.measure_again", readingsAnew.run);
  assert.deepEqual([await readings("TEC-04"), await readings("TEC-06")], [(before[0] ?? 0) + 1, before[1]]);
  await asSystem(app.door.db, "timed.inspections.measure_again", readingsAnew.run);
  assert.equal(await readings("TEC-04"), (before[0] ?? 0) + 1, "a second look adds nothing");
});

test("T-12 without its reading an answer is no longer measured, a reading proves no other control, and its day is nobody's to move", async () => {
  const before = await control("TEC-06");
  const [reading] = before.evidence;
  assert.ok(reading?.isFixed);
  await assert.rejects(
    officer(inspections.correctEvidenceDay, {
      id,
      evidenceId: reading.id,
      validFrom: "2026-01-01",
      reason: "later",
      rowVersion: reading.rowVersion,
    }),
    { code: "evidence.day_is_fixed" },
  );
  await assert.rejects(
    officer(inspections.useEvidence, { id, controlId: "TEC-07", evidenceId: reading.id }),
    {
      code: "evidence.not_found",
    },
  );
  const { rows } = await officer(inspections.listEvidence, { companyId: made.company });
  assert.ok(!rows.some((one) => one.id === reading.id));
  for (const one of before.evidence)
    await officer(inspections.dropEvidence, { id, controlId: "TEC-06", evidenceId: one.id });
  assert.equal((await control("TEC-06")).answer?.assurance, "declared");
  await asSystem(app.door.db, "timed.inspections.measure_again", readingsAnew.run);
  assert.deepEqual((await control("TEC-06")).evidence, [], "what was dropped is not brought back");
});

test("T-12 a reading is taken anew from seven days before its end, and proves nothing from the group's midnight after its last day", async () => {
  // All of them, said by hand: of TEC-04 the ledgers say "met".
  await owner.query("update asset_sources set expected_hours = null");
  await owner.query("update devices set encrypted = true");
  await add({ name: "PC-11", encrypted: true, watched: true });
  await take("TEC-04");
  const readings = async () =>
    (await control("TEC-04")).evidence.filter((one) => one.kind === "measured").length;
  await owner.query(
    "update evidence_uses set valid_until = '2027-03-10' where inspection_id = $1 and control_id = 'TEC-04'",
    [id],
  );
  const at = async (moment: string) => {
    app.setNow(new Date(moment));
    const { rows } = await officer(inspections.listAskedControls, { id });
    app.setNow(null);
    const row = rows.find((one) => one.controlId === "TEC-04");
    return [row?.verdict, row?.assurance, row?.problems];
  };
  // Tokyo: a minute before and after the midnight that ends the 10th.
  assert.deepEqual(await at("2027-03-10T14:59:00Z"), ["met", "measured", []]);
  assert.deepEqual(await at("2027-03-10T15:01:00Z"), ["met", "measured", ["answer.evidence_expired"]]);
  const before = await readings();
  const look = (moment: string) =>
    asSystem(app.door.db, "timed.inspections.measure_again", readingsAnew.run, new Date(moment));
  await look("2027-03-03T14:59:00Z");
  assert.equal(await readings(), before, "seven whole days are left");
  await look("2027-03-03T15:01:00Z");
  assert.equal(await readings(), before + 1);
});
