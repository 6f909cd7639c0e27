import assert from "node:assert/strict";
import { before, test } from "node:test";
import { enrol } from "#core/events/dispatch.ts";
import { AppError } from "#core/errors.ts";
import { access } from "#modules/access/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { organization } from "#modules/organization/contract.ts";
import { tokens } from "#modules/tokens/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { emergencies } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const reason = "Nobody at the plant can be reached and the report is due tonight.";
const code = (wanted: string) => (error: unknown) => error instanceof AppError && error.code === wanted;
let asked: Map<string, string>;
let admin: SignedIn;
let office: SignedIn;
let officer: SignedIn;
let secretary: SignedIn;

before(async () => {
  const editionId = await addEdition(owner);
  asked = (await addOpenRound(owner, { editionId, companies: [own, sister], dueOn: "2030-12-15" }))
    .inspections;
  admin = await signedIn(owner, { companyId: parent, role: "administrator", unitId: group.group });
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  secretary = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
  await enrol(app.door.db, [messageMaker]);
});

const take = (
  who: SignedIn,
  unitId: string,
  roleId: "security_officer" | "group_office" = "security_officer",
) => app.as(who.token)(emergencies.takeEmergency, { roleId, unitId, hours: 2, reason });
const reads = (who: SignedIn, companyId: string) =>
  app.as(who.token)(inspections.getInspection, { id: asked.get(companyId) ?? "" });
const ended = (id: string) =>
  owner.query(
    "update emergencies set began_at = began_at - interval '2 hours', ends_at = least(ends_at, now()) where id = $1",
    [id],
  );
/** As if its hours had gone by, and judged by the office, which has not taken it. */
const over = async (id: string) => {
  await ended(id);
  await app.as(office.token)(emergencies.reviewEmergency, { id, verdict: "justified" });
};

test("the administrator reads no answers; with emergency access those of one company, until it ends", async () => {
  await assert.rejects(reads(admin, own), code("permission.missing"));
  const { id } = await take(admin, own);
  assert.equal((await reads(admin, own)).companyId, own);
  await assert.rejects(reads(admin, sister), code("inspection.not_found"));
  assert.equal((await app.as(admin.token)(access.getSession, {}))?.emergency?.id, id);
  await over(id);
  await assert.rejects(reads(admin, own), code("permission.missing"));
  assert.equal((await app.as(admin.token)(access.getSession, {}))?.emergency, null);
});

test("what is done and looked at under it is recorded, what was looked at once, and shown to whoever judges", async () => {
  const { id } = await take(admin, own);
  await reads(admin, own);
  await reads(admin, own);
  await app.as(admin.token)(organization.addPerson, {
    companyId: own,
    familyName: "New",
    givenName: "Person",
    language: "en",
    employment: "regular",
    from: "2030-01-01",
  });
  const { rows } = await owner.query(
    "select verb, data ->> 'permission' as permission from events where data ->> 'emergencyId' = $1 and verb = 'emergency.looked'",
    [id],
  );
  assert.deepEqual(
    rows.filter((row) => row.permission === "inspection.read"),
    [{ verb: "emergency.looked", permission: "inspection.read" }],
  );
  const seen = await app.as(office.token)(emergencies.getEmergency, { id });
  assert.ok(seen.done.some((one) => one.verb === "emergency.looked" && one.permission === "inspection.read"));
  assert.ok(seen.done.some((one) => one.verb === "person.added"));
  assert.equal(seen.reason, reason);
  await app.as(office.token)(emergencies.endEmergency, { id });
  await assert.rejects(reads(admin, own), code("permission.missing"));
  await over(id);
});

test("no rights are given, no token made and no emergency judged under it", async () => {
  const { id } = await take(admin, group.group, "group_office");
  const held = (await app.as(admin.token)(access.getSession, {}))?.permissions ?? [];
  assert.ok(held.includes("round.manage"), "the office's work");
  assert.ok(!held.includes("emergency.review"));
  assert.ok(!held.includes("token.rule"));
  await assert.rejects(
    app.as(admin.token)(emergencies.reviewEmergency, { id, verdict: "justified" }),
    code("permission.missing"),
  );
  const { rows } = await owner.query("select deciders_at($1, true, $2) as n", [
    group.group,
    [office.personId],
  ]);
  const before = rows[0].n;
  await over(id);
  const { rows: after } = await owner.query("select deciders_at($1, true, $2) as n", [
    group.group,
    [office.personId],
  ]);
  assert.equal(before, after[0].n, "it makes nobody a second person");
});

