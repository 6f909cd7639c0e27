// The provider of a shared service answers first: its duty falls due before the others', and it sees who rests on it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { until } from "#test/until.ts";
import { inspections } from "./contract.ts";
import { inspectionsModule } from "./module.ts";
import { keepProviderDuties } from "./providing.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const as = async (companyId: string) =>
  app.as((await signedIn(owner, { companyId, role: "security_officer" })).token);
const [consumer, other, provider] = [await as(own), await as(sister), await as(parent)];
const editionId = await addEdition(owner);
const now = new Date("2026-11-24T03:00:00Z");
app.setNow(now);
const look = () => asSystem(app.door.db, "test", (ctx) => keepProviderDuties(ctx), now);

const round = await addOpenRound(owner, { editionId, companies: [own, sister, parent], dueOn: "2026-12-28" });
const idOf = (companyId: string) => round.inspections.get(companyId) ?? "";
const providers = idOf(parent);
const owed = async () =>
  (await provider(duties.listMyDuties, { subjectId: providers, kind: "service.answer" })).rows.map((row) =>
    row.dueAt.slice(0, 10),
  );

test("T-08 the provider's own duty falls due the round's lead days before the others', once somebody is connected", async () => {
  await owner.query(
    "insert into service_providers (service, company_id, valid_from) values ('group_identity', $1, '2020-04-01')",
    [parent],
  );
  await look();
  assert.deepEqual(await owed(), [], "nobody rests on it");
  await owner.query(
    "insert into service_connections (company_id, service, share_percent, valid_from) values ($1, 'group_identity', 100, '2020-04-01')",
    [own],
  );
  await look();
  await look();
  assert.deepEqual(await owed(), ["2026-12-14"], "two weeks before 28 December, in Tokyo's night");
  await owner.query("update service_providers set valid_to = '2026-11-24'");
  await look();
  assert.deepEqual(await owed(), [], "who provides nothing any more owes nothing first");
  await owner.query("update service_providers set valid_to = null");
  await owner.query("update rounds set provider_lead_days = 28 where id = $1", [round.id]);
  await look();
  assert.deepEqual(await owed(), ["2026-11-30"]);
});

test("a duty is not born overdue: it goes by the company's own due day, and what would have passed becomes three days", async () => {
  const anew = async (dueOn: string) => {
    await owner.query("delete from duties where kind = 'service.answer'");
    await owner.query("update inspections set due_on = $2 where id = $1", [providers, dueOn]);
    await look();
    return owed();
  };
  assert.deepEqual(await anew("2027-01-28"), ["2026-12-31"]);
  assert.deepEqual(await anew("2026-11-26"), ["2026-11-26"], "no later than the others");
  assert.deepEqual(await anew("2026-11-24"), ["2026-11-27"]);
  assert.deepEqual(await anew("2026-10-30"), ["2026-11-27"]);
  assert.deepEqual(await anew("2026-12-28"), ["2026-11-30"]);
});

test("a connection from a later day opens the duty on that day, its end takes it away, without anybody acting", async () => {
  const onTheDay = async (day: string) => {
    const at = new Date(`${day}T03:00:00Z`);
    app.setNow(at);
    const work = inspectionsModule.timed?.find((one) => one.name === "inspections.providers");
    await asSystem(app.door.db, "test", async (ctx) => void (await work?.run(ctx)), at);
    return (await owed()).length;
  };
  await owner.query("delete from duties where kind = 'service.answer'");
  await owner.query("update service_connections set valid_from = '2026-11-26', valid_to = '2026-11-28'");
  assert.equal(await onTheDay("2026-11-25"), 0);
  assert.equal(await onTheDay("2026-11-26"), 1);
  assert.equal(await onTheDay("2026-11-28"), 0);
  await owner.query("update service_connections set valid_from = '2020-04-01', valid_to = null");
  assert.equal(await onTheDay("2026-11-24"), 1);
});

test("no duty opens on an inspection that is handed in at the same moment", async () => {
  await owner.query("delete from duties where kind = 'service.answer'");
  await owner.query("begin");
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    providers,
  ]);
  const looking = look();
  try {
    await until("the look waits for the inspection", async () => {
      const { rows } = await owner.query("select pid from pg_locks where not granted");
      return rows[0];
    });
  } finally {
    await owner.query("commit");
    await looking;
  }
  assert.deepEqual(await owed(), []);
  await owner.query("update inspections set state = 'not_begun', submitted_at = null where id = $1", [
    providers,
  ]);
  await look();
  assert.equal((await owed()).length, 1);
});

test("its page says what is asked, who rests on it and what came back, to it and to nobody beside it", async () => {
  const page = () => provider(inspections.getProvided, { id: providers });
  const before = await page();
  assert.deepEqual(
    [before.controls.map((one) => [one.controlId, one.verdict]), before.services[0]?.connected],
    [[["TEC-01", null]], 1],
  );
  assert.equal(before.dueAt?.slice(0, 10), "2026-11-30");
  await provider(inspections.saveAnswer, {
    id: providers,
    controlId: "TEC-01",
    verdict: "met",
    how: "central sign-in",
    rowVersion: null,
  });
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    providers,
  ]);
  await consumer(inspections.takeOverProposals, { id: idOf(own), from: "service", controlIds: ["TEC-01"] });
  const withRest = await page();
  assert.deepEqual(
    [withRest.consumers, withRest.elsewhere],
    [[], { companies: 1, resting: 1, unbacked: 0 }],
    "a sister that it does not reach is counted, not named",
  );
  const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  const seen = await app.as(office.token)(inspections.getProvided, { id: providers });
  assert.deepEqual(
    seen.consumers.map((one) => [one.code, one.resting, one.unbacked]),
    [["C1", 1, 0]],
  );
  assert.equal(seen.elsewhere.companies, 0);
  await owner.query(
    `insert into desk_reviews (inspection_id, control_id, company_id, decision, verdict, claimed, reason, answer_version, reviewed_by)
     values ($1, 'TEC-01', $2, 'returned', 'partly', 'met', 'half of the tenants', 1, $2)`,
    [providers, parent],
  );
  await owner.query("update answers set backing = 'returned' where backed_by = $1", [providers]);
  const after = await page();
  assert.deepEqual(
    after.controls.map((one) => [one.returned, one.resting, one.unbacked]),
    [["half of the tenants", 1, 1]],
  );
  for (const stranger of [consumer, other])
    await assert.rejects(stranger(inspections.getProvided, { id: providers }), {
      code: "inspection.not_found",
    });
});

test("handing in ends the duty to answer first", async () => {
  await look();
  assert.deepEqual(await owed(), []);
});
