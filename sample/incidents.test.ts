// The planted incidents as the pages read them, and by the product's own rules: nothing is left to do for its readers of the trail.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { after } from "#modules/incidents/after/contract.ts";
import { incidents } from "#modules/incidents/contract.ts";
import { law } from "#modules/incidents/law/contract.ts";
import { keepClocks } from "#modules/incidents/law/following.ts";
import { notices } from "#modules/incidents/notices/contract.ts";
import { meetTable } from "#modules/incidents/notices/opening.ts";
import { room } from "#modules/incidents/room/contract.ts";
import { loadedSample } from "#test/sample.ts";

const { app, office, signIn } = await loadedSample();

type Row = { id: string; company_id: string; reference: string };
async function plantedAt(slug: string, kind: string): Promise<Row> {
  const { rows } = await app.database.owner.query<Row>(
    `select i.id, i.company_id, i.reference from incidents i join accounts a on a.company_id = i.company_id
     where a.login_name = $1 and i.kind = $2 order by i.discovered_at desc limit 1`,
    [`officer@${slug}.mihon.example`, kind],
  );
  const [row] = rows;
  assert.ok(row, `${slug} has its ${kind}`);
  return row;
}

test("R-17 the five-country case has its room: people of five countries, affected companies, a correction, custody, briefs by their rhythm, a handover", async () => {
  const { id } = await plantedAt("electronics-suzhou", "cloud_setting");
  const whole = await office(room.getRoom, { id });
  assert.ok(
    whole.tasks.some((one) => one.state === "done") && whole.tasks.some((one) => one.state === "open"),
  );
  const affected = await office(room.getAffected, { id });
  assert.deepEqual(affected.people.map((one) => one.country).toSorted(), ["CN", "DE", "JP", "KR", "TH"]);
  assert.equal(affected.earlier.length, 3, "counted again");
  assert.deepEqual(affected.companies.map((one) => [one.role, one.notedAt !== null]).toSorted(), [
    ["controller", false],
    ["controller", true],
  ]);
  const { rows } = await office(room.listIncidentLog, { id });
  assert.ok(
    rows.some((one) => one.before.length === 1),
    "what was corrected is read as well",
  );
  assert.ok(rows.some((one) => one.isAfterwards));
  const kept = await office(room.listIncidentEvidence, { id });
  assert.equal(kept.rows.length, 2);
  const brief = await office(room.getBrief, { id });
  assert.ok((brief.last?.version ?? 0) >= 6 && brief.earlier.length >= 5);
  assert.equal(brief.isOverdue, false, "whatever the hour of loading");
});

test("T-03 its clocks: several laws, some notified with a reference, one not and seen by a second, some running, some only proposed", async () => {
  const { id } = await plantedAt("electronics-suzhou", "cloud_setting");
  const { clocks } = await office(law.getIncidentClocks, { id });
  const ended = (as: string) => clocks.filter((one) => one.kept?.endedAs === as);
  assert.ok(new Set(ended("notified").map((one) => one.jurisdiction)).size >= 4);
  assert.ok(ended("notified").every((one) => (one.kept?.proofReference ?? "") !== ""));
  assert.deepEqual(
    ended("not_notified").map((one) => [one.jurisdiction, one.kept?.secondedAt !== null]),
    [["TH", true]],
  );
  assert.ok(clocks.some((one) => one.kept && one.kept.endedAs === null && one.state === "runs"));
  assert.ok(new Set(clocks.map((one) => one.anchor)).size >= 3);
  assert.ok(clocks.some((one) => one.standing === "proposed"));
});

test("T-02 the weakness of the charger runs the clocks of the product beside those of the company, from what its ledger says", async () => {
  const { id } = await plantedAt("vision-nl", "product_vulnerability");
  const { clocks, proposed } = await office(incidents.getIncidentClocks, { id });
  const running = clocks.filter((one) => one.state === "runs" && one.outcome === "applies" && !one.isDraft);
  const keys = running.map((one) => one.ruleKey);
  for (const stage of ["early", "full", "final"])
    assert.ok(keys.includes(`eu-cra-vulnerability-${stage}`), stage);
  assert.ok(running.some((one) => one.subject === "company" && one.kept?.endedAs === null));
  assert.deepEqual(proposed.map((one) => [one.fact, one.value, one.from]).toSorted(), [
    ["product_in_cra", true, "ledger"],
    ["vehicle_type_concerned", false, "ledger"],
  ]);
});

