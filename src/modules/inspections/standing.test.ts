import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { inspections } from "./contract.ts";
import { keepFirstResults } from "./beginning.ts";
import { keepStandings } from "./standing.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
const asOfficer = app.as(officer.token);
const editionId = await addEdition(owner, {
  controls: [{ id: "ORG-01", mandatory: true }, { id: "ORG-02", cadence: "monthly" }, { id: "ORG-03" }],
});

const lookAtTheClock = (now: string) =>
  asSystem(app.door.db, "timed.inspections.standing", (ctx) => keepStandings(ctx), new Date(now));

async function lockedInspection(fiscalYear = 2026) {
  const round = await addOpenRound(owner, { editionId, companies: [group.companies.own], fiscalYear });
  const id = round.inspections.get(group.companies.own) ?? "";
  app.setNow(new Date("2026-11-24T03:00:00Z"));
  await asOfficer(inspections.answerScope, { id, condition: "has_plant", isTrue: false, rowVersion: null });
  for (const controlId of ["ORG-01", "ORG-02", "ORG-03"]) {
    await asOfficer(inspections.saveAnswer, { id, controlId, verdict: "met", rowVersion: null });
  }
  await asOfficer(inspections.addEvidence, {
    id,
    title: "Report",
    kind: "measured",
    place: "the console",
    validFrom: "2026-11-20",
    controlIds: ["ORG-01", "ORG-02", "ORG-03"],
  });
  const { rowVersion } = await asOfficer(inspections.getInspection, { id });
  await asOfficer(inspections.submitInspection, { id, rowVersion });
  await owner.query(
    "update inspections set state = 'locked', confirmed_at = now(), locked_at = now() where id = $1",
    [id],
  );
  await owner.query(
    `insert into inspection_results select (jsonb_populate_record(r, '{"basis": "locked"}')).* from inspection_results r
     where inspection_id = $1 and basis = 'live'`,
    [id],
  );
  return id;
}

const resultsOf = async (id: string) => {
  const { results } = await asOfficer(inspections.getInspection, { id });
  const of = (basis: string) => results.find((one) => one.basis === basis);
  return { locked: of("locked"), standing: of("standing") };
};

test("T-12 evidence passes its validity date: the standing reads expired without any user action, the lock stays", async () => {
  const id = await lockedInspection();
  await lookAtTheClock("2026-11-24T04:00:00Z");
  const first = await resultsOf(id);
  assert.deepEqual([first.standing?.result, first.standing?.expiredCount], ["meets", 0]);
  const seen = async () =>
    (
      await owner.query(
        "select data from events where verb = 'inspection.standing_changed' and subject_id = $1 order by id",
        [id],
      )
    ).rows.map((row) => row.data);
  assert.deepEqual(await seen(), []);
  // Monthly: measured on 20 November, good through 25 December in the group's zone.
  await lookAtTheClock("2026-12-25T14:59:00Z");
  assert.equal((await resultsOf(id)).standing?.expiredCount, 0);
  await lookAtTheClock("2026-12-25T15:01:00Z");
  const after = await resultsOf(id);
  assert.deepEqual([after.standing?.result, after.standing?.expiredCount], ["improve", 1]);
  assert.deepEqual([after.locked?.result, after.locked?.expiredCount], ["meets", 0]);
  assert.deepEqual(await seen(), [{ before: "meets", result: "improve", expired: ["ORG-02"] }]);
  assert.equal(await lookAtTheClock("2026-12-25T15:11:00Z"), 0);
  assert.equal((await seen()).length, 1, "nothing happens twice");
});

test("T-12 fresh proof after the lock mends the standing at once and leaves the locked result alone", async () => {
  const { rows } = await owner.query("select id from inspections where state = 'locked'");
  const id: string = rows[0].id;
  app.setNow(new Date("2026-12-26T03:00:00Z"));
  await asOfficer(inspections.addEvidence, {
    id,
    title: "December report",
    kind: "measured",
    place: "the console",
    validFrom: "2026-12-26",
    controlIds: ["ORG-02"],
  });
  const { locked, standing } = await resultsOf(id);
  assert.deepEqual([standing?.result, standing?.expiredCount, locked?.result], ["meets", 0, "meets"]);
  await assert.rejects(
    asOfficer(inspections.saveAnswer, { id, controlId: "ORG-02", verdict: "partly", rowVersion: 1 }),
    /inspection.not_now/,
  );
});

