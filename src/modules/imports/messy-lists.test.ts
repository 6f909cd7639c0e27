// Company lists as people send them: the bytes are made here, and every row must come out with a verdict.
import assert from "node:assert/strict";
import { test } from "node:test";
import { companyColumns } from "#modules/organization/importing/company-words.ts";
import {
  judgeCompanies,
  type KnownCompany,
  type KnownUnit,
} from "#modules/organization/importing/companies.ts";
import { fieldsOf, findHeading } from "./columns.ts";
import { type ReadTable, readDelimited } from "./reading.ts";

const units: KnownUnit[] = [
  { id: "g", kind: "group", code: "GROUP", names: ["Test Group"] },
  { id: "d1", kind: "division", code: "D1", names: ["産業機械事業部", "Industrial Machines"] },
  { id: "d2", kind: "division", code: "D2", names: ["電子部品事業部"] },
];
const held: KnownCompany = {
  id: "c1",
  kind: "company",
  code: "C1",
  names: ["東京精機株式会社"],
  parentId: "d1",
  relation: "consolidated",
  ownershipPercent: 100,
  country: "JP",
  workers: 120,
};

const header = "会社コード,正式名称,事業部,連結区分,出資比率,国,従業員数,開始日";
const messy = [
  "グループ会社一覧,,,,,,,",
  "（2026年度版）,,,,,,,",
  "",
  header,
  "C1,東京精機株式会社,産業機械事業部,連結子会社,１００％,JP,１２０名,",
  'C2,大阪電子株式会社,電子部品事業部,持分法,40,JP,"1,250",2026/4/1',
  "C3,名古屋工業株式会社,産業機戒事業部,連結,100,JP,80,2026-04-01",
  "C4,双子商事,D1,連結,100,JP,10,2026-04-01",
  "C5,双子商事,D1,連結,100,JP,10,2026-04-01",
  "C6,期日不正,D1,連結,100,JP,10,2026/2/30",
  "C7,語不明,D1,謎,100,ニッポン,十人,2026-04-01",
  "C8,一つ目,D1,連結,100,JP,10,2026-04-01",
  "C8,二つ目,D1,連結,100,JP,10,2026-04-01",
  ",合計,,,,,1500,",
].join("\r\n");

function tableOf(bytes: Uint8Array): ReadTable {
  const read = readDelimited(bytes);
  assert.ok(read.ok);
  return read.table;
}

function judge(table: ReadTable, companies: KnownCompany[] = [held]) {
  const heading = findHeading(table.rows, companyColumns);
  assert.ok(heading);
  const rows = table.rows.filter((row) => row.number > heading.rowNumber);
  const judged = judgeCompanies(
    rows.map((row) => ({ number: row.number, fields: fieldsOf(row, heading.mapping) })),
    units,
    companies,
  );
  return { heading, rows, judged };
}

/** Shift_JIS by turning the platform's own decoder round. */
function shiftJis(text: string): Uint8Array {
  const decoder = new TextDecoder("shift_jis");
  const codes = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const letter = decoder.decode(new Uint8Array([lead, trail]));
      if ([...letter].length === 1 && !codes.has(letter)) codes.set(letter, [lead, trail]);
    }
  }
  return new Uint8Array(
    [...text].flatMap((letter) =>
      letter < "\u0080" ? [letter.charCodeAt(0)] : (codes.get(letter) ?? [0x3f]),
    ),
  );
}

test("a messy Japanese list gets a verdict for every row below its heading", () => {
  const { heading, rows, judged } = judge(tableOf(new TextEncoder().encode(messy)));
  assert.equal(heading.rowNumber, 4);
  assert.equal(judged.length, rows.length);
  assert.deepEqual(
    judged.map((one) => [one.rowNumber, one.verdict]),
    [
      [5, "same"],
      [6, "new"],
      [7, "error"],
      [8, "conflict"],
      [9, "conflict"],
      [10, "error"],
      [11, "error"],
      [12, "error"],
      [13, "error"],
      [14, "left_out"],
    ],
  );
  assert.deepEqual(
    [judged[1]?.fields?.workers, judged[1]?.fields?.from, judged[1]?.fields?.relation],
    [1250, "2026-04-01", "equity_method"],
  );
});

test("a misspelt division names the one that was meant", () => {
  const { judged } = judge(tableOf(new TextEncoder().encode(messy)));
  assert.deepEqual(judged[2]?.problems, [
    {
      field: "parent",
      code: "import.unknown_parent",
      given: "産業機戒事業部",
      candidates: [{ id: "d1", name: "産業機械事業部" }],
    },
  ]);
});

test("every problem of a row is told, by field", () => {
  const { judged } = judge(tableOf(new TextEncoder().encode(messy)));
  assert.deepEqual(judged[6]?.problems.map((one) => one.field).sort(), ["country", "relation", "workers"]);
  assert.deepEqual(
    judged[8]?.problems.map((one) => one.code),
    ["import.twice_in_file"],
  );
});

test("Shift_JIS, UTF-8 with a mark and UTF-16 read alike", () => {
  const plainUtf8 = tableOf(new TextEncoder().encode(messy));
  const withMark = tableOf(new TextEncoder().encode(`\uFEFF${messy}`));
  const japanese = tableOf(shiftJis(messy));
  const utf16 = tableOf(new Uint8Array(Buffer.from(`\uFEFF${messy}`, "utf16le")));
  assert.equal(japanese.encoding, "shift_jis");
  assert.equal(utf16.encoding, "utf-16le");
  for (const one of [withMark, japanese, utf16]) assert.deepEqual(one.rows, plainUtf8.rows);
});

test("a Chinese list in GB 18030 is not taken for Shift_JIS", () => {
  const bytes = new Uint8Array([
    0xb9, 0xab, 0xcb, 0xbe, 0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xb9, 0xab, 0xcb, 0xbe, 0xc3, 0xfb, 0xb3, 0xc6,
    0x0a,
  ]);
  const table = tableOf(bytes);
  assert.deepEqual([table.encoding, table.rows[0]?.cells], ["gb18030", ["公司代码", "公司名称"]]);
});

test("quotes hold delimiters, line breaks and quotes; one left open is refused", () => {
  const table = tableOf(new TextEncoder().encode('code\tname\n"A\t1"\t"x\n""y"""\n'));
  assert.deepEqual(table.rows[1], { number: 2, cells: ["A\t1", 'x\n"y"'] });
  assert.deepEqual(readDelimited(new TextEncoder().encode('code,name\n"A')), {
    ok: false,
    problem: "import.unclosed_quote",
  });
  assert.deepEqual(readDelimited(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])), {
    ok: false,
    problem: "import.not_text",
  });
});

test("a list of what is held gives only the same, and 3,000 rows keep their count", () => {
  const companies = Array.from({ length: 3000 }, (_, at) => ({
    ...held,
    id: `id${at}`,
    code: `K${at}`,
    names: [`会社${at}号`],
  }));
  const lines = companies.map((one) => `${one.code},${one.names[0]},D1,連結,100,JP,120,`);
  const { judged } = judge(tableOf(new TextEncoder().encode([header, ...lines].join("\n"))), companies);
  assert.equal(judged.length, 3000);
  assert.deepEqual(new Set(judged.map((one) => one.verdict)), new Set(["same"]));
});

test("codes that differ in a hyphen are two companies", () => {
  const { judged } = judge(tableOf(new TextEncoder().encode(`${header}\nC-1,別会社,D1,連結,100,JP,5,\n`)));
  assert.deepEqual([judged[0]?.verdict, judged[0]?.subjectId], ["new", null]);
});
