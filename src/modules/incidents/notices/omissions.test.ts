// Decisions not to notify as whoever audits reads them: of notices and of clocks of law, to the last one, within the scope.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
await asSystem(app.door.db, "test", (ctx) => bringShipped(ctx));
/** More than one page holds. */
const many = 320;

async function reported(who: SignedIn, companyId: string): Promise<string> {
  const { id } = await app.as(who.token)(incidents.reportIncident, {
    companyId,
    kind: "malware",
    what: "A file was locked",
    answers: {},
    discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
    zone: "Asia/Tokyo",
  });
  return id;
}

/** Decisions an hour apart, the first of them waiting: of one notice, and of clocks of a rule of law. */
async function decide(incidentId: string, companyId: string, count: number): Promise<void> {
  await owner.query(
    `with c as (
       insert into incident_notices (incident_id, company_id, names, audience, channel, proof, approvals, owner_permission, anchor, hours, starts_at, due_at,
         opened_at, opened_severity, is_exercise)
       values ($1, $2, '{"en": "To the authority"}', 'authority', 'mail', 'who_when', 0, 'incident.assess', 'opened', 4, now(), now() + interval '4 hours', now(),
         'medium', false) returning *)
     insert into incident_notice_omissions (notice_id, incident_id, company_id, severity, reason, criteria, decided_at, decided_by, seen_at, seen_by, agrees)
     select c.id, c.incident_id, c.company_id, 'medium', 'Reason ' || n, 'Criteria', now() - n * interval '1 hour', $4,
       case when n > 1 then now() end, case when n > 1 then $5::uuid end, case when n > 1 then n % 2 = 0 end
     from c, generate_series(1, $3::int) n`,
    [incidentId, companyId, count, officer.personId, office.personId],
  );
  await owner.query(
    `insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, started_at, due_at, zone, ended_as, ended_at,
       ended_by, reason, seconded_by, seconded_at)
     select $1, $2, 'walk|' || n, r.id, $2, 'first', 'due', 'applies', now(), now() + interval '4 hours', 'UTC', 'not_notified',
       now() - n * interval '1 hour' - interval '30 minutes', $4, 'No risk ' || n, case when n > 1 then $5::uuid end, case when n > 1 then now() end
     from (select id from clock_rules order by id limit 1) r, generate_series(1, $3::int) n`,
    [incidentId, companyId, count, officer.personId, office.personId],
  );
}
const incidentId = await reported(officer, own);
await decide(incidentId, own, many);
const elsewhere = await reported(stranger, sister);
await decide(elsewhere, sister, 2);

test("G3 whoever audits reads every decision not to notify, of notices and of clocks of law, page after page", async () => {
  const read = app.as(officer.token);
  const seen: { id: string; kind: string; at: string }[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof first>> = await first(after);
    seen.push(...page.rows.map((row) => ({ id: row.id, kind: row.kind, at: row.decidedAt })));
    after = page.next;
  } while (after);
  function first(from: string | null) {
    return read(incidents.listOmissions, { limit: 500, ...(from ? { after: from } : {}) });
  }
  assert.equal(seen.length, 2 * many);
  assert.equal(new Set(seen.map((one) => one.id)).size, 2 * many);
  assert.deepEqual(
    seen.map((one) => one.at),
    seen.map((one) => one.at).toSorted((one, other) => other.localeCompare(one)),
  );
  assert.deepEqual(
    seen.slice(0, 4).map((one) => one.kind),
    ["notice", "clock", "notice", "clock"],
  );
  const { views } = await read(incidents.countOmissions, {});
  const agreed = Math.floor(many / 2);
  assert.deepEqual(views, {
    all: 2 * many,
    waiting: 2,
    agreed: agreed + many - 1,
    refused: many - 1 - agreed,
    again: 0,
  });
});

test("G3 the list narrows by kind, standing and day as it counts, and leaves as the file of what it shows", async () => {
  const read = app.as(officer.token);
  const clocks = await read(incidents.listOmissions, { kind: "clock", view: "waiting" });
  assert.deepEqual(
    clocks.rows.map((row) => [row.reason, row.criteria, row.standing, row.decidedByName, row.entityName]),
    [["No risk 1", null, "waiting", "Test Officer", "Own Ltd."]],
  );
  const day = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
  const ofDay = { from: day, to: day } as const;
  const listed = await read(incidents.listOmissions, { ...ofDay, limit: 100 });
  assert.equal(listed.rows.length, 48);
  assert.equal((await read(incidents.countOmissions, ofDay)).views.all, 48);
  assert.equal((await read(incidents.exportOmissions, ofDay)).rows, 48);
  assert.equal((await read(incidents.exportOmissions, {})).rows, 2 * many);
});

test("G3 decisions of other companies, of exercises and of what one must not know of stand in nobody's list", async () => {
  const count = async (who: SignedIn, input = {}) =>
    (await app.as(who.token)(incidents.countOmissions, input)).views.all;
  assert.deepEqual([await count(stranger), await count(office)], [4, 2 * many + 4]);
  await assert.rejects(
    app.as(stranger.token)(incidents.listOmissions, { companyId: own }),
    (error: AppError) => error.kind === "not_found",
  );
  assert.equal(await count(office, { companyId: sister }), 4);
  await owner.query("update incidents set is_confidential = true where id = $1", [elsewhere]);
  assert.equal(await count(office), 2 * many);
  const { rows } = await app.as(office.token)(incidents.listOmissions, { companyId: sister });
  assert.deepEqual(rows, []);
  await owner.query("update incidents set is_confidential = false, is_exercise = true where id = $1", [
    elsewhere,
  ]);
  assert.equal(await count(office, { companyId: sister }), 0);
});
