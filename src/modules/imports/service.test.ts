import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
app.setNow(new Date("2026-11-24T03:00:00Z"));

const base64 = (text: string) => Buffer.from(text).toString("base64");
const head = "会社コード,会社名,事業部,区分,国,従業員数\n";
const content = base64(
  `海外子会社一覧\n${head}N1,北工業,D1,連結,JP,４００\nN2,南商事,Division Two,持分法,TH,20\nN3,東産業,Divsion One,連結,JP,5\n合計,,,,,425\n`,
);

test("a list is checked without writing, applied once, and the second time changes nothing", async () => {
  const asOffice = app.as(office.token);
  const checked = await asOffice(imports.checkCompanyFile, { content });
  assert.deepEqual(
    checked.rows.map((row) => row.verdict),
    ["new", "new", "error", "left_out"],
  );
  assert.equal(checked.rows[2]?.problems[0]?.candidates?.[0]?.id, group.divisions.one);
  assert.equal((await asOffice(organization.listCompanies, { search: "北工業" })).rows.length, 0);
  const applying = { content, rowNumbers: [3, 4, 5], from: "2026-11-24" };
  const applied = await asOffice(imports.applyCompanyFile, applying);
  assert.deepEqual([applied.added.map((one) => one.rowNumber), applied.notApplied], [[3, 4], [5]]);
  const rows = (await asOffice(organization.listCompanies, { search: "北工業" })).rows;
  assert.deepEqual(
    rows.map((row) => [row.code, row.tier, row.workers, row.divisionId]),
    [["N1", "T2", 400, group.divisions.one]],
  );
  assert.deepEqual(await asOffice(imports.applyCompanyFile, applying), { added: [], notApplied: [3, 4, 5] });
  assert.deepEqual(
    (await asOffice(imports.checkCompanyFile, { content })).rows.map((row) => row.verdict),
    ["same", "same", "error", "left_out"],
  );
});

test("one row that cannot be written takes the whole load back", async () => {
  const asOffice = app.as(office.token);
  // A back-dated second row needs a reason; the first must not stay behind.
  const late = base64(
    `${head.trim()},開始日\nM1,西工業,D1,連結,JP,10,2026-12-01\nM2,中央工業,D1,連結,JP,10,2026-01-01\n`,
  );
  await assert.rejects(
    asOffice(imports.applyCompanyFile, { content: late, rowNumbers: [2, 3], from: "2026-11-24" }),
    (error: unknown) => error instanceof AppError && error.code === "change.backdated_needs_reason",
  );
  assert.deepEqual(
    (await asOffice(imports.checkCompanyFile, { content: late })).rows.map((row) => row.verdict),
    ["new", "new"],
  );
});

test("a security officer of one company imports no companies", async () => {
  await assert.rejects(
    app.as(officer.token)(imports.checkCompanyFile, { content }),
    (error: unknown) => error instanceof AppError && error.kind === "forbidden",
  );
});
