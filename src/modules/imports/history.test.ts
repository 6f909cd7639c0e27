// Results of earlier years from the spreadsheets of those years: marked, never over a year that was kept here (T-13).
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { history } from "#modules/history/contract.ts";
import { readFiscalYear } from "#modules/history/importing/judging.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing, importingWith, shiftJis } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const secretary = await signedIn(owner, {
  companyId: own,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const { check, apply, verdicts } = await importing(app, office);
const asOffice = app.as(office.token);
const edition = await addEdition(owner);
await owner.query(
  `insert into rounds (kind, fiscal_year, name, edition_id, population_rule, opens_on, due_on, review_due_on, confirm_due_on, state)
   values ('inspection', 2024, 'FY2024', $1, '{}', '2024-10-01', '2024-11-20', '2024-11-30', '2024-12-10', 'closed')`,
  [edition],
);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const kept = async () =>
  (
    await owner.query(
      `select u.code, e.fiscal_year, e.area, e.result, e.score::float8 as score, e.edition, e.replaced_at is null as holds
       from earlier_results e join units u on u.id = e.company_id order by 1, 2, 3, e.id`,
    )
  ).rows.map((row) => Object.values(row));

const japanese = [
  "過年度点検結果一覧,,,,,",
  "会社コード,会社名,年度,総合判定,得点率（％）,分野,基準の版",
  "Ｃ１,Own Ltd.,２０２１年度,○,８７．５,,第3版",
  "C1,,2021,,72,技術,第3版",
  "C1,,令和4年度,要改善,81%,,",
  "C2,Sister Ltd.,FY2021,×,-,,第3版",
  "C2,,2022,不明,0.85,,",
  "C2,,21,○,80,,",
  "C2,,2024年度,○,90,,",
  "C2,,2090,○,90,,",
  "C9,,2021,○,90,,",
  "C3,,2021,まあまあ,90,,",
  "C3,,2022,○,120,,",
  "C3,,2020,,,,",
  "C3,,2019,○,70,,",
  "Ｃ３,,２０１９,○,75,,",
  ",,,,,,",
  "合計,,,,,,",
].join("\r\n");

test("T-13 a Japanese list of earlier years in Shift_JIS: a verdict for every row, nothing over a year that was kept here", async () => {
  const { id, shown } = await check("history", "過年度.csv", shiftJis(japanese));
  assert.equal(shown.recognised?.encoding, "shift_jis");
  const lines = japanese.split("\n").length;
  const { rows: jobs } = await owner.query("select done, total from jobs where subject_id = $1", [id]);
  assert.deepEqual(jobs, [{ done: lines, total: lines }], "a line of the file counts once");
  assert.deepEqual((await verdicts(id)).slice(2), [
    [3, "new", ""],
    [4, "new", ""],
    [5, "new", ""],
    [6, "new", ""],
    [7, "conflict", "import.score_is_share"],
    [8, "error", "import.not_a_fiscal_year"],
    [9, "error", "import.year_kept_here"],
    [10, "error", "import.year_not_begun"],
    [11, "error", "import.unknown_company"],
    [12, "error", "import.unknown_result"],
    [13, "error", "import.not_a_score"],
    [14, "error", "import.says_nothing"],
    [15, "error", "import.year_twice_in_file"],
    [16, "error", "import.year_twice_in_file"],
    [17, "left_out", "import.blank_row"],
    [18, "left_out", "import.total_row"],
  ]);
  await asOffice(imports.decideRows, {
    id,
    rowNumbers: [7],
    decision: "accept",
    code: "import.score_is_share",
  });
  const { counts } = await apply(id, { from: today });
  assert.equal(counts.added, 5);
  assert.deepEqual(await kept(), [
    ["C1", 2021, "", "meets", 87.5, "第3版", true],
    ["C1", 2021, "技術", null, 72, "第3版", true],
    ["C1", 2022, "", "improve", 81, "", true],
    ["C2", 2021, "", "serious", null, "第3版", true],
    ["C2", 2022, "", "not_known", 85, "", true],
  ]);
});

test("T-13 on which scale a column of scores is, is asked once, and a lone 1.7 is not taken for 1.7 %", async () => {
  const sheet = Buffer.from(
    "Company code,Fiscal year,Score\nC1,2015,0.9\nC2,2015,0.85\nC1,2016,0.7\nC2,2016,1\nC1,2017,1.7\nC2,2017,3%\n",
  );
  const { id } = await check("history", "shares.csv", sheet);
  const asked = async () =>
    (await asOffice(imports.listImportProblems, { id })).rows.map((one) => [one.code, one.given, one.rows]);
  assert.deepEqual(await asked(), [
    ["import.score_is_share", "0.7, 0.85, 0.9 …", 4],
    ["import.score_is_low", "1.7", 1],
  ]);
  const problem = { field: "score", code: "import.score_is_share" };
  const { decided } = await asOffice(imports.decideRows, {
    id,
    problem,
    decision: "accept",
    code: problem.code,
  });
  assert.equal(decided, 4);
  assert.deepEqual(await asked(), [["import.score_is_low", "1.7", 1]]);
});

