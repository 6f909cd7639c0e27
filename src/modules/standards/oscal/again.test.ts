import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { addFile } from "#test/catalogues.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { standards } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const person = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const author = app.as(person.token);

const first = await author(standards.draftEdition, { from: "built_in" });
await author(standards.publishEdition, {
  id: first.id,
  effectiveOn: "2026-04-01",
  evenIfPast: true,
  reason: "first",
  rowVersion: 1,
});
const { id } = await author(standards.draftEdition, {
  from: "edition",
  editionId: first.id,
  edition: "2027.1",
});
const [controlId = ""] = (await author(standards.getDraft, { id })).controls.map((one) => one.id);
const { control, rowVersion } = await author(standards.getDraftControl, { id, controlId });
await author(standards.saveControl, {
  id,
  controlId,
  control: { ...control, requirement: { ...control.requirement, en: "In other words." } },
  rowVersion,
});
const rule = { controlId, fromIds: [], carry: "propose" as const, reason: "the same question" };
await author(standards.saveCarryOver, { id, rules: [rule] });

const content = await contentOf(await author(standards.exportEditionAsOscal, { id, language: "ja" }))?.open();
const text = (Buffer.isBuffer(content) ? content : await buffer(content as Readable)).toString("utf8");
async function broughtIn(file: string, edition: string) {
  const fileId = await addFile(owner, person.personId, file, "edition");
  const { id: again, rulesLeft } = await author(standards.draftEdition, { from: "file", fileId, edition });
  const { controls } = await author(standards.getDraft, { id: again });
  return { rulesLeft, changes: controls.map((one) => [one.id, one.change, one.isUndecided]) };
}
const changes = (await author(standards.getDraft, { id })).controls.map((one) => [
  one.id,
  one.change,
  one.isUndecided,
]);

test("R-11 T-10 a second edition goes out and comes in with the same changes and decisions", async () => {
  assert.equal(changes.filter(([, change]) => change !== "unchanged").length, 1);
  assert.deepEqual(await broughtIn(text, "2027.2"), { rulesLeft: 0, changes });
});

test("T-10 decisions that were made against another edition are left out, and it is said", async () => {
  const other = text.replace(/("name": "previous-sha256",\s+"ns": "[^"]+",\s+"value": )"\w+"/, '$1"00"');
  assert.notEqual(other, text);
  const { rulesLeft, changes: anew } = await broughtIn(other, "2027.3");
  assert.equal(rulesLeft, 1);
  assert.deepEqual(
    anew.filter(([, change]) => change !== "unchanged"),
    [[controlId, "changed", true]],
  );
});

test("T-10 of those that are left out only what is still to be decided is told", async () => {
  const before = JSON.stringify(control.requirement["en"]).slice(1, -1);
  const same = text
    .replaceAll("In other words.", () => before)
    .replace(/("name": "previous-sha256",\s+"ns": "[^"]+",\s+"value": )"\w+"/, '$1"00"');
  const { rulesLeft, changes: none } = await broughtIn(same, "2027.4");
  assert.deepEqual([rulesLeft, none.filter(([, change]) => change !== "unchanged")], [0, []]);
});
