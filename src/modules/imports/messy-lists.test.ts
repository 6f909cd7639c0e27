// Lists as people send them. The bytes are made here and go the whole way: stored, read, judged, applied, reported.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeXlsx } from "#core/exports/xlsx.ts";
import { contentOf } from "#core/files/content.ts";
import { AppError } from "#core/errors.ts";
import { readTable } from "#core/sheets/read.ts";
import { organization } from "#modules/organization/contract.ts";
import { countryOf, placeOf } from "#modules/organization/importing/places.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather, importing, shiftJis } from "#test/imports.ts";
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
const { open, check, apply, verdicts } = await importing(app, office);
const asOffice = app.as(office.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;

const head = "会社コード,会社名,事業部,区分,出資比率,国,従業員数（人）,工場";
const messy = [
  "海外子会社一覧（2026年3月末現在）",
  "",
  head,
  "Ｎ１,株式会社北工業,D1,連結子会社,１００％,日本,４００名,○",
  'N2,南商事 ,Division Two,持分法適用会社,40,タイ,"1,250",×',
  "N3,東産業（株）,Divsion One,連結,100,JP,5,",
  "N4,双子商事,D1,連結,100,JP,10,",
  "N5,双子商事株式会社,D1,連結,100,JP,10,",
  "N6,孫会社,N1,連結,80,ベトナム,30,",
  "N7,語不明,D1,謎,百,どこか,十人,",
  "N8,一つ目,D1,連結,100,JP,10,",
  "N8,二つ目,D1,連結,100,JP,10,",
  ",合　計,,,,,1725,",
  "※従業員数は派遣を含む",
].join("\r\n");

test("a messy Japanese list: every row of the file has its verdict, none is dropped", async () => {
  const { id, shown } = await check("companies", "子会社一覧.csv", shiftJis(messy));
  assert.deepEqual([shown.recognised?.encoding, shown.recognised?.headingRow], ["shift_jis", 3]);
  assert.deepEqual(await verdicts(id), [
    [1, "left_out", "import.above_heading"],
    [2, "left_out", "import.above_heading"],
    [3, "left_out", "import.heading_row"],
    [4, "new", ""],
    [5, "new", ""],
    [6, "error", "import.unknown_parent"],
    [7, "conflict", "import.same_name_in_file"],
    [8, "conflict", "import.same_name_in_file"],
    [9, "new", ""],
    [10, "error", "import.unknown_relation import.not_a_number import.unknown_country import.not_a_number"],
    [11, "error", "import.twice_in_file"],
    [12, "error", "import.twice_in_file"],
    [13, "left_out", "import.total_row"],
    [14, "left_out", "import.note_row"],
  ]);
  const { counts } = shown;
  assert.equal(counts.rows, messy.split("\r\n").length);
  assert.equal(
    counts.new + counts.change + counts.same + counts.conflict + counts.error + counts.leftOut,
    counts.rows,
  );
  assert.equal((await asOffice(organization.listCompanies, { search: "北工業" })).rows.length, 0);
});

test("the report holds every row of the file, in the reader's language, without formulas", async () => {
  const dangerous = `${head}\n=1+1,@危険,D9,連結,1,JP,1,\n`;
  const { id } = await check("companies", "list.csv", Buffer.from(dangerous));
  const asked = await asOffice(imports.downloadImportReport, { id, format: "csv" });
  const content = contentOf(asked);
  assert.ok(content);
  const text = (await gather(await content.open())).toString("utf8");
  assert.equal(text.trim().split("\r\n").length, 3);
  assert.match(text, /'=1\+1,'@危険/);
  assert.match(text, /Supervising unit: there is no unit ""D9""/);
  const book = contentOf(await asOffice(imports.downloadImportReport, { id, format: "xlsx" }));
  assert.ok(book);
  const table = await readTable(await gather(await book.open()));
  assert.equal(table.sheets[0]?.rows.length, 3);
  assert.equal(table.sheets[0]?.rows[2]?.cells[5]?.text, "=1+1");
});

test("a report of any length is read page by page while it goes out; that of people leaves an event", async () => {
  const notes = Array.from({ length: 4100 }, (_, n) => `※ ${n}`).join("\n");
  const { id } = await check("companies", "long.csv", Buffer.from(`${head}\n${notes}\n`));
  const content = contentOf(await asOffice(imports.downloadImportReport, { id, format: "csv" }));
  assert.ok(content);
  const lines = (await gather(await content.open())).toString("utf8").trim().split("\r\n");
  assert.equal(lines.length, 4102);
  assert.match(lines.at(-1) ?? "", /※ 4099/);
  const people = await check(
    "people",
    "people.csv",
    Buffer.from("社員番号,氏名,会社コード\n1,見本 太郎,C1\n"),
  );
  await asOffice(imports.downloadImportReport, { id: people.id, format: "csv" });
  const { rows } = await owner.query(
    "select subject_id, data->>'format' as format from events where verb = 'import.report_read'",
  );
  assert.deepEqual(rows, [{ subject_id: people.id, format: "csv" }]);
});

test("a new company's row says with what it begins: tier, zone and language of its country, and what blanks come to", async () => {
  const list = `${head}\nK1,韓国商事,D1,連結,100,韓国,,\nK2,豪州工業,D1,連結,100,AU,20,○\n`;
  const { id } = await check("companies", "new.csv", Buffer.from(list));
  const { rows } = await asOffice(imports.listImportRows, { id, verdict: "new" });
  assert.deepEqual(
    rows.map((row) => row.differences.map((one) => [one.field, one.after])),
    [
      [
        ["tier", "T4"],
        ["timeZone", "Asia/Seoul"],
        ["language", "ko"],
        ["workers", "0"],
        ["personalDataPeople", "0"],
        ["hasPlant", "false"],
        ["runsServers", "false"],
      ],
      [
        ["tier", "T2"],
        ["timeZone", "Australia/Sydney"],
        ["language", "en"],
        ["personalDataPeople", "0"],
        ["runsServers", "false"],
      ],
    ],
  );
});

test("every country has a zone that the clocks know", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = new Set(letters.flatMap((one) => letters.map((two) => countryOf(one + two) ?? "")));
  codes.delete("");
  assert.ok(codes.size > 240);
  for (const code of codes)
    assert.ok(new Intl.DateTimeFormat("en", { timeZone: placeOf(code).timeZone }), code);
});

