// Lateral checks on a real database: asked by what ledgers hold, answered with one tap, raised as findings, seen by nobody beside.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { duties } from "#modules/duties/contract.ts";
import { findings } from "#modules/findings/contract.ts";
import { instructions } from "#modules/instructions/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { readOn } from "#test/read-on.ts";
import { lateralChecks } from "./contract.ts";
import { lateralFollows } from "./following.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
await enrol(db, [lateralFollows]);
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
const { one, two } = group.divisions;
const asRole = async (
  role: Parameters<typeof signedIn>[1]["role"],
  companyId: string,
  unitId = companyId,
) => {
  const who = await signedIn(owner, { companyId, ...(role ? { role } : {}), unitId });
  return { ...who, ask: app.as(who.token) };
};
const office = await asRole("group_office", parent, group.group);
const desk = await asRole("division_secretary", parent, one);
const otherDesk = await asRole("division_secretary", parent, two);
const officer = await asRole("security_officer", own);
const second = await asRole("security_officer", own);
const sisterOfficer = await asRole("security_officer", sister);
const otherOfficer = await asRole("security_officer", other);
const executive = await asRole("company_executive", own);
const { rows: clock } = await owner.query<{ today: string }>("select group_today()::text as today");
const today = clock[0]?.today ?? "";

const exit = (companyId: string, name: string, product: string, state = "in_use") =>
  owner.query(
    `insert into internet_exits (company_id, name, exit_kind, product, version, state, registered_at, retired_on)
     values ($1, $2, 'vpn', $3, '7.2.4', $4, now(), case when $4 = 'retired' then group_today() end)`,
    [companyId, name, product, state],
  );
await exit(own, "VPN Tokyo", "FortiGate 100F");
await exit(own, "VPN Osaka", "FORTIGATE 60F");
await exit(own, "VPN old", "FortiGate 50", "retired");
await exit(other, "Line", "Cisco ASA");
await exit(other, "VPN abroad", "FortiGate 40F", "stored");
await exit(sister, "VPN", "Pulse");

type Opened = Input<typeof lateralChecks.openLateralCheck>;
type Ask = typeof office.ask;
const forti: Opened["rules"] = [
  {
    kind: "ledgers",
    held: [{ ledger: "internet_exits", contains: [{ field: "product", words: "fortigate" }] }],
  },
];
const words = (more: Partial<Opened> = {}): Opened => ({
  issuerUnitId: group.group,
  originalLanguage: "en",
  title: "VPN box with a known hole",
  why: "A box of this make was broken into.",
  look: "Look whether the version is below 7.2.5.",
  translations: { ja: { title: "既知の穴のあるVPN装置", why: "侵入された。", look: "版を確認。" } },
  questions: [{ id: "q1", kind: "number", words: { en: "How many boxes?" }, options: [], isRequired: true }],
  contact: "",
  rules: forti,
  needsAll: false,
  exceptions: [],
  sourceKind: null,
  sourceId: null,
  sourceWords: "",
  isSourceTold: false,
  severity: "high",
  dueOn: addDays(today, 5),
  ...more,
});
const open = (ask: Ask, more: Partial<Opened> = {}) => ask(lateralChecks.openLateralCheck, words(more));
const membersOf = async (ask: Ask, id: string) =>
  (await ask(lateralChecks.listLateralMembers, { id, limit: 500 })).rows;
const memberOf = async (id: string, companyId: string) => {
  const row = (await membersOf(office.ask, id)).find((each) => each.companyId === companyId);
  assert.ok(row, "the company is asked");
  return row;
};
type Given = Input<typeof lateralChecks.answerLateralCheck>;
const answer = async (
  ask: Ask,
  id: string,
  companyId: string,
  more: Partial<Given> & Pick<Given, "answer">,
) => {
  const { id: memberId, rowVersion } = await memberOf(id, companyId);
  return ask(lateralChecks.answerLateralCheck, {
    id: memberId,
    fixedOn: null,
    note: "",
    replies: [],
    entries: [],
    fileIds: [],
    reason: "",
    rowVersion,
    ...more,
  });
};
const mine = async (ask: Ask) =>
  (await ask(duties.listMyDuties, { kind: "lateral.answer", limit: 500 })).rows;
