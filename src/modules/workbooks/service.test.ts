import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { openXlsx } from "hucre/xlsx";
import type { Language } from "#core/context.ts";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound, testControls } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { gather } from "#test/imports.ts";
import { office, savedByOffice } from "#test/office.ts";
import { type Filling, filledIn } from "#test/workbooks.ts";
import { workbook as forged } from "#test/zip.ts";
import { workbooks } from "./contract.ts";
import { sayIn } from "./words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const neighbour = await signedIn(owner, { companyId: sister, role: "security_officer" });
const [asSecretary, asOfficer, asNeighbour] = [
  app.as(secretary.token),
  app.as(officer.token),
  app.as(neighbour.token),
];
app.setNow(new Date("2026-11-24T03:00:00Z"));
const guidance = {
  en: `${"Those who left are forgotten first, and so are their rights. ".repeat(60)}\nEnd.`,
  ja: "趣旨",
};
const explained = { "HUM-01": { guidance }, "HUM-02": { examples: [{ en: "Ask each team" }, { zh: "例" }] } };
const controls = [
  ...testControls,
  ...Array.from({ length: 8 }, (_, at) => ({ id: `HUM-0${at + 1}` })).map((one) => ({
    ...one,
    ...explained[one.id as keyof typeof explained],
  })),
];
const editionId = await addEdition(owner, { controls });
let year = 2026;

/** A round of its own for every test; the sister is in it too. */
async function fresh(previousId?: string) {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [own, sister],
    fiscalYear: year,
    dueOn: "2026-12-15",
    previousId: previousId ?? null,
  });
  year += 1;
  return {
    roundId: round.id,
    id: round.inspections.get(own) ?? "",
    other: round.inspections.get(sister) ?? "",
  };
}

async function issue(id: string, language: Language = "ja", as = asSecretary): Promise<Buffer> {
  const output = await as(workbooks.issueWorkbook, { id, language });
  return (await contentOf(output)?.open()) as Buffer;
}

async function fileOf(bytes: Uint8Array, companyId: string): Promise<string> {
  const { sha256, sizeBytes } = await keepContent(bytes);
  const { rows } = await owner.query(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'back.xlsx', 'workbook') returning id",
    [companyId, sha256, sizeBytes],
  );
  return rows[0].id;
}

const bring = async (id: string, bytes: Uint8Array, as = asSecretary, companyId = own) =>
  as(workbooks.returnWorkbook, { id, fileId: await fileOf(bytes, companyId) });
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));
const kinds = async (returnId: string) =>
  Object.fromEntries(
    (await asSecretary(workbooks.getWorkbookReturn, { id: returnId })).rows.map((row) => [
      row.controlId,
      row.kind,
    ]),
  );
const answerOf = async (id: string, controlId: string) =>
  (await asOfficer(inspections.getAskedControl, { id, controlId })).answer;

const say = sayIn("ja");
const met = (set: Filling["set"], controlId: string, words: { how?: string; coverage?: number } = {}) => {
  set(controlId, "verdict", say("verdict.met"));
  set(controlId, "how", words.how ?? null);
  set(controlId, "proofTitle", "規程");
  set(controlId, "proofPlace", "文書管理 No. 12");
  set(controlId, "proofOn", new Date("2026-10-01T00:00:00Z"));
  if (words.coverage !== undefined) set(controlId, "coveragePercent", words.coverage);
};

