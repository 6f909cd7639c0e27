// Improvement plans from the sheets that offices kept of them: a row is a step, and no gate is passed by a list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "#modules/findings/contract.ts";
import { imports } from "#modules/imports/contract.ts";
import { plans } from "#modules/plans/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing, importingWith, shiftJis } from "#test/imports.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const other = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
await addEdition(owner);
const taro = await addPerson(owner, { companyId: own, familyName: "見本", givenName: "太郎" });
const hanako = await addPerson(owner, { companyId: own, familyName: "例", givenName: "花子" });
await owner.query("update people set email = 'hanako@own.example' where id = $1", [hanako]);
for (const at of [own, group.companies.sister])
  await addPerson(owner, { companyId: at, familyName: "双子", givenName: "一" });
const twin = await addPerson(owner, { companyId: own, familyName: "双子", givenName: "一" });
const { check, apply, verdicts } = await importing(app, office);
const byOfficer = importingWith(app, officer);
const ask = app.as(office.token);
const asOfficer = app.as(officer.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const inDays = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

const found = await check(
  "findings",
  "指摘.csv",
  Buffer.from(
    "会社コード,管理番号,件名,重大度,指摘日,発見元,状態,完了日\n" +
      ["監-1", "監-2", "監-3", "監-4", "監-5"]
        .map((no) => `C1,${no},件名${no},高,2026-01-10,監査,対応中,\n`)
        .join("") +
      "C1,監-1,同じ番号の別の指摘,中,2026-02-10,インシデント,対応中,\nC1,監-9,終わった指摘,低,2025-01-10,監査,完了,2025-03-01\nC2,監-1,姉妹会社の指摘,中,2026-01-10,監査,対応中,\n",
  ),
);
await apply(found.id, { from: today });
const findingOf = async (number: string, company = own, source = "audit") =>
  (
    await owner.query<{ id: string; reference: string; state: string }>(
      `select f.id, f.reference, f.state from findings f join finding_origins o on o.finding_id = f.id
       where o.own_number = $1 and f.company_id = $2 and o.source_kind = $3`,
      [number, company, source],
    )
  ).rows[0] ?? assert.fail(number);
const planOf = async (number: string) => {
  const { rows } = await owner.query<{ id: string }>(
    "select plan_id as id from plan_origins where own_number = $1",
    [number],
  );
  assert.equal(rows.length, 1, `one plan of number ${number}`);
  return ask(plans.getImprovementPlan, { id: rows[0]?.id ?? "" });
};
const count = async (table: string) =>
  (await owner.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n;
const raise = async (companyId: string) => {
  const { references } = await ask(findings.raiseFinding, {
    companyIds: [companyId],
    title: "Raised here",
    detail: "",
    source: "noticed",
    foundOn: today,
    severity: "low",
  });
  return references[0] ?? "";
};
const rowsOf = async (id: string) => (await ask(imports.listImportRows, { id, limit: 100 })).rows;

const headings =
  "会社コード,計画番号,計画名,計画責任者,計画の状態,施策番号,指摘番号,実施すること,担当者,メール,開始日,期限,費用（千円）,状態,完了日,備考";
const japanese = (what = "アカウントの棚卸し手順を定める", state = "対応中,") =>
  shiftJis(
    [
      "改善計画一覧（全社）,,,,,,,,,,,,,,,",
      headings,
      `Ｃ１,計-1,アカウント管理の改善,見本 太郎,作成中,1,監-２,${what},見本　太郎,,2026-04-01,${inDays(60)},120,${state},急ぎ`,
      `C1,計-1,,,,2,監-2、監-3,台帳を整える,知らない 人,,,${inDays(90)},0,完了,2026-03-31,済`,
      `C1,計-1,,,,3,監-3,教育する,,hanako@own.example,,${inDays(90)},,,,`,
      `C1,計-1,,,,3,監-3,二重の番号,,,,,,,,`,
      `C1,計-2,,,,1,監-1,どちらの監-1か,,,,,,,,`,
      `C1,計-3,,,,1,監-8,知らない指摘,,,,,,,,`,
      `C9,計-3,,,,1,監-4,知らない会社,,,,,,,,`,
      `C1,計-4,,,,1,監-4,読めない費用,,,,,10~20,,,`,
      `C1,計-4,,,,2,監-4,読めない状態,,,,,,半分,,`,
      `C1,計-4,,,,3,監-4,完了日のない完了,,,,,,完了,,`,
      `C1,計-4,,,,4,監-4,先の完了日,,,,,,完了,2099-01-01,`,
      `C1,計-4,,,,5,監-4,期限が開始日より前,,,2026-05-01,2026-04-01,,,,`,
      `C1,計-4,,,,6,監-4,やめた施策,,,,,,中止,,`,
      `C1,,,,,,,番号も指摘もない,,,,,,,,`,
      `C1,計-5,,,,1,監-9,終わった指摘の施策,,,,,,,,`,
      `C1,計-6,,,,1,監-4,同姓同名の担当,双子 一,,,,,,,`,
    ].join("\r\n"),
  );

test("R-13 R-16 a Japanese list of plans: a verdict for every row, and lines of one number become one plan being written", async () => {
  const { id } = await check("plans", "改善計画一覧.csv", japanese());
  assert.deepEqual((await verdicts(id)).slice(2), [
    [3, "new", ""],
    [4, "new", ""],
    [5, "error", "import.step_twice_in_file"],
    [6, "error", "import.step_twice_in_file"],
    [7, "error", "import.finding_several"],
    [8, "error", "import.unknown_finding"],
    [9, "error", "import.unknown_company"],
    [10, "error", "import.not_an_amount"],
    [11, "error", "import.unknown_step_state"],
    [12, "error", "import.missing"],
    [13, "error", "import.finding_ahead"],
    [14, "error", "import.due_before_start"],
    [15, "left_out", "import.step_given_up"],
    [16, "error", "import.missing"],
    [17, "conflict", "import.finding_over"],
    [18, "conflict", "import.owner_several"],
  ]);
  const rows = await rowsOf(id);
  const told = (row: number) =>
    rows.find((one) => one.rowNumber === row)?.differences.map((one) => [one.field, one.after]);
  assert.deepEqual(told(3), [
    ["ownerKnown", "見本 太郎"],
    ["planOwnerKnown", "見本 太郎"],
  ]);
  assert.deepEqual(told(4), [["ownerAsWords", "知らない 人"]]);
  // One of several findings, and one of several people, is chosen by a person.
  const incident = await findingOf("監-1", own, "incident");
  const [several] = rows.find((one) => one.rowNumber === 7)?.problems ?? [];
  assert.deepEqual(several?.candidates?.map((one) => one.id).includes(incident.id), true);
  await ask(imports.decideRows, {
    id,
    problem: { field: "findingNumber", code: "import.finding_several", given: "監-1" },
    decision: "choose",
    field: "findingNumber",
    candidateId: incident.id,
  });
  await ask(imports.decideRows, {
    id,
    rowNumbers: [18],
    decision: "choose",
    field: "answerable",
    candidateId: twin,
  });
  await ask(imports.decideRows, { id, rowNumbers: [6], decision: "leave_out" });
  const { counts } = await apply(id, { from: today });
  assert.equal(counts.added, 5);
  const plan = await planOf("計-1");
  assert.deepEqual(
    [plan.state, plan.title, plan.ownerId, plan.fromList, plan.findings.length],
    [
      "drafting",
      "アカウント管理の改善",
      taro,
      { number: "計-1", listName: "改善計画一覧.csv", owner: "" },
      2,
    ],
  );
  assert.deepEqual(
    plan.steps.map((step) => [step.what, step.ownerId, step.ownerSaid, step.cost, step.currency, step.state]),
    [
      ["アカウントの棚卸し手順を定める", taro, "", 120_000, "JPY", "open"],
      ["台帳を整える", null, "知らない 人", 0, "JPY", "done"],
      ["教育する", hanako, "", null, null, "open"],
    ],
  );
  assert.deepEqual((await planOf("計-6")).steps[0]?.ownerId, twin);
  assert.deepEqual((await planOf("計-2")).findings[0]?.id, incident.id);
});

test("R-13 a step that a list says is done is that list's word: no proof, no report, and its findings stay open", async () => {
  const plan = await planOf("計-1");
  const done = plan.steps[1];
  assert.deepEqual(
    [done?.isDoneByList, done?.doneOn, done?.done, done?.files, done?.listRemarks, done?.endedByName],
    [true, "2026-03-31", null, [], "済", null],
  );
  assert.equal((await findingOf("監-2")).state, "open");
  const { rows } = await owner.query(
    "select count(*)::int as n from events where verb in ('plan.step_done', 'finding.remedied', 'finding.closed', 'plan.approved')",
  );
  assert.equal(rows[0].n, 0);
});

test("R-16 the same list again changes nothing; a corrected line changes what nobody has changed here since", async () => {
  const before = [await count("plans"), await count("plan_steps")];
  const again = await check("plans", "改善計画一覧.csv", japanese());
  const kept = (await verdicts(again.id)).filter(([row]) => [3, 4, 7, 18].includes(row));
  assert.deepEqual(
    kept.map(([, verdict, problem]) => [verdict, problem]),
    [
      ["same", ""],
      ["same", ""],
      ["error", "import.finding_several"],
      ["same", ""],
    ],
  );
  const corrected = await check("plans", "改善計画一覧.csv", japanese("手順を定めて周知する"));
  assert.deepEqual((await verdicts(corrected.id))[2], [3, "change", ""]);
  await apply(corrected.id, { from: today, rowNumbers: [3] });
  const plan = await planOf("計-1");
  assert.equal(plan.steps[0]?.what, "手順を定めて周知する");
  await asOfficer(plans.writeImprovementPlan, {
    id: plan.id,
    title: plan.title,
    aim: "",
    ownerId: plan.ownerId,
    findingIds: plan.findings.map((one) => one.id),
    steps: plan.steps.map(
      ({ id, what, ownerId, ownerSaid, startsOn, dueOn, cost, currency, findingIds }, at) => ({
        id,
        what: at === 0 ? "ここで直した施策" : what,
        ownerId,
        ownerSaid,
        startsOn,
        dueOn,
        cost,
        currency,
        findingIds,
      }),
    ),
    rowVersion: plan.rowVersion,
  });
  const late = await check("plans", "改善計画一覧.csv", japanese("また別の施策"));
  assert.deepEqual((await verdicts(late.id))[2], [3, "error", "import.step_changed_here"]);
  // What the list alone has changed since still comes in beside it.
  const done = await check("plans", "改善計画一覧.csv", japanese("手順を定めて周知する", "完了,2026-04-30"));
  assert.deepEqual((await verdicts(done.id))[2], [3, "change", ""]);
  await apply(done.id, { from: today, rowNumbers: [3] });
  const [step] = (await planOf("計-1")).steps;
  assert.deepEqual([step?.what, step?.state, step?.isDoneByList], ["ここで直した施策", "done", true]);
  assert.deepEqual([await count("plans"), await count("plan_steps")], before);
});

const english = (rows: string) =>
  Buffer.from(
    `Company,Plan number,Plan owner,Plan state,Finding number,What is to be done,Responsible,Due,Cost,Currency,State,Done on\n${rows}\n`,
  );

test("R-13 a plan that the list says is handed in waits for somebody to approve it; what it lacks is asked before", async () => {
  const ready = `Own Ltd.,E-1,見本 太郎,Handed in,監-5,Change the rule,A. Sample,${inDays(40)},100,USD,,`;
  const { id } = await check(
    "plans",
    "plans.csv",
    english(
      `${ready}\nOwn Ltd.,E-2,,Approved,監-4,Rebuild it,A. Sample,2026-01-31,100,USD,,\nSister Ltd.,E-3,,Handed in,監-1,No cost,A. Sample,${inDays(40)},,,,`,
    ),
  );
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "new", ""],
    [3, "error", "import.finding_in_other_plan import.plan_approved_in_list import.lacks_for_hand_in"],
    [4, "conflict", "import.lacks_for_hand_in import.lacks_for_hand_in"],
  ]);
  await ask(imports.decideRows, {
    id,
    problem: { field: "cost", code: "import.lacks_for_hand_in" },
    decision: "accept",
    code: "import.lacks_for_hand_in",
  });
  await apply(id, { from: today });
  const plan = await planOf("E-1");
  assert.deepEqual([plan.state, (await planOf("E-3")).state], ["submitted", "drafting"]);
  const { rows } = await owner.query("select kind from duties where subject_id = $1 and state = 'open'", [
    plan.id,
  ]);
  assert.deepEqual(rows, [{ kind: "plan.approve" }]);
  // Whoever brought it in as handed in is not the one to approve it.
  const decision = {
    id: plan.id,
    decision: "approve",
    reason: "Seen.",
    rowVersion: plan.rowVersion,
  } as const;
  await assert.rejects(ask(plans.decideImprovementPlan, decision), { code: "plan.approved_by_another" });
  // The list still corrects what waits; handed in again it has to lack nothing.
  const lacking = await check("plans", "plans.csv", english(ready.replace(",100,USD", ",250,USD")));
  assert.deepEqual((await verdicts(lacking.id)).slice(1), [[2, "change", ""]]);
  await apply(lacking.id, { from: today });
  const corrected = await planOf("E-1");
  assert.deepEqual([corrected.state, corrected.steps[0]?.cost], ["submitted", 250]);
  await app.as(other.token)(plans.decideImprovementPlan, { ...decision, rowVersion: corrected.rowVersion });
  assert.equal((await planOf("E-1")).state, "approved");
  // From then on its page is where it goes on; the line as it was says nothing new.
  const late = await check("plans", "plans.csv", english(ready.replace(",100,USD", ",300,USD")));
  assert.deepEqual((await verdicts(late.id)).slice(1), [[2, "error", "import.plan_decided_here"]]);
  const same = await check("plans", "plans.csv", english(ready.replace(",100,USD", ",250,USD")));
  assert.deepEqual((await verdicts(same.id)).slice(1), [[2, "same", ""]]);
});

