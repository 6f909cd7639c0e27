// Findings from before they were kept here, from the lists that offices kept of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeXlsx } from "hucre/xlsx";
import { openDatabase } from "#core/db/pool.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { acceptances } from "#modules/findings/clocks.ts";
import { findings } from "#modules/findings/contract.ts";
import { imports } from "#modules/imports/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition } from "#test/editions.ts";
import { addPerson, addUnit, buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing, importingWith, shiftJis } from "#test/imports.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
await addEdition(owner);
const { check, apply, verdicts } = await importing(app, office);
const byOfficer = importingWith(app, officer);
const ask = app.as(office.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const inDays = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
/** As far as the severity of what it is said of may be lived with. */
const inAYear = inDays(365);

type Kept = {
  reference: string;
  title: string;
  state: string;
  byList: string | null;
  id: string;
  rowVersion: number;
};
const kept = async (number: string) =>
  (
    await owner.query<Kept & Record<string, unknown>>(
      `select f.id, f.reference, f.title, f.detail, f.severity, f.state, f.by_list as "byList", f.found_on::text as "foundOn",
         f.due_on::text as "dueOn", f.control_ids as "controls", f.source_kind as "source", f.owner_said as "owner", f.cause,
         f.row_version as "rowVersion", (select count(*)::int from duties d where d.subject_id = f.id and d.state = 'open') as duties
       from findings f join finding_origins o on o.finding_id = f.id where o.own_number = $1`,
      [number],
    )
  ).rows;
/** As many as a long list of a group has, by the deep run. */
const many = process.env["YAGURA_TEST_DEEP"] === "1" ? 20_000 : 3_000;
const keeper = openDatabase({ connectionString: app.database.url, size: 2 });
atTheEnd(() => keeper.close());
const quiet = { error: (told: unknown) => assert.fail(JSON.stringify(told)) } as never;
const countAll = async () =>
  (await owner.query<{ n: number }>("select count(*)::int as n from findings")).rows[0]?.n;

const japanese = (title = "退職者のアカウントが残っている") =>
  shiftJis(
    [
      "指摘管理表（全社）,,,,,,,,,,,,,",
      "会社コード,会社名,管理番号,件名,詳細,重大度,指摘日,期限,項目番号,発見元,原因,状態,完了日,確認者,受容期限,担当者",
      `Ｃ１,Own Ltd.,監-１,${title},3名分,高,２０２５年６月１４日,,ＯＲＧ－０２、TEC-02,内部監査,手順がない,対応中,,,,見本 太郎`,
      `C1,,監-2,古いVPN装置,,緊急,2024/12/01,2025/01/31,,監査,,完了,2025/01/20,例 花子,,`,
      `C2,Sister Ltd.,診-7,弱い暗号,,中,2025-02-03,,,脆弱性診断,,受容,,,${inAYear},`,
      "C2,,診-8,期限のない受容,,中,2025-02-03,,,診断,,受容,,,,",
      "C2,,診-9,完了日のない完了,,低,2025-02-03,,,診断,,完了,,,,",
      "C9,,監-3,知らない会社,,低,2025-02-03,,,監査,,,,,,",
      "C1,,監-4,知らない項目,,低,2025-02-03,,XXX-99,監査,,,,,,",
      "C1,,監-5,重大度なし,,,2025-02-03,,,監査,,,,,,",
      "C1,,監-6,読めない重大度,,たぶん高,2025-02-03,,,監査,,,,,,",
      "C1,,監-7,先の日,,低,2099-01-01,,,監査,,,,,,",
      "C1,,監-8,二重,,低,2025-02-03,,,監査,,,,,,",
      "Own Ltd.,,監－８,二重,,低,2025-02-03,,,内部監査,,,,,,",
      "C1,,監-8,別の発見元なら別の指摘,,低,2025-02-03,,,インシデント,,,,,,",
      ",,,,,,,,,,,,,,,",
    ].join("\r\n"),
  );

test("R-16 a Japanese list of findings: a verdict for every row, and each is raised once with its days, its end and its number", async () => {
  const { id } = await check("findings", "指摘管理表.csv", japanese());
  assert.deepEqual((await verdicts(id)).slice(2), [
    [3, "new", ""],
    [4, "new", ""],
    [5, "new", ""],
    [6, "error", "import.missing"],
    [7, "error", "import.missing"],
    [8, "error", "import.unknown_company"],
    [9, "error", "import.unknown_control"],
    [10, "error", "import.missing"],
    [11, "error", "import.unknown_severity"],
    [12, "error", "import.finding_ahead"],
    [13, "error", "import.finding_twice_in_file"],
    [14, "error", "import.finding_twice_in_file"],
    [15, "new", ""],
    [16, "left_out", "import.blank_row"],
  ]);
  const { counts } = await apply(id, { from: today });
  assert.equal(counts.added, 4);
  const [open] = await kept("監-1");
  assert.ok(open);
  assert.deepEqual(
    [
      open.title,
      open["severity"],
      open.state,
      open["foundOn"],
      open["dueOn"],
      open["controls"],
      open["source"],
      open["owner"],
      open["duties"],
    ],
    [
      "退職者のアカウントが残っている",
      "high",
      "open",
      "2025-06-14",
      "2025-07-14",
      ["ORG-02", "TEC-02"],
      "audit",
      "見本 太郎",
      1,
    ],
  );
  assert.match(open.reference, /^C1-F\d+$/);
  const found = await ask(findings.listFindings, { search: "監-1", view: "all" });
  assert.deepEqual(
    found.rows.map((row) => row.id),
    [open.id],
    "its old number finds it",
  );
});

test("R-16 what a list says has ended is marked as the list's word: no verification, no acceptance, nobody's duty", async () => {
  const [closed] = await kept("監-2");
  const [accepted] = await kept("診-7");
  assert.ok(closed && accepted);
  assert.deepEqual([closed.state, closed.byList, closed["duties"]], ["closed", "closed", 0]);
  assert.deepEqual([accepted.state, accepted.byList, accepted["duties"]], ["accepted", "accepted", 0]);
  const shown = await ask(findings.getFinding, { id: closed.id });
  assert.deepEqual(shown.fromList, {
    number: "監-2",
    listName: "指摘管理表.csv",
    place: "",
    endedAs: "closed",
    endedOn: "2025-01-20",
    endedBy: "例 花子",
  });
  assert.deepEqual(
    [shown.verifications, shown.acceptances, shown.closedAt?.slice(0, 10)],
    [[], [], "2025-01-20"],
  );
  const { rows } = await owner.query(
    "select (select count(*)::int from finding_verifications) as seen, (select count(*)::int from events where verb in ('finding.closed', 'finding.accepted')) as told",
  );
  assert.deepEqual(rows, [{ seen: 0, told: 0 }]);
  // The day until which the list says so passes like any other.
  await runTimed(keeper.db, [acceptances], quiet, new Date(Date.parse(inAYear) + 3 * 86_400_000));
  const [over] = await kept("診-7");
  assert.deepEqual([over?.state, over?.byList, over?.["duties"]], ["open", null, 1]);
  // Not gone after all: it is open again under its number, and no longer by the list.
  await ask(findings.reopenFinding, { id: closed.id, rowVersion: closed.rowVersion, reason: "seen again" });
  const [again] = await kept("監-2");
  assert.deepEqual([again?.state, again?.byList, again?.["duties"]], ["open", null, 1]);
});

test("R-16 the same list again changes nothing; a corrected row changes only what nobody has changed here since", async () => {
  const before = await countAll();
  const again = await check("findings", "指摘管理表.csv", japanese());
  assert.deepEqual(
    (await verdicts(again.id)).slice(2, 5).map(([, verdict]) => verdict),
    ["same", "same", "same"],
  );
  assert.equal(again.shown.counts.new, 0);
  const corrected = await check("findings", "指摘管理表.csv", japanese("退職者5名のアカウントが残っている"));
  assert.deepEqual((await verdicts(corrected.id))[2], [3, "change", ""]);
  await apply(corrected.id, { from: today });
  const [changed] = await kept("監-1");
  assert.equal(changed?.title, "退職者5名のアカウントが残っている");
  await ask(findings.changeFinding, {
    id: changed?.id ?? "",
    rowVersion: changed?.rowVersion ?? 0,
    title: "ここで直した件名",
  });
  const late = await check("findings", "指摘管理表.csv", japanese("退職者6名のアカウントが残っている"));
  assert.deepEqual((await verdicts(late.id))[2], [3, "error", "import.finding_changed_here"]);
  const [kept1] = await kept("監-1");
  assert.equal(kept1?.title, "ここで直した件名");
  assert.equal(await countAll(), before);
  const found = await ask(findings.listFindings, { search: "監-1", view: "all" });
  assert.equal(found.rows.length, 1, "its old number still finds it");
});

const english = (rows: string) =>
  Buffer.from(
    `Company,Finding no,Title,Severity,Date found,Due date,Source,Status,Closed on,Verified by,Owner,Asset\n${rows}\n`,
  );

test("R-16 an English list: what a later one says is closed closes by the list, and what it says is open again opens", async () => {
  const open =
    "Own Ltd.,E-1,Shared administrator password,High,2025-05-01,2026-06-30,Penetration test,In progress,,,A. Sample,Server room 2";
  const closed = open.replace("In progress,,,", "Done,2025-08-01,B. Example,");
  const first = await check("findings", "findings.csv", english(open));
  assert.deepEqual((await verdicts(first.id)).slice(1), [[2, "new", ""]]);
  await apply(first.id, { from: today });
  const shape = async () =>
    (await kept("E-1")).map((row) => [row.state, row.byList, row["duties"], row["dueOn"]]);
  assert.deepEqual(await shape(), [["open", null, 1, "2026-06-30"]]);
  const done = await check("findings", "findings.csv", english(closed));
  assert.deepEqual((await verdicts(done.id)).slice(1), [[2, "change", ""]]);
  await apply(done.id, { from: today });
  assert.deepEqual((await shape())[0]?.slice(0, 3), ["closed", "closed", 0]);
  const back = await check("findings", "findings.csv", english(open));
  await apply(back.id, { from: today });
  assert.deepEqual((await shape())[0]?.slice(0, 3), ["open", null, 1]);
});

test("S-01 an officer brings in the own company's list; rows of any other company are as unknown as one that does not exist", async () => {
  const { id } = await byOfficer.check(
    "findings",
    "ours.csv",
    english(
      "Own Ltd.,O-1,Ours,Low,2025-05-01,,Other,Open,,,,\nSister Ltd.,O-2,Sister's,Low,2025-05-01,,Other,Open,,,,\nNobody Ltd.,O-3,Nobody's,Low,2025-05-01,,Other,Open,,,,",
    ),
  );
  const { rows } = await app.as(officer.token)(imports.listImportRows, { id, limit: 10 });
  assert.deepEqual(
    rows
      .slice(1)
      .map((row) => [
        row.verdict,
        row.problems.map((one) => [one.code, one.candidates?.map((c) => c.name) ?? []]),
      ]),
    [
      ["new", []],
      ["error", [["import.unknown_company", []]]],
      ["error", [["import.unknown_company", []]]],
    ],
  );
  await byOfficer.apply(id, { from: today });
  assert.deepEqual([(await kept("O-1")).length, (await kept("O-2")).length], [1, 0]);
});

test("R-16 what runs here is not weighed or ended by the company's list again: the row is kept and says why, and whoever manages may", async () => {
  const row = (more = "Critical,2025-05-01,,Audit,Open,,") =>
    Buffer.from(
      `Company,Finding no,Title,Severity,Date found,Due date,Source,Status,Closed on,Accepted until\nOwn Ltd.,W-1,Open port,${more}\n`,
    );
  const first = await byOfficer.check("findings", "weighed.csv", row());
  await byOfficer.apply(first.id, { from: today });
  const [open] = await kept("W-1");
  const before = [open?.["severity"], open?.state, open?.["dueOn"], open?.["duties"]];
  assert.deepEqual(before, ["critical", "open", "2025-05-15", 1]);
  for (const [more, field] of [
    ["Critical,2025-05-01,,Audit,Closed,2025-06-01,", "state"],
    [`Critical,2025-05-01,,Audit,Accepted,,${inDays(30)}`, "state"],
    ["Low,2025-05-01,,Audit,Open,,", "severity"],
    ["Critical,2025-05-01,2099-01-01,Audit,Open,,", "dueOn"],
    ["Critical,2025-09-01,,Audit,Open,,", "foundOn"],
  ] as const) {
    const again = await byOfficer.check("findings", "weighed.csv", row(more));
    const { rows } = await app.as(officer.token)(imports.listImportRows, { id: again.id, limit: 10 });
    const [judged] = rows.slice(1);
    assert.equal(judged?.verdict, "error", more);
    assert.ok(
      judged.problems.some((one) => one.field === field && one.code === "import.finding_not_yours_to_weigh"),
      more,
    );
    await assert.rejects(byOfficer.apply(again.id, { from: today }), { code: "import.nothing_to_apply" });
  }
  const [still] = await kept("W-1");
  assert.deepEqual([still?.["severity"], still?.state, still?.["dueOn"], still?.["duties"]], before);
  // Nobody lives with one by a list for longer than its severity allows.
  const long = await check("findings", "weighed.csv", row("Critical,2025-05-01,,Audit,Accepted,,2099-12-31"));
  assert.deepEqual((await verdicts(long.id)).slice(1), [[2, "error", "import.acceptance_too_long"]]);
  // What the company has asked and nobody decided ends with it.
  const as = app.as(officer.token);
  await as(findings.askAcceptance, {
    id: still?.id ?? "",
    reason: "The vendor has no patch.",
    until: inDays(60),
    rowVersion: still?.rowVersion ?? 0,
  });
  const ended = await check("findings", "weighed.csv", row("Critical,2025-05-01,,Audit,Closed,2025-06-01,"));
  assert.deepEqual((await verdicts(ended.id)).slice(1), [[2, "change", ""]]);
  await apply(ended.id, { from: today });
  const [over] = await kept("W-1");
  assert.deepEqual([over?.state, over?.byList, over?.["duties"]], ["closed", "closed", 0]);
  const { acceptances: asked } = await ask(findings.getFinding, { id: still?.id ?? "" });
  assert.deepEqual(
    asked.map((one) => one.endedBecause),
    ["gone"],
  );
});

test("R-16 who answers is found by mail address or exact name, a place by code or name; several are a question, nobody stays in words", async () => {
  const add = async (familyName: string, givenName: string, email: string | null, companyId = own) => {
    const id = await addPerson(owner, { companyId, familyName, givenName });
    await owner.query("update people set email = $2 where id = $1", [id, email]);
    return id;
  };
  const mika = await add("Kato", "Mika", "mika@own.example");
  const first = await add("Abe", "Jun", null);
  await add("Abe", "Jun", null);
  await add("Ide", "Rin", "rin@sister.example", group.companies.sister);
  const [plant, , second] = [
    await addUnit(owner, { kind: "site", code: "S1", name: "North Plant", parentId: own, companyId: own }),
    await addUnit(owner, { kind: "site", code: "S2", name: "Office", parentId: own, companyId: own }),
    await addUnit(owner, { kind: "site", code: "S3", name: "Office", parentId: own, companyId: own }),
  ];
  const sheet = (owner1 = "Kato Mika") =>
    Buffer.from(
      `Company code,Finding no,Title,Severity,Date found,Source,Owner,Owner email,Place\nC1,N-1,One,High,2025-05-01,Audit,Somebody else,MIKA@own.example,s1\n` +
        `C1,N-2,Two,High,2025-05-01,Audit,${owner1},,north plant\nC1,N-3,Three,High,2025-05-01,Audit,Jun Abe,,Office\n` +
        `C1,N-4,Four,High,2025-05-01,Audit,rin@sister.example,,Server room 2\nC1,N-5,Five,High,2025-05-01,Audit,Jun Abe,,Office\n`,
    );
  const { id } = await check("findings", "named.csv", sheet());
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "new", ""],
    [3, "new", ""],
    [4, "conflict", "import.owner_several import.place_several"],
    [5, "new", ""],
    [6, "conflict", "import.owner_several import.place_several"],
  ]);
  const { rows } = await ask(imports.listImportRows, { id, limit: 10 });
  assert.deepEqual(
    rows.slice(1, 5).map((row) => row.differences.map((one) => `${one.field}: ${one.after}`)),
    [
      ["ownerKnown: Kato Mika", "placeKnown: North Plant"],
      ["ownerKnown: Kato Mika", "placeKnown: North Plant"],
      [],
      ["ownerAsWords: rin@sister.example", "placeAsWords: Server room 2"],
    ],
  );
  const choose = (rowNumber: number, field: string, candidateId: string | undefined) =>
    ask(imports.decideRows, {
      id,
      rowNumbers: [rowNumber],
      decision: "choose",
      field,
      candidateId: candidateId ?? "",
    });
  await choose(4, "answerable", first);
  await choose(4, "place", second);
  for (const code of ["import.owner_several", "import.place_several"])
    await ask(imports.decideRows, { id, rowNumbers: [6], decision: "accept", code });
  await apply(id, { from: today });
  const named = async () =>
    (
      await owner.query(
        `select f.owner_id, f.owner_said, f.site_ids from findings f join finding_origins o on o.finding_id = f.id
         where o.own_number like 'N-%' order by o.own_number`,
      )
    ).rows.map((row) => [row.owner_id, row.owner_said, row.site_ids]);
  const before = await named();
  assert.deepEqual(before, [
    [mika, "", [plant]],
    [mika, "", [plant]],
    [first, "", [second]],
    [null, "rin@sister.example", []],
    [null, "Jun Abe", []],
  ]);
  // What was chosen once is no question again, and a corrected name is looked for anew.
  const again = await check("findings", "named.csv", sheet("Nobody Here"));
  assert.deepEqual(
    (await verdicts(again.id)).slice(1).map(([, verdict]) => verdict),
    ["same", "change", "same", "same", "same"],
  );
  await apply(again.id, { from: today });
  assert.deepEqual((await named())[1], [null, "Nobody Here", [plant]]);
  const [changed] = await kept("N-1");
  await ask(findings.changeFinding, {
    id: changed?.id ?? "",
    rowVersion: changed?.rowVersion ?? 0,
    ownerId: first,
  });
  const late = await check(
    "findings",
    "named.csv",
    Buffer.from(
      "Company code,Finding no,Title,Severity,Date found,Source,Owner\nC1,N-1,One,High,2025-05-01,Audit,Another\n",
    ),
  );
  assert.deepEqual((await verdicts(late.id))[1], [2, "error", "import.finding_changed_here"]);
});

