import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { calendar } from "#modules/organization/calendar/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { advanceDuties } from "./clock.ts";
import { duties } from "./contract.ts";
import { openDuty } from "./service.ts";

const app = await testApp();
const { owner, url } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const deputy = await signedIn(owner, { companyId: own, role: "employee" });
const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
const secretary = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const stranger = await signedIn(owner, { companyId: sister, role: "company_executive" });
const opened = openDatabase({ connectionString: url, size: 2 });
atTheEnd(() => opened.close());

await owner.query(
  `with seat as (insert into positions (unit_id, company_id, purpose, name, created_on)
     values ($1, $1, 'deputy_security_officer', 'Deputy', '2020-04-01') returning id)
   insert into position_holders (position_id, person_id, company_id, valid_from) select id, $2, $1, '2020-04-01' from seat`,
  [own, deputy.personId],
);

const at = (text: string) => new Date(text);
const subjects: Id[] = [];

async function open(now: string, dueOn: string, companyId = own): Promise<Id> {
  const subjectId = crypto.randomUUID();
  subjects.push(subjectId);
  await asSystem(
    opened.db,
    "test",
    (ctx) =>
      openDuty(ctx, {
        kind: "inspection.answer",
        subjectKind: "inspection",
        subjectId,
        companyId,
        permission: "inspection.answer",
        dueOn,
      }),
    at(now),
  );
  return subjectId;
}

const look = (now: string) => asSystem(opened.db, "timed.duties", (ctx) => advanceDuties(ctx), at(now));

async function told(subjectId: Id): Promise<string[]> {
  const { rows } = await owner.query<{ said: string }>(
    "select verb || ' ' || (data->>'level') as said from events where data->>'subjectId' = $1 order by id",
    [subjectId],
  );
  return rows.map((row) => row.said);
}

async function seenBy(token: string, subjectId: Id, now: string): Promise<boolean> {
  app.setNow(at(now));
  return (await app.as(token)(duties.listMyDuties, { subjectId })).rows.length > 0;
}

test("each reminder comes once, at nine in the addressee's morning, and the next moment is kept ahead", async () => {
  const id = await open("2026-10-01T00:00:00Z", "2026-12-15");
  assert.equal(await look("2026-11-16T23:59:00Z"), 0);
  assert.equal(await look("2026-11-17T00:00:00Z"), 1);
  assert.equal(await look("2026-11-17T00:00:30Z"), 0);
  assert.deepEqual(await told(id), ["duty.reminded 0"]);
  const { rows } = await owner.query("select next_at, reminded_at from duties where subject_id = $1", [id]);
  assert.equal(rows[0].next_at.toISOString(), "2026-12-01T00:00:00.000Z");
  assert.equal(rows[0].reminded_at.toISOString(), "2026-11-17T00:00:00.000Z");
  await owner.query(
    "update duties set state = 'done', closed_at = now(), next_at = null where subject_id = $1",
    [id],
  );
});

test("after downtime one combined reminder at the highest step reached, however many were missed", async () => {
  const id = await open("2026-10-01T00:00:00Z", "2026-12-15");
  assert.equal(await look("2026-12-18T03:00:00Z"), 1);
  assert.equal(await look("2026-12-18T03:01:00Z"), 0);
  assert.deepEqual(await told(id), ["duty.risen 2"]);
  await owner.query(
    "update duties set state = 'done', closed_at = now(), next_at = null where subject_id = $1",
    [id],
  );
});

test("two processes that look at the same moment remind once", async () => {
  const id = await open("2026-10-01T00:00:00Z", "2026-12-15");
  const looks = await Promise.all([look("2026-12-01T00:00:00Z"), look("2026-12-01T00:00:00Z")]);
  assert.equal(looks[0] + looks[1], 1);
  assert.deepEqual(await told(id), ["duty.reminded 0"]);
  await owner.query(
    "update duties set state = 'done', closed_at = now(), next_at = null where subject_id = $1",
    [id],
  );
});

