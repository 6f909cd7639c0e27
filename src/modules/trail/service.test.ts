import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { readCatalogue } from "#core/text/catalogue.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { sealAll } from "#test/sealed.ts";
import { trail } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
const neighbour = await signedIn(owner, { companyId: sister, role: "security_officer", unitId: sister });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const administrator = await signedIn(owner, {
  companyId: parent,
  role: "administrator",
  unitId: group.group,
});
const auditor = await signedIn(owner, { companyId: own, role: "auditor", unitId: own });

await app.as(office.token)(organization.renameUnit, {
  id: own,
  name: "Own Renamed Ltd.",
  from: "2026-11-01",
  rowVersion: 1,
  reason: "A secret reason",
});

test("the timeline of a record names who did what, also somebody from outside one's scope, and its seal", async () => {
  const read = () => app.as(officer.token)(trail.listTimeline, { kind: "unit", id: own });
  const [event] = (await read()).rows;
  assert.equal(event?.verb, "unit.changed");
  assert.equal(event?.actor?.id, office.personId);
  assert.equal(event?.isSealed, false);
  await sealAll(app.door.db, owner);
  assert.equal((await read()).rows[0]?.isSealed, true);
  assert.ok(!JSON.stringify(await read()).includes("secret"));
});

test("what was loaded and never changed has an empty timeline for who may read it, and none for others", async () => {
  const read = (who: { token: string }) =>
    app.as(who.token)(trail.listTimeline, { kind: "unit", id: sister });
  assert.deepEqual((await read(office)).rows, []);
  await assert.rejects(read(officer), { code: "record.not_found" });
});

test("S-01 a sister company's timeline does not exist, and its events are in no search", async () => {
  const ask = app.as(neighbour.token);
  await assert.rejects(ask(trail.listTimeline, { kind: "unit", id: own }), { code: "record.not_found" });
  await assert.rejects(ask(trail.searchEvents, {}), { code: "permission.missing" });
  const { rows } = await app.as(auditor.token)(trail.searchEvents, { limit: 500 });
  assert.ok(rows.length > 0 && rows.every((row) => row.companyId === own));
  await assert.rejects(app.as(auditor.token)(trail.searchEvents, { companyId: sister }), {
    code: "company.not_found",
  });
});

test("R-29 personal values are for those who may read them, and reading them is an event", async () => {
  const ask = { verb: "unit.changed", withValues: true };
  const seen = await app.as(office.token)(trail.searchEvents, ask);
  assert.match(JSON.stringify(seen.rows[0]?.values), /secret/);
  const { rows } = await owner.query("select actor_id from events where verb = 'trail.read'");
  assert.deepEqual(rows, [{ actor_id: office.personId }]);
  const system = await app.as(administrator.token)(trail.searchEvents, ask);
  assert.equal(system.rows[0]?.values, null);
});

test("the search keeps to kind, person, record and day, and pages without doubles", async () => {
  const ask = app.as(office.token);
  const byPerson = await ask(trail.searchEvents, {
    actorId: office.personId,
    verb: "unit.changed",
    subjectId: own,
  });
  assert.equal(byPerson.rows.length, 1);
  assert.deepEqual((await ask(trail.searchEvents, { to: "2020-01-01" })).rows, []);
  const all = (await ask(trail.searchEvents, { limit: 500 })).rows.map((row) => row.id);
  const first = await ask(trail.searchEvents, { limit: 1 });
  const rest = await ask(trail.searchEvents, { limit: 499, after: first.next ?? "" });
  assert.deepEqual(
    [...first.rows, ...rest.rows].map((row) => row.id),
    all,
  );
});

test("the state of the seals tells the last one and how many events wait", async () => {
  await sealAll(app.door.db, owner);
  const state = await app.as(office.token)(trail.getSealState, {});
  assert.equal(state.unsealedCount, 0);
  assert.match(state.last?.hash ?? "", /^[0-9a-f]{64}$/);
});

for (const language of ["ja", "en", "zh"] as const) {
  test(`every event that an operation may write has its words (${language})`, () => {
    const words = readCatalogue(textFolders, language);
    const verbs = new Set(
      modules.flatMap((module) => Object.values(module.contract)).flatMap((one) => one.events ?? []),
    );
    for (const line of readFileSync("docs/reference/events.md", "utf8").matchAll(/^\| `([a-z_.]+)`/gm))
      verbs.add(line[1] ?? "");
    assert.deepEqual(
      [...verbs].filter((verb) => !words[`events.${verb}`]),
      [],
    );
  });
}

test("the timeline of an answer is that of its control within the inspection", async () => {
  const inspection = crypto.randomUUID();
  for (const controlId of ["ORG-01", "ORG-02", "ORG-01"])
    await owner.query(
      "select record_event('answer.saved', null, null, 'inspection', $1, $2, null, $3, null)",
      [inspection, own, JSON.stringify({ controlId })],
    );
  const asOfficer = app.as(officer.token);
  const count = async (more: { controlId?: string }) =>
    (await asOfficer(trail.listTimeline, { kind: "inspection", id: inspection, ...more })).rows.length;
  assert.equal(await count({}), 3);
  assert.equal(await count({ controlId: "ORG-01" }), 2);
  assert.equal(await count({ controlId: "ORG-02" }), 1);
});

test("the timeline of a shared service is of the companies in reach, the newest first, page by page", async () => {
  const happened = (verb: string, companyId: string, service: string) =>
    owner.query("select record_event($1, null, null, 'unit', $2, $2, null, $3, null)", [
      verb,
      companyId,
      JSON.stringify({ service, from: "2026-12-01", sharePercent: 80 }),
    ]);
  await happened("service.provider_changed", parent, "timeline_test");
  await happened("service.connected", own, "timeline_test");
  await happened("service.connected", sister, "timeline_test");
  await happened("service.disconnected", own, "timeline_test");
  await happened("service.connected", own, "another_service");
  const read = async (of: SignedIn, more: { after?: string; limit?: number } = {}) =>
    app.as(of.token)(trail.listServiceTimeline, { service: "timeline_test", ...more });
  const told = ({ rows }: Awaited<ReturnType<typeof read>>) => rows.map((row) => [row.verb, row.companyId]);
  assert.deepEqual(told(await read(office)), [
    ["service.disconnected", own],
    ["service.connected", sister],
    ["service.connected", own],
    ["service.provider_changed", parent],
  ]);
  assert.deepEqual(told(await read(officer)), [
    ["service.disconnected", own],
    ["service.connected", own],
  ]);
  const first = await read(office, { limit: 3 });
  assert.deepEqual(told(await read(office, { limit: 3, after: first.next ?? "" })), [
    ["service.provider_changed", parent],
  ]);
});
