// Audits of years before they were kept here, from the list an office kept of them (T-18).
import assert from "node:assert/strict";
import { test } from "node:test";
import { imports } from "#modules/imports/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing, shiftJis } from "#test/imports.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const { check, apply, verdicts } = await importing(app, office);
const ask = app.as(office.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const kept = async () =>
  (
    await owner.query(
      `select u.code, e.held_on::text, e.kind, e.auditors, e.result, e.findings, e.report, e.replaced_at is null as holds
       from earlier_audits e join units u on u.id = e.company_id order by 1, 2, e.id`,
    )
  ).rows.map((row) => Object.values(row));

const japanese = [
  "子会社監査 実施一覧,,,,,,",
  "会社コード,会社名,監査実施日,監査方法,監査人,総合判定,指摘件数,報告書番号",
  "Ｃ１,Own Ltd.,２０１９年６月１４日,往査,見本 太郎・例 花子,要改善,１２件,監-2019-01",
  "C1,,2022/06/10,現地,見本 太郎,○,3,監-2022-07",
  "C2,Sister Ltd.,令和2年2月3日,リモート,例 花子,適合,0,",
  "C3,,2021年11月,現地,,,,",
  "C3,,まだ,現地,,,,",
  "C3,,2099-01-01,現地,,,,",
  "C9,,2021-01-05,現地,,,,",
  "C2,,2021-01-05,電話,,,,",
  "P,,2024-05-20,現地,,,-3,",
  "C1,,2022-06-10,現地,,,,",
  ",,,,,,,",
  "合計,,,,,,,",
].join("\r\n");

test("T-18 a Japanese list of audits of several years: a verdict for every row, and what was applied is held once", async () => {
  const { id } = await check("audits", "監査一覧.csv", shiftJis(japanese));
  assert.deepEqual((await verdicts(id)).slice(2), [
    [3, "new", ""],
    [4, "error", "import.audit_twice_in_file"],
    [5, "new", ""],
    [6, "conflict", "import.month_alone"],
    [7, "error", "import.not_a_day"],
    [8, "error", "import.audit_ahead"],
    [9, "error", "import.unknown_company"],
    [10, "error", "import.unknown_audit_kind"],
    [11, "error", "import.not_a_number"],
    [12, "error", "import.audit_twice_in_file"],
    [13, "left_out", "import.blank_row"],
    [14, "left_out", "import.total_row"],
  ]);
  await ask(imports.decideRows, { id, rowNumbers: [6], decision: "accept", code: "import.month_alone" });
  const { counts } = await apply(id, { from: today });
  assert.equal(counts.added, 3);
  assert.deepEqual(await kept(), [
    ["C1", "2019-06-14", "on_site", "見本 太郎・例 花子", "improve", 12, "監-2019-01", true],
    ["C2", "2020-02-03", "remote", "例 花子", "meets", 0, "", true],
    ["C3", "2021-11-30", "on_site", "", null, null, "", true],
  ]);
});

test("T-18 the same list again changes nothing; a corrected one replaces with a reason, and the former stays", async () => {
  const english = (findings: string) =>
    Buffer.from(
      `Company,Date of audit,Type,Auditors,Result,Findings\nOwn Ltd.,2023-03-01,on site,A. Sample,meets the standard,${findings}\n`,
    );
  const first = await check("audits", "audits.csv", english("4"));
  await apply(first.id, { from: today });
  const before = (await kept()).length;
  const again = await check("audits", "audits.csv", english("4"));
  assert.deepEqual((await verdicts(again.id)).slice(1), [[2, "same", ""]]);
  const corrected = await check("audits", "audits.csv", english("5"));
  assert.deepEqual((await verdicts(corrected.id)).slice(1), [[2, "change", ""]]);
  await assert.rejects(apply(corrected.id, { from: today }), /change.backdated_needs_reason/);
  await apply(corrected.id, { from: today, reason: "the report says five" });
  const rows = (await kept()).filter((row) => row[1] === "2023-03-01");
  assert.deepEqual(
    rows.map((row) => [row[5], row[7]]),
    [
      [4, false],
      [5, true],
    ],
  );
  assert.equal((await kept()).length, before + 1);
});

test("T-18 a Chinese list is read by its own headings", async () => {
  const { id } = await check(
    "audits",
    "审计.csv",
    Buffer.from(
      "公司代码,审计日期,审计方式,审计人员,结果,发现数,报告编号\nC3,2024年3月5日,现场,样 本,需整改,7,SJ-24\n",
    ),
  );
  assert.deepEqual((await verdicts(id)).slice(1), [[2, "new", ""]]);
  await apply(id, { from: today });
  assert.deepEqual((await kept()).at(-1), [
    "C3",
    "2024-03-05",
    "on_site",
    "样 本",
    "improve",
    7,
    "SJ-24",
    true,
  ]);
});
