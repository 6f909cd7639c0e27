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

async function kept(bytes: Uint8Array): Promise<string> {
  const { sha256, sizeBytes } = await keepContent(bytes);
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'back.xlsx', 'workbook') returning id",
    [own, sha256, sizeBytes],
  );
  return rows[0]?.id ?? "";
}

async function bring(id: string, bytes: Uint8Array): Promise<Record<string, number>> {
  const back = await asDesk(workbooks.returnWorkbook, { id, fileId: await kept(bytes) });
  const { counts } = await asDesk(workbooks.getWorkbookReturn, back);
  await asDesk(workbooks.applyWorkbookReturn, { ...back, choices: [] });
  return counts;
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

async function askAgain(id: string, editionId: string): Promise<void> {
  await owner.query(
    "insert into asked_again (erratum_id, inspection_id, company_id, control_id, was) values ($1, $2, $3, 'ORG-01', 'answering')",
    [await correct(editionId), id, own],
  );
}

test("T-11 silence on a sheet with the corrected words is no yes; a yes by itself is something to keep", async () => {
  const { editionId, id } = await round("2027");
  const early = await issue(id);
  await bring(id, await answer(early, "ORG-01"));
  await askAgain(id, editionId);
  const bytes = await issue(id);
  const shown = await filledIn(bytes, ({ sheetOf }) => {
    const { rows } = sheetOf("holds");
    const at = (rows[0] ?? []).indexOf("yagura:corrected");
    const told = rows.slice(2).map((row) => String(row[at] ?? ""));
    assert.match(told[0] ?? "", /a wrong word[^]*The right words\./);
    assert.equal(told[1], "", "only where words were corrected");
  });
  assert.ok(shown.length > 0);
  await bring(id, await answer(bytes, "ORG-02"));
  assert.equal(await asked(id), true, "nobody was asked, nobody said so");
  await bring(id, await filledIn(bytes, ({ set }) => set("ORG-01", "holds", "Changed")));
  assert.equal(await asked(id), true, "said to be changed, and as it was");
  const counts = await bring(id, await filledIn(bytes, ({ set }) => set("ORG-01", "holds", "Yes")));
  assert.deepEqual([counts["confirmed"], counts["changed"], counts["new"]], [1, 0, 0]);
  assert.equal(await asked(id), false);
  const { rows } = await owner.query(
    "select data from events where subject_id = $1 and verb = 'answer.confirmed_anew' and on_behalf_of = $2",
    [id, own],
  );
  assert.deepEqual(
    rows.map((row) => row.data.controlId),
    ["ORG-01"],
  );
  const answers = await owner.query(
    "select errata, row_version from answers where inspection_id = $1 and control_id = 'ORG-01'",
    [id],
  );
  assert.deepEqual(answers.rows, [{ errata: 1, row_version: 1 }], "the answer itself is as it was");
});

test("T-11 a yes on a sheet that went out before the erratum says nothing of the words after it", async () => {
  const { editionId, id } = await round("2029");
  await bring(id, await answer(await issue(id), "ORG-01"));
  const early = await issue(id);
  await askAgain(id, editionId);
  await bring(id, await filledIn(early, ({ set }) => set("ORG-01", "holds", "Yes")));
  assert.equal(await asked(id), true);
});

test("T-11 locked words that were written over are told by their cell, and the answer is kept for the words sent", async () => {
  const { id } = await round("2030");
  const bytes = await filledIn(await answer(await issue(id), "ORG-01"), ({ set }) =>
    set("ORG-01", "requirement", "Whatever suits us."),
  );
  const back = await asDesk(workbooks.returnWorkbook, { id, fileId: await kept(bytes) });
  const { rows, counts } = await asDesk(workbooks.getWorkbookReturn, back);
  assert.deepEqual(
    rows.map((row) => [row.controlId, row.kind, row.changedWords]),
    [
      ["ORG-01", "new", [{ column: "D", code: "words_changed", given: "D3" }]],
      ["ORG-02", "blank", []],
    ],
  );
  assert.equal(counts["words"], 1);
});

test("T-11 a sheet names the day that counts: of what was sent back, not the round's first one", async () => {
  const { id } = await round("2031");
  const due = async () => {
    let said: unknown;
    await filledIn(await issue(id), ({ sheets }) => {
      said = sheets[0]?.rows.find((row) => row[0] === "Answer by")?.[1];
    });
    return said;
  };
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2031, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', now(), '2199-12-06T14:59:59Z', 'Asia/Tokyo')`,
    [id, own],
  );
  assert.equal(await due(), "2199-12-06");
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
