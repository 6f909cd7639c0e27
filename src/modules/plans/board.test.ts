// The board: how plans stand and how old open findings are, by division and by company, each number as many as its list holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { findings } from "#modules/findings/contract.ts";
import { handlerOf, testApp } from "#test/app.ts";
import { gather } from "#test/imports.ts";
import { atTheEnd } from "#test/db.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { board, plans } from "./contract.ts";
import { type BoardColumn, boardColumns } from "./contract/board.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
// A company that another one supervises stands under that one's division.
const below = await addCompany(owner, { code: "C4", name: "Below Ltd.", parentId: own });
const officer = app.as((await signedIn(owner, { companyId: own, role: "security_officer" })).token);
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const central = app.as(office.token);
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const division = app.as(desk.token);

/** As days from today in the group: of how many days ago it was found, and in how many it is due. */
let made = 0;
async function found(companyId: string, ago: number, dueIn: number, state = "open") {
  made += 1;
  await owner.query(
    `insert into findings (company_id, number, reference, title, source_kind, found_on, severity, first_due_on, due_on, raised_at, sought, state, remedied_at)
     select id, $2::int, code || '-F' || $2::int, 'Shared accounts', 'noticed', group_today() - $3::int, 'medium', group_today() + $4::int,
       group_today() + $4::int, now(), 'Shared accounts', $5, case when $5 = 'to_verify' then now() end from units where id = $1`,
    [companyId, made, ago, dueIn, state],
  );
}

async function planned(companyId: string, state: string, more: { handIn?: number; effect?: number } = {}) {
  made += 1;
  const { rows } = await owner.query<{ id: string }>(
    `insert into plans (company_id, number, reference, title, cause, state, opened_at, hand_in_by, submitted_at, submitted_by, decided_at, decided_by,
       decision, done_at, effect_due_on)
     select u.id, $2::int, u.code || '-P' || $2::int, 'Plan', 'by_hand', $3, now(), group_today() + $4::int,
       case when $3 <> 'drafting' then now() end, case when $3 <> 'drafting' then $6::uuid end,
       case when $3 in ('returned', 'approved', 'done') then now() end, case when $3 in ('returned', 'approved', 'done') then $7::uuid end,
       case when $3 in ('returned', 'approved', 'done') then 'Good.' end, case when $3 = 'done' then now() end, group_today() + $5::int
     from units u where u.id = $1 returning id`,
    [companyId, made, state, more.handIn ?? 30, more.effect ?? null, desk.personId, office.personId],
  );
  return rows[0]?.id ?? "";
}

/** A step of an approved plan, first due so many days from today and now so many; postponed so often, and asked for once more. */
async function stepped(
  planId: string,
  {
    first = 10,
    due = first,
    times = 0,
    asked = false,
  }: { first?: number; due?: number; times?: number; asked?: boolean },
) {
  const { rows } = await owner.query<{ id: string; duty: string }>(
    `with s as (insert into plan_steps (plan_id, company_id, position, what, due_on, first_due_on)
       select p.id, p.company_id, (select count(*) from plan_steps x where x.plan_id = p.id), 'Do it', group_today() + $3::int, group_today() + $2::int
       from plans p where p.id = $1 returning id, company_id, due_on)
     insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, postponed_count)
     select 2026, 'plan.step', 'plan_step', s.id, s.company_id, 'plan.write', now() - interval '1 day', s.due_on + interval '15 hours', 'Asia/Tokyo', $4
     from s returning subject_id as id, id as duty`,
    [planId, first, due, times],
  );
  if (asked)
    await owner.query(
      `insert into postponements (duty_id, company_id, nth, from_at, to_at, reason, asked_by)
       select d.id, d.company_id, d.postponed_count + 1, d.due_at, d.due_at + interval '9 days', 'Late again.', $2 from duties d where d.id = $1`,
      [rows[0]?.duty, desk.personId],
    );
}

