// What Excel in other languages saves, and what a file brings along that reaches outside of it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { endOfJob } from "#test/work.ts";
import { delivered } from "#test/workbook-returns.ts";
import { filledIn } from "#test/workbooks.ts";
import { entriesOf, zip, type ZipPart } from "#test/zip.ts";
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
const controls = Array.from({ length: 4 }, (_, at) => ({ id: `HUM-0${at + 1}` }));
const round = await addOpenRound(owner, {
  editionId: await addEdition(owner, { controls: [...controls, { id: "TEC-02", asksCoverage: true }] }),
  companies: [own],
  dueOn: "2030-12-15",
});
const issued = await gather(
  (await contentOf(
    await app.as(desk.token)(workbooks.issueWorkbook, {
      id: round.inspections.get(own) ?? "",
      language: "en",
    }),
  )?.open()) as Readable,
);

type Parts = ReadonlyMap<string, Buffer>;
async function repacked(
  bytes: Buffer,
  change: (xml: string, name: string) => string,
  more: readonly ZipPart[] = [],
): Promise<Buffer> {
  const parts: Parts = await entriesOf(bytes);
  return zip([
    ...[...parts].map(([name, data]) => ({ name, data: change(data.toString("utf8"), name) })),
    ...more,
  ]);
}

for (const { where, sheets, language, coverage, maturity, code, dueOn } of [
  {
    where: "a German",
    sheets: ["Anleitung", "Geltungsbereich (Übersicht)", "Maßnahmen & Nachweise", "Tabelle1"],
    language: "en",
    coverage: "95,5 %",
    maturity: "3,0",
    code: "[$-407]dd\\. mmmm yyyy;@",
    dueOn: "31.03.2027",
  },
  {
    where: "a Chinese",
    sheets: ["填写说明", "适用范围", "检查项目（最终版）", "工作表1"],
    language: "zh",
    coverage: "95.5％",
    maturity: "３",
    code: "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@",
    dueOn: "2027年3月31日",
  },
  {
    where: "a Japanese",
    sheets: ["記入要領", "適用範囲", "点検表 (2)", "Sheet1"],
    language: "ja",
    coverage: "９５．５％",
    maturity: "３",
    code: "[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@",
    dueOn: "令和9年3月31日",
  },
] as const)
  test(`T-11 saved by ${where} Excel: sheets with names of its own, native truth values, days and decimals as written there`, async () => {
    const met = sayIn(language)("verdict.met");
    const filled = await filledIn(issued, (it) => {
      it.set("HUM-01", "verdict", met);
      it.set("HUM-01", "maturity", maturity);
      it.set("HUM-01", "proofTitle", "A rule");
      it.set("HUM-01", "proofPlace", "A shelf");
      it.set("HUM-01", "proofOn", new Date("2026-04-01T00:00:00Z"));
      it.set("HUM-02", "verdict", "unknown");
      it.set("HUM-02", "dueOn", dueOn);
      it.set("TEC-02", "verdict", met);
      it.set("TEC-02", "coveragePercent", coverage);
      it.set("has_plant", "isTrue", "WAHR OR FALSCH");
      for (const [at, sheet] of it.sheets.entries()) sheet.name = sheets[at] ?? `${sheet.name} ${at}`;
    });
    const shared = (await entriesOf(filled)).get("xl/sharedStrings.xml")?.toString("utf8") ?? "";
    const at = [...shared.matchAll(/<si>(.*?)<\/si>/gs)].findIndex(([, text]) => text?.includes("WAHR OR"));
    assert.ok(at >= 0);
    const bytes = await repacked(filled, (xml, name) =>
      name === "xl/styles.xml"
        ? xml.replaceAll(/formatCode="yyyy[^"]*"/g, `formatCode="${code}"`)
        : // As Excel keeps WAHR, 真 and TRUE: one truth value, whatever language shows it.
          xml.replace(
            new RegExp(`(<c r="[A-Z]+\\d+"[^>]*?) t="s"([^>]*)><v>${at}</v>`),
            '$1 t="b"$2><v>1</v>',
          ),
    );
    const back = await readBack(bytes);
    const of = (id: string) => back.rows.find((row) => row.shownControl === id)?.values;
    assert.deepEqual(
      back.rows.flatMap((row) => row.problems),
      [],
    );
    assert.deepEqual(
      [of("HUM-01")?.verdict, of("HUM-01")?.maturity, of("HUM-01")?.proofOn, of("HUM-02")?.dueOn],
      ["met", 3, "2026-04-01", "2027-03-31"],
    );
    assert.deepEqual([of("TEC-02")?.verdict, of("TEC-02")?.coveragePercent], ["met", 95.5]);
    assert.deepEqual(
      back.scope.map((one) => [one.condition, one.isTrue, one.sheet]),
      [["has_plant", true, sheets[1]]],
    );
    assert.ok(back.stamp?.["seal"]);
  });