test("what was meant is said once for all rows, then everything is applied, parents before their companies", async () => {
  const { id } = await check("companies", "子会社一覧.csv", shiftJis(messy));
  const problems = (await asOffice(imports.listImportProblems, { id })).rows;
  const misspelt = problems.find((one) => one.code === "import.unknown_parent");
  assert.equal(misspelt?.candidates?.[0]?.id, group.divisions.one);
  const decide = (input: object) => asOffice(imports.decideRows, { id, ...input } as never);
  await decide({
    problem: { field: "parent", code: "import.unknown_parent", given: "Divsion One" },
    decision: "choose",
    field: "parent",
    candidateId: group.divisions.one,
  });
  await decide({ rowNumbers: [7, 8], decision: "accept", code: "import.same_name_in_file" });
  await decide({ rowNumbers: [12], decision: "leave_out" });
  assert.deepEqual((await verdicts(id)).map(([, verdict]) => verdict).slice(3), [
    "new",
    "new",
    "new",
    "new",
    "new",
    "new",
    "error",
    "new",
    "left_out",
    "left_out",
    "left_out",
  ]);
  const done = await apply(id, { from: today });
  assert.deepEqual([done.state, done.counts.added, done.counts.notApplied], ["applied", 7, 0]);
  const { rows } = await asOffice(organization.listCompanies, { search: "工業" });
  assert.deepEqual(
    rows.map((row) => [row.code, row.name, row.tier, row.workers, row.country, row.ownershipPercent]),
    [["N1", "株式会社北工業", "T2", 400, "JP", 100]],
  );
  const below = await asOffice(organization.listChildren, { parentId: rows[0]?.id ?? "" });
  assert.deepEqual(
    below.rows.map((row) => row.code),
    ["N6"],
  );
});

test("one person under two spellings of the company stands in the list twice, wherever the rows are", async () => {
  const between = Array.from({ length: 1100 }, (_, at) => `P${at + 10},人,${at},Own Ltd.,p${at}@t.example`);
  const people = [
    "社員番号,姓,名,会社,メール",
    "P1,佐藤,健,Own Ltd.,a@t.example",
    ...between,
    "Ｐ１,佐藤,建,C1,b@t.example",
  ];
  const { id } = await check("people", "氏名.csv", shiftJis(people.join("\r\n")));
  const wrong = (await asOffice(imports.listImportRows, { id, verdict: "error" })).rows;
  assert.deepEqual(
    wrong.map((row) => [row.rowNumber, row.problems.map((problem) => problem.code)]),
    [
      [2, ["import.twice_in_file"]],
      [1103, ["import.twice_in_file"]],
    ],
  );
  const fresh = (await asOffice(imports.listImportRows, { id, verdict: "new", limit: 1 })).rows[0];
  assert.deepEqual(fresh?.differences, [{ field: "company", before: null, after: "Own Ltd." }]);
  await asOffice(imports.decideRows, { id, rowNumbers: [1103], decision: "leave_out" });
  assert.equal((await asOffice(imports.getImport, { id })).counts.error, 0);
});

