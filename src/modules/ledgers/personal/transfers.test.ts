// Transfers of personal data, and the gaps that they open and close, in one transaction with what causes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runTimed } from "#core/jobs/timed.ts";
import { openDatabase } from "#core/db/pool.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { ledgers } from "../contract.ts";
import { keepGaps } from "../gaps/settling.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const officerOf = (companyId: string) => signedIn(owner, { companyId, role: "security_officer" });
const officer = await officerOf(group.companies.own);
const own = app.as(officer.token);
const sister = app.as((await officerOf(group.companies.sister)).token);
const office = app.as(
  (await signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group }))
    .token,
);
const keeper = openDatabase({ connectionString: app.database.url, size: 2 });
atTheEnd(() => keeper.close());
const quiet = { error: (at: unknown) => assert.fail(JSON.stringify(at)) } as never;

const dataSet = async (name: string, more: object = {}) =>
  (
    await own(ledgers.addEntry, {
      ledger: "information",
      companyId: group.companies.own,
      name,
      values: { nature: "personal", ...more },
    })
  ).id;
const to = (toCountry: string, more: object = {}) => ({
  fromCountry: "JP",
  toCountry,
  recipientCompanyId: null,
  recipient: "Payroll Ltd",
  categories: "",
  basis: null,
  reference: "",
  fileId: null,
  validUntil: null,
  ...more,
});
const openGaps = async (entryId: string) => (await own(ledgers.listGaps, { entryId })).rows;
const closedGaps = async (entryId: string) => (await own(ledgers.listGaps, { entryId, isClosed: true })).rows;
const mine = async () =>
  (await own(duties.listMyDuties, { kind: "asset_gap.remedy" })).rows.map((row) => row.subjectId);

test("R-23 a transfer without a recorded basis is a gap with a duty, and none once its basis is recorded", async () => {
  const id = await dataSet("Staff register");
  const { id: transferId } = await own(ledgers.recordTransfer, { id, ...to("US") });
  const [gap, ...more] = await openGaps(id);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [gap?.kind, gap?.subjectId, gap?.about.why, gap?.about.toCountry, gap?.subject],
    ["transfer_without_basis", transferId, "none", "US", "Payroll Ltd"],
  );
  assert.ok(gap?.dueAt);
  assert.deepEqual(await mine(), [gap?.id]);
  const listed = (await own(ledgers.listTransfers, { id })).rows[0];
  assert.equal(listed?.lacks, "none");
  const basis = { basis: "standard_clauses" as const, reference: "SCC 2021/914, module 2" };
  await own(ledgers.changeTransfer, { id: transferId, rowVersion: 1, ...to("US", basis) });
  assert.deepEqual(await openGaps(id), []);
  const [closed] = await closedGaps(id);
  assert.deepEqual([closed?.id, closed?.closedBecause], [gap?.id, "remedied"]);
  assert.deepEqual(await mine(), []);
  const { rows } = await owner.query<{ verb: string }>(
    "select verb from events where subject_id = $1 and verb like 'asset_gap.%' order by id",
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.verb),
    ["asset_gap.opened", "asset_gap.closed"],
  );
});

test("a gap that opens again is another row: what was closed stays", async () => {
  const id = await dataSet("Applicants");
  const based = to("GB", { basis: "adequacy", reference: "Decision of 2019" });
  const { id: transferId } = await own(ledgers.recordTransfer, { id, ...based });
  assert.deepEqual(await openGaps(id), []);
  await own(ledgers.changeTransfer, { id: transferId, rowVersion: 1, ...to("GB") });
  await own(ledgers.changeTransfer, { id: transferId, rowVersion: 2, ...based });
  await own(ledgers.changeTransfer, { id: transferId, rowVersion: 3, ...to("GB") });
  assert.equal((await openGaps(id)).length, 1);
  assert.equal((await closedGaps(id)).length, 1);
  await own(ledgers.endTransfer, { id: transferId, on: "2026-01-31", reason: "the provider was changed" });
  assert.deepEqual(
    (await closedGaps(id)).map((gap) => gap.closedBecause),
    ["ended", "remedied"],
  );
  await assert.rejects(own(ledgers.changeTransfer, { id: transferId, rowVersion: 5, ...based }), {
    code: "ledger.transfer_over",
  });
});

