// The list of calls: what waits first, then the newest, of one's own companies alone, with who took note and when.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { calls } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
let office: SignedIn;
let officer: SignedIn;
let executive: SignedIn;
let secretary: SignedIn;

before(async () => {
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  executive = await signedIn(owner, { companyId: own, role: "company_executive" });
  secretary = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
});

type New = { level?: number; state?: string; hoursAgo?: number; by?: string; dutyState?: "open" | "done" };

async function addCall(companyId: string, { level = 3, state = "open", hoursAgo = 1, by, dutyState }: New) {
  const isDone = dutyState === "done";
  const { rows: duties } = await owner.query<{ id: string }>(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level, state, closed_at)
     values (2026, 'inspection.answer', 'inspection', gen_random_uuid(), $1, 'inspection.answer', now() - interval '9 days',
       now() - interval '7 days', 'Asia/Tokyo', $2, $3, case when $4 then now() end) returning id`,
    [companyId, level, isDone ? "done" : "open", isDone],
  );
  const { rows } = await owner.query<{ id: string }>(
    `insert into calls (duty_id, fiscal_year, company_id, level, opened_at, answer_by, state, ended_at, acknowledged_by)
     values ($1, 2026, $2, $3, now() - make_interval(hours => $4), now() + interval '1 hour', $5, case when $5 <> 'open' then now() end, $6) returning id`,
    [duties[0]?.id, companyId, level, hoursAgo, state, by ?? null],
  );
  return rows[0]?.id ?? "";
}

test("what waits stands first, then the newest; whoever is asked may take note in the list", async () => {
  const older = await addCall(own, { hoursAgo: 30 });
  const ended = await addCall(own, { hoursAgo: 2, state: "acknowledged", by: secretary.personId });
  const newer = await addCall(own, { hoursAgo: 3 });
  const as = app.as(secretary.token);
  const { rows } = await as(calls.listCalls, {});
  assert.deepEqual(
    rows.map((row) => row.id),
    [newer, older, ended],
  );
  assert.deepEqual(
    rows.map((row) => row.offBecause),
    [null, null, "call.done"],
  );
  assert.equal(typeof rows[2]?.acknowledgedBy, "string");
  assert.deepEqual(await as(calls.countCalls, {}), { open: 2, mine: 2 });
  // Below the level that is asked one looks on.
  const looking = await app.as(officer.token)(calls.listCalls, { show: "open" });
  assert.deepEqual(
    looking.rows.map((row) => [row.id, row.offBecause]),
    [
      [newer, "call.notAsked"],
      [older, "call.notAsked"],
    ],
  );
  assert.deepEqual(await app.as(executive.token)(calls.countCalls, {}), { open: 2, mine: 0 });
  await as(calls.acknowledgeCall, { id: newer });
  const taken = await as(calls.listCalls, { show: "acknowledged" });
  assert.deepEqual(
    taken.rows.map((row) => row.id),
    [ended, newer],
  );
  assert.deepEqual(await as(calls.countCalls, {}), { open: 1, mine: 1 });
});

test("calls of another company are in nobody's list who does not reach it", async () => {
  const theirs = await addCall(sister, { level: 4 });
  const seen = async (of: SignedIn) =>
    (await app.as(of.token)(calls.listCalls, { limit: 100 })).rows.some((row) => row.id === theirs);
  assert.equal(await seen(officer), false);
  assert.equal(await seen(secretary), true);
  assert.equal(await seen(office), true);
  const narrowed = await app.as(officer.token)(calls.listCalls, { companyId: sister });
  assert.deepEqual(narrowed.rows, []);
  const found = await app.as(office.token)(calls.listCalls, { search: "sister" });
  assert.deepEqual(
    found.rows.map((row) => row.id),
    [theirs],
  );
});

test("a call whose duty is done in the meantime asks nobody and is not counted", async () => {
  const as = app.as(office.token);
  const before = await as(calls.countCalls, {});
  const id = await addCall(own, { level: 4, dutyState: "done" });
  assert.deepEqual(await as(calls.countCalls, {}), before);
  const row = (await as(calls.listCalls, { limit: 100 })).rows.find((one) => one.id === id);
  assert.equal(row?.offBecause, "call.dutyDone");
});

test("hundreds opened in one moment are read page by page, each once", async () => {
  await owner.query(
    `with made as (
       insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
       select 2026, 'service.answer', 'inspection', gen_random_uuid(), $1, 'inspection.answer', now() - interval '9 days',
         now() - interval '7 days', 'Asia/Tokyo', 4 from generate_series(1, 250) returning id)
     insert into calls (duty_id, fiscal_year, company_id, level, answer_by, state, ended_at)
     select id, 2026, $1, 4, now() + interval '1 hour', 'risen', now() from made`,
    [own],
  );
  const as = app.as(office.token);
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const page: { rows: { id: string }[]; next: string | null } = await as(calls.listCalls, {
      kind: "service.answer",
      limit: 60,
      ...(after ? { after } : {}),
    });
    ids.push(...page.rows.map((row) => row.id));
    after = page.next;
  } while (after);
  assert.equal(ids.length, 250);
  assert.equal(new Set(ids).size, 250);
});
