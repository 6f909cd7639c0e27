import assert from "node:assert/strict";
import { before, test } from "node:test";
import { enrol } from "#core/events/dispatch.ts";
import { AppError } from "#core/errors.ts";
import { access } from "#modules/access/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { messages } from "#modules/messages/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { viewings } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const code = (wanted: string) => (error: unknown) => error instanceof AppError && error.code === wanted;
let asked: Map<string, string>;
let officer: SignedIn;
let admin: SignedIn;
let office: SignedIn;

before(async () => {
  const editionId = await addEdition(owner);
  asked = (await addOpenRound(owner, { editionId, companies: [own, sister], dueOn: "2030-12-15" }))
    .inspections;
  officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  admin = await signedIn(owner, { companyId: parent, role: "administrator", unitId: group.group });
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  await enrol(app.door.db, [messageMaker]);
});

const allow = (who: SignedIn, viewer: SignedIn) =>
  app.as(who.token)(viewings.allowViewing, {
    viewerId: viewer.personId,
    minutes: 60,
    reason: "I cannot find the question about backups.",
  });
const start = (who: SignedIn, id: string) => app.as(who.token)(viewings.startViewing, { id });
const reads = (who: SignedIn, companyId: string) =>
  app.as(who.token)(inspections.getInspection, { id: asked.get(companyId) ?? "" });

test("the administrator sees what the officer sees while it is allowed, changes nothing, and then no answers again", async () => {
  await assert.rejects(reads(admin, own), code("permission.missing"));
  const { id } = await allow(officer, admin);
  await start(admin, id);
  assert.equal((await reads(admin, own)).companyId, own);
  await assert.rejects(reads(admin, sister), code("inspection.not_found"));
  const session = await app.as(admin.token)(access.getSession, {});
  assert.equal(session?.personId, officer.personId);
  assert.equal(session?.viewing?.id, id);
  await assert.rejects(
    app.as(admin.token)(organization.addPerson, {
      companyId: own,
      familyName: "New",
      givenName: "Person",
      employment: "regular",
      from: "2030-01-01",
    }),
    code("viewing.reads_only"),
  );
  for (const operation of [access.listMySessions, access.listMyFactors])
    await assert.rejects(app.as(admin.token)(operation, {}), code("viewing.not_for_this"));
  await assert.rejects(
    app.as(admin.token)(organization.exportPeople, { companyId: own } as never),
    code("viewing.not_for_this"),
  );
  await app.as(admin.token)(messages.countMessages, {});
  await app.as(admin.token)(viewings.leaveViewing, {});
  assert.equal((await app.as(admin.token)(access.getSession, {}))?.personId, admin.personId);
  await assert.rejects(reads(admin, own), code("permission.missing"));
  await app.as(officer.token)(viewings.endViewing, { id });
});

test("what is looked at is recorded as done by the viewer, and the person sees how much", async () => {
  const { id } = await allow(officer, admin);
  await start(admin, id);
  await reads(admin, own);
  await reads(admin, own);
  const { rows } = await owner.query(
    `select actor_id, data ->> 'operation' as operation from events
     where verb = 'viewing.looked' and data ->> 'viewingId' = $1 and data ->> 'operation' = 'getInspection'`,
    [id],
  );
  assert.deepEqual(rows, [{ actor_id: admin.personId, operation: "getInspection" }]);
  await assert.rejects(app.as(admin.token)(organization.addPerson, {} as never), code("viewing.reads_only"));
  const { rows: refused } = await owner.query(
    "select e.actor_id, e.data ->> 'viewingId' as id from events e where e.verb = 'access.refused' order by e.id desc limit 1",
  );
  assert.deepEqual(refused, [{ actor_id: admin.personId, id }]);
  const mine = await app.as(officer.token)(viewings.listMyViewings, {});
  assert.equal(mine.rows.find((one) => one.id === id)?.looks, 1);
  await app.as(admin.token)(viewings.leaveViewing, {});
  await app.as(officer.token)(viewings.endViewing, { id });
});

test("the person's word ends it at the next call, and so does the clock and the viewer's own right", async () => {
  for (const end of [
    (id: string) => app.as(officer.token)(viewings.endViewing, { id }),
    (id: string) =>
      owner.query(
        "update viewings set allowed_at = now() - interval '1 hour', ends_at = now() where id = $1",
        [id],
      ),
    async () => {
      await owner.query("update grants set valid_to = group_today() where person_id = $1", [admin.personId]);
    },
  ]) {
    const { id } = await allow(officer, admin);
    await start(admin, id);
    await reads(admin, own);
    await end(id);
    await assert.rejects(reads(admin, own), code("viewing.is_over"));
    await assert.rejects(reads(admin, own), code("permission.missing"), "then oneself again");
  }
  await owner.query("update grants set valid_to = null where person_id = $1", [admin.personId]);
  await owner.query("update viewings set ends_at = now() where ends_at > now()");
});

test("only those who support the company are let, never with somebody who sees the whole group, never twice", async () => {
  const stranger = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.two,
  });
  const { rows } = await app.as(officer.token)(viewings.listViewers, {});
  assert.deepEqual(rows.map((one) => one.personId).sort(), [admin.personId, office.personId].sort());
  await assert.rejects(allow(officer, stranger), code("viewer.not_found"));
  await assert.rejects(allow(officer, officer), code("viewer.not_found"));
  await assert.rejects(allow(office, admin), code("viewing.sees_whole_group"));
  const { id } = await allow(officer, admin);
  await assert.rejects(allow(officer, admin), code("viewing.allowed_already"));
  await assert.rejects(start(office, id), code("viewing.not_found"));
  // Who comes to see the whole group meanwhile is looked along with no more.
  await start(admin, id);
  const made = await owner.query<{ id: string }>(
    `insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, reason)
     values ($1, $2, 'auditor', $3, true, group_today(), 'test') returning id`,
    [officer.personId, own, group.group],
  );
  await assert.rejects(reads(admin, own), code("viewing.is_over"));
  await owner.query("delete from grants where id = $1", [made.rows[0]?.id]);
  await app.as(officer.token)(viewings.endViewing, { id });
});

test("the supporter is told when it is allowed, the person when it begins", async () => {
  const { id } = await allow(officer, admin);
  await start(admin, id);
  await readOn(app.door.db, owner, [messageMaker]);
  const { rows } = await owner.query(
    "select person_id, kind, is_urgent from messages where subject_id = $1 order by kind",
    [id],
  );
  assert.deepEqual(rows, [
    { person_id: admin.personId, kind: "viewing.allowed", is_urgent: false },
    { person_id: officer.personId, kind: "viewing.started", is_urgent: true },
  ]);
  await app.as(admin.token)(viewings.leaveViewing, {});
  await app.as(officer.token)(viewings.endViewing, { id });
});

test("a second session of the viewer goes on as themselves; signing out ends the first alone", async () => {
  const { id } = await allow(officer, office);
  const again = await signedIn(owner, { companyId: other, role: "security_officer" });
  await start(office, id);
  assert.equal((await app.as(again.token)(access.getSession, {}))?.personId, again.personId);
  await app.as(office.token)(access.signOut, {});
  await assert.rejects(reads(office, own), code("session.needed"));
  const { rows } = await owner.query(
    "select actor_id, subject_id from events where verb = 'session.ended' order by id desc limit 1",
  );
  assert.deepEqual(rows, [{ actor_id: office.personId, subject_id: office.accountId }]);
});
