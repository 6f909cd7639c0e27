// Instructions on a real database: told by rules, carried out with proof, passed on, risen when late, seen by nobody beside.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { duties } from "#modules/duties/contract.ts";
import { files } from "#modules/files/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { keepContent } from "#test/files.ts";
import { addCompany, addUnit, buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { instructions } from "./contract.ts";
import { instructionsFollow } from "./following.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
await enrol(db, [instructionsFollow]);
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
// Given for the company alone, not for what may stand below it: its departments are the company all the same.
const officerHere = await signedIn(owner, { companyId: own, role: "security_officer", subtree: false });
const officer = { ...officerHere, ask: app.as(officerHere.token) };
const sisterOfficer = await asRole("security_officer", sister);
const executive = await asRole("company_executive", own);
const department = await addUnit(owner, {
  kind: "department",
  code: "D1-IT",
  name: "IT of One",
  parentId: one,
  companyId: parent,
});
const manager = await asRole("manager", parent, department);
const sales = await addUnit(owner, {
  kind: "department",
  code: "C1-S",
  name: "Sales of Own",
  parentId: own,
  companyId: own,
});
const { rows: clock } = await owner.query<{ today: string }>("select group_today()::text as today");
const today = clock[0]?.today ?? "";
const follow = () => readOn(db, owner, [instructionsFollow]);

type Draft = Input<typeof instructions.draftInstruction>;
const words = (more: Partial<Draft> & Pick<Draft, "issuerUnitId">): Draft => ({
  originalLanguage: "en",
  title: "Close the old VPN boxes",
  body: "Take every VPN box of the old make out of service.",
  translations: {},
  why: "They are attacked.",
  originKind: "committee",
  originOn: today,
  originWords: "Steering committee, item 4",
  acknowledgeBy: addDays(today, 3),
  dueOn: addDays(today, 14),
  riseDays: 3,
  proof: "words",
  contact: "Group office, 1234",
  rules: [],
  exceptions: [],
  ...more,
});
type Ask = typeof office.ask;
async function issue(ask: Ask, draft: Draft): Promise<string> {
  const { id, rowVersion } = await ask(instructions.draftInstruction, draft);
  await ask(instructions.issueInstruction, { id, rowVersion });
  return id;
}
const recipientsOf = async (ask: Ask, id: string) =>
  (await ask(instructions.listRecipients, { id, limit: 500 })).rows;
const rowOf = async (ask: Ask, id: string, unitId: string) => {
  const row = (await recipientsOf(ask, id)).find((each) => each.unitId === unitId);
  assert.ok(row, "the unit was told");
  return row;
};
const mine = async (ask: Ask, kind: string) => (await ask(duties.listMyDuties, { kind, limit: 500 })).rows;
const report = async (ask: Ask, recipientId: string, said = "Done.") => {
  const { recipient } = await ask(instructions.getReceived, { id: recipientId });
  return ask(instructions.replyToInstruction, {
    id: recipientId,
    words: said,
    fileIds: [],
    isDone: true,
    rowVersion: recipient.rowVersion,
  });
};
async function clockAt(day: string) {
  const now = new Date(`${day}T03:00:00Z`);
  app.setNow(now);
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), now);
}