test("R-13 a line without a plan number joins the plan that its finding is in, and a plan that is not open to lists refuses it", async () => {
  const finding = await findingOf("監-1");
  const { id: planId } = await app.as(officer.token)(plans.beginImprovementPlan, {
    companyId: own,
    title: "Begun here",
    findingIds: [finding.id],
  });
  const before = await ask(plans.getImprovementPlan, { id: planId });
  const line = (state: string) => `Own Ltd.,,,${state},${finding.reference},Added by the list,,,,,,`;
  const first = await check("plans", "more.csv", english(line("Handed in")));
  assert.deepEqual((await verdicts(first.id)).slice(1), [[2, "conflict", "import.plan_begun_here"]]);
  const plainly = await check("plans", "more.csv", english(line("")));
  assert.deepEqual((await verdicts(plainly.id)).slice(1), [[2, "new", ""]]);
  await apply(plainly.id, { from: today });
  const joined = await ask(plans.getImprovementPlan, { id: planId });
  assert.deepEqual(
    [joined.state, joined.title, joined.fromList, joined.steps.map((step) => step.what)],
    ["drafting", before.title, null, ["Added by the list"]],
  );
  const decided = await findingOf("監-5");
  // Named with another plan's number as well: "leave it blank" would lead to the same refusal.
  const numbered = await check(
    "plans",
    "late.csv",
    english(
      `Own Ltd.,E-9,,,${decided.reference},Too late,,,,,,\nOwn Ltd.,E-9,,,${finding.reference},In time,,,,,,`,
    ),
  );
  assert.deepEqual((await verdicts(numbered.id)).slice(1), [
    [2, "error", "import.finding_in_running_plan"],
    [3, "error", "import.finding_in_other_plan"],
  ]);
  // A step that is done needs no day and no cost; that nobody answers for its plan keeps it from being handed in, and is asked.
  const done = await check(
    "plans",
    "done.csv",
    english("Sister Ltd.,E-3,Nobody Known,Handed in,監-1,No cost,Nobody Known,,,,Done,2026-01-31"),
  );
  assert.deepEqual((await verdicts(done.id)).slice(1), [[2, "conflict", "import.lacks_for_hand_in"]]);
  const refused = await check(
    "plans",
    "late.csv",
    english(`Own Ltd.,,,,${decided.reference},Too late,,,,,,`),
  );
  assert.deepEqual((await verdicts(refused.id)).slice(1), [[2, "error", "import.plan_decided_here"]]);
});