test("T-11 a company that does not sign in answers in a workbook, and what it said stands as its answer", async () => {
  const { id } = await fresh();
  const bytes = await filledIn(await issue(id), ({ set }) => {
    set("has_plant", "isTrue", "いいえ");
    met(set, "ORG-01", { how: "全社で実施" });
    set("ORG-02", "verdict", "一部達成");
    set("ORG-02", "missing", "海外拠点");
    set("ORG-02", "owner", "見本 太郎");
    set("ORG-02", "dueOn", new Date("2027-03-31T00:00:00Z"));
    met(set, "TEC-02", { coverage: 1 });
  });
  const back = await bring(id, bytes);
  const shown = await asSecretary(workbooks.getWorkbookReturn, back);
  assert.deepEqual(
    [shown.counts["new"], shown.counts["questions"], shown.counts["error"], shown.counts["conflict"]],
    [3, 1, 0, 0],
    "three answers and a question",
  );
  assert.equal(await answerOf(id, "ORG-01"), null, "checking keeps nothing");
  const done = await asSecretary(workbooks.applyWorkbookReturn, { ...back, choices: [] });
  assert.deepEqual(done, { saved: 3, confirmed: 0, kept: 0, proofs: 1, scope: 1, state: "answering" });
  const answer = await answerOf(id, "ORG-01");
  assert.deepEqual([answer?.verdict, answer?.how, answer?.origin], ["met", "全社で実施", "workbook"]);
  const { rows } = await owner.query(
    `select a.answered_by, a.answered_for, e.actor_id, e.on_behalf_of from answers a join events e on e.subject_id = a.inspection_id
     and e.verb = 'workbook.applied' where a.inspection_id = $1 and a.control_id = 'ORG-01'`,
    [id],
  );
  assert.deepEqual(rows[0], {
    answered_by: secretary.personId,
    answered_for: own,
    actor_id: secretary.personId,
    on_behalf_of: own,
  });
  assert.equal((await answerOf(id, "TEC-02"))?.coveragePercent, 100);
});

test("T-11 the same file a second time changes nothing, and cannot be applied twice", async () => {
  const { id } = await fresh();
  const bytes = await filledIn(await issue(id), ({ set }) => met(set, "ORG-01", { how: "a" }));
  const first = await bring(id, bytes);
  await asSecretary(workbooks.applyWorkbookReturn, { ...first, choices: [] });
  await assert.rejects(
    asSecretary(workbooks.applyWorkbookReturn, { ...first, choices: [] }),
    code("workbook.not_open"),
  );
  const second = await bring(id, bytes);
  assert.equal((await kinds(second.id))["ORG-01"], "same");
  const version = (await answerOf(id, "ORG-01"))?.rowVersion;
  const done = await asSecretary(workbooks.applyWorkbookReturn, { ...second, choices: [] });
  assert.deepEqual([done.saved, done.proofs], [0, 0]);
  assert.equal((await answerOf(id, "ORG-01"))?.rowVersion, version);
});

test("T-11 what somebody answered meanwhile is shown beside the file, and each row is decided", async () => {
  const { id } = await fresh();
  const sheet = await issue(id);
  await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-01",
    verdict: "unknown",
    owner: "online",
    rowVersion: null,
  });
  await asOfficer(inspections.saveAnswer, {
    id,
    controlId: "ORG-02",
    verdict: "unknown",
    owner: "online",
    rowVersion: null,
  });
  const bytes = await filledIn(sheet, ({ set }) => {
    met(set, "ORG-01");
    met(set, "ORG-02");
    met(set, "TEC-01");
  });
  const back = await bring(id, bytes);
  const shown = await asSecretary(workbooks.getWorkbookReturn, back);
  const row = shown.rows.find((one) => one.controlId === "ORG-01");
  assert.deepEqual([row?.kind, row?.file?.verdict, row?.system?.verdict], ["conflict", "met", "unknown"]);
  await assert.rejects(
    asSecretary(workbooks.applyWorkbookReturn, { ...back, choices: [{ key: "ORG-01", take: "file" }] }),
    code("workbook.conflicts_open"),
  );
  const done = await asSecretary(workbooks.applyWorkbookReturn, {
    ...back,
    choices: [
      { key: "ORG-01", take: "file" },
      { key: "ORG-02", take: "system" },
    ],
  });
  assert.deepEqual([done.saved, done.kept], [2, 1]);
  assert.equal((await answerOf(id, "ORG-01"))?.verdict, "met");
  assert.equal((await answerOf(id, "ORG-02"))?.verdict, "unknown");
});

test("a corrected second return of the same workbook is no conflict with the first", async () => {
  const { id } = await fresh();
  const sheet = await issue(id);
  const first = await bring(id, await filledIn(sheet, ({ set }) => met(set, "ORG-01", { how: "a" })));
  await asSecretary(workbooks.applyWorkbookReturn, { ...first, choices: [] });
  const second = await bring(id, await filledIn(sheet, ({ set }) => met(set, "ORG-01", { how: "b" })));
  assert.equal((await kinds(second.id))["ORG-01"], "changed");
});