test("T-06 one instruction to 60 companies by five rules: 60 duties, one entry of the trail, late ones climb on the set day", async (t) => {
  t.after(() => app.setNow(null));
  const third = await addUnit(owner, {
    kind: "division",
    code: "D3",
    name: "Division Three",
    parentId: group.group,
    companyId: parent,
  });
  const wide = await addUnit(owner, {
    kind: "division",
    code: "D4",
    name: "Division Four",
    parentId: group.group,
    companyId: parent,
  });
  const thirdDesk = await asRole("division_secretary", parent, third);
  const made: string[] = [];
  for (let n = 0; n < 66; n += 1) {
    const at = (from: number, to: number) => n >= from && n < to;
    made.push(
      await addCompany(owner, {
        code: `T${String(n).padStart(2, "0")}`,
        name: `Told ${n} Co.`,
        parentId: at(0, 20) ? third : wide,
        tier: at(20, 35) ? "T2" : "T4",
        relation: at(35, 45) ? "dealer" : "consolidated",
        country: at(45, 53) ? "BR" : "JP",
      }),
    );
  }
  const rules: Draft["rules"] = [
    { kind: "divisions", unitIds: [third] },
    { kind: "tiers", words: ["T2"] },
    { kind: "relations", words: ["dealer"] },
    { kind: "countries", words: ["BR"] },
    { kind: "units", unitIds: [...made.slice(53, 61), made[0] ?? ""] },
  ];
  const exceptions = [{ unitId: made[1] ?? "", reason: "Sold next month" }];
  const seen = await office.ask(instructions.previewRecipients, {
    issuerUnitId: group.group,
    rules,
    exceptions,
  });
  assert.equal(seen.told, 60);
  assert.deepEqual(seen.rows.find((row) => row.unitId === made[0])?.pickedBy, ["divisions", "units"]);
  assert.equal(seen.rows.find((row) => row.unitId === made[1])?.outBecause, "Sold next month");
  assert.equal(seen.rows.find((row) => row.unitId === made[65])?.outBecause, "instruction.out.no_rule");
  const before = await owner.query<{ n: number }>("select count(*)::int as n from events");
  const { id, rowVersion } = await office.ask(
    instructions.draftInstruction,
    words({ issuerUnitId: group.group, rules, exceptions }),
  );
  const issued = await office.ask(instructions.issueInstruction, { id, rowVersion });
  assert.equal(issued.told, 60);
  assert.match(issued.number, /^GROUP-\d{4}-001$/);
  const after = await owner.query<{ n: number }>("select count(*)::int as n from events");
  assert.equal((after.rows[0]?.n ?? 0) - (before.rows[0]?.n ?? 0), 2, "one of the draft, one of the issue");
  const owed = await owner.query<{ n: number }>(
    "select count(*)::int as n from duties d join instruction_recipients r on r.id = d.subject_id where r.instruction_id = $1 and d.kind = 'instruction.carry_out' and d.state = 'open'",
    [id],
  );
  assert.equal(owed.rows[0]?.n, 60);
  const { recipientsSha256, can } = await office.ask(instructions.getInstruction, { id });
  assert.match(recipientsSha256 ?? "", /^[0-9a-f]{64}$/);
  assert.equal(can.issue, "instruction.issued_already");

  const risen = async () =>
    (await mine(thirdDesk.ask, "instruction.carry_out")).filter((duty) => !duty.isAddressed);
  const due = addDays(today, 14);
  await clockAt(addDays(due, 2));
  assert.equal((await risen()).length, 0, "two days late: not yet the division's");
  await clockAt(addDays(due, 3));
  const { rows: levels } = await owner.query<{ level: number; n: number }>(
    `select d.level, count(*)::int as n from duties d join instruction_recipients r on r.id = d.subject_id
     where r.instruction_id = $1 and d.kind = 'instruction.carry_out' group by d.level order by 1`,
    [id],
  );
  assert.deepEqual(levels, [{ level: 3, n: 60 }], "on the set day all that are late climb to the division");
  const board = await office.ask(instructions.getBoard, { id });
  assert.deepEqual(
    board.rows.map(({ name, told, late }) => ({ name, told, late })),
    [
      { name: "Division Four", told: 41, late: 41 },
      { name: "Division Three", told: 19, late: 19 },
    ],
  );
  app.setNow(null);
  assert.equal((await thirdDesk.ask(instructions.listRecipients, { id, limit: 500 })).rows.length, 19);
});