test("R-16 a step that somebody took out of its plan here is not brought back by the list", async () => {
  const plan = await planOf("計-6");
  await asOfficer(plans.writeImprovementPlan, {
    id: plan.id,
    title: plan.title,
    aim: "",
    ownerId: null,
    findingIds: plan.findings.map((one) => one.id),
    steps: [],
    rowVersion: plan.rowVersion,
  });
  const line = (what: string) => `Own Ltd.,計-6,,,1,監-4,${what}`;
  const sheet = (what: string) =>
    Buffer.from(
      `Company,Plan number,Plan owner,Plan state,Step number,Finding number,Action\n${line(what)}\n`,
    );
  const same = await check("plans", "removed.csv", sheet("同姓同名の担当"));
  assert.deepEqual((await verdicts(same.id)).slice(1), [[2, "same", ""]]);
  const other = await check("plans", "removed.csv", sheet("Something else"));
  assert.deepEqual((await verdicts(other.id)).slice(1), [[2, "error", "import.step_removed_here"]]);
});

test("R-13 what two lines of one list plan for one finding in two plans comes into the first; a plan ends at 100 steps", async () => {
  const before = await count("plan_steps");
  const reference = await raise(group.companies.other);
  const { id } = await check(
    "plans",
    "two.csv",
    Buffer.from(
      `Company,Plan number,Step number,Finding number,Action\nOther Ltd.,Z-1,1,${reference},One\nOther Ltd.,Z-2,1,${reference},Two\n` +
        Array.from({ length: 101 }, (_, n) => `Other Ltd.,Z-3,${n},,Step ${n}\n`).join(""),
    ),
  );
  const { counts } = await apply(id, { from: today });
  assert.deepEqual([counts.added, counts.notApplied], [101, 2]);
  const failed = await ask(imports.listImportRows, { id, outcome: "not_applied", limit: 10 });
  assert.deepEqual(
    failed.rows.map((row) => [row.rowNumber, row.notAppliedBecause]),
    [
      [3, "import.finding_planned_since"],
      [104, "import.plan_full"],
    ],
  );
  assert.equal(await count("plan_steps"), (before ?? 0) + 101);
});

