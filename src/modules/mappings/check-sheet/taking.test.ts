// The sheet is written for this test in the shape of the usual ones; no text of theirs is in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeXlsx as writeSheets } from "hucre/xlsx";
import { AppError } from "#core/errors.ts";
import { writeXlsx } from "#core/exports/xlsx.ts";
import { standards } from "#modules/standards/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sentBy } from "#test/files.ts";
import { addBuiltinEdition, addMappingFile } from "#test/mappings.ts";
import { mappings } from "../contract.ts";
import { idOf, judgeRows } from "./rules.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildSmallGroup(owner);
const editionId = await addBuiltinEdition(ownerUrl);
const author = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const office = app.as(author.token);
const officer = app.as(
  (await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })).token,
);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

const sent = async (reply: object) => (await sentBy(reply)).toString();

const lines = [
  ["社内チェックシート 2026", "", "", ""],
  ["大分類", "No.", "要求事項", "レベル"],
  ["体制", "１－１", "責任者を決めている", "★3"],
  ["", "1-2", "方針を全員に知らせている", "★3"],
  ["", "", "この行は注記です", ""],
  ["端末", "", "", ""],
  ["", "2-1", "台帳がある", "★4"],
  ["", "2-1", "同じ番号がもう一度", "★4"],
  ["", "2-2", "", "★3"],
  ["", "2-3!", "使えない番号", "★3"],
];
const csv = lines.map((cells) => cells.join(",")).join("\n");
const fileId = await addMappingFile(owner, author.personId, csv, "社内.csv");

test("numbers are read as people write them", () => {
  assert.deepEqual(["１－１－１", "A.5．1", " 1-1 (2) ", "２‐３"].map(idOf), [
    "1-1-1",
    "A.5.1",
    "1-1(2)",
    "2-3",
  ]);
  assert.deepEqual(judgeRows([{ sheet: "", number: 1, cells: {} }]), []);
});

test("R-21 a sheet of one's own is read row by row: headings go on, what is no item says why", async () => {
  const seen = await office(mappings.previewCheckSheet, { fileId });
  assert.equal(seen.recognised.headingRow, 2);
  assert.deepEqual(
    seen.rows.map((row) => [row.row, row.id, row.heading, row.verdict]),
    [
      [3, "1-1", "体制", "taken"],
      [4, "1-2", "体制", "taken"],
      [5, "", "体制", "id_missing"],
      [6, "", "端末", "heading"],
      [7, "2-1", "端末", "taken"],
      [8, "2-1", "端末", "double"],
      [9, "2-2", "端末", "text_missing"],
      [10, "2-3!", "端末", "id_unfit"],
    ],
  );
  assert.deepEqual([seen.headings, seen.levels], [2, ["★3", "★4"]]);
  const left = await office(mappings.previewCheckSheet, { fileId, show: "left" });
  assert.equal(left.rows.length, 4);
});

test("R-21 it becomes a set that mappings lead to, and by choice a draft of a standard with its headings as areas", async () => {
  const done = await office(mappings.takeCheckSheet, {
    fileId,
    setId: "own_sheet",
    name: "社内チェックシート",
    language: "ja",
    withoutLevels: [],
    draft: { code: "OWN", edition: "2026" },
  });
  assert.deepEqual([done.items, done.left], [3, 5]);
  const { spaces } = await officer(mappings.listMappings, {});
  const set = spaces.find((one) => one.space === "set:own_sheet");
  assert.deepEqual([set?.name, set?.items], ["社内チェックシート", 3]);
  const draft = await office(standards.getEdition, { id: done.editionId ?? "" });
  assert.deepEqual(
    draft.areas.map((area) => area.name.text),
    ["体制", "端末"],
  );
  const control = await office(standards.getControl, { id: done.editionId ?? "", controlId: "2-1" });
  assert.equal(control.requirement.text, "台帳がある");
  const coverage = await office(standards.getCoverage, { id: done.editionId ?? "", setId: "own_sheet" });
  assert.deepEqual(
    [coverage.touched, coverage.items[2]?.group, coverage.items[2]?.title],
    [3, "端末", "★4 · 台帳がある"],
  );
});