test("T-06 whoever is told takes note with one press, says done with words, and is sent back or accepted by somebody else", async () => {
  const id = await issue(
    office.ask,
    words({ issuerUnitId: group.group, rules: [{ kind: "units", unitIds: [own, sister] }] }),
  );
  const { id: recipientId, rowVersion } = await rowOf(office.ask, id, own);
  const duty = (await mine(officer.ask, "instruction.acknowledge")).find(
    (each) => each.subjectId === recipientId,
  );
  assert.ok(duty?.isAddressed);
  await officer.ask(instructions.acknowledgeInstruction, { id: recipientId, rowVersion });
  assert.ok(
    !(await mine(officer.ask, "instruction.acknowledge")).some((each) => each.subjectId === recipientId),
  );
  await assert.rejects(report(officer.ask, recipientId, ""), { code: "instruction.words_needed" });
  const done = await report(officer.ask, recipientId, "Both boxes are out.");
  assert.equal((await rowOf(office.ask, id, own)).progress, "done");
  assert.ok(
    !(await mine(officer.ask, "instruction.carry_out")).some((each) => each.subjectId === recipientId),
  );
  await office.ask(instructions.returnReport, {
    id: recipientId,
    words: "Which boxes?",
    dueOn: addDays(today, 20),
    rowVersion: done.rowVersion,
  });
  const again = (await mine(officer.ask, "instruction.carry_out")).find(
    (each) => each.subjectId === recipientId,
  );
  assert.ok(again, "owed anew");
  const better = await report(officer.ask, recipientId, "A-1 and A-2, see list.");
  await office.ask(instructions.acceptReport, { id: recipientId, words: "", rowVersion: better.rowVersion });
  const whole = await officer.ask(instructions.getReceived, { id: recipientId });
  assert.equal(whole.recipient.progress, "accepted");
  assert.deepEqual(
    whole.replies.map((reply) => reply.kind),
    ["done", "sent_back", "done", "accepted"],
  );
});

test("T-06 sister companies see nothing of one another's rows or counts, and nobody reports for others", async () => {
  const id = await issue(
    office.ask,
    words({ issuerUnitId: group.group, rules: [{ kind: "units", unitIds: [own, sister, other] }] }),
  );
  const seen = await officer.ask(instructions.getInstruction, { id });
  assert.equal(seen.told, 1);
  assert.deepEqual([seen.rules, seen.exceptions], [[], []]);
  assert.deepEqual(
    (await recipientsOf(officer.ask, id)).map((row) => row.unitId),
    [own],
  );
  assert.deepEqual((await recipientsOf(desk.ask, id)).map((row) => row.unitId).sort(), [own, sister].sort());
  const theirs = await rowOf(office.ask, id, sister);
  await assert.rejects(officer.ask(instructions.getReceived, { id: theirs.id }), {
    code: "instruction.not_found",
  });
  await assert.rejects(report(desk.ask, theirs.id), { code: "instruction.not_addressed" });
  await assert.rejects(otherDesk.ask(instructions.getReceived, { id: theirs.id }), {
    code: "instruction.not_found",
  });
  const inside = await issue(
    sisterOfficer.ask,
    words({ issuerUnitId: sister, rules: [{ kind: "all" }, { kind: "departments", unitIds: [sister] }] }),
  ).catch((error: { code: string }) => error.code);
  assert.equal(
    inside,
    "instruction.nobody_told",
    "a company instructs its departments, and this one has none",
  );
  await assert.rejects(
    desk.ask(instructions.draftInstruction, words({ issuerUnitId: sister })),
    { code: "instruction.not_own_unit" },
    "a division does not speak in the name of its company",
  );
  await assert.rejects(officer.ask(instructions.draftInstruction, words({ issuerUnitId: one })), {
    code: "unit.not_found",
  });
});