test("R-16 a workbook of thousands of findings is judged and raised once, numbers without a gap", async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: "Findings",
        rows: [
          ["Company code", "Number", "Title", "Severity", "Date found", "Source", "Status", "Closed on"],
          ...Array.from({ length: many }, (_, n) => [
            n % 2 === 0 ? "C1" : "C3",
            `X-${n}`,
            `Finding ${n}`,
            "low",
            "2025-03-01",
            "audit",
            n % 10 === 0 ? "closed" : "open",
            n % 10 === 0 ? "2025-04-01" : "",
          ]),
        ],
      },
    ],
  });
  const { id, shown } = await check("findings", "many.xlsx", bytes);
  assert.deepEqual([shown.counts.new, shown.counts.error], [many, 0]);
  const { counts, state } = await apply(id, { from: today });
  assert.deepEqual([state, counts.added, counts.open], ["applied", many, 0]);
  const { rows } = await owner.query(
    `select u.code, count(*)::int as n, max(f.number) - min(f.number) + 1 as span, count(*) filter (where f.by_list = 'closed')::int as closed
     from findings f join units u on u.id = f.company_id join finding_origins o on o.finding_id = f.id where o.own_number like 'X-%'
     group by u.code order by 1`,
  );
  assert.deepEqual(rows, [
    { code: "C1", n: many / 2, span: many / 2, closed: many / 10 },
    { code: "C3", n: many / 2, span: many / 2, closed: 0 },
  ]);
});