test("a program has nothing of it", async () => {
  const made = await app.as(office.token)(tokens.makeToken, {
    name: "reader",
    permissions: ["inspection.read"],
    isReadOnly: true,
    days: 1,
  });
  const { id } = await take(office, own);
  const held = await app.as(made.token)(access.getSession, {});
  assert.deepEqual(held?.permissions, ["inspection.read"]);
  assert.equal(held?.emergency, null);
  await ended(id);
});

test("one at a time, at a unit within one's reach, not what one holds anyway", async () => {
  const { id } = await take(secretary, own);
  await assert.rejects(take(secretary, sister), code("emergencies_one_at_a_time"));
  await over(id);
  await assert.rejects(take(secretary, other), code("unit.not_found"));
  await assert.rejects(take(secretary, group.group, "group_office"), code("unit.not_found"));
  await assert.rejects(take(office, own, "group_office"), code("unit.not_found"));
  await assert.rejects(take(office, group.group, "group_office"), code("emergency.held_anyway"));
  await assert.rejects(take(officer, own), code("permission.missing"));
  const offer = await app.as(secretary.token)(emergencies.getEmergencyOffer, {});
  assert.deepEqual(
    offer.roles.map((one) => one.roleId),
    ["security_officer", "division_secretary"],
  );
  const units = await app.as(secretary.token)(emergencies.listEmergencyUnits, { roleId: "security_officer" });
  assert.deepEqual(units.rows.map((one) => one.id).sort(), [own, sister].sort());
});

test("those concerned are told, whoever took it too; another judges it once, after its end, and the duty is done", async () => {
  const { id } = await take(admin, own);
  await readOn(app.door.db, owner, [messageMaker]);
  const { rows } = await owner.query(
    "select person_id, is_urgent from messages where kind = 'emergency.taken' and subject_id = $1",
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.person_id).sort(),
    [admin.personId, office.personId, officer.personId].sort(),
  );
  assert.ok(rows.every((row) => row.is_urgent));
  const owed = async () =>
    (await app.as(office.token)(duties.listMyDuties, {})).rows.filter((one) => one.subjectId === id).length;
  assert.equal(await owed(), 1);
  const judge = (verdict: "justified" | "not_justified", note?: string) =>
    app.as(office.token)(emergencies.reviewEmergency, { id, verdict, ...(note ? { note } : {}) });
  await assert.rejects(judge("justified"), code("emergency.in_force"));
  await app.as(admin.token)(emergencies.endEmergency, { id });
  await assert.rejects(judge("not_justified"), code("emergency.note_needed"));
  await judge("not_justified", "The officer was there.");
  await assert.rejects(judge("justified"), code("emergency.reviewed_already"));
  assert.equal(await owed(), 0);
  await readOn(app.door.db, owner, [messageMaker]);
  const { rows: told } = await owner.query(
    "select person_id from messages where kind = 'emergency.reviewed' and subject_id = $1",
    [id],
  );
  assert.deepEqual(told, [{ person_id: admin.personId }]);
});

test("a company sees the emergency access that concerned it and no other; the office judges none of its own", async () => {
  const at = async (who: SignedIn) =>
    (await app.as(who.token)(emergencies.listEmergencies, {})).rows.map((one) => one.unitId);
  assert.ok((await at(officer)).every((unitId) => unitId === own));
  assert.ok((await at(officer)).length >= 3);
  const { id } = await take(office, other);
  await assert.rejects(app.as(officer.token)(emergencies.getEmergency, { id }), code("emergency.not_found"));
  await ended(id);
  await assert.rejects(
    app.as(office.token)(emergencies.reviewEmergency, { id, verdict: "justified" }),
    code("emergency.own"),
  );
  await assert.rejects(
    owner.query(
      "update emergencies set verdict = 'justified', reviewed_by = person_id, reviewed_at = now() where id = $1",
      [id],
    ),
    /emergencies_reviewed_by_another|judged once/,
  );
});