test("R-08 an instruction of a division reaches its departments and its companies, and its board shows each one's state", async () => {
  const id = await issue(
    desk.ask,
    words({
      issuerUnitId: one,
      rules: [
        { kind: "divisions", unitIds: [one] },
        { kind: "departments", unitIds: [one] },
      ],
    }),
  );
  const told = await recipientsOf(desk.ask, id);
  assert.deepEqual(
    told.map((row) => [row.unitCode, row.progress]),
    [
      ["C1", "sent"],
      ["C2", "sent"],
      ["D1-IT", "sent"],
    ],
  );
  const { id: recipientId, rowVersion } = await rowOf(desk.ask, id, department);
  assert.deepEqual(
    (await mine(manager.ask, "instruction.carry_out")).map((duty) => [duty.subjectId, duty.companyName]),
    [[recipientId, "IT of One"]],
    "the department's own manager has it, by the department's name",
  );
  await manager.ask(instructions.acknowledgeInstruction, { id: recipientId, rowVersion });
  await report(manager.ask, recipientId);
  const board = await desk.ask(instructions.getBoard, { id });
  assert.deepEqual(
    board.rows.map(({ told: n, acknowledged, done }) => [n, acknowledged, done]),
    [[3, 1, 1]],
  );
  await assert.rejects(otherDesk.ask(instructions.getInstruction, { id }), { code: "instruction.not_found" });
  assert.deepEqual(await mine(manager.ask, "instruction.acknowledge"), []);
});

test("R-08 a company that moves takes no duty of its old division along and is marked on its board", async () => {
  const moving = await addCompany(owner, { code: "MV", name: "Moving Ltd.", parentId: one });
  const id = await issue(
    desk.ask,
    words({ issuerUnitId: one, rules: [{ kind: "units", unitIds: [moving] }] }),
  );
  await owner.query("update supervisions set valid_to = group_today() where unit_id = $1", [moving]);
  await owner.query(
    "insert into supervisions (unit_id, parent_id, company_id, valid_from) values ($1, $2, $1, group_today())",
    [moving, two],
  );
  await asSystem(db, "test", (ctx) => instructionsFollow.handle(ctx, []));
  const row = await rowOf(desk.ask, id, moving);
  assert.deepEqual([row.progress, row.leftReason], ["left", "unit.moved"]);
  const { told, left } = await desk.ask(instructions.getInstruction, { id });
  assert.deepEqual([told, left], [1, 1], "marked, and still counted");
});

