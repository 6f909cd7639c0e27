// Over-claim from the visits that were held (T-16).
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { buildAuditVisit } from "#test/audit-visit.ts";
import { addCompany, signedIn } from "#test/factories.ts";
import { audits } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const made = await buildAuditVisit(owner, app.database.ownerUrl);
const { group, parent, company, division } = made;
const office = app.as(made.office.token);
const second = await addCompany(owner, { code: "C2", name: "Second Ltd.", parentId: division, tier: "T2" });
const elsewhere = await addCompany(owner, {
  code: "C3",
  name: "Elsewhere Ltd.",
  parentId: group,
  tier: "T4",
});

type Claim = {
  drawn: "sample" | "mandatory" | "added";
  verdict: string;
  said?: string;
  times: number;
  isTakenUp?: boolean;
};
/** A visit that was held, with what was claimed and found. */
async function held(companyId: string, on: string, claims: readonly Claim[]): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into audit_visits (company_id, programme_id, month, from_on, to_on, kind, auditor_days, why, state, held_on, result)
     select $1, p.id, date_trunc('month', $2::date)::date, $2, $2, 'on_site', 2, 'cycle', 'held', $2, 'improve' from audit_programmes p limit 1 returning id`,
    [companyId, on],
  );
  const visitId = rows[0]?.id ?? "";
  await owner.query(
    `insert into audit_sheets (visit_id, company_id, number, reference, edition_id, tier, seed, share_percent, finished_at, finished_by)
     select $1, $2, (select count(*) + 1 from audit_sheets where company_id = $2), 'A', i.edition_id, t.tier, 'x', 25, now(), $3
     from inspections i, tiers t where i.id = $4 and t.company_id = $2`,
    [visitId, companyId, made.office.personId, made.lastInspectionId],
  );
  let nth = 0;
  for (const { drawn, verdict, said = "met", times, isTakenUp = false } of claims)
    for (let time = 0; time < times; time += 1) {
      nth += 1;
      await owner.query(
        "insert into audit_controls (visit_id, control_id, company_id, area, drawn, said_verdict, verdict, taken_up_at) values ($1, $2, $3, $4, $5, $6, $7, case when $8 then now() end)",
        [visitId, `X-${nth}`, companyId, nth % 2 ? "ORG" : "TEC", drawn, said, verdict, isTakenUp],
      );
    }
  return visitId;
}

const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const daysAgo = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);

test("T-16 the interval is of the random sample alone; mandatory controls stand beside it, what was added is counted apart", async () => {
  // An older visit that would say otherwise: a company counts once, by its last.
  await held(company, daysAgo(30), [{ drawn: "sample", verdict: "not_met", times: 50 }]);
  await held(company, daysAgo(2), [
    { drawn: "sample", verdict: "met", times: 84 },
    { drawn: "sample", verdict: "partly", times: 8 },
    { drawn: "sample", verdict: "not_met", times: 4 },
    // Nobody could see it: it stays in the denominator and is not overturned.
    { drawn: "sample", verdict: "unknown", times: 4 },
    { drawn: "mandatory", verdict: "not_met", times: 3 },
    { drawn: "mandatory", verdict: "met", times: 17 },
    { drawn: "added", verdict: "not_met", times: 3 },
    // Chosen on site by somebody who had seen something: it says nothing of the rest.
    { drawn: "added", verdict: "not_met", times: 2, isTakenUp: true },
    // Not claimed: nothing to overturn.
    { drawn: "sample", verdict: "not_met", said: "partly", times: 9 },
  ]);
  const { whole, companies, rows } = await office(audits.getOverclaim, { by: "company" });
  assert.equal(companies, 1);
  assert.deepEqual([whole.sample.claims, whole.sample.overturned], [100, 12]);
  assert.deepEqual([Math.round(whole.sample.low * 100), Math.round(whole.sample.high * 100)], [7, 20]);
  assert.deepEqual(whole.census, { claims: 20, overturned: 3 });
  assert.deepEqual(whole.added, { claims: 5, overturned: 5 });
  assert.equal(rows.length, 1);
  assert.ok(Math.abs((rows[0]?.shrunk ?? 0) - 15 / 120) < 0.001, "nor does it weigh on the company");
  await assert.rejects(
    owner.query("update audit_controls set taken_up_at = now() where drawn = 'sample'"),
    /audit_controls_taken_up/,
    "what was taken up is never of the sample",
  );
});

test("T-16 a small company is drawn towards its tier; by area, tier and division the numbers add up to the whole", async () => {
  await held(second, daysAgo(1), [
    { drawn: "sample", verdict: "not_met", times: 2 },
    { drawn: "sample", verdict: "met", times: 2 },
  ]);
  const byCompany = await office(audits.getOverclaim, { by: "company" });
  const small = byCompany.rows.find((row) => row.companyId === second);
  assert.ok(
    small && small.shrunk !== null && small.shrunk < 0.3 && small.shrunk > 0.12,
    `half of four is no half: ${small?.shrunk}`,
  );
  for (const by of ["area", "tier", "division", "region", "control"] as const) {
    const { rows, whole } = await office(audits.getOverclaim, { by });
    assert.equal(
      rows.reduce((sum, row) => sum + row.sample.claims, 0),
      104,
      by,
    );
    assert.equal(whole.sample.overturned, 14, by);
  }
  const filtered = await office(audits.getOverclaim, { by: "company", controlId: "X-1" });
  assert.equal(filtered.rows.length, 2);
  const ofDivision = await office(audits.getOverclaim, { by: "company", divisionId: division });
  assert.equal(
    ofDivision.rows.find((row) => row.companyId === second)?.shrunk,
    small.shrunk,
    "however the page is narrowed",
  );
  assert.equal((await office(audits.getOverclaim, { by: "company", tier: "T4" })).rows.length, 0);
});

test("T-16 the three opinions of a company stand side by side; who may not see the company sees none of them", async () => {
  const read = await office(audits.getOpinions, { companyId: company });
  assert.equal(read.visit?.heldOn, daysAgo(2));
  assert.deepEqual([read.sample.claims, read.sample.overturned], [100, 12]);
  assert.equal((await office(audits.getOpinions, { companyId: elsewhere })).visit, null);
  const secretary = app.as(
    (await signedIn(owner, { companyId: parent, role: "division_secretary", unitId: division })).token,
  );
  const seen = await secretary(audits.getOverclaim, { by: "company" });
  assert.deepEqual(
    seen.rows.map((row) => row.shrunk),
    [null, null],
    "a mean of two companies would tell one how the other stands",
  );
  await assert.rejects(
    secretary(audits.getOpinions, { companyId: elsewhere }),
    (error: unknown) => error instanceof AppError && error.code === "company.not_found",
  );
  await assert.rejects(
    app.as(made.officer.token)(audits.getOpinions, { companyId: second }),
    (error: unknown) => error instanceof AppError,
  );
});
