// Whoever has the same product is warned and asked, by the ledgers, in one act.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer" });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const addExit = async (companyId: string, name: string, product: string) =>
  (
    await owner.query<{ id: string }>(
      "insert into internet_exits (company_id, name, product) values ($1, $2, $3) returning id",
      [companyId, name, product],
    )
  ).rows[0]?.id ?? "";
const box = await addExit(own, "VPN box", "FortiGate 60F");
await addExit(sister, "VPN", "FortiGate 60F");
await addExit(other, "Edge", "Other 9");
const { id } = await app.as(officer.token)(incidents.reportIncident, {
  companyId: own,
  kind: "web_server",
  what: "The box was entered",
  discoveredAt: new Date(Date.now() - 60_000).toISOString(),
  zone: "Asia/Tokyo",
});
await owner.query(
  "insert into incident_assets (incident_id, company_id, ledger, entry_id, name) values ($1, $2, 'internet_exits', $3, 'VPN box')",
  [id, own, box],
);
const refusedWith = (code: string) => (error: AppError) => error.code === code;

test("R-17 warn companies with the same product: those in the ledger are asked in one act, and answer", async () => {
  const { alike } = await app.as(office.token)(incidents.getSpread, { id });
  assert.deepEqual(
    alike.map(({ ledger, words, companies }) => [ledger, words, companies]),
    [["internet_exits", "FortiGate 60F", 2]],
  );
  const { id: checkId, asked } = await app.as(office.token)(lateralChecks.openLateralCheck, {
    issuerUnitId: group.group,
    originalLanguage: "en",
    title: "A VPN box was entered",
    why: "It was entered through a known hole.",
    look: "Look at the version and the log.",
    translations: {},
    questions: [],
    contact: "",
    rules: [
      {
        kind: "ledgers",
        held: [{ ledger: "internet_exits", contains: [{ words: "FortiGate" }, { words: "60F" }] }],
      },
    ],
    needsAll: false,
    exceptions: [],
    sourceKind: "incident",
    sourceId: id,
    sourceWords: "",
    isSourceTold: false,
    severity: "high",
    dueOn: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
  });
  assert.equal(asked, 2);
  const mine = await app.as(stranger.token)(lateralChecks.listLateralChecks, { companyId: sister });
  assert.deepEqual(
    mine.rows.map((row) => row.id),
    [checkId],
  );
  const fromIncident = await app.as(office.token)(lateralChecks.listLateralChecks, { sourceId: id });
  assert.deepEqual(
    fromIncident.rows.map((row) => row.id),
    [checkId],
  );
});

test("indicators: what is no indicator is said, what is known stays, a withdrawn one is passed on no more; sister companies see none", async () => {
  const as = app.as(officer.token);
  const added = await as(incidents.addIndicators, {
    id,
    lines: ["evil[.]example", "nothing of the kind", "203.0.113.7"],
    note: "",
    marking: "amber",
  });
  assert.deepEqual([added.added, added.known, added.unread.map((one) => one.line)], [2, 0, [2]]);
  const again = await as(incidents.addIndicators, { id, lines: ["evil.example"], note: "", marking: "red" });
  assert.deepEqual([again.added, again.known], [0, 1]);
  await assert.rejects(
    as(incidents.addIndicators, { id, lines: ["-"], note: "", marking: "red" }),
    refusedWith("incident.no_indicator"),
  );
  const { indicators } = await as(incidents.getSpread, { id });
  const first = indicators.find((one) => one.value === "evil.example");
  await as(incidents.withdrawIndicator, { id: first?.id ?? "", because: "A customer's own address" });
  assert.equal((await as(incidents.downloadIndicators, { id, upTo: "amber" })).count, 1);
  assert.equal((await as(incidents.downloadIndicators, { id, upTo: "green" })).count, 0);
  await assert.rejects(
    app.as(stranger.token)(incidents.getSpread, { id }),
    refusedWith("incident.not_found"),
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.withdrawIndicator, { id: first?.id ?? "", because: "-" }),
    refusedWith("incident_indicator.not_found"),
  );
});