test("it rises from the addressee to the deputy, the executive, the division, the group office; never to a sister", async () => {
  const id = await open("2026-10-01T00:00:00Z", "2026-12-15");
  const people = { officer, deputy, executive, secretary, office, stranger };
  const seen = async (now: string) => {
    await look(now);
    const found: string[] = [];
    for (const [name, who] of Object.entries(people)) if (await seenBy(who.token, id, now)) found.push(name);
    return found;
  };
  assert.deepEqual(await seen("2026-12-15T01:00:00Z"), ["officer"]);
  assert.deepEqual(await seen("2026-12-16T01:00:00Z"), ["officer", "deputy"]);
  assert.deepEqual(await seen("2026-12-17T01:00:00Z"), ["officer", "deputy", "executive"]);
  assert.deepEqual(await seen("2026-12-19T01:00:00Z"), ["officer", "deputy", "executive", "secretary"]);
  assert.deepEqual(await seen("2026-12-22T01:00:00Z"), [
    "officer",
    "deputy",
    "executive",
    "secretary",
    "office",
  ]);
  // The deputy holds the position and no role: told, and told that another has to open it.
  for (const [who, mayOpen] of [
    [deputy, false],
    [executive, true],
    [officer, true],
  ] as const) {
    const { rows } = await app.as(who.token)(duties.listMyDuties, { subjectId: id });
    assert.deepEqual(
      rows.map((row) => row.mayOpen),
      [mayOpen],
    );
  }
  const work = await app.as(secretary.token)(duties.getMyWork, {});
  assert.deepEqual(
    work.bundles.map((one) => [one.kind, one.isAddressed, one.count, one.overdueCount]),
    [["inspection.answer", false, 1, 1]],
  );
});

test("my work tells duties of one kind together, with the three most urgent", async () => {
  const days = ["2026-12-20", "2026-12-18", "2026-12-19", "2026-12-21"];
  for (const day of days) await open("2026-12-01T00:00:00Z", day, sister);
  const sisters = await signedIn(owner, { companyId: sister, role: "security_officer" });
  app.setNow(at("2026-12-18T02:00:00Z"));
  const work = await app.as(sisters.token)(duties.getMyWork, {});
  assert.deepEqual([work.count, work.bundles.length], [4, 1]);
  assert.deepEqual(
    work.bundles[0]?.first.map((duty) => duty.dueAt.slice(0, 10)),
    ["2026-12-18", "2026-12-19", "2026-12-20"],
  );
  const pages: string[] = [];
  let after: string | null = null;
  do {
    const page: { rows: { dueAt: string }[]; next: string | null } = await app.as(sisters.token)(
      duties.listMyDuties,
      { limit: 3, ...(after ? { after } : {}) },
    );
    pages.push(...page.rows.map((row) => row.dueAt.slice(0, 10)));
    after = page.next;
  } while (after);
  assert.deepEqual(pages, days.toSorted());
});

test("a company's week and holidays move its reminders, also those of duties that are open already", async () => {
  // Due on Friday 18 December; sister works from Sunday to Thursday.
  const before = await open("2026-12-01T00:00:00Z", "2026-12-18", sister);
  app.setNow(at("2026-12-01T00:00:30Z"));
  await app.as(office.token)(calendar.setCalendar, {
    id: sister,
    workDays: [7, 1, 2, 3, 4],
    holidays: [{ day: "2026-12-16", name: "Founding day" }],
    rowVersion: 0,
  });
  const after = await open("2026-12-01T00:00:00Z", "2026-12-18", sister);
  const elsewhere = await open("2026-12-01T00:00:00Z", "2026-12-18");
  // Looking once finds when to remind; it is no reminder.
  await look("2026-12-01T00:01:00Z");
  assert.deepEqual(await told(before), []);
  const moments = async (subjectId: Id) => {
    const seen: string[] = [];
    for (let day = 2; day <= 18; day += 1) {
      const known = (await told(subjectId)).length;
      await look(`2026-12-${String(day).padStart(2, "0")}T03:00:00Z`);
      if ((await told(subjectId)).length > known) seen.push(String(day));
    }
    return seen;
  };
  // 4 December is 14 days before, 11 a week, 16 two days, 18 the day itself; nine in the morning in Japan.
  assert.deepEqual(await moments(before), ["3", "10", "15", "17"]);
  assert.equal((await told(after)).length, 4);
  assert.equal((await told(elsewhere)).length, 4);
  await assert.rejects(
    app.as(office.token)(calendar.setCalendar, {
      id: sister,
      workDays: [1],
      holidays: [],
      rowVersion: 0,
    }),
    { code: "calendar.changed_meanwhile" },
  );
});
