// "We have none of this": said with a day and a name, shown beside the counts, contradicted by the first entry.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const companyId = group.companies.own;
const officer = await signedIn(owner, { companyId, role: "security_officer", name: "Ogawa" });
const own = app.as(officer.token);
const sister = app.as(
  (await signedIn(owner, { companyId: group.companies.sister, role: "security_officer" })).token,
);
const ofLedger = async (name: string) =>
  (await own(ledgers.listBeginnings, { companyId })).rows.find((one) => one.ledger === name);
const cellOf = async (part: string, asOf?: string) =>
  (await own(ledgers.listCoverage, asOf ? { asOf } : {})).rows[0]?.cells.find((one) => one.part === part);

test("R-30 a company says that it has none of this: by whom and when stands where the count would", async () => {
  assert.deepEqual([(await ofLedger("servers"))?.hasBegun, (await ofLedger("servers"))?.none], [false, null]);
  await own(ledgers.sayNone, { companyId, ledger: "servers", remark: "All of it is rented." });
  const said = await ofLedger("servers");
  assert.equal(said?.hasBegun, true);
  assert.match(said?.none?.byName ?? "", /Ogawa/);
  const cell = await cellOf("servers");
  assert.equal(cell?.none?.remark, "All of it is rented.");
  assert.equal(cell?.isContradicted, false);
  assert.equal((await cellOf("servers", "2020-05-01"))?.none, null, "not before it was said");
  await assert.rejects(own(ledgers.sayNone, { companyId, ledger: "servers" }), {
    code: "ledger.none_said_already",
  });
});

test("an entry that appears contradicts it, and it is not said of a ledger that has entries", async () => {
  await own(ledgers.addEntry, { ledger: "servers", companyId, name: "SV-1", values: {} });
  assert.equal((await ofLedger("servers"))?.isContradicted, true);
  assert.equal((await cellOf("servers"))?.isContradicted, true);
  await own(ledgers.takeBackNone, { companyId, ledger: "servers" });
  assert.deepEqual([(await ofLedger("servers"))?.none, (await ofLedger("servers"))?.entries], [null, 1]);
  await assert.rejects(own(ledgers.sayNone, { companyId, ledger: "servers" }), {
    code: "ledger.has_entries",
  });
  await assert.rejects(own(ledgers.takeBackNone, { companyId, ledger: "servers" }), {
    code: "ledger.none_not_said",
  });
});

test("a source that is named begins the ledgers that its format brings, a rule in force covers them", async () => {
  assert.equal((await ofLedger("user_ids"))?.hasBegun, false);
  await own(ledgers.addSource, {
    companyId,
    name: "Sign-in report",
    kind: "mfa_registration",
    rank: 5,
    records: true,
    expectedHours: null,
    isAutomatic: false,
  });
  assert.deepEqual((await ofLedger("user_ids"))?.sources, ["Sign-in report"]);
  assert.equal((await ofLedger("devices"))?.hasBegun, false);
  await own(ledgers.addRule, {
    companyId,
    name: "User IDs",
    from: "2026-01-01",
    reference: "",
    fileId: null,
    ownerId: null,
    reviewDueOn: "2027-06-01",
    covers: [{ ledger: "user_ids", nature: "", fromRank: 1 }],
  });
  assert.deepEqual((await ofLedger("user_ids"))?.rules, [{ name: "User IDs", isGroups: false }]);
});

test("S-01 a sister company neither sees nor says anything about it", async () => {
  for (const call of [
    () => sister(ledgers.listBeginnings, { companyId }),
    () => sister(ledgers.sayNone, { companyId, ledger: "devices" }),
    () => sister(ledgers.takeBackNone, { companyId, ledger: "devices" }),
  ])
    await assert.rejects(call, { code: "company.not_found" });
});