test("last year's answer is kept by saying so, with its proof, and words written beside it go first", async () => {
  const before = await fresh();
  const first = await issue(before.id);
  await asOfficer(inspections.saveAnswer, {
    id: before.id,
    controlId: "ORG-01",
    verdict: "met",
    how: "then",
    rowVersion: null,
  });
  await asOfficer(inspections.addEvidence, {
    id: before.id,
    title: "Rules",
    kind: "declared",
    place: "DMS 7",
    validFrom: "2026-10-01",
    controlIds: ["ORG-01"],
  });
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    before.id,
  ]);
  const { id } = await fresh(before.roundId);
  const offers = async (sheet: Buffer) =>
    (await openXlsx(sheet)).sheets[0]?.rows.flat().includes(say("workbook.sheet.step.before"));
  assert.deepEqual(
    [await offers(first), await offers(await issue(id))],
    [false, true],
    "nobody is told to keep an answer of a year that was not asked",
  );
  const bytes = await filledIn(await issue(id), ({ set }) => {
    set("ORG-01", "verdict", "前年と同じ");
    set("ORG-01", "how", "now");
    set("ORG-02", "verdict", "前年と同じ");
    met(set, "TEC-01");
    set("TEC-01", "proofOn", new Date("2031-04-01T00:00:00Z"));
  });
  const back = await bring(id, bytes);
  const shown = await asSecretary(workbooks.getWorkbookReturn, back);
  assert.deepEqual(
    shown.rows.find((one) => one.controlId === "TEC-01")?.problems.map((one) => [one.code, one.given]),
    [["day_in_future", "2031-04-01"]],
  );
  assert.deepEqual(shown.rows.find((one) => one.controlId === "ORG-02")?.problems[0]?.code, "no_proposal");
  await asSecretary(workbooks.applyWorkbookReturn, { ...back, choices: [] });
  const control = await asOfficer(inspections.getAskedControl, { id, controlId: "ORG-01" });
  assert.deepEqual([control.answer?.verdict, control.answer?.how], ["met", "now"]);
  assert.deepEqual(
    control.evidence.map((one) => one.title),
    ["Rules"],
  );
});

test("every cell that cannot be read says where it is and what to do; the other rows are kept", async () => {
  const { id } = await fresh();
  const bytes = await filledIn(await issue(id), ({ set, sheetOf }) => {
    met(set, "HUM-01");
    set("HUM-02", "verdict", "たぶん");
    set("HUM-03", "how", "no answer chosen");
    set("HUM-04", "verdict", "不明");
    set("HUM-04", "dueOn", "来月");
    met(set, "HUM-05");
    set("HUM-05", "proofPlace", null);
    set("TEC-02", "verdict", "Met");
    set("TEC-02", "coveragePercent", "much");
    const sheet = sheetOf("verdict");
    const row = sheet.rows.findIndex((one) => one[0] === "HUM-06");
    const column = (sheet.rows[0] ?? []).indexOf("yagura:how");
    set("HUM-06", "verdict", "不明");
    sheet.cells?.set(`${row},${column}`, { value: "2", type: "formula", formula: "1+1", formulaResult: "2" });
  });
  const back = await bring(id, bytes);
  const { rows } = await asSecretary(workbooks.getWorkbookReturn, back);
  const problems = Object.fromEntries(
    rows
      .filter((row) => row.kind === "error")
      .map((row) => [row.controlId, row.problems.map((one) => one.code)]),
  );
  assert.deepEqual(problems, {
    "HUM-02": ["answer_unknown"],
    "HUM-03": ["answer_missing"],
    "HUM-04": ["not_a_day"],
    "HUM-05": ["proof_incomplete"],
    "HUM-06": ["formula"],
    "TEC-02": ["coverage"],
  });
  const row = rows.find((one) => one.controlId === "HUM-04");
  assert.deepEqual([row?.problems[0]?.column, row?.sheet, row?.problems[0]?.given], ["U", "回答", "来月"]);
  const done = await asSecretary(workbooks.applyWorkbookReturn, { ...back, choices: [] });
  assert.equal(done.saved, 1);
});