const checkOf = (ask: Ask, id: string) => ask(lateralChecks.getLateralCheck, { id });
const close = async (id: string, reason = "Enough is known.") =>
  office.ask(lateralChecks.closeLateralCheck, {
    id,
    reason,
    rowVersion: (await checkOf(office.ask, id)).rowVersion,
  });

test("a lateral check goes to the companies whose ledger holds the device, frozen in one act, and comes back", async () => {
  const seen = await office.ask(lateralChecks.previewLateralCheck, {
    issuerUnitId: group.group,
    rules: forti,
    needsAll: false,
    exceptions: [],
  });
  assert.deepEqual([seen.asked, seen.matched], [2, 3]);
  assert.deepEqual(
    seen.rows.filter((row) => row.isIn).map((row) => [row.companyId, row.matched, row.pickedBy]),
    [
      [own, 2, ["ledgers"]],
      [other, 1, ["ledgers"]],
    ],
  );
  const { id, number, asked } = await open(office.ask);
  assert.match(number, /^L-\d{4}-001$/);
  assert.equal(asked, 2);
  const { rows: told } = await owner.query(
    "select data from events where verb = 'lateral_check.opened' and subject_id = $1",
    [id],
  );
  assert.equal(told.length, 1);
  assert.equal(told[0].data.matched, 3);
  const record = await checkOf(office.ask, id);
  assert.equal(record.askedSha256, told[0].data.sha256);
  // What a ledger says later changes nothing of what was asked.
  await owner.query(
    "update internet_exits set product = 'Other' where company_id = $1 and name = 'VPN Osaka'",
    [own],
  );
  const asOfficer = await officer.ask(lateralChecks.getLateralMember, { id: (await memberOf(id, own)).id });
  assert.deepEqual(
    asOfficer.entries.map((entry) => [entry.name, entry.about]),
    [
      ["VPN Osaka", "FORTIGATE 60F 7.2.4"],
      ["VPN Tokyo", "FortiGate 100F 7.2.4"],
    ],
  );
  await owner.query(
    "update internet_exits set product = 'FORTIGATE 60F' where company_id = $1 and name = 'VPN Osaka'",
    [own],
  );
  const duty = (await mine(officer.ask)).find((each) => each.subjectId === asOfficer.member.id);
  assert.ok(duty?.isAddressed);
  assert.equal(duty.about, "VPN box with a known hole");
  await answer(officer.ask, id, own, {
    answer: "affected",
    replies: [{ id: "q1", value: "2" }],
    entries: asOfficer.entries.map((entry) => ({ entryId: entry.entryId, says: "affected" as const })),
  });
  await answer(otherOfficer.ask, id, other, { answer: "not_affected" });
  assert.deepEqual(await mine(officer.ask), []);
  const back = await checkOf(office.ask, id);
  assert.deepEqual([back.affected, back.notAffected, back.open, back.late], [1, 1, 0, 0]);
  assert.equal(
    back.byDivision.reduce((sum, row) => sum + row.asked, 0),
    2,
  );
  const { raised } = await close(id, "");
  assert.equal(raised, 1);
});

test("all kinds of rules have to fit where the issuer says so", async () => {
  const rules: Opened["rules"] = [...forti, { kind: "divisions", unitIds: [one] }];
  const ask = (needsAll: boolean) =>
    office.ask(lateralChecks.previewLateralCheck, {
      issuerUnitId: group.group,
      rules,
      needsAll,
      exceptions: [],
    });
  assert.deepEqual(
    (await ask(true)).rows.filter((row) => row.isIn).map((row) => row.companyId),
    [own],
  );
  assert.equal((await ask(false)).asked, 3);
});

test("instructions are told by what ledgers hold as well, and by the last result", async () => {
  const seen = await office.ask(instructions.previewRecipients, {
    issuerUnitId: group.group,
    rules: forti,
    exceptions: [],
  });
  assert.deepEqual(
    seen.rows
      .filter((row) => row.isIn)
      .map((row) => row.unitId)
      .sort(),
    [own, other].sort(),
  );
  const results = await office.ask(instructions.previewRecipients, {
    issuerUnitId: group.group,
    rules: [{ kind: "results", words: ["not_known"] }],
    exceptions: [],
  });
  assert.ok(results.told >= 3, "a company without a result is not known");
});

