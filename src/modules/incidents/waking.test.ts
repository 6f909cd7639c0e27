// A Friday at 23:50: what is grave reaches somebody, whoever said it and whoever is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { calls } from "#modules/calls/contract.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { inLastHours } from "#modules/duties/rules.ts";
import { openDuty } from "#modules/duties/service.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "./contract.ts";
import { enter } from "./reporting.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, other, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const night = await signedIn(owner, { companyId: own, role: "contributor", name: "Night" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
await enrol(db, [messageMaker]);
await owner.query(
  `with roster as (insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes)
     values ($1, $1, 'Night desk', 'Asia/Tokyo', '{incident}') returning id)
   insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at)
   select id, $1, 1, $2, '2026-06-01', '2100-01-01' from roster`,
  [own, night.personId],
);

/** Friday 23:50 in Tokyo. */
const friday = new Date("2026-06-12T14:50:00Z");
const after = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
async function pass(now: Date): Promise<void> {
  await readOn(db, owner, [messageMaker]);
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), now);
  await readOn(db, owner, [messageMaker]);
}
/** Who was told of a duty of this kind by a call, which leaves at once whatever the hour. */
const calledFor = async (subjectId: string, kind: string) =>
  (
    await owner.query<{ id: string; callId: string }>(
      `select m.person_id as id, m.data ->> 'callId' as "callId" from messages m join duties d on d.id = m.duty_id
       where d.subject_id = $1 and d.kind = $2 and m.is_urgent and m.data ? 'callId' order by 1`,
      [subjectId, kind],
    )
  ).rows;
const people = (rows: readonly { id: string }[]) => [...new Set(rows.map((row) => row.id))].sort();
const ransomware = (companyId: string, isUnproven: boolean) =>
  asSystem(
    db,
    "test",
    (ctx) =>
      enter(ctx, {
        companyId,
        kind: "ransomware",
        what: "Files cannot be opened",
        discoveredAt: friday.toISOString(),
        zone: "Asia/Tokyo",
        channel: isUnproven ? "link" : "system",
        isUnproven,
      }),
    friday,
  );

test("ransomware said by nobody who is known calls the officer and whoever is on call within the minute, and neither headquarters nor the group office", async () => {
  const { id } = await ransomware(own, true);
  await pass(after(0.02));
  const called = await calledFor(id, "incident.look_at_now");
  assert.deepEqual(people(called), [night.personId, officer.personId].sort());
  app.setNow(after(0.03));
  await app.as(night.token)(calls.acknowledgeCall, { id: called[0]?.callId ?? "" });
});

test("R-18 whoever takes charge of such a report stands for it: headquarters has it then, and waits no longer for the judgement", async () => {
  const { id, isAtHeadquarters } = await ransomware(own, true);
  assert.equal(isAtHeadquarters, false);
  app.setNow(after(0.1));
  const as = app.as(officer.token);
  const before = await as(incidents.getIncident, { id });
  assert.equal(before.goesToHeadWithCharge, true);
  const taken = await as(incidents.takeUpIncident, { id, rowVersion: before.rowVersion });
  const { reports, state, reportedAt, ...now } = await as(incidents.getIncident, { id });
  assert.deepEqual([reports.length, state, reportedAt], [1, "reported", after(0.1).toISOString()]);
  assert.deepEqual([now.goesToHeadWithCharge, now.rowVersion], [false, taken.rowVersion]);
  // Another who takes over reports nothing again; one of a kind that waits for the judgement goes nowhere.
  await as(incidents.takeUpIncident, { id, rowVersion: taken.rowVersion });
  assert.equal((await as(incidents.getIncident, { id })).reports.length, 1);
  const harmless = await as(incidents.reportIncident, {
    companyId: own,
    kind: "suspicious_mail",
    what: "An odd mail",
    discoveredAt: friday.toISOString(),
    zone: "Asia/Tokyo",
  });
  const of = await as(incidents.getIncident, { id: harmless.id });
  await as(incidents.takeUpIncident, { id: harmless.id, rowVersion: of.rowVersion });
  assert.deepEqual((await as(incidents.getIncident, { id: harmless.id })).reports, []);
});

test("at a company without an officer the group office is called with the first call, not after its silence", async () => {
  const { id } = await ransomware(other, false);
  await pass(after(0.02));
  const called = await calledFor(id, "incident.respond_now");
  assert.deepEqual(people(called), [office.personId]);
  app.setNow(after(0.03));
  await app.as(office.token)(calls.acknowledgeCall, { id: called[0]?.callId ?? "" });
});

test("T-03 a clock of three days reminds whoever owes it, and in its last six hours calls them and whoever is on call then", async () => {
  const now = new Date();
  const running = async (hoursLeft: number) => {
    const subjectId = crypto.randomUUID();
    const dueAt = new Date(now.getTime() + hoursLeft * 3_600_000);
    await asSystem(
      db,
      "test",
      (ctx) =>
        openDuty(ctx, {
          kind: "incident.law_clock",
          subjectKind: "case",
          subjectId,
          companyId: own,
          permission: "incident.assess",
          dueOn: null,
          hours: {
            startsAt: new Date(dueAt.getTime() - 72 * 3_600_000),
            dueAt,
            ringsFrom: inLastHours(dueAt),
          },
        }),
      now,
    );
    return subjectId;
  };
  const [early, late] = [await running(6.5), await running(5.5)];
  await pass(now);
  const told = async (subjectId: string) =>
    people(
      (
        await owner.query<{ id: string }>(
          "select m.person_id as id from messages m join duties d on d.id = m.duty_id where d.subject_id = $1",
          [subjectId],
        )
      ).rows,
    );
  assert.deepEqual(await told(early), [officer.personId]);
  assert.deepEqual(await calledFor(early, "incident.law_clock"), []);
  assert.deepEqual(
    people(await calledFor(late, "incident.law_clock")),
    [night.personId, officer.personId].sort(),
  );
});