test("the same as Excel with other columns: what was chosen is remembered, and levels can be left out", async () => {
  const pieces: Uint8Array[] = [];
  const columns = ["Clause", "Ask", "Grade"].map((label, at) => ({
    label,
    value: (row: readonly string[]) => row[at] ?? "",
  }));
  const rows = [
    ["1.1", "Somebody is responsible", "must"],
    ["1.2", "The plan is tested", "should"],
  ];
  for await (const piece of writeXlsx("Sheet", columns, rows)) pieces.push(piece);
  const again = await addMappingFile(owner, author.personId, Buffer.concat(pieces), "isa.xlsx");
  const first = await office(mappings.previewCheckSheet, { fileId: again });
  assert.deepEqual(first.rows.length > 0 && first.rows.every((row) => row.verdict === "taken"), false);
  const sheet = { sheet: 0, headingRow: 1, mapping: { id: 0, text: 1, level: 2 } };
  assert.equal(
    (await office(mappings.previewCheckSheet, { fileId: again, sheet })).rows[0]?.verdict,
    "taken",
  );
  const done = await office(mappings.takeCheckSheet, {
    fileId: again,
    sheet,
    setId: "isa",
    name: "ISA",
    language: "en",
    withoutLevels: ["should"],
    draft: null,
  });
  assert.deepEqual([done.items, done.left, done.editionId], [1, 1, null]);
  const next = await office(mappings.previewCheckSheet, { fileId: again });
  assert.deepEqual([next.recognised.isRemembered, next.rows[0]?.verdict], [true, "taken"]);
});

test("R-21 a workbook with a sheet for each chapter, heads of two rows, merged cells, full-width numbers and several languages", async () => {
  const head = [
    ["No.", "要求事項", "", "成熟度レベル"],
    ["", "日本語", "English", ""],
  ];
  const sheet = (name: string, ...rows: string[][]) => ({
    name,
    rows: [...head, ...rows],
    merges: [
      { startRow: 0, startCol: 1, endRow: 0, endCol: 2 },
      { startRow: 0, startCol: 0, endRow: 1, endCol: 0 },
    ],
  });
  const bytes = await writeSheets({
    sheets: [
      { name: "説明", rows: [["この表の使い方"]] },
      sheet(
        "体制",
        ["１．１", "責任者がいる\n代理もいる", "Somebody is responsible", "３"],
        ["1.2", "方針がある", "", "2"],
      ),
      sheet("端末", ["2.1", "台帳がある", "There is a ledger", "1"], ["1.2", "体制と同じ番号", "", "1"]),
    ],
  });
  const id = await addMappingFile(owner, author.personId, Buffer.from(bytes), "章別.xlsx");
  const two = { sheet: 1, headingRow: 1, headingRows: 2 as const };
  const found = await office(mappings.previewCheckSheet, { fileId: id, sheet: two });
  assert.deepEqual(found.recognised.mapping, { id: 0, textJa: 1, textEn: 2, level: 3 });
  assert.equal((await office(mappings.previewCheckSheet, { fileId: id })).recognised.sheet, 1);
  const chosen = { ...two, mapping: { id: 0, text: 1, textEn: 2, level: 3 } };
  const seen = await office(mappings.previewCheckSheet, { fileId: id, sheet: chosen, also: [2] });
  assert.deepEqual(
    seen.rows.map((row) => [row.sheet, row.row, row.id, row.heading, row.level, row.verdict, row.languages]),
    [
      ["体制", 3, "1.1", "体制", "３", "taken", ["en"]],
      ["体制", 4, "1.2", "体制", "2", "taken", []],
      ["端末", 3, "2.1", "端末", "1", "taken", ["en"]],
      ["端末", 4, "1.2", "端末", "1", "double", []],
    ],
  );
  const done = await office(mappings.takeCheckSheet, {
    fileId: id,
    sheet: chosen,
    also: [2],
    setId: "chapters",
    name: "章別",
    language: "ja",
    withoutLevels: [],
    draft: { code: "CHAPTERS", edition: "1" },
  });
  assert.deepEqual([done.items, done.left], [3, 1]);
  const draft = { id: done.editionId ?? "" };
  const { control } = await office(standards.getDraftControl, { ...draft, controlId: "1.1" });
  assert.deepEqual(control.requirement, { ja: "責任者がいる\n代理もいる", en: "Somebody is responsible" });
  const { areas } = await office(standards.getEdition, draft);
  assert.deepEqual(
    areas.map((area) => area.name.text),
    ["体制", "端末"],
  );
});

test("a sheet with a row for each language is one item in several", () => {
  const row = (number: number, id: string, text: string, language: string) => ({
    sheet: "",
    number,
    cells: { id, text, language },
  });
  const rows = judgeRows([
    row(2, "1", "台帳がある", "日本語"),
    row(3, "1", "There is a ledger", "EN"),
    row(4, "1", "Again", "English"),
    row(5, "1", "有台账", "zh-CN"),
  ]);
  assert.deepEqual(
    rows.map((one) => one.verdict),
    ["taken", "translation", "double", "translation"],
  );
  assert.deepEqual(rows[0]?.texts, { en: "There is a ledger", zh: "有台账" });
});

