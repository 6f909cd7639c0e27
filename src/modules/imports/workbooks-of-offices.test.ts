// Workbooks as group offices keep them: a merged title above, a filter left on, an explanation on the first sheet, days as
// cells, numbers typed as text, columns that are computed. Read, judged and applied as they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CellValue, writeXlsx } from "hucre/xlsx";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing, shiftJis } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const group = await buildSmallGroup(app.database.owner);
const office = await signedIn(app.database.owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const { check, apply, verdicts } = await importing(app, office);
const asOffice = app.as(office.token);
const { rows: days } = await app.database.owner.query("select group_today()::text as today");
const today = days[0].today as string;

const companies: CellValue[][] = [
  ["国内外関係会社一覧表（社外秘）", null, null, null, null, null, null, null],
  [null, null, null, null, null, null, "作成日", new Date("2026-04-01T00:00:00Z")],
  ["会社", null, "管理", "資本", null, "規模", null, null],
  ["コード", "名称", "事業部", "区分", "出資比率", "国", "従業員数", "備考"],
  ["X01", "月島鋳造株式会社", "D1", "連結", 1, "日本", "１，２３４", null],
  ["X02", "月島物流株式会社", null, "連結", 0.6, "日本", "80", "物流"],
  ["X03", "旧月島興業株式会社", null, "連結", 1, "日本", 10, "清算中"],
  ["X04", "Tsukishima Vietnam Co., Ltd.", "D2", "持分法", 0.4, "ベトナム", null, null],
  ["合計", null, null, null, null, null, 1324, null],
];

async function companyBook(): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      { name: "記入要領", rows: [["この表の使い方"], ["会社コードは変更しないこと"]] },
      {
        name: "一覧",
        rows: companies,
        merges: [
          { startRow: 0, startCol: 0, endRow: 0, endCol: 7 },
          { startRow: 2, startCol: 0, endRow: 2, endCol: 1 },
          { startRow: 4, startCol: 2, endRow: 6, endCol: 2 },
        ],
        rowDefs: new Map([[6, { hidden: true }]]),
        cells: new Map([
          ["4,4", { value: 1, style: { numFmt: "0%" } }],
          ["5,4", { value: 0.6, style: { numFmt: "0%" } }],
          ["6,4", { value: 1, style: { numFmt: "0%" } }],
          ["7,4", { value: 0.4, style: { numFmt: "0%" } }],
          ["7,6", { formula: "SUM(120,35)", formulaResult: 155 }],
        ]),
      },
      { name: "旧一覧", rows: companies, hidden: true },
    ],
  });
}

test("a list under a merged title, on the second sheet, with a row hidden by a filter: every row is told", async () => {
  const { id, shown } = await check("companies", "関係会社.xlsx", await companyBook());
  const read = shown.recognised;
  assert.deepEqual(
    [read?.sheet, read?.sheets.map((one) => one.isHidden), read?.headingRow, read?.headingRows],
    [1, [false, false, true], 4, 1],
  );
  assert.equal(read?.hiddenRows, 1);
  assert.deepEqual(await verdicts(id), [
    [1, "left_out", "import.above_heading"],
    [2, "left_out", "import.above_heading"],
    [3, "left_out", "import.above_heading"],
    [4, "left_out", "import.heading_row"],
    [5, "new", ""],
    [6, "new", ""],
    [7, "left_out", "import.hidden_row"],
    [8, "new", ""],
    [9, "left_out", "import.total_row"],
  ]);
  assert.equal((await apply(id, { from: today, rowNumbers: [5, 6] })).counts.added, 2);
  const { rows } = await asOffice(organization.listCompanies, { search: "月島" });
  assert.deepEqual(
    rows.map((row) => [row.code, row.divisionId, row.ownershipPercent, row.workers]),
    [
      ["X01", group.divisions.one, 100, 1234],
      // The division merged over three rows means all three.
      ["X02", group.divisions.one, 60, 80],
    ],
  );
  await apply(id, { from: today });
  const computed = (await asOffice(organization.listCompanies, { search: "X04" })).rows[0];
  assert.deepEqual([computed?.ownershipPercent, computed?.workers], [40, 155]);
});

test("a hidden row counts when somebody says so", async () => {
  const { id, shown, settled } = await check("companies", "hidden.xlsx", await companyBook());
  await asOffice(imports.checkAgain, { id, withHidden: true, rowVersion: shown.rowVersion });
  await settled();
  assert.equal((await verdicts(id)).find(([row]) => row === 7)?.[1], "new");
});

test("people from Excel: days as cells, a number as a text and a text as a number, a mail that is computed", async () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const book = await writeXlsx({
    sheets: [
      {
        name: "名簿",
        rows: [
          ["社員番号", "氏名", "雇用形態", "役職", "メール", "入社日"],
          ["0012", "朝霧 栞", "正社員", "主任", null, day("2019-10-01")],
          [345, "夕凪 櫂", "契約社員", null, "kai@example.test", day("2024-02-29")],
          ["346", "夜半 灯", "正社員", null, null, "2024年3月1日"],
        ],
        cells: new Map([["1,4", { formula: 'A2&"@example.test"', formulaResult: "0012@example.test" }]]),
      },
    ],
  });
  const { id, shown } = await check("people", "名簿.xlsx", book, group.companies.own);
  assert.deepEqual([shown.counts.new, shown.counts.error], [3, 0]);
  await apply(id, { from: today });
  const { rows } = await app.database.owner.query(
    `select p.code, p.family_name, p.email, e.valid_from::text as since from people p join employments e on e.person_id = p.id
     where p.code in ('0012', '345', '346') order by p.code`,
  );
  assert.deepEqual(
    rows.map((row) => [row.code, row.family_name, row.email, row.since]),
    [
      ["0012", "朝霧", "0012@example.test", "2019-10-01"],
      ["345", "夕凪", "kai@example.test", "2024-02-29"],
      ["346", "夜半", null, "2024-03-01"],
    ],
  );
});

test("short lists in an old encoding are no guess when their heading is understood; one that nobody understands is", async () => {
  const understood = "会社名,国\r\n日本橋商事,日本\r\n";
  const strange = "甲乙,丙丁\r\n戊己,庚辛\r\n";
  const sure = async (text: string) =>
    (await check("companies", "short.csv", shiftJis(text))).shown.recognised;
  const [known, unknown] = [await sure(understood), await sure(strange)];
  assert.deepEqual([known?.encoding, known?.isSure], ["shift_jis", true]);
  assert.equal(unknown?.isSure, false);
});