test("renamed sheets, moved columns, sorted, deleted and doubled rows, words of another language", async () => {
  const { id } = await fresh();
  const bytes = await filledIn(await issue(id, "ja"), ({ set, sheetOf }) => {
    set("ORG-01", "verdict", "Met");
    set("ORG-02", "verdict", "不适用");
    set("ORG-02", "reason", "none");
    set("HUM-01", "verdict", "UNKNOWN");
    const sheet = sheetOf("verdict");
    sheet.name = "Copy of 回答";
    const head = sheet.rows.slice(0, 2);
    const body = sheet.rows.slice(2).toReversed();
    const first = body[0] ?? [];
    const swapped = [...head, ...body.slice(0, -1), body.at(-1) ?? [], [...first]].map((row) => {
      const [control, area, ...rest] = row;
      return [area ?? null, control ?? null, ...rest];
    });
    sheet.rows = swapped.filter((row) => row[1] !== "TEC-03");
    delete sheet.cells;
  });
  const back = await bring(id, bytes);
  const shown = await asSecretary(workbooks.getWorkbookReturn, back);
  const of = (controlId: string) => shown.rows.find((one) => one.controlId === controlId);
  assert.equal(of("ORG-01")?.file?.verdict, "met");
  assert.equal(of("ORG-02")?.file?.verdict, "not_applicable");
  assert.equal(of("HUM-01")?.file?.verdict, "unknown");
  assert.deepEqual(shown.missing, ["TEC-03"]);
  assert.deepEqual(
    shown.rows.filter((row) => row.problems[0]?.code === "row_twice").map((row) => row.controlId),
    ["HUM-08"],
  );
});

test("S-01 a sister's workbook is not found here, and neither is what came back for her", async () => {
  const { id, other } = await fresh();
  const hers = await issue(other, "ja", asNeighbour);
  await assert.rejects(bring(id, hers), code("workbook.not_this_one"));
  await assert.rejects(issue(other, "ja", asOfficer), code("inspection.not_found"));
  await assert.rejects(asOfficer(workbooks.getWorkbook, { id: other }), code("inspection.not_found"));
  await assert.rejects(bring(other, hers, asOfficer, sister), code("inspection.not_found"));
  const back = await bring(other, hers, asNeighbour, sister);
  for (const operation of [workbooks.getWorkbookReturn, workbooks.dropWorkbookReturn])
    await assert.rejects(asOfficer(operation, back), code("workbook_return.not_found"));
  await assert.rejects(
    asOfficer(workbooks.applyWorkbookReturn, { ...back, choices: [] }),
    code("workbook_return.not_found"),
  );
  await assert.rejects(
    asOfficer(workbooks.returnWorkbook, { id, fileId: await fileOf(hers, sister) }),
    code("file.not_found"),
  );
});

test("S-01 rows pasted from another workbook, a changed stamp and a foreign file are recognised", async () => {
  const { id } = await fresh();
  const [mine, again] = [await issue(id), await issue(id)];
  let foreign: unknown[] = [];
  await filledIn(again, ({ set, sheetOf }) => {
    met(set, "ORG-01");
    foreign = [...(sheetOf("verdict").rows[2] ?? [])];
  });
  const pasted = await filledIn(mine, ({ sheetOf }) => {
    const sheet = sheetOf("verdict");
    sheet.rows[2] = foreign as never;
    delete sheet.cells;
  });
  const shown = await asSecretary(workbooks.getWorkbookReturn, await bring(id, pasted));
  assert.equal(shown.rows.find((row) => row.controlId === "ORG-01")?.problems[0]?.code, "row_foreign");
  const list = contentOf(await asSecretary(workbooks.downloadUnreadCells, { id: shown.id }));
  assert.ok(list);
  const text = (await gather((await list.open()) as Readable)).toString("utf8");
  assert.match(text, /^\uFEFF?管理策,.*\r\nORG-01,回答,A3,この行は本ブックのものではありません/);
  assert.equal(list.mediaType, "text/csv; charset=utf-8");
  const changed = await filledIn(mine, ({ sheets }) => {
    const stamp = sheets.find((sheet) => sheet.name === "yagura");
    const row = stamp?.rows.find((one) => one[0] === "controls");
    if (row) row[1] = "ORG-01";
    if (stamp) delete stamp.cells;
  });
  await assert.rejects(bring(id, changed), code("workbook.tampered"));
  const without = await filledIn(mine, ({ sheets }) => {
    const stamp = sheets.find((sheet) => sheet.name === "yagura");
    if (stamp) stamp.rows = [["x"]];
    if (stamp) delete stamp.cells;
  });
  await assert.rejects(bring(id, without), code("workbook.no_stamp"));
  await assert.rejects(bring(id, forged({ sheet: "<sheetData/>" })), code("workbook.no_stamp"));
  await assert.rejects(
    bring(id, forged({ more: [{ name: "xl/vbaProject.bin", data: "x" }] })),
    code("sheet.macros"),
  );
  await assert.rejects(bring(id, Buffer.from("PK\u0003\u0004 broken")), code("sheet.damaged"));
});