test("a field that a ledger does not offer is refused, also one about a person", async () => {
  const held = (ledger: "devices", field: string): Opened["rules"] => [
    { kind: "ledgers", held: [{ ledger, contains: [{ field, words: "x" }] }] },
  ];
  for (const field of ["userName", "nothing", "company_id"])
    await assert.rejects(open(office.ask, { rules: held("devices", field) }), {
      code: "ledger.no_such_filter",
    });
});

test("sister companies see neither rows nor counts nor entries of one another, and where it was found only when told", async () => {
  const { ids } = await office.ask(findings.raiseFinding, {
    companyIds: [sister],
    title: "Box broken into",
    source: "noticed",
    foundOn: today,
    severity: "high",
  });
  const source = { sourceKind: "finding", sourceId: ids[0] ?? "" };
  const { id } = await open(office.ask, { ...source, rules: [{ kind: "units", unitIds: [own, other] }] });
  const seen = await checkOf(officer.ask, id);
  assert.deepEqual(
    [seen.asked, seen.source, seen.rules, seen.sourceTold, seen.askedSha256],
    [1, null, [], null, null],
  );
  assert.deepEqual(
    (await membersOf(officer.ask, id)).map((row) => row.companyId),
    [own],
  );
  assert.deepEqual(
    (await membersOf(desk.ask, id)).map((row) => row.companyId),
    [own],
  );
  const theirs = await memberOf(id, other);
  for (const who of [officer, desk, executive])
    await assert.rejects(who.ask(lateralChecks.getLateralMember, { id: theirs.id }), {
      code: "lateral_check.not_found",
    });
  await assert.rejects(checkOf(sisterOfficer.ask, id), { code: "lateral_check.not_found" });
  await assert.rejects(answer(desk.ask, id, own, { answer: "not_affected" }), { code: "permission.missing" });
  await assert.rejects(answer(executive.ask, id, own, { answer: "not_affected" }), {
    code: "permission.missing",
  });
  // Where it comes from is read by whoever asked, also from the finding's page.
  const office2 = await checkOf(office.ask, id);
  assert.match(office2.source?.reference ?? "", /-F\d+$/);
  assert.equal(
    (await office.ask(lateralChecks.listLateralChecks, { sourceId: ids[0] ?? "" })).rows[0]?.id,
    id,
  );
  assert.deepEqual(
    (await sisterOfficer.ask(lateralChecks.listLateralChecks, { sourceId: ids[0] ?? "" })).rows,
    [],
  );
  const { id: told } = await open(office.ask, {
    ...source,
    isSourceTold: true,
    rules: [{ kind: "units", unitIds: [own] }],
  });
  assert.match((await checkOf(officer.ask, told)).sourceTold ?? "", /-F\d+/);
});

test("a division asks its own companies, in its own name and no other", async () => {
  const { number } = await open(desk.ask, { issuerUnitId: one, rules: [{ kind: "all" }] });
  assert.match(number, /^L-.+-\d{4}-001$/);
  await assert.rejects(open(desk.ask, { issuerUnitId: two }), { code: "unit.not_found" });
  await assert.rejects(open(office.ask, { issuerUnitId: one }), { code: "lateral_check.not_own_unit" });
  const { id } = await open(office.ask, { rules: [{ kind: "units", unitIds: [own] }] });
  await assert.rejects(desk.ask(lateralChecks.closeLateralCheck, { id, reason: "no", rowVersion: 1 }), {
    code: "lateral_check.not_found",
  });
  // Its rules reach no company of another division.
  await assert.rejects(open(desk.ask, { issuerUnitId: one, rules: [{ kind: "units", unitIds: [other] }] }), {
    code: "lateral_check.nobody_asked",
  });
  assert.deepEqual(
    (await otherDesk.ask(lateralChecks.listLateralChecks, { search: "L-" })).rows.filter(
      (row) => row.issuerKind === "division",
    ),
    [],
  );
});