for (const ago of [0, 30, 31, 90, 91, 180, 181, 400]) await found(own, ago, 10);
await found(own, 5, -1);
// What waits to be verified is open and not over its day; what has left or ended is neither.
await found(sister, 5, -1, "to_verify");
await found(below, 200, -3);
await found(other, 95, 10);
await found(parent, 10, 10);
await planned(own, "drafting", { handIn: 5 });
await planned(own, "returned", { handIn: -1 });
await planned(own, "submitted");
await planned(sister, "done", { effect: -2 });
await planned(sister, "done", { effect: 20 });
const running = await planned(own, "approved");
await stepped(running, { first: -2 });
await stepped(running, { first: 10, due: 60, times: 3 });
await stepped(running, { first: 10, due: 15, times: 2, asked: true });
await stepped(running, { first: 10, due: 15, times: 1, asked: true });
await stepped(await planned(below, "approved"), { first: -9 });

type Counts = Partial<Record<BoardColumn, number>>;
const some = (counts: Record<BoardColumn, number>): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
const oneDivision: Counts = {
  owed: 2,
  late: 1,
  submitted: 1,
  running: 2,
  drifting: 1,
  effect_due: 1,
  late_steps: 2,
  thrice: 2,
  findings: 11,
  overdue: 2,
  to30: 4,
  to90: 2,
  to180: 2,
  over180: 3,
};

test("R-14 by division: what is owed, late, drifts, was postponed a third time; a company without a division stands for itself", async () => {
  const { rows, whole, units } = await central(board.getPlanBoard, {});
  assert.deepEqual(
    rows.map((row) => [row.code, row.unitKind, row.name]),
    [
      ["D1", "division", "Division One"],
      ["D2", "division", "Division Two"],
      ["P", "company", "Parent Inc."],
    ],
  );
  assert.deepEqual(
    rows.map((row) => some(row.counts)),
    [oneDivision, { findings: 1, to180: 1 }, { findings: 1, to30: 1 }],
  );
  assert.equal(units, 3);
  assert.deepEqual([whole.findings, whole.to180, whole.to30, whole.thrice], [13, 3, 5, 2]);
});

const planList = async (input: object) => (await central(plans.listImprovementPlans, input)).rows.length;
const stepList = async (input: object) => (await central(plans.listFollowUp, input)).rows.length;
const findingList = async (input: object) => (await central(findings.listFindings, input)).rows.length;
const lists: Record<BoardColumn, (unit: object) => Promise<number>> = {
  owed: (unit) => planList({ ...unit, view: "owed" }),
  late: (unit) => planList({ ...unit, view: "late" }),
  submitted: (unit) => planList({ ...unit, view: "submitted" }),
  running: (unit) => planList({ ...unit, view: "running" }),
  drifting: (unit) => planList({ ...unit, view: "drifting" }),
  effect_due: (unit) => planList({ ...unit, view: "effect_due" }),
  late_steps: (unit) => stepList({ ...unit, overdue: true }),
  thrice: (unit) => stepList({ ...unit, thrice: true }),
  findings: (unit) => findingList(unit),
  overdue: (unit) => findingList({ ...unit, view: "overdue" }),
  to30: (unit) => findingList({ ...unit, age: "to30" }),
  to90: (unit) => findingList({ ...unit, age: "to90" }),
  to180: (unit) => findingList({ ...unit, age: "to180" }),
  over180: (unit) => findingList({ ...unit, age: "over180" }),
};

for (const by of ["division", "company"] as const)
  test(`R-14 R-16 by ${by}: each number is as many as the list that it opens holds`, async () => {
    const { rows } = await central(board.getPlanBoard, { by });
    assert.equal(rows.length, by === "division" ? 3 : 5);
    for (const row of rows)
      for (const column of boardColumns)
        assert.equal(
          await lists[column]({ [row.unitKind === "division" ? "divisionId" : "companyId"]: row.unitId }),
          row.counts[column],
          `${row.code} ${column}`,
        );
  });