test("R-13 a later line that lacks takes a plan back from whoever would approve it; approved, what the list says is done is work that has begun", async () => {
  const reference = await raise(group.companies.other);
  const sheet = (due: string) =>
    Buffer.from(
      `Company,Plan number,Plan owner,Plan state,Step number,Finding number,Action,Responsible,Due,Cost,Currency,State,Done on\n` +
        `Other Ltd.,Q-1,Boss Test,Handed in,1,${reference},Go on,A. Sample,${due},5,USD,,\nOther Ltd.,Q-1,,Handed in,2,${reference},Begun before,,,,,Done,2026-02-01\n`,
    );
  await addPerson(owner, { companyId: group.companies.other, familyName: "Boss" });
  const first = await check("plans", "q.csv", sheet(inDays(30)));
  assert.deepEqual((await verdicts(first.id)).slice(1), [
    [2, "new", ""],
    [3, "new", ""],
  ]);
  await apply(first.id, { from: today });
  const waiting = await planOf("Q-1");
  const dutiesOf = async (ids: string[]) =>
    (
      await owner.query("select kind, state from duties where subject_id = any ($1) order by kind, state", [
        ids,
      ])
    ).rows.map((row) => `${row.kind} ${row.state}`);
  assert.deepEqual([waiting.state, await dutiesOf([waiting.id])], ["submitted", ["plan.approve open"]]);
  const past = await check("plans", "q.csv", sheet("2026-03-01"));
  assert.deepEqual((await verdicts(past.id))[1], [2, "conflict", "import.lacks_for_hand_in"]);
  await ask(imports.decideRows, {
    id: past.id,
    rowNumbers: [2],
    decision: "accept",
    code: "import.lacks_for_hand_in",
  });
  await apply(past.id, { from: today });
  assert.deepEqual(
    [(await planOf("Q-1")).state, await dutiesOf([waiting.id])],
    ["drafting", ["plan.approve lapsed"]],
  );
  const back = await check("plans", "q.csv", sheet(inDays(45)));
  await apply(back.id, { from: today });
  const plan = await planOf("Q-1");
  await app.as(other.token)(plans.decideImprovementPlan, {
    id: plan.id,
    decision: "approve",
    reason: "Seen.",
    rowVersion: plan.rowVersion,
  });
  const approved = await planOf("Q-1");
  assert.deepEqual(
    [approved.state, approved.findings[0]?.state, await dutiesOf(approved.steps.map((step) => step.id))],
    ["approved", "in_work", ["plan.step open"]],
  );
});