test("two who answer at once: the second is shown the difference and nothing is written over", async () => {
  const { id } = await open(office.ask, { rules: [{ kind: "units", unitIds: [own] }], questions: [] });
  const { id: memberId, rowVersion } = await memberOf(id, own);
  const say = (ask: Ask, said: Given["answer"]) =>
    ask(lateralChecks.answerLateralCheck, {
      id: memberId,
      answer: said,
      fixedOn: null,
      note: said,
      replies: [],
      entries: [],
      fileIds: [],
      reason: "",
      rowVersion,
    });
  const both = await Promise.allSettled([say(officer.ask, "affected"), say(second.ask, "not_affected")]);
  const lost = both.find((one) => one.status === "rejected");
  assert.equal(both.filter((one) => one.status === "fulfilled").length, 1);
  assert.ok(lost?.status === "rejected" && lost.reason instanceof AppError);
  assert.equal(lost.reason.code, "lateral_check.changed_meanwhile");
  const { yours, theirs } = lost.reason.details.extra as { yours: Given; theirs: Given };
  assert.notEqual(yours.answer, theirs.answer);
  assert.equal((await memberOf(id, own)).standing, theirs.answer);
});

test("an answer is put right until the close, with a reason after its day; who does not know yet still owes it", async (t) => {
  t.after(() => app.setNow(null));
  const { id } = await open(office.ask, { rules: [{ kind: "units", unitIds: [own] }] });
  await assert.rejects(answer(officer.ask, id, own, { answer: "affected" }), {
    code: "lateral_check.reply_missing",
  });
  await answer(officer.ask, id, own, { answer: "not_known", note: "Asking the plant." });
  const member = await memberOf(id, own);
  const owed = async () => (await mine(officer.ask)).some((duty) => duty.subjectId === member.id);
  assert.ok(await owed());
  await answer(officer.ask, id, own, { answer: "not_affected" });
  assert.ok(!(await owed()));
  app.setNow(new Date(`${addDays(today, 9)}T03:00:00Z`));
  const late = { answer: "affected" as const, replies: [{ id: "q1", value: "1" }] };
  await assert.rejects(answer(officer.ask, id, own, late), { code: "lateral_check.reason_needed" });
  await answer(officer.ask, id, own, { ...late, reason: "A box was found in a cupboard." });
  const whole = await officer.ask(lateralChecks.getLateralMember, { id: member.id });
  assert.deepEqual(
    whole.said.map((said) => said.answer),
    ["affected", "not_affected", "not_known"],
  );
  assert.equal(whole.said[0]?.reason, "A box was found in a cupboard.");
  app.setNow(null);
  await close(id);
  await assert.rejects(answer(officer.ask, id, own, { answer: "not_affected" }), {
    code: "lateral_check.closed",
  });
});

test("the affected become findings once, due on the day they named; asked again of the same source it is the same finding", async () => {
  const { ids } = await office.ask(findings.raiseFinding, {
    companyIds: [sister],
    title: "Source",
    source: "noticed",
    foundOn: today,
    severity: "high",
  });
  const from = {
    sourceKind: "finding",
    sourceId: ids[0] ?? "",
    rules: [{ kind: "units" as const, unitIds: [own, sister, other] }],
    questions: [],
  };
  const { id } = await open(office.ask, from);
  await answer(officer.ask, id, own, { answer: "fixed", fixedOn: addDays(today, 10) });
  await answer(sisterOfficer.ask, id, sister, { answer: "fixed", fixedOn: addDays(today, -1) });
  await answer(otherOfficer.ask, id, other, { answer: "affected", note: "Two boxes." });
  const { rowVersion, toRaise } = await checkOf(office.ask, id);
  assert.equal(toRaise, 2);
  assert.deepEqual(await office.ask(lateralChecks.raiseLateralFindings, { id, rowVersion }), {
    id,
    raised: 2,
    known: 0,
  });
  await assert.rejects(
    office.ask(lateralChecks.raiseLateralFindings, {
      id,
      rowVersion: (await checkOf(office.ask, id)).rowVersion,
    }),
    { code: "lateral_check.nothing_to_raise" },
  );
  const raised = await office.ask(findings.getFinding, { id: (await memberOf(id, own)).findingId ?? "" });
  assert.deepEqual(
    [raised.sourceKind, raised.dueOn, raised.severity],
    ["lateral_check", addDays(today, 10), "high"],
  );
  assert.equal((await memberOf(id, sister)).findingId, null, "what was fixed already is told and no more");
  assert.match(
    (await officer.ask(lateralChecks.listLateralChecks, { sourceId: raised.id })).rows[0]?.number ?? "",
    /^L-/,
  );
  const { raised: none } = await close(id);
  assert.equal(none, 0);
  const again = await open(office.ask, from);
  await answer(officer.ask, again.id, own, { answer: "affected" });
  await close(again.id);
  assert.equal((await memberOf(again.id, own)).findingId, raised.id);
  const { rows } = await owner.query(
    "select count(*)::int as n from findings where same_key = $1 and company_id = $2",
    [`lateral:${ids[0]}`, own],
  );
  assert.equal(rows[0].n, 1);
});

