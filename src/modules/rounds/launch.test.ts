// The launch of a large round, stopped and killed in the middle. No worker runs in this process before the kill.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { hold, startDying } from "#test/dying.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { until } from "#test/until.ts";
import { endOfJob, startWork } from "#test/work.ts";
import { asSystem } from "#core/system.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { jobs } from "#modules/jobs/contract.ts";
import { rounds } from "./contract.ts";

const app = await testApp();
const { database } = app;
const { owner } = database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const asOffice = app.as(office.token);
const editionId = await addEdition(owner);
const companies = 1004;

await owner.query(
  `with made as (
     insert into units (id, kind, code, company_id, founded_on)
     select id, 'company', 'X' || lpad(n::text, 4, '0'), id, '2020-04-01'
     from (select new_id() as id, n from generate_series(1, 1000) n) x returning id, code
   ), named as (insert into unit_names (unit_id, company_id, valid_from, name) select id, id, '2020-04-01', code from made),
   placed as (insert into supervisions (unit_id, parent_id, company_id, valid_from) select id, $1, id, '2020-04-01' from made),
   related as (insert into relations (company_id, kind, ownership_percent, valid_from) select id, 'consolidated', 100, '2020-04-01' from made),
   known as (insert into company_facts (company_id, valid_from, country, region, time_zone, language, workers)
     select id, '2020-04-01', 'JP', 'japan', case when code < 'X0500' then 'Asia/Tokyo' else 'Asia/Manila' end, 'ja', 10 from made)
   insert into tiers (company_id, tier, basis, valid_from) select id, 'T4', 'criteria', '2020-04-01' from made`,
  [group.divisions.two],
);

// One company has a calendar, and the day of its first reminder is a holiday of its own.
await owner.query("insert into company_calendars (company_id, work_days) values ($1, '{1,2,3,4,5}')", [
  group.companies.own,
]);
await owner.query(
  "insert into company_holidays (company_id, day, name) values ($1, '2030-11-15', 'Founding day')",
  [group.companies.own],
);

const count = async (sql: string, id: string) =>
  (await owner.query<{ n: number }>(`select count(*)::int as n ${sql}`, [id])).rows[0]?.n;
const inspectionsOf = (id: string) => count("from inspections where round_id = $1", id);
const dutiesOf = (id: string) =>
  count("from duties where subject_id in (select id from inspections where round_id = $1)", id);
const launchesOf = (id: string) => count("from events where subject_id = $1 and verb = 'round.launched'", id);

async function frozenRound(fiscalYear: number): Promise<string> {
  const { id } = await asOffice(rounds.draftRound, {
    fiscalYear,
    name: `FY${fiscalYear}`,
    editionId,
    opensOn: "2026-10-01",
    dueOn: "2030-12-13",
    reviewDueOn: "2030-12-25",
    confirmDueOn: "2045-01-15",
    populationRule: {
      asOf: "2026-11-01",
      relations: ["parent", "consolidated"],
      tiers: ["T1", "T2", "T3", "T4"],
      leaveOut: [],
    },
  });
  assert.equal((await asOffice(rounds.freezeRound, { id, rowVersion: 1 })).inCount, companies);
  return id;
}

/** Holds one company, so that the launch waits in the portion it is in; gives what lets it go. */
const holdCompany = (roundId: string, at: number) =>
  hold(
    database,
    `select from units where id = (select company_id from round_members where round_id = $1 and is_in
       order by company_id offset $2 limit 1) for update`,
    [roundId, at],
  );

const launchAt = (id: string, done: number) =>
  until(`the launch has done ${done}`, async () => {
    const { launch } = await asOffice(rounds.getRound, { id });
    return launch?.state === "running" && launch.done === done ? true : undefined;
  });

test("T-11 a launch for 1,000 companies whose worker is killed goes on elsewhere, without doubles or gaps", async () => {
  const id = await frozenRound(2043);
  const letGo = await holdCompany(id, 1002);
  const worker = await startDying(database);
  await asOffice(rounds.launchRound, { id, rowVersion: 2 });
  await launchAt(id, 1000);
  assert.equal(await dutiesOf(id), 0, "no company sees anything of a launch that is not through");
  await worker.kill();
  await letGo();
  assert.deepEqual(await endOfJob(database, id), {
    state: "done",
    done: companies,
    total: companies,
    outcome: { inspections: companies, duties: companies },
    problem: null,
  });
  assert.deepEqual(
    [await inspectionsOf(id), await dutiesOf(id), await launchesOf(id)],
    [companies, companies, 1],
  );
});

test("R-14 where a company has a calendar, the clock finds its first reminder right after the launch and reminds of nothing", async () => {
  const next = async (companyId: string) => {
    const { rows } = await owner.query<{ at: Date; isAtOnce: boolean }>(
      `select d.next_at as at, d.next_at = d.starts_at as "isAtOnce" from duties d
       join inspections i on i.id = d.subject_id join rounds r on r.id = i.round_id and r.fiscal_year = 2043 where d.company_id = $1`,
      [companyId],
    );
    return rows[0];
  };
  assert.equal((await next(group.companies.own))?.isAtOnce, true);
  // Four weeks before the due day, at nine in the company's morning.
  const plain = await next(group.companies.sister);
  assert.deepEqual([plain?.isAtOnce, plain?.at.toISOString().slice(0, 10)], [false, "2030-11-15"]);
  await asSystem(app.door.db, "timed.duties", (ctx) => advanceDuties(ctx));
  assert.equal((await next(group.companies.own))?.at.toISOString().slice(0, 10), "2030-11-14");
  const { rows } = await owner.query("select from events where verb like 'duty.%' and company_id = $1", [
    group.companies.own,
  ]);
  assert.equal(rows.length, 0);
});

test("a launch that was stopped shows nothing, and goes on when it is ordered again", async () => {
  await startWork(database);
  const id = await frozenRound(2044);
  const letGo = await holdCompany(id, 750);
  const { jobId } = await asOffice(rounds.launchRound, { id, rowVersion: 2 });
  assert.ok(jobId);
  await launchAt(id, 0);
  await asOffice(jobs.cancelJob, { id: jobId });
  await letGo();
  assert.equal((await endOfJob(database, id)).state, "cancelled");
  const { round } = await asOffice(rounds.getRound, { id });
  assert.deepEqual([round.state, await dutiesOf(id), await launchesOf(id)], ["launching", 0, 0]);
  await assert.rejects(asOffice(rounds.thawRound, { id }));
  await asOffice(rounds.launchRound, { id, rowVersion: round.rowVersion });
  assert.equal((await endOfJob(database, id)).state, "done");
  assert.deepEqual(
    [await inspectionsOf(id), await dutiesOf(id), await launchesOf(id)],
    [companies, companies, 1],
  );
});