test("a decision that makes two rows one person says so on both of them", async () => {
  const list =
    "社員番号,姓,名,会社,メール\nT1,佐藤,健,Own Ltd.,t1@t.example\nT1,佐東,健,Owm Ltd.,t1@t.example\n";
  const { id } = await check("people", "二人.csv", Buffer.from(list));
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "new", ""],
    [3, "error", "import.unknown_company"],
  ]);
  const meant = { decision: "choose", field: "company", candidateId: group.companies.own } as const;
  await asOffice(imports.decideRows, { id, rowNumbers: [3], ...meant });
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "error", "import.twice_in_file"],
    [3, "error", "import.twice_in_file"],
  ]);
});

test("divisions that only the list knows are made with one press, and the rows below them stand", async () => {
  const list = [
    head,
    "M1,新会社一,機械事業部,連結,100,JP,10,",
    "M2,新会社二,機械 事業部,連結,100,JP,10,",
    "M3,新会社三,化学事業部,連結,100,JP,10,",
    "M4,新会社四,Divsion One,連結,100,JP,10,",
  ].join("\r\n");
  const { id } = await check("companies", "新設.csv", shiftJis(list));
  const missing = async () =>
    (await asOffice(imports.listImportProblems, { id })).rows
      .filter((one) => one.code === "import.unknown_parent")
      .map((one) => one.given)
      .sort();
  assert.deepEqual(await missing(), ["Divsion One", "化学事業部", "機械 事業部", "機械事業部"]);
  const version = async () => (await asOffice(imports.getImport, { id })).rowVersion;
  const made = await asOffice(imports.addMissingUnits, {
    id,
    rowVersion: await version(),
    units: [{ name: "機械事業部" }, { name: "機械 事業部" }, { name: "化学事業部", code: "CHEM" }],
    from: today,
  });
  assert.equal(made.added, 2);
  assert.deepEqual(await missing(), ["Divsion One"]);
  assert.deepEqual(
    (await verdicts(id)).map(([, verdict]) => verdict),
    ["left_out", "new", "new", "new", "error"],
  );
  const { rows } = await asOffice(organization.listChildren, { parentId: group.group });
  const codes = rows.filter((row) => row.kind === "division").map((row) => row.code);
  assert.ok(codes.includes("CHEM") && codes.includes("D03"), String(codes));
  // Who sends it again makes nothing twice.
  const again = { id, units: [{ name: "機械事業部" }], from: today };
  await assert.rejects(
    asOffice(imports.addMissingUnits, { ...again, rowVersion: 1 }),
    (error: unknown) => error instanceof AppError && error.code === "import.changed_meanwhile",
  );
  assert.equal((await asOffice(imports.addMissingUnits, { ...again, rowVersion: await version() })).added, 0);
  // A code that is taken undoes all of it.
  const last = await version();
  await assert.rejects(
    asOffice(imports.addMissingUnits, {
      id,
      rowVersion: last,
      units: [{ name: "新事業部" }, { name: "別の事業部", code: "CHEM" }],
      from: today,
    }),
    (error: unknown) => error instanceof AppError && error.code === "units_code_unique",
  );
  assert.equal((await asOffice(organization.searchUnits, { search: "新事業部" })).rows.length, 0);
});

test("the same file a second time changes nothing; a spelling variant of the name is no change", async () => {
  const again = messy.replace("株式会社北工業", "北工業㈱").replace("Divsion One", "Division One");
  const { id, shown } = await check("companies", "again.csv", Buffer.from(`\uFEFF${again}`));
  assert.equal(shown.counts.new, 0);
  assert.equal(shown.counts.change, 0);
  await assert.rejects(
    apply(id, { from: today }),
    (error: unknown) => error instanceof AppError && error.code === "import.nothing_to_apply",
  );
});