test("late joiners are asked with a day of their own, leavers are marked and owe nothing, the closed result stays", async () => {
  const leaving = await addCompany(owner, { code: "LV", name: "Leaving Ltd.", parentId: one });
  const joining = await addCompany(owner, { code: "JN", name: "Joining Ltd.", parentId: two });
  await exit(joining, "VPN new", "FortiGate 80F");
  const { id } = await open(office.ask, {
    rules: [
      { kind: "units", unitIds: [own, leaving] },
      ...forti.map((rule) => ({
        ...rule,
        held: rule.held?.map((one) => ({ ...one, states: ["lost" as const] })) ?? [],
      })),
    ],
  });
  await office.ask(lateralChecks.addLateralMembers, {
    id,
    companyIds: [joining, own],
    dueOn: addDays(today, 12),
  });
  assert.equal((await memberOf(id, joining)).dueOn, addDays(today, 12));
  await assert.rejects(
    office.ask(lateralChecks.addLateralMembers, { id, companyIds: [joining], dueOn: addDays(today, 12) }),
    {
      code: "lateral_check.nobody_asked",
    },
  );
  await owner.query("update units set ended_on = group_today() where id = $1", [leaving]);
  await asSystem(db, "test", (ctx) => lateralFollows.handle(ctx, []));
  const { rows: owed } = await owner.query(
    "select state from duties where company_id = $1 and kind = 'lateral.answer' and state = 'open'",
    [leaving],
  );
  assert.deepEqual(owed, []);
  const running = await checkOf(office.ask, id);
  assert.deepEqual([running.asked, running.left, running.open], [3, 1, 2]);
  await assert.rejects(close(id, ""), { code: "lateral_check.close_reason" });
  await close(id);
  const closed = await checkOf(office.ask, id);
  assert.match(closed.resultSha256 ?? "", /^[0-9a-f]{64}$/);
  assert.deepEqual([closed.asked, closed.left, closed.open], [3, 1, 2]);
  assert.ok(!(await mine(officer.ask)).some((duty) => duty.about === "nobody"));
});

test("proof is a file of the company's own, read by whoever asked", async () => {
  const { id } = await open(office.ask, { rules: [{ kind: "units", unitIds: [own] }], questions: [] });
  const file = async (companyId: string) =>
    (
      await owner.query<{ id: string }>(
        `insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, 3, 'text/plain', 'list.txt', 'lateral_proof') returning id`,
        [companyId, (await keepContent(Buffer.from("abc"))).sha256],
      )
    ).rows[0]?.id ?? "";
  await assert.rejects(answer(officer.ask, id, own, { answer: "affected", fileIds: [await file(sister)] }), {
    code: "file.not_found",
  });
  await answer(officer.ask, id, own, { answer: "affected", fileIds: [await file(own)] });
  const seen = await office.ask(lateralChecks.getLateralMember, { id: (await memberOf(id, own)).id });
  assert.deepEqual(
    seen.said[0]?.files.map((one) => one.name),
    ["list.txt"],
  );
});