test("T-12 a visit counts as verified until the tier's next one was due; the lock keeps what was seen", async () => {
  const id = await lockedInspection();
  const { rows } = await owner.query<{ years: number }>(
    `select (t ->> 'onSiteAuditEveryYears')::int as years from inspections i join editions e on e.id = i.edition_id
     cross join jsonb_array_elements(e.frame -> 'tiers') t where i.id = $1 and t ->> 'id' = i.tier`,
    [id],
  );
  const visitedIn = 2026 - (rows[0]?.years ?? 0);
  await owner.query(
    "update answers set assurance = 'verified', verified_on = $2 where inspection_id = $1 and control_id = 'ORG-01'",
    [id, `${visitedIn}-12-10`],
  );
  const verified = async () => {
    const { standing } = await resultsOf(id);
    return [standing?.result, standing?.verifiedCount, standing?.declaredCount];
  };
  await lookAtTheClock("2026-11-24T04:00:00Z");
  assert.deepEqual(await verified(), ["meets", 1, 2]);
  await lookAtTheClock("2026-12-10T14:59:00Z");
  assert.deepEqual(await verified(), ["meets", 1, 2]);
  await lookAtTheClock("2026-12-10T15:01:00Z");
  assert.deepEqual(await verified(), ["meets", 0, 3], "the company's word again, without anybody acting");
  app.setNow(null);
});

test("R-12 what was launched and not begun owes everything, stands nowhere yet, and is not known", async () => {
  app.setNow(new Date("2027-11-24T03:00:00Z"));
  const round = await addOpenRound(owner, {
    editionId,
    companies: [group.companies.own, group.companies.sister],
    fiscalYear: 2027,
    dueOn: "2027-12-15",
  });
  await asSystem(app.door.db, "trail.dispatch", keepFirstResults, new Date("2027-11-24T03:05:00Z"));
  while ((await lookAtTheClock("2027-11-24T03:10:00Z")) > 0);
  const { rows } = await owner.query(
    `select basis, result, required_count as required, answered_count as answered from inspection_results
     where round_id = $1 order by company_id`,
    [round.id],
  );
  const fresh = { basis: "live", result: "not_known", required: 3, answered: 0 };
  assert.deepEqual(rows, [fresh, fresh]);
});

test("T-12 the standing is of the inspection handed in last; an older one keeps what was locked", async () => {
  const standing = async () =>
    (
      await owner.query(
        `select r.fiscal_year as year from inspection_results s join rounds r on r.id = s.round_id
         where s.basis = 'standing' and s.company_id = $1`,
        [group.companies.own],
      )
    ).rows.map((row) => row.year);
  assert.deepEqual(await standing(), [2026]);
  await owner.query(
    `update inspections i set state = 'submitted', submitted_at = '2027-12-01T00:00:00Z' from rounds r
     where r.id = i.round_id and r.fiscal_year = 2027 and i.company_id = $1`,
    [group.companies.own],
  );
  while ((await lookAtTheClock("2027-12-01T04:00:00Z")) > 0);
  assert.deepEqual(await standing(), [2027]);
});

