// What was verified on site stays so when an unchanged answer is taken over, until the tier's next visit is due.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildAnsweringCompany } from "#test/answering-company.ts";
import { inspections } from "./contract.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const made = await buildAnsweringCompany(owner, ownerUrl, { tier: "T3" });
const officer = app.as(made.officer.token);
const id = made.inspectionId;
const { rows: seen } = await owner.query<{ controlId: string }>(
  `select control_id as "controlId" from answers where inspection_id = $1 and assurance = 'verified' and verdict = 'met' order by control_id limit 6`,
  [made.lastInspectionId],
);
const [byList, changed, alone, longAgo, other, reworded] = seen.map((one) => one.controlId) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
// A tier 3 company is visited every third year: these two were seen a year ago, that one four years ago.
await owner.query(
  `update answers set coverage_percent = 100, verified_on = case when control_id = $2 then current_date - 1500 else current_date - 352 end
   where inspection_id = $1 and assurance = 'verified'`,
  [made.lastInspectionId, longAgo],
);
const assuranceOf = async (controlId: string) =>
  (await officer(inspections.getAskedControl, { id, controlId })).answer?.assurance;
const said = async (
  controlId: string,
  fields: { verdict: "met" | "partly"; origin: "entered" | "carried_over"; how?: string },
  rowVersion: number | null = null,
) => officer(inspections.saveAnswer, { id, controlId, ...fields, coveragePercent: 100, rowVersion });

test("T-10 confirmed as still true, verified on site stays verified; another answer is declared", async () => {
  await officer(inspections.takeOverProposals, { id, from: "last_year", controlIds: [byList, longAgo] });
  assert.equal(await assuranceOf(byList), "verified");
  assert.equal(await assuranceOf(longAgo), "declared", "the next visit of the tier was due meanwhile");
  await said(changed, { verdict: "partly", origin: "carried_over" });
  assert.equal(await assuranceOf(changed), "declared");
  await said(alone, { verdict: "met", origin: "carried_over" });
  assert.equal(await assuranceOf(alone), "verified");
  await said(other, { verdict: "met", origin: "entered" });
  assert.equal(await assuranceOf(other), "declared", "answered afresh is the company's own word");
  const { rows } = await owner.query(
    "select verified_on = current_date - 352 as kept from answers where inspection_id = $1 and control_id = $2",
    [id, byList],
  );
  assert.equal(rows[0].kept, true, "the day of the visit goes along, so that it ends with the next one");
});

test("T-10 words that nobody saw on site are not verified, whatever they are called", async () => {
  await said(reworded, { verdict: "met", origin: "carried_over", how: "now done by hand" });
  assert.equal(await assuranceOf(reworded), "declared");
  await said(alone, { verdict: "met", origin: "carried_over" }, 1);
  assert.equal(await assuranceOf(alone), "verified", "saved once more as it was");
  await said(alone, { verdict: "met", origin: "carried_over", how: "now done by hand" }, 2);
  assert.equal(await assuranceOf(alone), "declared");
});

test("the result counts it as verified at once, with the proof that went along", async () => {
  const { results } = await officer(inspections.getInspection, { id });
  assert.equal(results.find((one) => one.basis === "live")?.verifiedCount, 1);
});
