// What the company's own ledgers measure stands beside the control in the workbook, and is nothing that comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openXlsx } from "hucre/xlsx";
import { contentOf } from "#core/files/content.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import { testApp } from "#test/app.ts";
import { buildAnsweringCompany } from "#test/answering-company.ts";
import { keepContent } from "#test/files.ts";
import { filledIn } from "#test/workbooks.ts";
import { workbooks } from "./contract.ts";
import { answerColumns, placeOf } from "./columns.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
app.setNow(new Date("2026-11-24T03:00:00Z"));
const made = await buildAnsweringCompany(owner, ownerUrl, { tier: "T3" });
const officer = app.as(made.officer.token);
const id = made.inspectionId;

async function issue(language: "en" | "ja" | "zh") {
  const bytes = (await contentOf(await officer(workbooks.issueWorkbook, { id, language }))?.open()) as Buffer;
  const { sheets } = await openXlsx(bytes);
  const answers = sheets.find((sheet) => sheet.rows[0]?.includes("yagura:verdict"));
  assert.ok(answers);
  const cellOf = (controlId: string) =>
    answers.rows.find((row) => row[0] === controlId)?.[placeOf("measured")] ?? null;
  return {
    bytes,
    cellOf,
    isHidden: answers.columns?.[placeOf("measured")]?.hidden ?? false,
    start: sheets[0],
  };
}

test("T-11 R-31 the figure of the ledgers stands beside its control with denominator and day, in the language, and is not read back", async () => {
  assert.ok((await issue("en")).isHidden, "nothing is measured where there is no ledger");
  for (let n = 1; n <= 9; n++)
    await officer(ledgers.addEntry, {
      ledger: "devices",
      companyId: made.company,
      name: `PC-${n}`,
      values: { form: "laptop", ...(n <= 7 ? { encrypted: true } : n === 8 ? { encrypted: false } : {}) },
    });
  const english = await issue("en");
  assert.equal(english.isHidden, false);
  assert.equal(
    english.cellOf("TEC-04"),
    "77.7 %: 7 of 9, 1 not known\n24 Nov 2026, Computers, phones and tablets",
  );
  assert.equal(english.cellOf("GOV-01"), null);
  assert.equal(
    (await issue("ja")).cellOf("TEC-04"),
    "77.7%（9件中7件、不明1件）\n2026年11月24日時点・パソコン・スマートフォン・タブレット",
  );
  assert.equal(
    (await issue("zh")).cellOf("TEC-04"),
    "77.7%（9项中7项，情况不明1项）\n截至2026年11月24日，电脑、手机和平板",
  );
  assert.ok(english.start?.rows.some((row) => String(row[1]).includes("Measured by your ledgers")));
  assert.equal(answerColumns[placeOf("measured")]?.isInput, undefined, "locked");

  const returned = await filledIn(english.bytes, ({ set }) => {
    set("TEC-04", "measured", "100 %: 9 of 9");
    set("TEC-04", "verdict", "Partly met");
    set("TEC-04", "missing", "Two laptops");
  });
  const { sha256, sizeBytes } = await keepContent(returned);
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'back.xlsx', 'workbook') returning id",
    [made.company, sha256, sizeBytes],
  );
  const back = await officer(workbooks.returnWorkbook, { id, fileId: rows[0]?.id ?? "" });
  const shown = await officer(workbooks.getWorkbookReturn, { id: back.id });
  const row = shown.rows.find((one) => one.controlId === "TEC-04");
  assert.deepEqual([row?.kind, row?.problems, row?.changedWords], ["new", [], []]);
  assert.deepEqual([row?.file?.verdict, row?.file?.coveragePercent], ["partly", null]);
  const { answer } = await officer(inspections.getAskedControl, { id, controlId: "TEC-04" });
  assert.equal(answer, null, "checking keeps nothing");
});