test("a reason is asked for rows that reach into the past where they are among the chosen, for no others", async () => {
  const { id } = await check(
    "companies",
    "dated.csv",
    Buffer.from(
      "会社コード,会社名,親会社,関係,出資比率,国,従業員数,加入日\nOLD1,古い会社,D1,連結,60,JP,4,2020-04-01\nNOW1,今の会社,D1,連結,60,JP,4,\n",
    ),
  );
  const { rows } = await asOffice(imports.listImportRows, { id, verdict: "new" });
  assert.deepEqual(
    rows.map((row) => [row.code, row.isBackdated]),
    [
      ["OLD1", true],
      ["NOW1", false],
    ],
  );
  const only = (code: string) => rows.filter((row) => row.code === code).map(({ rowNumber }) => rowNumber);
  await assert.rejects(
    apply(id, { from: today, rowNumbers: only("OLD1") }),
    (error: unknown) => error instanceof AppError && error.code === "change.backdated_needs_reason",
  );
  assert.equal((await apply(id, { from: today, rowNumbers: only("NOW1") })).counts.added, 1);
});

test("a change tells before and after, and holds from the day it is applied", async () => {
  const { id } = await check(
    "companies",
    "change.csv",
    Buffer.from(`${head}\nN1,北工業,D2,連結,60,JP,420,\n`),
  );
  const { rows } = await asOffice(imports.listImportRows, { id, verdict: "change" });
  assert.deepEqual(rows[0]?.differences, [
    { field: "parent", before: "Division One", after: "Division Two" },
    { field: "ownership", before: "100", after: "60" },
    { field: "workers", before: "400", after: "420" },
  ]);
  await assert.rejects(
    asOffice(imports.applyImport, {
      id,
      from: "2026-01-01",
      rowVersion: (await asOffice(imports.getImport, { id })).rowVersion,
    }),
    (error: unknown) => error instanceof AppError && error.code === "change.backdated_needs_reason",
  );
  assert.equal((await apply(id, { from: today })).counts.changed, 1);
  const company = (await asOffice(organization.listCompanies, { search: "N1" })).rows[0];
  assert.deepEqual(
    [company?.divisionId, company?.ownershipPercent, company?.workers],
    [group.divisions.two, 60, 420],
  );
});

test("a day of leaving in the list is told, not passed over; without it the rest is applied", async () => {
  const heads = "会社コード,会社名,従業員数,離脱日";
  const { id } = await check("companies", "left.csv", Buffer.from(`${heads}\nN1,北工業,430,2090-04-01\n`));
  assert.deepEqual((await verdicts(id))[1], [2, "conflict", "import.leaving_on_page"]);
  await asOffice(imports.decideRows, {
    id,
    rowNumbers: [2],
    decision: "accept",
    code: "import.leaving_on_page",
  });
  assert.equal((await apply(id, { from: today })).counts.changed, 1);
  const one = (await asOffice(organization.listCompanies, { search: "N1" })).rows[0];
  assert.deepEqual([one?.workers, one?.endedOn], [430, null]);
  await owner.query("update units set ended_on = '2090-04-01' where id = $1", [one?.id]);
  const kept = await check("companies", "kept.csv", Buffer.from(`${heads}\nN1,北工業,430,2090-04-01\n`));
  assert.equal((await verdicts(kept.id))[1]?.[1], "same");
  await owner.query("update units set ended_on = null where id = $1", [one?.id]);
});

test("Excel: the sheet with the list is found and read", async () => {
  const book = await gather(
    writeXlsx(
      "一覧",
      [
        { label: "会社コード", value: (row: string[]) => row[0] ?? "" },
        { label: "会社名", value: (row) => row[1] ?? "" },
        { label: "事業部", value: (row) => row[2] ?? "" },
        { label: "区分", value: (row) => row[3] ?? "" },
        { label: "国", value: (row) => row[4] ?? "" },
      ],
      [
        ["E1", "表計算工業", "D1", "連結", "JP"],
        ["E2", "表計算商事", "D2", "合弁", "US"],
      ],
    ),
  );
  const { id, shown } = await check("companies", "一覧.xlsx", book);
  assert.deepEqual([shown.recognised?.format, shown.recognised?.sheets[0]?.name], ["xlsx", "一覧"]);
  assert.deepEqual(
    (await verdicts(id)).map(([, verdict]) => verdict),
    ["left_out", "new", "new"],
  );
});

