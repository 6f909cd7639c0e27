import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { companyNameKey, readDay, readNumber, readYesNo } from "./normalise.ts";
import { readTable, rows } from "./read.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const texts = async (bytes: Uint8Array) =>
  (await readTable(bytes)).sheets[0]?.rows.map((row) => row.cells.map((cell) => cell.text));

const encodingOf = async (bytes: Uint8Array) => {
  const file = await readTable(bytes);
  return file.format === "csv" ? file.encoding : null;
};

const refuses = (bytes: Uint8Array, code: string) =>
  assert.rejects(readTable(bytes, { rows: 2, columns: 2, cellLength: 5 }), { code });

test("any text comes back from quoted CSV", async () => {
  const cell = fc.string({ unit: "grapheme", maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      async (table) => {
        const text = table
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","))
          .join("\r\n");
        const all: string[][] = [];
        for await (const row of rows(utf8(`\uFEFFa,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\n${text}`)))
          all.push(row.cells.map((one) => one.text));
        assert.deepEqual(all.slice(1), table);
      },
    ),
  );
});

test("encodings", async () => {
  const sjis = new Uint8Array([0x89, 0xef, 0x8e, 0xd0, 0x83, 0x52, 0x81, 0x5b, 0x83, 0x68, 0x2c, 0x31]);
  const gb = new Uint8Array([0xb9, 0xab, 0xcb, 0xbe, 0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0x31]);
  assert.deepEqual(await texts(sjis), [["会社コード", "1"]]);
  assert.equal((await encodingOf(sjis))?.encoding, "shift_jis");
  assert.deepEqual(await texts(new Uint8Array(Buffer.from("\uFEFF会社,1", "utf16le"))), [["会社", "1"]]);
  const chinese = await encodingOf(gb);
  assert.notEqual(chinese?.sure, "certain");
});

test("what is no table is refused by name", async () => {
  await refuses(utf8("%PDF-1.7"), "sheet.pdf");
  await refuses(utf8("<html><table>"), "sheet.html");
  await refuses(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "sheet.legacy_xls");
  await refuses(utf8('a,"b'), "sheet.unclosed_quote");
  await refuses(utf8("a\nb\nc"), "sheet.too_many_rows");
  await refuses(utf8("a,b,c"), "sheet.too_many_columns");
  await refuses(utf8("abcdef"), "sheet.cell_too_long");
});

test("values as people type them", () => {
  const days: [string, string | null][] = [
    ["2026/4/1", "2026-04-01"],
    ["２０２６年４月１日", "2026-04-01"],
    ["令和8年4月1日", "2026-04-01"],
    ["令和元年5月1日", "2019-05-01"],
    ["令和元年4月30日", null],
    ["20260401", "2026-04-01"],
    ["1-Apr-2026", "2026-04-01"],
    ["2026/2/30", null],
    ["1/4/2026", null],
    ["31/3/2026", "2026-03-31"],
    ["3/31/2026", "2026-03-31"],
    ["4/4/2026", "2026-04-04"],
    ["1.4.2026", "2026-04-01"],
    ["31.2.2026", null],
    ["\u200e2026/4/1\u200b", "2026-04-01"],
  ];
  for (const [given, wanted] of days) assert.equal(readDay(given), wanted, given);
  assert.deepEqual(["１，２５０", "60％", "▲3.5", "1,25", "十"].map(readNumber), [
    1250,
    60,
    -3.5,
    null,
    null,
  ]);
  assert.deepEqual(["○", "×", "はい", "Yes", "0", "多分", "WAHR", "真", "faux"].map(readYesNo), [
    true,
    false,
    true,
    true,
    false,
    null,
    true,
    true,
    false,
  ]);
  for (const name of ["株式会社 東京精機", "㈱東京精機", "東京精機（株）"])
    assert.equal(companyNameKey(name), "東京精機");
  for (const name of ["Acme Co., Ltd.", "ACME, Inc.", "Acme GmbH", "Acme S.A. de C.V."])
    assert.equal(companyNameKey(name), "acme", name);
});
