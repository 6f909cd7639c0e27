// What other programs and people make of a workbook before it comes back: the same answers in another spelling.
import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { endOfJob } from "#test/work.ts";
import { delivered } from "#test/workbook-returns.ts";
import { type Filling, filledIn } from "#test/workbooks.ts";
import { entriesOf, zip } from "#test/zip.ts";
import { workbooks } from "./contract.ts";
import { readBack } from "./read-back.ts";
import { sayIn } from "./words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const controls = Array.from({ length: 6 }, (_, at) => ({ id: `HUM-0${at + 1}` }));
const round = await addOpenRound(owner, {
  editionId: await addEdition(owner, { controls: [...controls, { id: "TEC-02", asksCoverage: true }] }),
  companies: [own],
  dueOn: "2030-12-15",
});
const issued = await gather(
  (await contentOf(
    await app.as(desk.token)(workbooks.issueWorkbook, {
      id: round.inspections.get(own) ?? "",
      language: "ja",
    }),
  )?.open()) as Readable,
);

const yes = sayIn("ja")("verdict.met");
const met = ({ set }: Filling, id: string) => {
  set(id, "verdict", yes);
  set(id, "proofTitle", "規程");
  set(id, "proofPlace", "共有フォルダ");
  set(id, "proofOn", new Date("2026-04-01T00:00:00Z"));
};
const filled = await filledIn(issued, (it) => {
  met(it, "HUM-01");
  it.set("HUM-02", "verdict", "不明");
});

/** The parts of a workbook written anew. */
async function rewritten(bytes: Buffer, change: (xml: string, name: string) => string): Promise<Buffer> {
  const parts = await entriesOf(bytes);
  return zip([...parts].map(([name, data]) => ({ name, data: change(data.toString("utf8"), name) })));
}
const rowOf = async (bytes: Buffer, id: string) =>
  (await readBack(bytes)).rows.find((row) => row.shownControl === id);
const problemsOf = async (fill: (filling: Filling) => void) =>
  Object.fromEntries(
    (await readBack(await filledIn(issued, fill))).rows
      .filter((row) => row.problems.length > 0)
      .map((row) => [row.shownControl, row.problems.map((one) => one.code)]),
  );

test("Excel for Mac: days counted from 1904", async () => {
  const bytes = await rewritten(filled, (xml, name) =>
    name === "xl/workbook.xml"
      ? xml.replace(/<workbookPr[^>]*\/>|(?=<sheets>)/, '<workbookPr date1904="1"/>')
      : xml.replace(/<v>46113<\/v>/g, `<v>${46113 - 1462}</v>`),
  );
  assert.equal((await rowOf(bytes, "HUM-01"))?.values.proofOn, "2026-04-01");
});

test("the strict form: other namespaces, days as ISO 8601", async () => {
  const bytes = await rewritten(filled, (xml) =>
    xml
      .replaceAll(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
      )
      .replaceAll(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
      )
      .replace(/(<c r="[A-Z]+\d+"[^>]*)><v>46113<\/v>/g, '$1 t="d"><v>2026-04-01T00:00:00.000</v>'),
  );
  assert.ok([...(await entriesOf(bytes)).values()].some((part) => part.includes('t="d"')));
  assert.equal((await rowOf(bytes, "HUM-01"))?.values.proofOn, "2026-04-01");
  assert.ok((await readBack(bytes)).stamp);
});

test("Numbers: a sheet that sums up, every sheet renamed, the name of its table in a row above", async () => {
  const bytes = await filledIn(filled, ({ sheets }) => {
    for (const sheet of sheets) {
      sheet.rows = [[`${sheet.name} - 表1`], ...sheet.rows];
      sheet.name = `${sheet.name} - 表1`;
      delete sheet.cells;
    }
  });
  const back = await readBack(bytes);
  assert.ok(back.stamp?.["seal"]);
  assert.equal(back.rows.length, 7);
  assert.equal(back.rows.find((row) => row.shownControl === "HUM-01")?.values.verdict, "met");
});

test("the hidden first row deleted: columns are known by the heads that people read", async () => {
  const bytes = await filledIn(filled, ({ sheets }) => {
    for (const sheet of sheets.slice(1, 3)) {
      sheet.rows = sheet.rows.slice(1);
      delete sheet.cells;
    }
  });
  const back = await readBack(bytes);
  assert.deepEqual(
    back.rows.map((row) => row.values.verdict),
    ["met", "unknown", null, null, null, null, null],
  );
});

test("a copy that somebody made beside the answers without the hidden row is not read as well", async () => {
  const bytes = await filledIn(filled, ({ sheets, sheetOf }) => {
    const { rows } = sheetOf("verdict");
    sheets.push({ name: "控え", rows: rows.slice(1) });
  });
  assert.equal((await readBack(bytes)).rows.length, 7);
});

test("filtered, frozen, sheets beside it and in another order", async () => {
  const bytes = await rewritten(filled, (xml) =>
    xml.replace(/<row r="3"/, '<row r="3" hidden="1"').replace(/<row r="4"/, '<row r="4" hidden="true"'),
  );
  assert.equal((await rowOf(bytes, "HUM-01"))?.values.verdict, "met");
  const other = await filledIn(filled, ({ sheets }) => {
    sheets.reverse();
    sheets.unshift({ name: "メモ", rows: [["社内用"], ["yagura:key"]] });
  });
  assert.equal((await rowOf(other, "HUM-01"))?.values.verdict, "met");
});

