import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { writeXlsx } from "hucre/xlsx";
import { office, savedByOffice } from "#test/office.ts";
import { workbook, zip } from "#test/zip.ts";
import { readTable, rows } from "./read.ts";
import { valuesOf } from "./place.ts";
import { SheetError } from "./sheet.ts";

const textsOf = async (bytes: Uint8Array) =>
  (await readTable(bytes)).sheets.map((sheet) => sheet.rows.map((row) => row.cells.map((cell) => cell.text)));
const inRow = (cells: string) => `<sheetData><row r="1">${cells}</row></sheetData>`;
const refused = (bytes: Uint8Array, code: string) => assert.rejects(readTable(bytes), { code });

test("numbers, days and codes read as people see them", async () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000"/><numFmt numFmtId="165" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
    <numFmt numFmtId="166" formatCode="#,##0&quot;台&quot;;[Red]-#,##0"/><numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="22"/><xf numFmtId="167"/></cellXfs></styleSheet>`;
  const cases: [string, string, string][] = [
    ['<c s="0"><v>0.30000000000000004</v></c>', "0.3", "number"],
    ['<c s="0"><v>1E+16</v></c>', "10000000000000000", "number"],
    ['<c s="0"><v>1E-7</v></c>', "0.0000001", "number"],
    ['<c s="0"><v>60</v></c>', "60", "number"],
    ['<c s="1"><v>12</v></c>', "0012", "number"],
    ['<c s="2"><v>46113</v></c>', "2026-04-01", "day"],
    ['<c s="3"><v>1250</v></c>', "1250", "number"],
    ['<c s="4"><v>1</v></c>', "1900-01-01", "day"],
    ['<c s="4"><v>61</v></c>', "1900-03-01", "day"],
    ['<c s="5"><v>0.6</v></c>', "60%", "number"],
    ['<c s="5"><v>0.29</v></c>', "29%", "number"],
    ['<c s="6"><v>46113.5</v></c>', "2026-04-01T12:00", "day"],
    ['<c s="6"><v>46113.999999</v></c>', "2026-04-02", "day"],
    ['<c s="6"><v>2958465.999999</v></c>', "2958465.999999", "number"],
    ['<c s="7"><v>1.25</v></c>', "30:00", "time"],
    ['<c s="7"><v>0.999999</v></c>', "23:59:59", "time"],
    ['<c s="4"><v>99999999</v></c>', "99999999", "number"],
    ['<c t="b"><v>1</v></c>', "TRUE", "boolean"],
    ['<c t="e"><v>#N/A</v></c>', "#N/A", "error"],
    ['<c t="d"><v>2026-04-01T00:00:00</v></c>', "2026-04-01", "day"],
    ['<c t="inlineStr"><is><t>東</t><rPh><t>ヒガシ</t></rPh><r><t>京</t></r></is></c>', "東京", "text"],
    ['<c t="str"><f>A1&amp;"x"</f><v>a_x000A_b</v></c>', "a\nb", "text"],
    ['<c t="s"><v>0</v></c>', "会社", "text"],
  ];
  const shared = "<sst><si><t>会社</t><rPh sb='0' eb='2'><t>カイシャ</t></rPh></si></sst>";
  const bytes = workbook({ sheet: inRow(cases.map(([xml]) => xml).join("")), styles, shared });
  const cells = (await readTable(bytes)).sheets[0]?.rows[0]?.cells ?? [];
  assert.deepEqual(
    cells.map((cell) => [cell.text, cell.kind]),
    cases.map(([, text, kind]) => [text, kind]),
  );
  assert.equal(cells[21]?.formula, true, "a cached value says that it was computed");
});

test("gaps, hidden rows, hidden columns, merges and hidden sheets are known", async () => {
  const sheet = `<cols><col min="-999999999" max="0" hidden="1"/><col min="2" max="3" hidden="1"/></cols><sheetData>
    <row r="2" hidden="1"><c r="C2" t="inlineStr"><is><t>x</t></is></c></row><row r="4"><c r="A4" s="9"/></row>
    <row r="1000000"><c r="A1000000"><v>1</v></c></row></sheetData>
    <mergeCells><mergeCell ref="C2:E3"/></mergeCells>`;
  const read = (await readTable(workbook({ sheet }))).sheets[0];
  assert.deepEqual(
    read?.rows.map((row) => [row.number, row.hidden ?? false, row.cells.map((cell) => cell.text)]),
    [
      [2, true, ["", "", "x"]],
      [1_000_000, false, ["1"]],
    ],
  );
  assert.deepEqual(read?.hiddenColumns, [2, 3]);
  assert.deepEqual(read?.merges, [{ top: 2, left: 3, bottom: 3, right: 5 }]);
});

test("prefixes and the strict form of other writers", async () => {
  const bytes = zip([
    { name: "[Content_Types].xml", data: "<Types/>" },
    {
      name: "_rels/.rels",
      data: '<Relationships><Relationship Id="1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/a/book.xml"/></Relationships>',
    },
    {
      name: "a/book.xml",
      data: '<x:workbook xmlns:x="m" xmlns:q="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="S" q:id="k" state="hidden"/></x:sheets></x:workbook>',
    },
    {
      name: "a/_rels/book.xml.rels",
      data: '<Relationships><Relationship Id="k" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="../b/s.xml"/></Relationships>',
    },
    {
      name: "b/s.xml",
      data: '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
    },
  ]);
  assert.deepEqual(await textsOf(bytes), [[["a"]]]);
});

test("hostile files are refused with their reason", async () => {
  await refused(
    workbook({ more: [{ name: "xl/media/a", data: "x", claimedSize: 450_000_000 }] }),
    "sheet.too_large_unpacked",
  );
  const liar = zip([
    { name: "[Content_Types].xml", data: Buffer.alloc(1_000_000, 32), claimedSize: 10 },
    { name: "_rels/.rels", data: Buffer.alloc(1_000_000, 32), claimedSize: 10 },
  ]);
  await refused(liar, "sheet.damaged");
  const many100 = "<si><t>a</t></si>".repeat(5_900_000);
  await refused(workbook({ shared: `<sst>${many100}</sst>` }), "sheet.too_large_unpacked");
  await refused(
    workbook({ shared: `<sst><si><t>${"a".repeat(40_000)}</t></si></sst>` }),
    "sheet.cell_too_long",
  );
  const laughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;">]><worksheet><sheetData>&c;</sheetData></worksheet>`;
  await refused(workbook({ sheet: laughs }), "sheet.damaged");
  const outside = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>`;
  await refused(workbook({ sheet: outside }), "sheet.damaged");
  await refused(workbook({ sheet: inRow("<c><v>&nothing;</v></c>") }), "sheet.damaged");
  await refused(workbook({ more: [{ name: "../../etc/passwd", data: "x" }] }), "sheet.damaged");
  await refused(workbook({ more: [{ name: "xl/vbaProject.bin", data: "x" }] }), "sheet.macros");
  await refused(workbook({ more: [{ name: "xl/a.xml", data: "x", encrypted: true }] }), "sheet.encrypted");
  await refused(zip([{ name: "mimetype", data: "application/vnd.oasis.opendocument" }]), "sheet.unsupported");
  await refused(zip([{ name: "a.txt", data: "x" }]), "sheet.unsupported");
  const many = Array.from({ length: 2_001 }, (_, at) => ({ name: `xl/${at}`, data: "" }));
  await refused(zip(many), "sheet.too_many_parts");
  await refused(workbook({ sheet: inRow('<c t="s"><v>7</v></c>') }), "sheet.damaged");
  await refused(workbook({ sheet: inRow('<c r="ZZZ1"><v>1</v></c>') }), "sheet.too_many_columns");
  await refused(workbook({ sheet: inRow('<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c>') }), "sheet.damaged");
  await refused(workbook({ sheet: '<sheetData><row r="5"/><row r="4"/></sheetData>' }), "sheet.damaged");
  const endless = "a".repeat(1_200_000);
  await refused(workbook({ sheet: inRow(`<c t="str"><v>${endless}</v></c>`) }), "sheet.cell_too_long");
  await refused(workbook({ sheet: inRow(`<c t="${endless}"/>`) }), "sheet.cell_too_long");
  await refused(workbook({ styles: `<styleSheet><!--${endless}--></styleSheet>` }), "sheet.cell_too_long");
  const twice = `<workbook xmlns:r="r"><sheets><sheet name="S" r:id="s1"/><sheet name="T" r:id="s1"/></sheets></workbook>`;
  await refused(workbook({ book: twice }), "sheet.damaged");
  const corners = Array.from(
    { length: 20 },
    (_, at) => `<row r="${at + 1}"><c r="SF${at + 1}"><v>1</v></c></row>`,
  );
  await assert.rejects(
    readTable(workbook({ sheet: `<sheetData>${corners.join("")}</sheetData>` }), { cells: 5_000 }),
    { code: "sheet.too_many_cells" },
  );
});

test("a workbook cut anywhere or with any byte changed ends in a refusal, never in a fault or a wait", async () => {
  const whole = Buffer.from(
    await writeXlsx({
      sheets: [{ name: "S", rows: Array.from({ length: 30 }, (_, at) => [at, `会社${at}`]) }],
    }),
  );
  const readOrRefuse = async (bytes: Uint8Array) => {
    try {
      await readTable(bytes);
    } catch (error) {
      assert.ok(error instanceof SheetError, String(error));
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 5), (length) => readOrRefuse(whole.subarray(0, length + 4))),
    { numRuns: 60 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 5), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(whole);
      changed[at + 4] = byte;
      return readOrRefuse(changed);
    }),
    { numRuns: 120 },
  );
});

test("rows of a long workbook come one by one", async () => {
  const list = Array.from({ length: 5_000 }, (_, at) => [at, `会社${at}`]);
  const bytes = await writeXlsx({
    sheets: [
      { name: "hidden", hidden: true, rows: [["no"]] },
      { name: "S", rows: list },
    ],
    activeSheet: 1,
  });
  let count = 0;
  for await (const row of rows(bytes)) {
    assert.equal(row.cells[1]?.text, `会社${count}`);
    count += 1;
  }
  assert.equal(count, 5_000);
});

test("what LibreOffice saves is read, and its .xls and .ods are refused by name", {
  skip: office ? false : "soffice is not installed here",
}, async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: "会社",
        columns: [
          { header: "名称" },
          { header: "設立", numFmt: "yyyy-mm-dd" },
          { header: "率", numFmt: "0%" },
        ],
        rows: [["株式会社見本 ", new Date("2026-04-01T00:00:00Z"), 0.6]],
        cells: new Map([["0,3", { formula: "1+2", value: 3, type: "formula" as const }]]),
        merges: [{ startRow: 2, startCol: 0, endRow: 2, endCol: 2 }],
      },
    ],
  });
  const saved = await savedByOffice(bytes, "xlsx");
  const file = await readTable(saved);
  const row = file.sheets[0]?.rows[0];
  assert.deepEqual(
    row?.cells.map((cell) => cell.text),
    ["株式会社見本 ", "2026-04-01", "60%", "3"],
  );
  assert.equal(row?.cells[3]?.formula, true);
  await refused(await savedByOffice(bytes, "xls"), "sheet.legacy_xls");
  await refused(await savedByOffice(bytes, "ods"), "sheet.unsupported");
});

test("a refusal names sheet and cell where reading stopped", async () => {
  const placeOf = async (sheet: string) => {
    const thrown: unknown = await readTable(workbook({ sheet })).catch((error: unknown) => error);
    assert.ok(thrown instanceof SheetError);
    return valuesOf(thrown).place;
  };
  assert.equal(await placeOf(inRow('<c r="B1"><v>1</v></c><c r="C1" t="s"><v>7</v></c>')), "S!C1 – ");
  assert.equal(await placeOf(inRow(`<c r="D1" t="str"><v>${"a".repeat(70_000)}</v></c>`)), "S!D1 – ");
  assert.equal(await placeOf('<sheetData><row r="5"/><row r="4"/></sheetData>'), "S!5 – ");
  assert.equal(valuesOf(new SheetError("sheet.damaged")).place, "");
});