test("an item that an adopted mapping names stays when a shorter sheet renews the set", async () => {
  const set = { setId: "renewed", name: "x", language: "en" as const, withoutLevels: [], draft: null };
  const take = async (csvText: string, name: string) =>
    office(mappings.takeCheckSheet, {
      fileId: await addMappingFile(owner, author.personId, csvText, name),
      ...set,
    });
  await take("No.,Requirement\nR-1,First\nR-2,Second\nR-3,Third\n", "first.csv");
  const adopt = async (csvText: string) =>
    office(mappings.adoptMapping, {
      fileId: await addMappingFile(owner, author.personId, csvText, "links.csv"),
      ends: [{ source: `edition:${editionId}`, target: "set:renewed" }],
      title: "x",
      version: "",
      basis: "x",
    });
  await adopt("control,relation,item\nORG-01,superset,R-2\n");
  const { id } = await adopt("control,relation,item\nORG-01,superset,R-3\n");
  const { rowVersion } = await office(mappings.getMapping, { id });
  await office(mappings.withdrawMapping, { id, reason: "x", rowVersion });
  await take("No.,Requirement\nR-1,First\n", "second.csv");
  const { rows } = await owner.query(
    "select item_id from reference_items where set_id = 'renewed' order by item_id",
  );
  assert.deepEqual(
    rows.map((row) => row.item_id),
    ["R-1", "R-2"],
    "what only a withdrawn one names goes",
  );
});

test("only the group office brings a sheet in, and one without items is refused", async () => {
  await assert.rejects(officer(mappings.previewCheckSheet, { fileId }), AppError);
  const empty = await addMappingFile(owner, author.personId, "No.,要求事項\n,\n", "x.csv");
  const input = { setId: "x", name: "x", language: "ja" as const, withoutLevels: [], draft: null };
  await assert.rejects(
    office(mappings.takeCheckSheet, { fileId: empty, ...input }),
    code("check_sheet.nothing_to_take"),
  );
});

test("items that are numbered as the product numbers headings keep theirs", async () => {
  const sheet =
    "Chapter,No.,Requirement\nGovernance,G1,Somebody is responsible\nGovernance,G2,There is a policy\nPlant,P1,There is a ledger\n";
  const done = await office(mappings.takeCheckSheet, {
    fileId: await addMappingFile(owner, author.personId, sheet, "g.csv"),
    setId: "numbered",
    name: "Numbered",
    language: "en",
    withoutLevels: [],
    draft: { code: "NUMBERED", edition: "1" },
  });
  const { areas } = await office(standards.getEdition, { id: done.editionId ?? "" });
  assert.deepEqual(
    areas.map((area) => area.name.text),
    ["Governance", "Plant"],
  );
});

test("R-21 an edition made of a sheet asks the same as its items, as long as it asks in their words", async () => {
  const take = async (text: string, edition?: string) =>
    office(mappings.takeCheckSheet, {
      fileId: await addMappingFile(
        owner,
        author.personId,
        `No.,要求事項\n1,${text}\n2,台帳がある\n`,
        "三.csv",
      ),
      setId: "made_of",
      name: "原本",
      language: "ja",
      withoutLevels: [],
      draft: edition ? { code: "MADE", edition } : null,
    });
  const { editionId: id } = await take("責任者を決めている", "1");
  assert.ok(id);
  await owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = '2026-04-01' where id = $1",
    [id],
  );
  const reach = () => officer(mappings.getReach, { id, space: "set:made_of" });
  const relations = async () =>
    (await officer(mappings.listWays, { id, space: "set:made_of" })).rows
      .map(({ controlId, hops }) => [controlId, hops[0]?.relation, hops[0]?.mapping])
      .sort();
  assert.deepEqual([(await reach()).counts.covered, (await reach()).direct], [2, 2]);
  assert.deepEqual(await relations(), [
    ["1", "equal", null],
    ["2", "equal", null],
  ]);
  const sheet = await sent(await officer(mappings.exportReferences, { id, format: "csv" }));
  assert.match(sheet, /^1,.*,equal-to,1,/m, "it goes out so");
  await take("責任者と代理を決めている");
  assert.deepEqual(await relations(), [
    ["1", "intersects", null],
    ["2", "equal", null],
  ]);
  assert.equal((await reach()).counts.covered, 1, "what the item asks now, the control does not");
  const judged = await addMappingFile(
    owner,
    author.personId,
    "control,relation,item\n2,subset,2\n",
    "judged.csv",
  );
  await office(mappings.adoptMapping, {
    fileId: judged,
    ends: [{ source: `edition:${id}`, target: "set:made_of" }],
    title: "Judged",
    version: "1",
    basis: "committee",
  });
  assert.deepEqual((await relations())[1]?.[1], "subset", "what a person judged of the pair stands alone");
});