test("R-05 one decision is traced from instruction to division to its 12 companies to the proof; the division is done when they are", async () => {
  const fifth = await addUnit(owner, {
    kind: "division",
    code: "D5",
    name: "Division Five",
    parentId: group.group,
    companyId: parent,
  });
  const fifthDesk = await asRole("division_secretary", parent, fifth);
  const officers: Ask[] = [];
  for (let n = 0; n < 12; n += 1) {
    const company = await addCompany(owner, { code: `F${n + 10}`, name: `Five ${n}`, parentId: fifth });
    officers.push((await asRole("security_officer", company)).ask);
  }
  const id = await issue(
    office.ask,
    words({ issuerUnitId: group.group, rules: [{ kind: "division_offices", unitIds: [fifth] }] }),
  );
  const { id: rowId } = await rowOf(office.ask, id, fifth);
  const owes = async () =>
    (await mine(fifthDesk.ask, "instruction.carry_out")).some((duty) => duty.subjectId === rowId);
  assert.ok(await owes());
  const passOn = words({
    issuerUnitId: fifth,
    parentRecipientId: rowId,
    title: "Our VPN boxes",
    dueOn: addDays(today, 10),
    rules: [{ kind: "all" }],
  });
  await assert.rejects(
    fifthDesk.ask(instructions.draftInstruction, { ...passOn, dueOn: addDays(today, 15) }),
    { code: "instruction.due_after_parent" },
  );
  const child = await issue(fifthDesk.ask, passOn);
  assert.equal((await fifthDesk.ask(instructions.getInstruction, { id: child })).parent?.instructionId, id);
  const rows = await recipientsOf(fifthDesk.ask, child);
  assert.equal(rows.length, 12);
  for (const [n, row] of rows.slice(0, 11).entries())
    await report(officers[n] ?? office.ask, row.id, `Proof ${n}`);
  await follow();
  const before = await rowOf(office.ask, id, fifth);
  assert.deepEqual([before.below, before.belowDone, before.progress], [12, 11, "sent"]);
  // Earlier than all of them it is done with a reason alone.
  await assert.rejects(report(fifthDesk.ask, rowId, ""), { code: "instruction.reason_needed" });
  await report(officers[11] ?? office.ask, rows[11]?.id ?? "", "Proof 11");
  await follow();
  const traced = await office.ask(instructions.getReceived, { id: rowId });
  assert.equal(traced.recipient.progress, "done");
  assert.deepEqual(
    traced.children.map(({ title, told, done }) => [title, told, done]),
    [["Our VPN boxes", 12, 12]],
  );
  assert.equal(await owes(), false);
  const proof = await office.ask(instructions.getReceived, { id: rows[3]?.id ?? "" });
  assert.equal(proof.replies[0]?.words, "Proof 3");
  assert.equal(traced.instruction.originWords, "Steering committee, item 4");
  // One is sent back: what stood on it is open again, and is done again with it.
  const last = await rowOf(fifthDesk.ask, child, rows[11]?.unitId ?? "");
  await fifthDesk.ask(instructions.returnReport, {
    id: last.id,
    words: "Which box?",
    dueOn: addDays(today, 12),
    rowVersion: last.rowVersion,
  });
  await follow();
  const open = await rowOf(office.ask, id, fifth);
  assert.deepEqual([open.below, open.belowDone, open.progress], [12, 11, "acknowledged"]);
  assert.ok(await owes(), "the division owes it anew");
  await report(officers[11] ?? office.ask, last.id, "The box A-1");
  await follow();
  assert.equal((await rowOf(office.ask, id, fifth)).progress, "done");
  assert.equal(await owes(), false);
});

test("T-06 more time moves what is owed, with a reason; taking back and closing end it", async () => {
  const id = await issue(
    office.ask,
    words({ issuerUnitId: group.group, rules: [{ kind: "units", unitIds: [own, other] }] }),
  );
  const { rowVersion } = await office.ask(instructions.getInstruction, { id });
  const correct = (dueOn: string) =>
    office.ask(instructions.correctInstruction, {
      id,
      words: "",
      dueOn,
      reason: "Parts are late",
      rowVersion,
    });
  await assert.rejects(correct(addDays(today, 13)), { code: "instruction.not_later" });
  const later = await correct(addDays(today, 30));
  const row = await rowOf(office.ask, id, own);
  assert.equal(row.dueOn, addDays(today, 30));
  const close = (reason: string) =>
    office.ask(instructions.closeInstruction, { id, reason, rowVersion: later.rowVersion });
  await assert.rejects(close(""), { code: "instruction.close_reason" });
  await close("Replaced by another");
  assert.ok(!(await mine(officer.ask, "instruction.carry_out")).some((duty) => duty.subjectId === row.id));
  await assert.rejects(report(officer.ask, row.id), { code: "instruction.over" });
  assert.equal(
    (await executive.ask(instructions.getReceived, { id: row.id })).instruction.endReason,
    "Replaced by another",
  );
});

test("T-06 a company's officer tells its departments, and the nearest above carries out where nobody is named", async () => {
  const id = await issue(
    officer.ask,
    words({ issuerUnitId: own, rules: [{ kind: "departments", unitIds: [own] }] }),
  );
  const [row] = await recipientsOf(officer.ask, id);
  assert.equal(row?.unitId, sales);
  assert.ok(
    (await mine(officer.ask, "instruction.carry_out")).some(
      (duty) => duty.subjectId === row?.id && duty.isAddressed,
    ),
  );
  await assert.rejects(sisterOfficer.ask(instructions.getInstruction, { id }), {
    code: "instruction.not_found",
  });
});

