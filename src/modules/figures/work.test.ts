// The figures of what follows count the rows that their pages show, within the reader's companies.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "#modules/findings/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { figures } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own, sister } = group.companies;
const office = app.as(
  (await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group })).token,
);
const officer = app.as(
  (await signedIn(owner, { companyId: own, role: "security_officer", unitId: own })).token,
);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const before = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);

test("R-16 findings past their day and older than ninety days are shares of all that are running; a sister's are not counted", async () => {
  const raise = (companyId: string, foundOn: string, dueOn: string) =>
    office(findings.raiseFinding, {
      companyIds: [companyId],
      title: `Found on ${foundOn}`,
      source: "noticed",
      severity: "medium",
      foundOn,
      dueOn,
    });
  await raise(own, before(120), before(10));
  await raise(own, before(20), before(-10));
  await raise(sister, before(200), before(100));
  const of = async (who: typeof office, id: string) => {
    const row = (await who(figures.listFigures, {})).work.find((one) => one.id === id);
    return [row?.numerator, row?.denominator];
  };
  assert.deepEqual(await of(office, "findings_overdue"), [2, 3]);
  assert.deepEqual(await of(office, "findings_old"), [2, 3]);
  assert.deepEqual(await of(officer, "findings_overdue"), [1, 2]);
  assert.deepEqual(await of(office, "audits_within_cycle"), [0, 3]);
  assert.deepEqual(await of(office, "plans_helped"), [0, 0]);
  assert.deepEqual(await of(office, "steps_thrice"), [0, 0]);
});

test("R-18 the catalogue counts what nobody has judged among what was to be at headquarters within 24 hours", async () => {
  const report = async (hoursAgo: number, reportedAfter: number | null, judgedAs: string | null) =>
    owner.query(
      `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, reported_at,
         judged_as, judged_at, potential, actual, sought)
       select $1, n.n, 'W' || n.n, 'mis_sent', 'x', 'form', x.d, 'Asia/Tokyo', x.d, x.d + interval '24 hours', x.d + make_interval(hours => $3), $4,
         case when $4::text is null then null else x.d end, 'medium', 'none', 'x'
       from (select now() - make_interval(hours => $2) as d) x, (select count(*)::int + 1 as n from incidents) n`,
      [own, hoursAgo, reportedAfter, judgedAs],
    );
  await report(40, 2, null);
  await report(40, 30, null);
  await report(40, null, null);
  await report(3, null, null);
  await report(40, 30, "nothing");
  const row = (await office(figures.listFigures, {})).work.find((one) => one.id === "incidents_in_time");
  assert.deepEqual([row?.numerator, row?.denominator], [1, 3]);
});

test("R-19 the catalogue counts notices in time of the last year: given by their due moment, among those given or over", async () => {
  const { rows } = await owner.query<{ id: string }>("select id from incidents where reference = 'W1'");
  const notice = async (state: string, reachedAfter: number | null, dueAfter = 24) =>
    owner.query(
      `insert into incident_notices (incident_id, company_id, names, audience, channel, proof, approvals, owner_permission, anchor, hours, starts_at, due_at,
         state, opened_at, opened_severity, is_exercise, sent_n, sent_at, sent_sha256)
       select i.id, i.company_id, '{}', 'internal', 'mail', 'who_when', 0, 'incident.assess', 'discovered', $4, i.discovered_at,
         i.discovered_at + make_interval(hours => $4), $2, i.discovered_at, 'medium', false, case when $3::int is null then null else 1 end,
         i.discovered_at + make_interval(hours => $3), case when $3::int is null then null else repeat('0', 64) end from incidents i where i.id = $1`,
      [rows[0]?.id, state, reachedAfter, dueAfter],
    );
  await notice("proven", 10);
  await notice("proven", 30);
  await notice("approved", null);
  await notice("to_write", null, 240);
  const row = (await office(figures.listFigures, {})).work.find((one) => one.id === "notices_in_time");
  assert.deepEqual([row?.numerator, row?.denominator], [1, 3]);
});