test("T-13 a corrected list needs a reason and stands beside: the former value stays, and neither can be rewritten", async () => {
  const sheet = Buffer.from(
    "Company code,Fiscal year,Result,Score\nC1,FY2021,Improvement required,79\nC1,2022,,\n",
  );
  const { id } = await check("history", "corrected.csv", sheet);
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "change", ""],
    [3, "error", "import.says_nothing"],
  ]);
  await assert.rejects(apply(id, { from: today }), (error) => {
    assert.ok(error instanceof AppError);
    return error.code === "change.backdated_needs_reason";
  });
  const { counts } = await apply(id, { from: today, reason: "A site had been left out" });
  assert.deepEqual([counts.added, counts.changed], [0, 1]);
  assert.deepEqual(
    (await kept()).filter(([code, year, area]) => code === "C1" && year === 2021 && area === ""),
    [
      ["C1", 2021, "", "meets", 87.5, "第3版", false],
      ["C1", 2021, "", "improve", 79, "第3版", true],
    ],
  );
  const { rows } = await asOffice(history.listEarlierResults, { companyId: own, fiscalYear: 2021 });
  assert.deepEqual(
    rows.filter((row) => row.area === "").map((row) => [row.result, row.replacedAt !== null, row.reason]),
    [
      ["improve", false, "A site had been left out"],
      ["meets", true, null],
    ],
  );
  await owner.query("set role yagura_group");
  await assert.rejects(owner.query("update earlier_results set score = 100"), /permission denied/);
  await assert.rejects(owner.query("delete from earlier_results"), /permission denied/);
  await owner.query("reset role");
});

test("T-13 Chinese headings are read too; the same list again changes nothing; only the whole group's desk brings it in", async () => {
  const sheet = Buffer.from("公司代码,财年,结果,得分率\nC3,2021,达标,92\n");
  const { id } = await check("history", "往年.csv", sheet);
  await apply(id, { from: today });
  const again = await check("history", "往年.csv", sheet);
  assert.deepEqual((await verdicts(again.id)).slice(1), [[2, "same", ""]]);
  await assert.rejects(importingWith(app, secretary).open("history", "mine.csv", sheet), AppError);
  const seen = await app.as(secretary.token)(history.listEarlierResults, {});
  assert.ok(seen.rows.length > 0 && seen.rows.every((row) => row.code !== "C3"), "within the scope");
});

test("a fiscal year is said in many ways, never in two digits", () => {
  const said = ["2019", "FY2019", "２０１９年度", "2019/20", "令和元年度", "R1", "H31年度", "2019财年"];
  assert.deepEqual(
    said.map(readFiscalYear),
    said.map(() => 2019),
  );
  const unsaid = ["19", "FY19", "2019-04-01", "2019/04", "2019-2021", "1850", "令和0"];
  assert.deepEqual(
    unsaid.map(readFiscalYear),
    unsaid.map(() => null),
  );
  assert.deepEqual(["2019/20", "2019-2020", "1999/00"].map(readFiscalYear), [2019, 2019, 1999]);
});

const odd = [
  "Company,Fiscal year,Result,Score",
  'Own Ltd,FY2018,Met,"87,5"',
  "OWN  LTD.,2017,met,85 %",
  "Own Ltd,2016/04/01,Met,80",
  "Own Ltd,2016/03,Met,80",
  'Own Ltd,2015,Met,"1,250"',
  "Own Ltd,2014,Met,８５．２％",
  "Owm Ltd,2013,Met,80",
  "Own Ltd,2012,=1+1,80",
  "Own Ltd,2011,Met,80",
  "Own Ltd,2011,Met,80",
  ",2010,Met,80",
].join("\r\n");

test("odd cells: each fault has a line of its own that says what to write, and what is plain is read as it is", async () => {
  const { id } = await check("history", "odd.csv", Buffer.from(odd));
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "new", ""],
    [3, "new", ""],
    [4, "error", "import.year_is_a_day"],
    [5, "error", "import.year_is_a_day"],
    [6, "error", "import.not_a_score"],
    [7, "new", ""],
    [8, "error", "import.unknown_company"],
    [9, "error", "import.unknown_result"],
    [10, "error", "import.year_twice_in_file"],
    [11, "error", "import.year_twice_in_file"],
    [12, "error", "import.missing"],
  ]);
});

test("T-13 a word that may mean two results is asked for, never guessed; company and year of a row stand apart", async () => {
  const sheet = Buffer.from(
    "会社コード,会社名,年度,判定\nC1,Own Ltd.,2005,不合格\nC1,Own Ltd.,2006,Failed\nC1,Own Ltd.,2007,×\n",
  );
  const { id } = await check("history", "unclear.csv", sheet);
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "error", "import.unclear_result"],
    [3, "error", "import.unclear_result"],
    [4, "new", ""],
  ]);
  const { rows } = await asOffice(imports.listImportRows, { id, verdict: "new" });
  assert.deepEqual(
    rows.map((row) => row.name),
    ["Own Ltd. · 2007"],
  );
});