test("R-08 a department asks for more time, sends proof of its own, and nobody beside it opens that", async () => {
  const id = await issue(
    desk.ask,
    words({ issuerUnitId: one, proof: "file", rules: [{ kind: "units", unitIds: [department, own] }] }),
  );
  const { id: recipientId } = await rowOf(desk.ask, id, department);
  const { dutyId } = await manager.ask(instructions.getReceived, { id: recipientId });
  const later = addDays(today, 20);
  await manager.ask(duties.askPostponement, { id: dutyId ?? "", toDay: later, reason: "Parts are late" });
  assert.equal((await rowOf(desk.ask, id, department)).dueOn, later);
  await assert.rejects(report(manager.ask, recipientId), { code: "instruction.file_needed" });
  await keepContent("x");
  const upload = (ask: Ask, unitId: string) =>
    ask(files.uploadFile, {
      purpose: "instruction_proof",
      unitId,
      name: "proof.txt",
      sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
      sizeBytes: 1,
      mediaType: "text/plain",
    });
  const file = await upload(manager.ask, department);
  await assert.rejects(upload(officer.ask, department), { code: "unit.not_found" });
  const { recipient } = await manager.ask(instructions.getReceived, { id: recipientId });
  const reply = { words: "", isDone: true, rowVersion: recipient.rowVersion };
  const foreign = await upload(officer.ask, own);
  await assert.rejects(
    manager.ask(instructions.replyToInstruction, { id: recipientId, ...reply, fileIds: [foreign.id] }),
    { code: "file.not_found" },
  );
  await manager.ask(instructions.replyToInstruction, { id: recipientId, ...reply, fileIds: [file.id] });
  assert.equal((await rowOf(desk.ask, id, department)).proofs, 1);
  assert.equal((await desk.ask(files.downloadFile, { id: file.id })).name, "proof.txt");
  for (const beside of [officer, sisterOfficer, otherDesk])
    await assert.rejects(beside.ask(files.downloadFile, { id: file.id }), { code: "file.not_found" });
});

test("T-06 whoever is told gets one message, whoever is told later gets theirs alone", async () => {
  await enrol(db, [messageMaker]);
  const id = await issue(
    office.ask,
    words({ issuerUnitId: group.group, rules: [{ kind: "units", unitIds: [own] }] }),
  );
  const told = async () => {
    await readOn(db, owner, [messageMaker]);
    const { rows } = await owner.query<{ personId: string; n: number }>(
      `select person_id as "personId", count(*)::int as n from messages where kind = 'instruction.issued'
         and subject_id in (select id from instruction_recipients where instruction_id = $1) group by 1`,
      [id],
    );
    return new Map(rows.map((row) => [row.personId, row.n]));
  };
  assert.deepEqual(await told(), new Map([[officer.personId, 1]]));
  await office.ask(instructions.addRecipients, { id, unitIds: [sister, own], dueOn: addDays(today, 14) });
  assert.deepEqual(
    await told(),
    new Map([
      [officer.personId, 1],
      [sisterOfficer.personId, 1],
    ]),
  );
});

test("T-06 an instruction is found by its words in any language and either width, not by what its record is built of", async () => {
  await office.ask(
    instructions.draftInstruction,
    words({
      issuerUnitId: group.group,
      title: "Ｑｕｏｒｕｍ keys",
      translations: { ja: { title: "定足数の鍵", body: "鍵を分ける。" } },
    }),
  );
  const found = async (search: string) =>
    (await office.ask(instructions.listInstructions, { search })).rows.filter(
      (row) => row.title === "Ｑｕｏｒｕｍ keys",
    ).length;
  assert.equal(await found("quorum"), 1);
  assert.equal(await found("定足数"), 1);
  assert.equal(await found("鍵を分け"), 1);
  assert.equal(await found("translations"), 0);
  assert.equal(await found('"body"'), 0);
});