test("spaces, widths and marks that nobody sees; formats that were lost on the way", async () => {
  const bytes = await filledIn(issued, ({ set }) => {
    set("HUM-01", "verdict", `\u200b ${yes}\u3000`);
    set("HUM-01", "maturity", "３");
    set("HUM-01", "proofOn", 46113);
    set("HUM-01", "proofTitle", "規程");
    set("HUM-01", "proofPlace", "棚");
    set("HUM-02", "verdict", "Not\u00a0Met ");
    set("HUM-02", "dueOn", "31/3/2027");
    set("HUM-03", "verdict", "不明");
    set("HUM-03", "dueOn", "1.4.2027");
    set("TEC-02", "verdict", yes);
    set("TEC-02", "coveragePercent", "９５,５ %");
  });
  const { rows } = await readBack(bytes);
  const of = (id: string) => rows.find((row) => row.shownControl === id)?.values;
  assert.deepEqual(
    [of("HUM-01")?.verdict, of("HUM-01")?.maturity, of("HUM-01")?.proofOn],
    ["met", 3, "2026-04-01"],
  );
  assert.deepEqual([of("HUM-02")?.verdict, of("HUM-02")?.dueOn], ["not_met", "2027-03-31"]);
  assert.equal(of("HUM-03")?.dueOn, "2027-04-01");
  assert.equal(of("TEC-02")?.coveragePercent, 95.5);
  assert.deepEqual(
    rows.flatMap((row) => row.problems),
    [],
  );
});

test("what may mean two things, or was never computed, is told and not guessed", async () => {
  const problems = await problemsOf(({ set }) => {
    set("HUM-01", "verdict", "不明");
    set("HUM-01", "dueOn", "1/4/2027");
    set("HUM-02", "verdict", "不明");
    set("HUM-02", "maturity", 3.5);
    set("HUM-03", "verdict", "不明");
    set("HUM-03", "dueOn", 12);
    set("HUM-04", "verdict", true as never);
  });
  assert.deepEqual(problems, {
    "HUM-01": ["not_a_day"],
    "HUM-02": ["maturity"],
    "HUM-03": ["not_a_day"],
    "HUM-04": ["answer_unknown"],
  });
  const uncomputed = await rewritten(filled, (xml) =>
    xml.replace(/<c r="I4".*?<\/c>/, '<c r="I4"><f>VLOOKUP(A4,X:Y,2)</f></c>'),
  );
  assert.deepEqual(
    (await rowOf(uncomputed, "HUM-02"))?.problems.map((one) => one.code),
    ["formula"],
  );
});

test("cells made one over several rows: each row below the first asks for its own answer", async () => {
  const bytes = await rewritten(filled, (xml) =>
    xml.includes("yagura") || xml.includes("<autoFilter")
      ? xml.replace(/(<\/sheetData>.*?)(<conditionalFormatting|<dataValidations)/s, (whole, before, after) =>
          xml.includes("<autoFilter")
            ? `${before}<mergeCells count="1"><mergeCell ref="I3:I5"/></mergeCells>${after}`
            : whole,
        )
      : xml,
  );
  const { rows } = await readBack(bytes);
  assert.deepEqual(
    rows.flatMap((row) => row.problems.map((one) => [row.shownControl, one.code, one.column])),
    [
      ["HUM-02", "merged", "I"],
      ["HUM-03", "merged", "I"],
    ],
  );
});

test("yes and no as Excel in other languages writes them when they are pasted as text", async () => {
  for (const [given, wanted] of [
    ["WAHR", true],
    ["FAUX", false],
    ["真", true],
    ["☆", null],
  ] as const) {
    const bytes = await filledIn(issued, ({ set }) => set("has_plant", "isTrue", given));
    const [question] = (await readBack(bytes)).scope;
    assert.equal(question?.isTrue, wanted, given);
  }
});

test("answers or the hidden sheet removed: said so, and never taken for a file without news", async () => {
  const withoutAnswers = await filledIn(filled, (it) => {
    it.sheets.splice(it.sheets.indexOf(it.sheetOf("verdict")), 1);
  });
  const withoutStamp = await filledIn(filled, ({ sheets }) => {
    sheets.splice(
      sheets.findIndex((sheet) => sheet.name === "yagura"),
      1,
    );
  });
  const id = await delivered(app, desk, round.id, [
    { name: "a.xlsx", bytes: withoutAnswers },
    { name: "b.xlsx", bytes: withoutStamp },
  ]);
  await endOfJob(app.database, id);
  const { rows } = await app.as(desk.token)(workbooks.listDeliveryItems, { id });
  assert.deepEqual(
    rows.map((row) => [row.name, row.state, row.reason?.code]),
    [
      ["a.xlsx", "unreadable", "errors.workbook.no_rows"],
      ["b.xlsx", "not_ours", "errors.workbook.no_stamp"],
    ],
  );
});
