// Cases of products: their clocks beside those of companies, what the ledger says of the product, and who works on them.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import type { Kind } from "../rules.ts";
import { clocksFollow } from "./following.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const { own, sister } = (await buildSmallGroup(owner)).companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const engineer = await signedIn(owner, { companyId: own, role: "product_engineer", name: "Engineer" });
const elsewhere = await signedIn(owner, { companyId: sister, role: "product_engineer", name: "Elsewhere" });
const as = app.as(officer.token);
const asEngineer = app.as(engineer.token);
await asSystem(db, "test", (ctx) => bringShipped(ctx));
await owner.query(
  "update clock_rules set adopted_at = now(), adopted_by = $1 where (key like 'eu-cra-vulnerability%' or key in ('group-24h', 'eu-gdpr-33')) and status = 'in_force'",
  [officer.personId],
);
await owner.query(
  "insert into company_laws (company_id, law, value, valid_from, source) values ($1, 'cra_manufacturer', 'yes', '2021-01-01', 'Letter')",
  [own],
);
await enrol(db, [clocksFollow]);
const follow = () => readOn(db, owner, [clocksFollow]);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const discoveredAt = "2026-10-05T01:00:00.000Z";
const hoursAfter = (hours: number) => new Date(Date.parse(discoveredAt) + hours * 3_600_000).toISOString();