test("who can see this names it while it lasts", async () => {
  const { id } = await take(admin, own);
  const who = await app.as(office.token)(access.askWho, { companyId: own, permission: "inspection.answer" });
  assert.ok(who.rows.some((row) => row.personId === admin.personId && row.via === "emergency"));
  await over(id);
  const later = await app.as(office.token)(access.askWho, {
    companyId: own,
    permission: "inspection.answer",
  });
  assert.ok(!later.rows.some((row) => row.personId === admin.personId));
});

test("it gives nobody a way in, changes no account, and is the word of no second person", async () => {
  const { rows } = await owner.query(
    `select permission from role_permissions where role_id in ('administrator', 'group_office', 'division_secretary', 'security_officer')
     and is_held_by('emergency', permission) and (permission ~ '(manage|give|make|rule|import|publish|erase|take|review|confirm_for|confirm)$')
     group by permission order by permission`,
  );
  assert.deepEqual(
    rows.map((row) => row.permission),
    ["inspection.review", "round.manage"],
  );
});

test("looks at one company after another are each recorded, what needs no permission too", async () => {
  const { id } = await take(secretary, own);
  for (const companyId of [own, sister, own])
    await app.as(secretary.token)(organization.listPeople, { companyId });
  await app.as(secretary.token)(duties.listMyDuties, {});
  await app.as(secretary.token)(access.listMySessions, {});
  const { rows } = await owner.query(
    `select data ->> 'operation' as operation, count(*)::int as n from events
     where verb = 'emergency.looked' and data ->> 'emergencyId' = $1 group by 1 order by 1`,
    [id],
  );
  const of = new Map(rows.map((row) => [row.operation, row.n]));
  assert.equal(of.get("listPeople"), 2, "each company once");
  assert.equal(of.get("listMyDuties"), 1);
  assert.equal(of.get("listMySessions"), undefined);
  await over(id);
});

test("it ends with the right to take it, and a second person's word stands", async () => {
  const { id } = await take(secretary, own);
  await owner.query("update grants set valid_to = group_today() where person_id = $1", [secretary.personId]);
  assert.equal((await app.as(secretary.token)(access.getSession, {}))?.emergency, null);
  await owner.query("update grants set valid_to = null where person_id = $1", [secretary.personId]);
  assert.equal((await app.as(secretary.token)(access.getSession, {}))?.emergency?.id, id);
  await assert.rejects(
    owner.query("update emergencies set ends_at = ends_at + interval '1 hour' where id = $1", [id]),
    /emergencies_no_longer|grows no longer/,
  );
  await over(id);
  await assert.rejects(
    owner.query("update emergencies set verdict = 'not_justified', review_note = 'x' where id = $1", [id]),
    /judged once/,
  );
});

test("three that nobody has judged are enough", async () => {
  const { rows } = await owner.query(
    "select count(*)::int as n from emergencies where person_id = $1 and verdict is null and ends_at <= now()",
    [secretary.personId],
  );
  for (let left = rows[0].n; left < 3; left += 1) await ended((await take(secretary, own)).id);
  await assert.rejects(take(secretary, own), code("emergency.judge_first"));
});

test("a past day shows what was in force on it, and not what is now", async () => {
  const { rows } = await owner.query<{ day: string }>("select (group_today() - 3)::text as day");
  const day = rows[0]?.day ?? "";
  await owner.query(
    `insert into emergencies (person_id, company_id, role_id, unit_id, with_subtree, reason, began_at, ends_at)
     values ($1, $2, 'security_officer', $2, false, 'Nobody could be reached that day.', now() - interval '3 days', now() - interval '71 hours')`,
    [admin.personId, sister],
  );
  const who = (asOf?: string) =>
    app.as(office.token)(access.askWho, {
      companyId: sister,
      permission: "inspection.answer",
      ...(asOf ? { asOf } : {}),
    });
  assert.ok((await who(day)).rows.some((row) => row.via === "emergency"));
  assert.ok(!(await who()).rows.some((row) => row.via === "emergency"));
});