test("T-11 external links, DDE and queries: nothing outside is asked, and what came from there is no statement", async () => {
  let asked = 0;
  const outside = createServer((_, reply) => {
    asked += 1;
    reply.end("outside");
  });
  await new Promise<void>((done) => outside.listen(0, "127.0.0.1", done));
  atTheEnd(async () => void outside.close());
  const address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/book.xlsx`;
  const filled = await filledIn(issued, ({ set }) => {
    for (const [at, id] of ["HUM-01", "HUM-02", "HUM-03", "HUM-04"].entries()) {
      set(id, "verdict", "unknown");
      set(id, "how", `FORMULA ${at}`);
    }
    set("TEC-02", "verdict", "unknown");
    set("TEC-02", "how", "=cmd|'/C calc'!A0");
  });
  const formulas = [
    "[1]Answers!$B$2",
    "cmd|'/C calc'!A0",
    `WEBSERVICE("${address}")`,
    `HYPERLINK("${address}","met")`,
  ];
  const shared = (await entriesOf(filled)).get("xl/sharedStrings.xml")?.toString("utf8") ?? "";
  const texts = [...shared.matchAll(/<si>(.*?)<\/si>/gs)].map(([, text]) => text ?? "");
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const bytes = await repacked(
    filled,
    (xml, name) => {
      if (name === "xl/_rels/workbook.xml.rels")
        return xml.replace(
          "</Relationships>",
          `<Relationship Id="rX" Type="${office}/externalLink" Target="externalLinks/externalLink1.xml"/>
           <Relationship Id="rY" Type="${office}/sharedStrings" Target="${address}" TargetMode="External"/>
           <Relationship Id="rZ" Type="${office}/connections" Target="connections.xml"/></Relationships>`,
        );
      return formulas.reduce((before, formula, at) => {
        const index = texts.findIndex((text) => text.includes(`FORMULA ${at}`));
        return before.replace(
          new RegExp(`(<c r="[A-Z]+\\d+"[^>]*?) t="s"([^>]*)><v>${index}</v>`),
          (_, start: string, rest: string) =>
            `${start} t="str"${rest}><f>${escaped(formula)}</f><v>as it came</v>`,
        );
      }, xml);
    },
    [
      {
        name: "xl/externalLinks/externalLink1.xml",
        data: `<externalLink xmlns="${main}" xmlns:r="${office}"><externalBook r:id="r1"/><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>`,
      },
      {
        name: "xl/externalLinks/_rels/externalLink1.xml.rels",
        data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/externalLinkPath" Target="${address}" TargetMode="External"/></Relationships>`,
      },
      {
        name: "xl/connections.xml",
        data: `<connections xmlns="${main}"><connection id="1" name="web" type="4" refreshOnLoad="1"><webPr url="${address}"/></connection></connections>`,
      },
    ],
  );
  const { rows, stamp } = await readBack(bytes);
  assert.ok(stamp?.["seal"], "the file is known");
  assert.deepEqual(
    rows.flatMap((row) => row.problems.map((one) => [row.shownControl, one.code])),
    ["HUM-01", "HUM-02", "HUM-03", "HUM-04"].map((id) => [id, "formula"]),
  );
  assert.equal(
    rows.find((row) => row.shownControl === "TEC-02")?.values.how,
    "=cmd|'/C calc'!A0",
    "what somebody typed as a text stays one",
  );
  assert.equal(asked, 0);
});

test("T-11 100 MB in a small file, said honestly or not, and macros of either kind end in a verdict, the others are read", async () => {
  const good = await filledIn(issued, ({ set }) => set("HUM-01", "verdict", "unknown"));
  const parts = [...(await entriesOf(good))].map(([name, data]) => ({ name, data }));
  const bomb = Buffer.alloc(100_000_000, 32);
  const honest = zip([...parts, { name: "xl/media/image1.png", data: bomb }]);
  const answers = Buffer.concat([Buffer.from("<worksheet>"), bomb, Buffer.from("</worksheet>")]);
  const inSheet = (claim: { claimedSize?: number }) =>
    zip(
      parts.map((part) =>
        part.name === "xl/worksheets/sheet3.xml" ? { ...part, data: answers, ...claim } : part,
      ),
    );
  const [sheet, liar] = [inSheet({}), inSheet({ claimedSize: 1000 })];
  const inEntry = zip([{ name: "packed.xlsx", data: bomb }]);
  for (const file of [honest, sheet, liar, inEntry]) assert.ok(file.length < 300_000, `${file.length}`);
  const id = await delivered(app, desk, round.id, [
    { name: "1 honest.xlsx", bytes: honest },
    { name: "2 sheet.xlsx", bytes: sheet },
    { name: "3 liar.xlsx", bytes: liar },
    { name: "4 archive.zip", bytes: inEntry },
    { name: "5 macro.xlsm", bytes: zip([...parts, { name: "xl/vbaProject.bin", data: "x" }]) },
    { name: "6 macro4.xlsx", bytes: zip([...parts, { name: "xl/macrosheets/sheet1.xml", data: "<x/>" }]) },
    { name: "7 good.xlsm", bytes: good },
  ]);
  const job = await endOfJob(app.database, id);
  assert.equal(job.state, "done", JSON.stringify(job.problem));
  const { rows } = await app.as(desk.token)(workbooks.listDeliveryItems, { id });
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.name, [row.state, row.reason?.code]])), {
    "1 honest.xlsx": ["unreadable", "errors.sheet.too_large_unpacked"],
    "2 sheet.xlsx": ["unreadable", "errors.sheet.too_large_unpacked"],
    "3 liar.xlsx": ["unreadable", "errors.sheet.damaged"],
    "packed.xlsx": ["unreadable", "workbook.found.too_large_unpacked"],
    "5 macro.xlsm": ["unreadable", "errors.sheet.macros"],
    "6 macro4.xlsx": ["unreadable", "errors.sheet.macros"],
    "7 good.xlsm": ["ready", undefined],
  });
});