test("R-16 the age is counted in days since it was found, the bounds belong to the younger step", async () => {
  const { rows } = await central(board.getPlanBoard, { by: "company", companyId: own });
  assert.deepEqual(
    rows.map((row) => [row.code, row.counts.to30, row.counts.to90, row.counts.to180, row.counts.over180]),
    [["C1", 3, 2, 2, 2]],
  );
});

test("R-14 a division sees its companies, also one that another company supervises; an officer its own; a sister's is not there", async () => {
  const { rows } = await division(board.getPlanBoard, { by: "company" });
  assert.deepEqual(
    rows.map((row) => row.code),
    ["C1", "C2", "C4"],
  );
  const seen = (await division(board.getPlanBoard, {})).rows;
  assert.deepEqual(
    seen.map((row) => [row.code, row.name, some(row.counts)]),
    [["D1", "Division One", oneDivision]],
  );
  // Its officer's grant reaches what stands below the company.
  const mine = await officer(board.getPlanBoard, { by: "company" });
  assert.deepEqual(
    mine.rows.map((row) => [row.code, row.counts.findings]),
    [
      ["C1", 9],
      ["C4", 1],
    ],
  );
  assert.equal(mine.whole.findings, 10);
  assert.deepEqual(
    (await officer(board.getPlanBoard, {})).rows.map((row) => [row.code, row.name]),
    [["D1", "Division One"]],
  );
  await assert.rejects(officer(board.getPlanBoard, { companyId: sister }), { code: "company.not_found" });
});

test("the board is paged without losing or repeating a unit, and its sums are of all", async () => {
  const codes: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(after);
    codes.push(...page.rows.map((row) => row.code));
    assert.equal(page.whole.findings, 13);
    after = page.next;
  }
  assert.deepEqual(codes, ["C1", "C2", "C3", "C4", "P"]);
});
const read = (after: string | undefined) =>
  central(board.getPlanBoard, { by: "company", limit: 2, ...(after ? { after } : {}) });

test("the file holds what is shown, in the reader's language, and leaves an event", async () => {
  const file = contentOf(await division(board.exportPlanBoard, { by: "company", format: "csv" }));
  const lines = (await gather((await file?.open()) ?? Buffer.of())).toString("utf8").trim().split("\r\n");
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? "", /Moved 3 times, or a 3rd asked for/);
  assert.match(lines[1] ?? "", /C1.*Own Ltd\.,2,1,1,1,1,0,1,2,9,1,3,2,2,2/);
  const { rows } = await owner.query("select data from events where verb = 'plan.board_exported'");
  assert.deepEqual(
    rows.map((row) => [row.data.format, row.data.rows, row.data.by]),
    [["csv", 3, "company"]],
  );
});

test("R-14 the list for the meeting goes as a file too, as it is narrowed, and says why a step counts", async () => {
  const file = contentOf(await division(board.exportFollowUp, { thrice: true, format: "csv" }));
  const lines = (await gather((await file?.open()) ?? Buffer.of())).toString("utf8").trim().split("\r\n");
  assert.equal(lines.length, 3);
  assert.match(lines[1] ?? "", /,2,later day no\. 3 asked for/);
  assert.match(lines[2] ?? "", /,3,$/);
  const { rows } = await owner.query("select data from events where verb = 'plan.follow_up_exported'");
  assert.deepEqual(
    rows.map((row) => [row.data.format, row.data.rows, row.data.thrice]),
    [["csv", 2, true]],
  );
});

test("whatever there is, it is one statement", async () => {
  const sent: string[] = [];
  const { db, close } = openDatabase({
    connectionString: app.database.url,
    size: 2,
    onStatement: ({ sql }) => sent.push(sql),
  });
  atTheEnd(close);
  const door = makeDoor({ db });
  for (let turn = 0; turn < 2; turn += 1) {
    sent.length = 0;
    await door.perform(board.getPlanBoard, handlerOf(board.getPlanBoard), { token: desk.token }, {});
  }
  assert.equal(sent.filter((one) => /plan_steps/.test(one)).length, 1);
  // Its session and its scope are two more.
  assert.equal(sent.filter((one) => !/^(begin|commit|start transaction)/i.test(one)).length, 3);
});