test("columns that nobody recognised are mapped by hand and remembered for the next file", async () => {
  const strange = "甲,乙,丙,丁,戊\nS1,不思議工業,D1,連結,JP\n";
  const first = await check("companies", "strange.csv", Buffer.from(strange));
  assert.deepEqual(first.shown.mapping, {});
  await asOffice(imports.checkAgain, {
    id: first.id,
    mapping: { code: 0, name: 1, parent: 2, relation: 3, country: 4 },
    rowVersion: first.shown.rowVersion,
  });
  const again = await first.settled();
  assert.equal(again.counts.new, 1);
  const second = await check("companies", "strange-2.csv", Buffer.from(strange));
  assert.deepEqual([second.shown.recognised?.isRemembered, second.shown.counts.new], [true, 1]);
});

test("two rows of heading: a group over its columns", async () => {
  const two = "会社,,,資本,,国\nコード,名称,事業部,区分,出資比率,\nH1,二段工業,D1,連結,55,JP\n";
  const { id, shown } = await check("companies", "two.csv", Buffer.from(two));
  assert.deepEqual([shown.recognised?.headingRow, shown.recognised?.headingRows], [1, 2]);
  assert.deepEqual(
    (await verdicts(id)).map(([, verdict]) => verdict),
    ["left_out", "left_out", "new"],
  );
});

test("what is no list says why, with the place", async () => {
  const cases: [string, Uint8Array, string][] = [
    ["open.csv", Buffer.from('a,b\n"c,d\n'), "sheet.unclosed_quote"],
    ["page.xls", Buffer.from("<html><table></table></html>"), "sheet.html"],
    ["old.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), "sheet.legacy_xls"],
  ];
  for (const [name, bytes, code] of cases) {
    const { shown } = await check("companies", name, bytes);
    assert.deepEqual([shown.state, shown.problem?.code], ["failed", code]);
  }
});

test("people: newcomers, changes and leavers, read as they are written; a second time nothing", async () => {
  const people =
    "社員番号,氏名,フリガナ,雇用形態,所属,役職,メール,入社日,退職日\n" +
    "００１,青葉　薫,アオバ　カオル,正社員,,課長,kaoru@example.test,2020/4/1,\n" +
    "002,Minh Tran,,派遣,,,minh@example.test,令和6年4月1日,\n" +
    '003,"Suzuki, Ichiro",,役員,存在しない部,,,2021-04-01,\n';
  const { id, shown } = await check("people", "people.csv", Buffer.from(people), group.companies.own);
  assert.deepEqual([shown.counts.new, shown.counts.error], [2, 1]);
  await apply(id, { from: today });
  const list = await asOffice(organization.listPeople, {
    companyId: group.companies.own,
    search: "example.test",
  });
  assert.deepEqual(
    list.rows
      .filter((row) => row.code)
      .map((row) => [row.code, row.familyName, row.givenName, row.employment, row.title]),
    [
      ["002", "Tran", "Minh", "dispatched", null],
      ["001", "青葉", "薫", "regular", "課長"],
    ],
  );
  const again = await check("people", "people.csv", Buffer.from(people), group.companies.own);
  assert.deepEqual([again.shown.counts.same, again.shown.counts.open], [2, 0]);
  const leaving = people.replace("2020/4/1,", `2020/4/1,${today}`).replace(",課長,", ",部長,");
  const third = await check("people", "people-2.csv", Buffer.from(leaving), group.companies.own);
  assert.deepEqual([third.shown.counts.change, third.shown.counts.leaving], [1, 1]);
  assert.equal((await apply(third.id, { from: today })).counts.changed, 1);
  const { rows } = await owner.query(
    "select e.valid_to = group_today() + 1 as ends from employments e join people p on p.id = e.person_id where p.code = '001'",
  );
  assert.deepEqual(rows, [{ ends: true }]);
});

test("an officer brings in the people of the own company, and no companies at all", async () => {
  const file = "社員番号,氏名,会社\n901,山 一,C1\n902,川 二,C2\n";
  const own = await importing(app, officer);
  const { id } = await own.check("people", "own.csv", Buffer.from(file));
  assert.deepEqual(
    (await own.verdicts(id)).map(([, verdict]) => verdict),
    ["left_out", "new", "error"],
  );
  await assert.rejects(
    own.open("companies", "c.csv", Buffer.from(head)),
    (error: unknown) => error instanceof AppError && error.kind === "forbidden",
  );
  await assert.rejects(
    app.as(officer.token)(imports.getImport, {
      id: (await open("companies", "x.csv", Buffer.from(head))).id,
    }),
    (error: unknown) => error instanceof AppError && error.kind === "not_found",
  );
});