test("R-23 a basis that runs out becomes a gap by the clock, once", async () => {
  const id = await dataSet("Customers");
  await own(ledgers.recordTransfer, {
    id,
    ...to("CN", { basis: "law_filing", reference: "No. 12", validUntil: "2099-03-31" }),
  });
  assert.deepEqual(await openGaps(id), []);
  const later = new Date("2099-04-02T00:00:00Z");
  await runTimed(keeper.db, [keepGaps], quiet, later);
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(keeper.db, [keepGaps], quiet, later);
  app.setNow(later);
  const gaps = await openGaps(id);
  assert.deepEqual(
    gaps.map((gap) => [gap.about.why, gap.about.validUntil]),
    [["ran_out", "2099-03-31"]],
  );
  app.setNow(null);
  // Today it holds: what the clock of another day has opened closes with the next act.
  const entry = await own(ledgers.getEntry, { ledger: "information", id });
  await own(ledgers.changeEntry, { ledger: "information", id, rowVersion: entry.rowVersion, class: 3 });
  assert.deepEqual(await openGaps(id), []);
});

test("retiring the entry closes its gaps with that reason; brought back they open again", async () => {
  const id = await dataSet("Newsletter");
  await own(ledgers.recordTransfer, { id, ...to("US") });
  await own(ledgers.retireEntry, { ledger: "information", id, on: "2026-01-31", reason: "erased" });
  assert.deepEqual(
    (await closedGaps(id)).map((gap) => gap.closedBecause),
    ["entry_retired"],
  );
  await own(ledgers.restoreEntry, { ledger: "information", id });
  assert.equal((await openGaps(id)).length, 1);
  const entry = await own(ledgers.getEntry, { ledger: "information", id });
  const other = { ledger: "information" as const, id, rowVersion: entry.rowVersion };
  await own(ledgers.changeEntry, { ...other, values: { nature: "confidential" } });
  assert.deepEqual(
    (await closedGaps(id)).map((gap) => gap.closedBecause),
    ["not_personal", "entry_retired"],
  );
  await assert.rejects(own(ledgers.recordTransfer, { id, ...to("US") }), { code: "ledger.not_personal" });
});

test("the duty of a gap goes to the entry's owner who may see it, else to whoever keeps the ledgers", async () => {
  const reader = await signedIn(owner, { companyId: group.companies.own, role: "company_executive" });
  const id = await dataSet("Visitors");
  const { id: transferId } = await own(ledgers.recordTransfer, { id, ...to("US") });
  const [gap] = await openGaps(id);
  assert.ok((await mine()).includes(gap?.id ?? ""));
  const before = await own(ledgers.getEntry, { ledger: "information", id });
  const given = { ledger: "information" as const, id, rowVersion: before.rowVersion };
  await own(ledgers.changeEntry, { ...given, ownerId: reader.personId });
  assert.ok(!(await mine()).includes(gap?.id ?? ""));
  const theirs = await app.as(reader.token)(duties.listMyDuties, { kind: "asset_gap.remedy" });
  assert.deepEqual(
    theirs.rows.map((row) => row.subjectId),
    [gap?.id],
  );
  await own(ledgers.endTransfer, { id: transferId, on: "2026-01-31", reason: "over" });
  assert.deepEqual((await app.as(reader.token)(duties.listMyDuties, { kind: "asset_gap.remedy" })).rows, []);
});

test("countries of the people of which no transfer speaks are proposed, and are no gap", async () => {
  const id = await dataSet("Members", {
    peopleByCountry: [
      { country: "JP", people: 900 },
      { country: "TH", people: 40 },
      { country: "DE", people: 5 },
    ],
  });
  const first = await own(ledgers.listTransfers, { id });
  assert.deepEqual([first.country, first.proposed], ["JP", ["DE", "TH"]]);
  assert.deepEqual(await openGaps(id), []);
  const based = { fromCountry: "DE", basis: "binding_rules", reference: "BCR 2024" };
  await own(ledgers.recordTransfer, { id, ...to("JP", based) });
  assert.deepEqual((await own(ledgers.listTransfers, { id })).proposed, ["TH"]);
});