test("an inspection that was handed in takes no workbook; a complete one is handed in with it", async () => {
  const { id } = await fresh();
  const bytes = await filledIn(await issue(id), ({ set }) => {
    set("has_plant", "isTrue", "いいえ");
    for (const control of controls) if (control.id !== "TEC-03") met(set, control.id, { coverage: 1 });
  });
  const back = await bring(id, bytes);
  const later = await bring(id, bytes);
  const done = await asSecretary(workbooks.applyWorkbookReturn, { ...back, choices: [], submit: true });
  assert.equal(done.state, "submitted");
  assert.equal((await asSecretary(workbooks.getWorkbookReturn, later)).offBecause, "workbook.off.submitted");
  await assert.rejects(
    asSecretary(workbooks.applyWorkbookReturn, { ...later, choices: [] }),
    code("inspection.not_now"),
  );
  await assert.rejects(issue(id), code("inspection.not_now"));
});

test("R-21 guidance and examples stand on a sheet to read, a row a piece, in the reader's language or marked", async () => {
  const { id } = await fresh();
  const book = await openXlsx(await issue(id, "en"));
  const sheet = book.sheets.find((one) => one.name === "Guidance");
  const rows = (sheet?.rows ?? []).slice(1).map((row) => row.map(String));
  const [long, ways] = ["HUM-01", "HUM-02"].map((control) => rows.filter((row) => row[0] === control));
  assert.ok((long?.length ?? 0) > 1, "nothing higher than a screen");
  const plain = (text: string) => text.replaceAll(/\s+/g, " ");
  assert.equal(plain(long?.map((row) => row[3]).join(" ") ?? ""), plain(guidance.en));
  assert.deepEqual(
    ways?.map((row) => row.slice(2)),
    [
      ["Example 1", "Ask each team"],
      ["Example 2\nChinese only", "例"],
    ],
  );
  assert.equal(rows.length, (long?.length ?? 0) + 2);
});

for (const language of ["ja", "en", "zh"] as const)
  test(`T-11 opened, saved and returned from LibreOffice: ${language}`, {
    skip: office ? false : "soffice is not installed here",
  }, async () => {
    const { id } = await fresh();
    const words = sayIn(language);
    const filled = await filledIn(await issue(id, language), ({ set, sheets }) => {
      set("has_plant", "isTrue", words("workbook.sheet.yes"));
      met(set, "TEC-02", { coverage: 0.6, how: "二行\nあります" });
      set("TEC-02", "verdict", words("verdict.met"));
      // What is written on the sheet to read is no answer, also where it looks like one.
      const read = sheets.find((one) => one.name === words("workbook.sheet.guidance"));
      read?.rows.push(["HUM-03", "", words("verdict.met"), words("workbook.column.verdict")]);
      read?.cells?.set("1,2", { value: words("verdict.met"), type: "string" });
    });
    const saved = await savedByOffice(filled, "xlsx");
    const back = await bring(id, saved);
    const shown = await asSecretary(workbooks.getWorkbookReturn, back);
    assert.equal(shown.counts["error"], 0);
    assert.ok((await openXlsx(saved)).sheets.some((one) => one.name === words("workbook.sheet.guidance")));
    assert.deepEqual(
      shown.rows.filter((one) => one.kind === "new").map((one) => one.controlId),
      ["TEC-02"],
    );
    const row = shown.rows.find((one) => one.controlId === "TEC-02");
    assert.deepEqual(
      [row?.kind, row?.file?.coveragePercent, row?.file?.how, row?.newProof?.validFrom, row?.lacks],
      ["new", 60, "二行\nあります", "2026-10-01", ["answer.needs_exceptions"]],
    );
    assert.equal(shown.scope[0]?.isTrue, true);
  });
