// A sheet holds the words that it was issued with: an erratum in between is asked about, one before it is settled.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { filledIn } from "#test/workbooks.ts";
import { workbooks } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const [asDesk, asOfficer] = [
  app.as(desk.token),
  app.as((await signedIn(owner, { companyId: own, role: "security_officer" })).token),
];

async function round(edition: string) {
  const editionId = await addEdition(owner, { edition, controls: [{ id: "ORG-01" }, { id: "ORG-02" }] });
  const open = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: Number(edition) });
  return { editionId, id: open.inspections.get(own) ?? "" };
}

async function issue(id: string): Promise<Buffer> {
  const output = await asDesk(workbooks.issueWorkbook, { id, language: "en" });
  return (await contentOf(output)?.open()) as Buffer;
}

async function bring(id: string, bytes: Uint8Array): Promise<void> {
  const { sha256, sizeBytes } = await keepContent(bytes);
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'back.xlsx', 'workbook') returning id",
    [own, sha256, sizeBytes],
  );
  const back = await asDesk(workbooks.returnWorkbook, { id, fileId: rows[0]?.id ?? "" });
  await asDesk(workbooks.applyWorkbookReturn, { ...back, choices: [] });
}

/** Issued now, as another person decided it. */
async function correct(editionId: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `with counted as (update editions set errata = errata + 1 where id = $1 returning errata)
     insert into errata (edition_id, control_id, number, words, before, reason, asks_again, state, proposed_by, decided_by, decided_at)
     select $1, 'ORG-01', counted.errata, jsonb_set(k.texts, '{requirement,en}', '"The right words."'), k.texts, 'a wrong word', true, 'issued',
       $2, (select id from people where id <> $2 limit 1), now()
     from counted, controls k where k.edition_id = $1 and k.control_id = 'ORG-01' returning id`,
    [editionId, desk.personId],
  );
  return rows[0]?.id ?? "";
}

const asked = async (id: string) =>
  (await asOfficer(inspections.getAskedControl, { id, controlId: "ORG-01" })).corrected?.isOpen;
const answer = (bytes: Buffer, controlId: string) =>
  filledIn(bytes, ({ set }) => {
    set(controlId, "verdict", "Not met");
    set(controlId, "missing", "a rule");
    set(controlId, "owner", "the plant");
    set(controlId, "dueOn", new Date("2199-03-31T00:00:00Z"));
  });

test("T-11 an answer on a sheet that went out before an erratum is asked again, an answer to other controls is not", async () => {
  const { editionId, id } = await round("2026");
  const [first, second] = [await issue(id), await issue(id)];
  await correct(editionId);
  await bring(id, await answer(second, "ORG-02"));
  assert.equal(await asked(id), false);
  await bring(id, await answer(first, "ORG-01"));
  assert.equal(await asked(id), true);
});

test("T-11 a sheet issued after it holds the right words: what stands on it is an answer to them", async () => {
  const { editionId, id } = await round("2027");
  await bring(id, await answer(await issue(id), "ORG-01"));
  const erratumId = await correct(editionId);
  await owner.query(
    "insert into asked_again (erratum_id, inspection_id, company_id, control_id, was) values ($1, $2, $3, 'ORG-01', 'answering')",
    [erratumId, id, own],
  );
  assert.equal(await asked(id), true);
  await bring(id, await answer(await issue(id), "ORG-02"));
  assert.equal(await asked(id), false, "left as it was, under the right words");
});

test("T-11 old words on a late sheet ask again what had been confirmed for the right ones", async () => {
  const { editionId, id } = await round("2028");
  const early = await issue(id);
  await bring(id, await answer(await issue(id), "ORG-01"));
  const erratumId = await correct(editionId);
  await owner.query(
    "insert into asked_again (erratum_id, inspection_id, company_id, control_id, was) values ($1, $2, $3, 'ORG-01', 'answering')",
    [erratumId, id, own],
  );
  await asOfficer(inspections.confirmCorrected, { id, controlId: "ORG-01", number: 1 });
  assert.equal(await asked(id), false);
  const late = await filledIn(early, ({ set }) => {
    set("ORG-01", "verdict", "Not known");
    set("ORG-01", "owner", "somebody else");
    set("ORG-01", "dueOn", new Date("2199-03-31T00:00:00Z"));
  });
  const { sha256, sizeBytes } = await keepContent(late);
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'late.xlsx', 'workbook') returning id",
    [own, sha256, sizeBytes],
  );
  const back = await asDesk(workbooks.returnWorkbook, { id, fileId: rows[0]?.id ?? "" });
  await asDesk(workbooks.applyWorkbookReturn, { ...back, choices: [{ key: "ORG-01", take: "file" }] });
  assert.equal(await asked(id), true);
  const { rows: told } = await owner.query(
    "select from events where subject_id = $1 and verb = 'inspection.asked_again'",
    [id],
  );
  assert.equal(told.length, 1);
});