test("a basis says where it is written; two countries are two, and somebody receives", async () => {
  const id = await dataSet("Suppliers");
  const refused = async (more: object, code: string) =>
    assert.rejects(own(ledgers.recordTransfer, { id, ...to("US", more) }), { code });
  await refused({ basis: "consent" }, "data_transfers_basis_said");
  await refused({ toCountry: "JP" }, "data_transfers_two_countries");
  await refused({ recipient: "  " }, "data_transfers_recipient");
  await refused({ fileId: crypto.randomUUID() }, "file.not_found");
  await refused({ recipientCompanyId: group.companies.sister }, "company.not_found");
  await office(ledgers.recordTransfer, {
    id,
    ...to("US", { recipient: "", recipientCompanyId: group.companies.sister }),
  });
  assert.deepEqual(await openGaps(id).then((all) => all.length), 1);
});

test("S-01 a sister company finds none of it", async () => {
  const [gap] = (await own(ledgers.listGaps, {})).rows;
  assert.ok(gap);
  assert.deepEqual((await sister(ledgers.listGaps, {})).rows, []);
  assert.equal((await sister(ledgers.countGaps, {})).open, 0);
  await assert.rejects(sister(ledgers.getGap, { id: gap.id }), { code: "asset_gap.not_found" });
  await assert.rejects(sister(ledgers.listGaps, { companyId: group.companies.own }), {
    code: "company.not_found",
  });
  await assert.rejects(sister(ledgers.listTransfers, { id: gap.entryId }), { code: "entry.not_found" });
  await assert.rejects(sister(ledgers.recordTransfer, { id: gap.entryId, ...to("US") }), {
    code: "entry.not_found",
  });
  await assert.rejects(sister(ledgers.endTransfer, { id: gap.subjectId, on: "2026-01-31", reason: "x" }), {
    code: "data_transfer.not_found",
  });
  assert.ok((await office(ledgers.listGaps, { kind: "transfer_without_basis" })).rows.length > 0);
});

test("pages of gaps follow one another without a gap or a double, open and closed", async () => {
  const id = await dataSet("Partners");
  for (const country of ["US", "IN", "BR"]) await own(ledgers.recordTransfer, { id, ...to(country) });
  for (const isClosed of [false, true]) {
    const all = (await own(ledgers.listGaps, { limit: 500, isClosed })).rows.map((one) => one.id);
    const met: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page: { rows: { id: string }[]; next: string | null } = await own(ledgers.listGaps, {
        limit: 1,
        isClosed,
        ...(after ? { after } : {}),
      });
      met.push(...page.rows.map((one) => one.id));
      after = page.next;
    }
    assert.deepEqual(met, all);
    assert.ok(all.length > 1);
  }
});

test("R-23 a company mends a transfer to a sister that the group office recorded, and may not name another one", async () => {
  const id = await dataSet("Shared directory");
  const recipientCompanyId = group.companies.sister;
  const { id: transferId } = await office(ledgers.recordTransfer, {
    id,
    ...to("CN", { recipientCompanyId, recipient: "" }),
  });
  const [row] = (await own(ledgers.listTransfers, { id })).rows;
  const mended = to("CN", {
    recipientCompanyId,
    recipient: "",
    basis: "standard_clauses",
    reference: "SCC-7",
  });
  await own(ledgers.changeTransfer, { id: transferId, ...mended, rowVersion: row?.rowVersion ?? 0 });
  assert.deepEqual(await openGaps(id), []);
  await assert.rejects(
    own(ledgers.changeTransfer, {
      id: transferId,
      ...mended,
      recipientCompanyId: group.companies.parent,
      rowVersion: (row?.rowVersion ?? 0) + 1,
    }),
    { code: "company.not_found" },
  );
});