test("R-13 what a list says is approved is approved by whoever applies it, may approve there and says so, and by nobody else", async () => {
  const sheet = async (number: string, companyId: string) =>
    Buffer.from(
      "Company code,Plan number,Plan owner,Plan state,Step number,Finding number,Action,Responsible,Due,Cost,Currency\n" +
        `C1,${number},見本 太郎,Approved,1,${await raise(companyId)},Late already,A. Sample,2026-02-01,5,USD\n`,
    );
  const load = async (who: typeof byOfficer, number: string, approves: boolean) => {
    const asWho = app.as((who === byOfficer ? officer : office).token);
    const { id } = await who.check("plans", "running.csv", await sheet(number, own));
    const { rows } = await asWho(imports.listImportRows, { id, limit: 5 });
    assert.deepEqual(
      rows[1]?.problems.map((one) => one.code),
      ["import.plan_approved_in_list"],
    );
    await asWho(imports.decideRows, {
      id,
      rowNumbers: [2],
      decision: "accept",
      code: "import.plan_approved_in_list",
    });
    const { rowVersion } = await asWho(imports.getImport, { id });
    await asWho(imports.applyImport, {
      id,
      from: today,
      rowVersion,
      reason: "kept so far",
      ...(approves ? { approves } : {}),
    });
    await who.settled(id);
    return planOf(number);
  };
  const waiting = await load(importingWith(app, office), "A-1", false);
  const byNobody = await load(byOfficer, "A-2", true);
  assert.deepEqual([waiting.state, byNobody.state], ["submitted", "submitted"]);
  const running = await load(importingWith(app, office), "A-3", true);
  assert.deepEqual(
    [
      running.state,
      running.submittedByName,
      running.decision,
      running.steps[0]?.isOverdue,
      running.steps[0]?.firstDueOn,
    ],
    ["approved", null, "kept so far", true, "2026-02-01"],
  );
  const { rows } = await owner.query(
    "select actor_id, data from events where verb = 'plan.approved' and subject_id = $1",
    [running.id],
  );
  assert.deepEqual(rows, [{ actor_id: office.personId, data: { byList: true } }]);
});

test("S-01 an officer brings in the own company's plans; findings and companies of others are as unknown as none", async () => {
  const { id } = await byOfficer.check(
    "plans",
    "ours.csv",
    english(
      `Own Ltd.,O-1,,,監-3,Ours,,,,,,\nSister Ltd.,O-2,,,監-1,Sister's,,,,,,\nOwn Ltd.,O-3,,,C2-F1,Sister's finding,,,,,,`,
    ),
  );
  const { rows } = await app.as(officer.token)(imports.listImportRows, { id, limit: 10 });
  assert.deepEqual(
    rows
      .slice(1)
      .map((row) => [row.verdict, row.problems.map((one) => [one.code, one.candidates?.length ?? 0])]),
    [
      ["error", [["import.finding_in_other_plan", 0]]],
      ["error", [["import.unknown_company", 0]]],
      ["error", [["import.unknown_finding", 0]]],
    ],
  );
});