test("what runs meets the table and the laws as the product has it: its readers find nothing to add", async () => {
  const counts = async () => {
    const { rows } = await app.database.owner.query<Record<string, string>>(`
      select (select count(*) from incident_notices) as notices, (select count(*) from incident_clocks) as clocks,
        (select count(*) from incident_clocks where gone_at is not null) as gone,
        (select count(*) from duties where state = 'open' and subject_kind in ('incident_notice', 'incident_clock')) as owed`);
    return rows[0];
  };
  const before = await counts();
  const { rows } = await app.database.owner.query<Parameters<typeof keepClocks>[1]>(
    `select id, company_id as "companyId", kind, is_product as "isProduct", discovered_at as "discoveredAt", state, reference from incidents
     where judged_as = 'incident' and closed_at is null`,
  );
  assert.ok(rows.length > 3);
  await asSystem(app.door.db, "test.incidents", async (ctx) => {
    for (const one of rows) {
      await keepClocks(ctx, { ...one, discoveredAt: new Date(one.discoveredAt).toISOString() });
      await meetTable(ctx, one.id);
    }
  });
  assert.deepEqual(await counts(), before);
});

test("R-19 notices stand in every state: proven, to be written, to be approved, to be sent, decided against by two", async () => {
  const states = new Set<string>();
  for (const [slug, kind] of [
    ["casting", "lost_device"],
    ["electronics-suzhou", "cloud_setting"],
    ["precision-th", "plant_stop"],
  ] as const) {
    const { id } = await plantedAt(slug, kind);
    for (const one of (await office(notices.listNotices, { id })).rows) states.add(one.state);
  }
  assert.deepEqual([...states].toSorted(), ["approved", "omitted", "proven", "to_approve", "to_write"]);
});

test("R-19 the exercise reached nobody outside: its people alone got what others would have, marked, and the calls were played", async () => {
  const { rows } = await app.database.owner.query<{ subject: string; address: string | null; place: string }>(
    `select s.subject, s.address, s.in_place_of as place from incident_notice_sendings s join incident_notices c on c.id = s.notice_id where c.is_exercise`,
  );
  assert.ok(rows.length > 5);
  assert.ok(
    rows.every(
      (one) => one.address === null && one.place && /^(\[Exercise\]|【訓練】|【演练】)/.test(one.subject),
    ),
  );
  const { rows: proofs } = await app.database.owner.query<{ to: string }>(
    `select distinct given_to as "to" from incident_notice_proofs where is_exercise`,
  );
  assert.deepEqual(
    proofs.map((one) => one.to),
    ["訓練の進行役（相手役）"],
  );
});

test("R-17 a confidential one is read by who needs to know alone", async () => {
  const { id } = await plantedAt("machinery", "insider");
  await assert.rejects(office(incidents.getIncident, { id }), { code: "incident.not_found" });
  const listed = await signIn("office@mihon.example");
  assert.equal((await listed(incidents.getIncident, { id })).isConfidential, true);
});

test("what was learned led to a finding, a lateral check and the standard; procedures age, one was tried in the exercise", async () => {
  const { id, reference } = await plantedAt("precision-de", "account_takeover");
  const { review, lessons, costs } = await office(after.getIncidentReview, { id });
  assert.deepEqual(review?.causes, ["attack"]);
  assert.deepEqual(
    lessons.map((one) => [one.leadsTo, one.findingReference !== null]),
    [
      ["finding", true],
      ["lateral_check", false],
      ["standard", false],
    ],
  );
  assert.ok(costs.length > 0);
  const { rows: origins } = await app.database.owner.query(
    "select source_reference from lateral_check_origins where source_kind = 'incident'",
  );
  assert.deepEqual(origins, [{ source_reference: reference }]);
  const { counts, rows } = await office(after.listProcedures, { limit: 500 });
  assert.deepEqual([counts.due, counts.never > 0, counts.companiesWithout > 0], [1, true, true]);
  assert.ok(rows.some((one) => one.lastHow === "exercise"));
});