test("expired proof raises one duty of the company, which ends by itself when the proof is renewed", async () => {
  const id = await lockedInspection();
  // Handed in last of all that this company has here.
  await owner.query(
    "update rounds set fiscal_year = 2040 where id = (select round_id from inspections where id = $1)",
    [id],
  );
  const open = async () => {
    const { rows } = await asOfficer(duties.listMyDuties, { subjectId: id });
    return rows.map((row) => row.kind);
  };
  await lookAtTheClock("2026-11-24T04:00:00Z");
  assert.deepEqual(await open(), []);
  await owner.query("update evidence_uses set valid_until = '2026-11-24' where inspection_id = $1", [id]);
  app.setNow(new Date("2026-11-25T03:00:00Z"));
  await lookAtTheClock("2026-11-25T03:00:00Z");
  await lookAtTheClock("2026-11-25T03:05:00Z");
  assert.deepEqual(await open(), ["evidence.renew"], "one for three controls, however often one looks");
  await owner.query(
    "update evidence_uses set valid_until = '2027-04-01' where inspection_id = $1 and control_id = 'ORG-03'",
    [id],
  );
  await lookAtTheClock("2026-11-25T03:10:00Z");
  await lookAtTheClock("2027-04-02T03:00:00Z");
  const { rows: owed } = await owner.query(
    "select from duties where subject_id = $1 and kind = 'evidence.renew' and state = 'open'",
    [id],
  );
  assert.equal(owed.length, 1, "the turn of the year makes no second one");
  await owner.query(
    "update evidence_uses set valid_until = '2026-11-24' where inspection_id = $1 and control_id = 'ORG-03'",
    [id],
  );
  const prove = (controlIds: string[]) =>
    asOfficer(inspections.addEvidence, {
      id,
      title: "Fresh report",
      kind: "measured",
      place: "the console",
      validFrom: "2026-11-25",
      controlIds,
    });
  await prove(["ORG-01"]);
  assert.deepEqual(await open(), ["evidence.renew"], "as long as something has run out");
  await prove(["ORG-02", "ORG-03"]);
  assert.deepEqual(await open(), []);
  app.setNow(null);
});

test("a proof whose day was typed wrongly is corrected with a reason, until something locked rests on it", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [group.companies.own], fiscalYear: 2027 });
  const id = round.inspections.get(group.companies.own) ?? "";
  app.setNow(new Date("2026-11-24T03:00:00Z"));
  await asOfficer(inspections.saveAnswer, { id, controlId: "ORG-02", verdict: "met", rowVersion: null });
  const { id: evidenceId } = await asOfficer(inspections.addEvidence, {
    id,
    title: "Report",
    kind: "measured",
    place: "the console",
    validFrom: "2025-11-20",
    controlIds: ["ORG-02"],
  });
  const seen = async () => {
    const { evidence, answer } = await asOfficer(inspections.getAskedControl, { id, controlId: "ORG-02" });
    return [evidence[0]?.validFrom, evidence[0]?.validUntil, answer?.rowVersion];
  };
  assert.deepEqual(await seen(), ["2025-11-20", "2025-12-25", 1]);
  const correct = (rowVersion: number, validFrom = "2026-11-20") =>
    asOfficer(inspections.correctEvidenceDay, {
      id,
      evidenceId,
      validFrom,
      reason: "the year was wrong",
      rowVersion,
    });
  await assert.rejects(correct(1, "2026-12-24"), { code: "evidence.day_in_future" });
  await correct(1);
  assert.deepEqual(await seen(), ["2026-11-20", "2026-12-25", 1]);
  await assert.rejects(correct(2), { code: "evidence.same_day" });
  await assert.rejects(correct(1), { code: "evidence.changed_meanwhile" });
  const { rows } = await owner.query("select proof_version from answers where inspection_id = $1", [id]);
  assert.equal(rows[0].proof_version, 2, "the desk looks at it again");
  await owner.query(
    "update inspections set state = 'locked', submitted_at = now(), confirmed_at = now(), locked_at = now() where id = $1",
    [id],
  );
  await assert.rejects(correct(2), { code: "inspection.not_now" });
  app.setNow(null);
});

test("T-12 what is judged anew while a standing is computed is in the next one, though its transaction began before", async () => {
  const id = await lockedInspection(2045);
  await owner.query("begin");
  try {
    await owner.query(
      "update answers set verdict = 'not_met' where inspection_id = $1 and control_id = 'ORG-01'",
      [id],
    );
    await owner.query(
      "update inspection_results set computed_at = '2026-11-24T04:00:20Z' where inspection_id = $1 and basis = 'live'",
      [id],
    );
    await lookAtTheClock("2026-11-24T04:00:30Z");
    assert.equal((await resultsOf(id)).standing?.result, "meets", "what is not kept yet is not seen");
  } finally {
    await owner.query("commit");
  }
  await lookAtTheClock("2026-11-24T04:02:00Z");
  assert.equal((await resultsOf(id)).standing?.result, "serious");
  assert.equal(await lookAtTheClock("2026-11-24T04:03:30Z"), 0);
});