async function begin(kind: Kind): Promise<string> {
  app.setNow(new Date(hoursAfter(1)));
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind,
    what: "A maintenance port answers without a password",
    discoveredAt,
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  return id;
}
async function product(name: string, inCra: boolean | null, isVehicleType: boolean | null): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into product_components (company_id, name, product, state, in_cra, is_vehicle_type) values ($1, $2, $2, 'in_use', $3, $4) returning id`,
    [own, name, inCra, isVehicleType],
  );
  return rows[0]?.id ?? "";
}
const clocksOf = async (id: string, ask = as) =>
  (await ask(incidents.getIncidentClocks, { id })).clocks.filter((one) => !one.isDraft);
const standing = async (id: string, ask = as) =>
  Object.fromEntries(
    (await clocksOf(id, ask)).map((one) => [one.ruleKey, [one.outcome, one.state, one.dueAt] as const]),
  );
const vulnerability = (id: string, ask = as) =>
  standing(id, ask).then((all) =>
    ["early", "full", "final"].map((stage) => all[`eu-cra-vulnerability-${stage}`]),
  );

test("T-02 a vulnerability of a product is a case with its own deadlines, without a company IT incident: 24 h, 72 h, and 14 days after the fix", async () => {
  const id = await begin("product_vulnerability");
  const charger = await product("Wall charger", true, false);
  await asEngineer(incidents.addThing, { id, ledger: "product_components", entryId: charger });
  await asEngineer(incidents.answerFact, { id, fact: "product_exploited", value: true });
  await asEngineer(incidents.setMoment, {
    id,
    anchor: "aware",
    at: hoursAfter(1),
    zone: "Asia/Tokyo",
    reason: "",
  });
  assert.deepEqual(await vulnerability(id), [
    ["applies", "runs", hoursAfter(25)],
    ["applies", "runs", hoursAfter(73)],
    ["applies", "waits", null],
  ]);
  app.setNow(new Date(hoursAfter(50)));
  await asEngineer(incidents.setMoment, {
    id,
    anchor: "fix_available",
    at: hoursAfter(48),
    zone: "Asia/Tokyo",
    reason: "Firmware 4.2.1",
  });
  await follow();
  // 7 October in Tokyo, and fourteen days.
  assert.deepEqual((await vulnerability(id))[2], ["applies", "runs", "2026-10-21T14:59:59.000Z"]);
  const clocks = await clocksOf(id);
  assert.deepEqual([...new Set(clocks.map((one) => one.subject))], ["product"]);
  const { rows: owed } = await owner.query<{ key: string }>(
    `select r.key from duties d join incident_clocks c on c.id = d.subject_id join clock_rules r on r.id = c.rule_id
     where c.incident_id = $1 and d.kind = 'incident.law_clock' and d.state = 'open' order by r.key`,
    [id],
  );
  assert.deepEqual(
    owed.map((one) => one.key),
    ["eu-cra-vulnerability-early", "eu-cra-vulnerability-final", "eu-cra-vulnerability-full"],
  );
  // It is in the register, marked, and in no figure of the company's incidents.
  const { rows } = await as(incidents.listIncidents, { companyId: own });
  assert.deepEqual(
    rows.map((row) => [row.id, row.isProduct]),
    [[id, true]],
  );
  const figures = () =>
    as(incidents.getIncidentFigures, { companyId: own, from: "2026-10-01", to: "2026-10-31" });
  assert.equal((await figures()).all.count, 0);
  // Where the company is touched as well, its clocks run beside, and none of the product's moves.
  const before = await vulnerability(id);
  await as(incidents.answerFact, { id, fact: "company_concerned", value: true });
  await follow();
  const after = await standing(id);
  assert.deepEqual(await vulnerability(id), before);
  assert.equal(after["group-24h"]?.[0], "applies");
  assert.equal((await figures()).all.count, 1);
  await as(incidents.answerFact, { id, fact: "company_concerned", value: null });
  await as(incidents.countPeople, { id, country: "DE", count: 12, isExact: true, categories: [] });
  assert.ok((await standing(id))["eu-gdpr-33"], "people whose data are concerned touch the company");
});

test("T-02 whether the Act applies is said by the product in its ledger, until somebody answers otherwise", async () => {
  const id = await begin("product_vulnerability");
  await as(incidents.answerFact, { id, fact: "product_exploited", value: true });
  const of = async () => {
    const { proposed } = await as(incidents.getIncidentClocks, { id });
    return [
      proposed.map((one) => `${one.fact} ${one.value} ${one.from}`).toSorted(),
      (await vulnerability(id))[0]?.[0],
    ];
  };
  assert.deepEqual(await of(), [["company_concerned false record"], "possible"]);
  const ecu = await product("Brake control", false, true);
  await as(incidents.addThing, { id, ledger: "product_components", entryId: ecu });
  assert.deepEqual(await of(), [
    ["company_concerned false record", "product_in_cra false ledger", "vehicle_type_concerned true ledger"],
    undefined,
  ]);
  // Sold as a spare for other vehicles too: one that is in brings the case in.
  const spare = await product("Brake control, aftermarket", true, null);
  await as(incidents.addThing, { id, ledger: "product_components", entryId: spare });
  assert.deepEqual((await of())[1], "applies");
  await follow();
  await as(incidents.takeOutThing, { id, entryId: spare });
  await follow();
  const { rows } = await owner.query(
    "select count(*)::int as count from incident_clocks where incident_id = $1 and clock_key like 'eu-cra-vulnerability%' and gone_at is null",
    [id],
  );
  assert.deepEqual(rows, [{ count: 0 }]);
  await as(incidents.answerFact, { id, fact: "product_in_cra", value: true });
  assert.deepEqual(await of(), [
    ["company_concerned false record", "vehicle_type_concerned true ledger"],
    "applies",
  ]);
});

test("T-02 a product engineer reads, weighs and clocks the cases of products of the own company, and no other incident by either lock", async () => {
  const mine = await begin("product_vulnerability");
  const leak = await begin("cloud_setting");
  const { rows } = await asEngineer(incidents.listIncidents, { limit: 100 });
  assert.ok(rows.some((row) => row.id === mine));
  assert.ok(rows.every((row) => row.isProduct));
  const counted = await asEngineer(incidents.countIncidents, {});
  assert.equal(counted.views.running, rows.length);
  const seen = await asEngineer(incidents.getIncident, { id: mine });
  assert.deepEqual(
    [seen.can.weigh, seen.can.judge, seen.can.close],
    [null, "can.not_yours", "can.not_yours"],
  );
  await asEngineer(incidents.weighIncident, {
    id: mine,
    potential: "critical",
    actual: "none",
    reason: "Remote, without a password",
    rowVersion: seen.rowVersion,
  });
  assert.equal((await asEngineer(incidents.getIncident, { id: mine })).severity, "critical");
  assert.equal((await asEngineer(incidents.getIncidentClocks, { id: mine })).mayWork, true);
  for (const ask of [
    () => asEngineer(incidents.getIncident, { id: leak }),
    () => asEngineer(incidents.getIncidentClocks, { id: leak }),
    () => asEngineer(incidents.answerFact, { id: leak, fact: "personal_data", value: true }),
    () =>
      asEngineer(incidents.weighIncident, {
        id: leak,
        potential: "low",
        actual: "none",
        reason: "x",
        rowVersion: 1,
      }),
    () => app.as(elsewhere.token)(incidents.getIncident, { id: mine }),
  ])
    await assert.rejects(ask(), refusedWith("incident.not_found"));
  await assert.rejects(
    asEngineer(incidents.judgeIncident, { id: mine, as: "nothing", because: "x", rowVersion: 1 }),
    (error: AppError) => error.kind === "forbidden",
  );
  // Without the application's lock the database alone keeps the others closed.
  const rowsAlone = await testApp({ locks: { application: false, rows: true }, database: app.database });
  const left = await rowsAlone.as(engineer.token)(incidents.listIncidents, { limit: 100 });
  assert.ok(left.rows.length > 0 && left.rows.every((row) => row.isProduct && row.companyId === own));
  const applicationAlone = await testApp({
    locks: { application: true, rows: false },
    database: app.database,
  });
  const kept = await applicationAlone.as(engineer.token)(incidents.listIncidents, { limit: 100 });
  assert.deepEqual(kept.rows.map((row) => row.id).toSorted(), rows.map((row) => row.id).toSorted());
});