test("whoever is asked is told once, and a division is told of its late ones", async () => {
  await enrol(db, [messageMaker]);
  const { id } = await open(office.ask, { rules: [{ kind: "units", unitIds: [own] }] });
  await readOn(db, owner, [messageMaker]);
  const member = await memberOf(id, own);
  const { rows } = await owner.query(
    "select person_id from messages where kind = 'lateral.asked' and subject_id = $1 order by person_id",
    [member.id],
  );
  assert.deepEqual(rows.map((row) => row.person_id).sort(), [officer.personId, second.personId].sort());
});

test("the result table is narrowed by standing and saved as it is shown", async () => {
  const { id } = await open(office.ask, { rules: [{ kind: "units", unitIds: [own, other] }], questions: [] });
  await answer(officer.ask, id, own, { answer: "not_affected" });
  const list = (more: object) => office.ask(lateralChecks.listLateralMembers, { id, ...more });
  assert.deepEqual(
    (await list({ standing: "open" })).rows.map((row) => row.companyId),
    [other],
  );
  assert.deepEqual(
    (await list({ search: "own" })).rows.map((row) => row.companyId),
    [own],
  );
  const first = await list({ limit: 1 });
  assert.equal((await list({ limit: 1, after: first.next ?? "" })).rows.length, 1);
  const saved = await office.ask(lateralChecks.exportLateralMembers, {
    id,
    format: "csv",
    standing: "not_affected",
  });
  assert.equal(saved.rows, 1);
});

test("a needless check is withdrawn with a reason: what was answered stays, nobody owes anything, nothing is raised, and each is told why", async () => {
  const before = (await mine(officer.ask)).length;
  const { id } = await open(office.ask, {
    title: "Asked in vain",
    rules: [{ kind: "units", unitIds: [own, other] }],
  });
  assert.equal((await checkOf(office.ask, id)).can.remind, null);
  await answer(otherOfficer.ask, id, other, { answer: "affected", replies: [{ id: "q1", value: "1" }] });
  const told = await office.ask(lateralChecks.remindLateralMembers, { id });
  assert.deepEqual(told, { reminded: 1, rested: 0 }, "who has answered is left in peace");
  assert.deepEqual(await office.ask(lateralChecks.remindLateralMembers, { id }), { reminded: 0, rested: 1 });
  const { rowVersion } = await checkOf(office.ask, id);
  const reason = "The maker says that our version is not concerned.";
  const withdraw = (ask: Ask, more: object = {}) =>
    ask(lateralChecks.withdrawLateralCheck, { id, reason, rowVersion, ...more });
  await assert.rejects(withdraw(desk.ask), { code: "lateral_check.not_found" });
  await withdraw(office.ask);
  assert.equal((await mine(officer.ask)).length, before, "nothing is owed any more");
  const check = await checkOf(office.ask, id);
  assert.deepEqual([check.state, check.affected, check.open, check.findings], ["withdrawn", 1, 1, 0]);
  assert.equal(check.can.close, "lateral_check.closed");
  const { id: memberId } = await memberOf(id, own);
  const seen = await officer.ask(lateralChecks.getLateralMember, { id: memberId });
  assert.deepEqual([seen.check.state, seen.check.endReason], ["withdrawn", reason]);
  await assert.rejects(answer(officer.ask, id, own, { answer: "not_affected" }), {
    code: "lateral_check.closed",
  });
  const { rows } = await owner.query<{ company_id: string }>(
    "select company_id from events where verb = 'lateral_check.asked_no_more' and data ->> 'checkId' = $1 order by 1",
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.company_id),
    [own, other].sort(),
  );
  await readOn(db, owner, [messageMaker]);
  const { rows: heard } = await owner.query<{ person_id: string }>(
    "select person_id from messages where kind = 'lateral.withdrawn' and subject_id = $1",
    [memberId],
  );
  assert.deepEqual(heard.map((row) => row.person_id).sort(), [officer.personId, second.personId].sort());
  const listed = async (state: "open" | "closed" | "withdrawn") =>
    (await office.ask(lateralChecks.listLateralChecks, { state })).rows.some((row) => row.id === id);
  assert.deepEqual(
    [await listed("open"), await listed("closed"), await listed("withdrawn")],
    [false, false, true],
  );
});
