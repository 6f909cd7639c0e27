// Purposes of personal data, decided by a second person, and uses that rest on none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { ledgers } from "../contract.ts";
import { keepGaps } from "../gaps/settling.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const of = (companyId: string, role: "security_officer" | "company_executive") =>
  signedIn(owner, { companyId, role });
const own = app.as((await of(group.companies.own, "security_officer")).token);
const executive = app.as((await of(group.companies.own, "company_executive")).token);
const sister = app.as((await of(group.companies.sister, "security_officer")).token);
const sisterExecutive = app.as((await of(group.companies.sister, "company_executive")).token);
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
const said = (purpose: string, more: object = {}) => ({
  purpose,
  ground: "contract" as const,
  groundSaid: "",
  validFrom: "2026-01-01",
  validUntil: null,
  replacesId: null,
  reason: "",
  ...more,
});
const used = (purposeId: string | null, more: object = {}) => ({
  unitId: null,
  usedBy: "Sales",
  usedFor: "newsletter",
  since: "2026-02-01",
  purposeId,
  ...more,
});
const approved = async (id: string, purpose: string, more: object = {}) => {
  const proposed = await own(ledgers.proposePurpose, { id, ...said(purpose, more) });
  await executive(ledgers.approvePurpose, { id: proposed.id, remark: "" });
  return proposed.id;
};
const open = async (entryId: string) =>
  (await own(ledgers.listGaps, { entryId })).rows.map((gap) => [gap.kind, gap.about.why]);
const states = async (id: string) =>
  new Map((await own(ledgers.listPurposes, { id })).rows.map((row) => [row.id, row.state]));
const toDecide = async (ask: typeof own) =>
  (await ask(duties.listMyDuties, { kind: "purpose.decide" })).rows.map((row) => row.subjectId);

test("R-26 a purpose waits for another person: the executive has the duty, whoever proposed it does not decide", async () => {
  const id = await dataSet("Staff register");
  const { id: first } = await own(ledgers.proposePurpose, { id, ...said("Pay and tax") });
  assert.equal((await states(id)).get(first), "proposed");
  assert.deepEqual(await toDecide(executive), [first]);
  assert.deepEqual(await toDecide(own), []);
  await assert.rejects(own(ledgers.approvePurpose, { id: first, remark: "" }), {
    code: "permission.missing",
  });
  const seen = await executive(ledgers.getPurpose, { id: first });
  assert.deepEqual([seen.waits, seen.can.decide, seen.entryName], ["new", true, "Staff register"]);
  await executive(ledgers.approvePurpose, { id: first, remark: "as in the work rules" });
  assert.equal((await states(id)).get(first), "approved");
  assert.deepEqual(await toDecide(executive), []);
  await assert.rejects(executive(ledgers.refusePurpose, { id: first, reason: "late" }), {
    code: "data_purpose.decided_already",
  });
  // Who holds both rights proposes, and somebody else decides all the same.
  const { id: second } = await office(ledgers.proposePurpose, { id, ...said("Statistics") });
  await assert.rejects(office(ledgers.approvePurpose, { id: second, remark: "" }), {
    code: "data_purpose.own_proposal",
  });
  await executive(ledgers.refusePurpose, { id: second, reason: "not needed" });
  const refused = (await own(ledgers.listPurposes, { id })).rows.find((row) => row.id === second);
  assert.deepEqual([refused?.state, refused?.decision], ["refused", "not needed"]);
});

test("R-26 a use without an approved purpose of the list is a gap, and none once its purpose is approved", async () => {
  const id = await dataSet("Customers");
  const { id: useId } = await own(ledgers.recordUse, { id, ...used(null) });
  assert.deepEqual(await open(id), [["use_without_purpose", "none"]]);
  const { id: purposeId } = await own(ledgers.proposePurpose, { id, ...said("Newsletter") });
  await own(ledgers.changeUse, { id: useId, rowVersion: 1, ...used(purposeId) });
  assert.deepEqual(await open(id), [["use_without_purpose", "proposed"]]);
  await executive(ledgers.approvePurpose, { id: purposeId, remark: "" });
  assert.deepEqual(await open(id), []);
  const [closed] = (await own(ledgers.listGaps, { entryId: id, isClosed: true })).rows;
  assert.deepEqual([closed?.closedBecause, closed?.subject], ["remedied", "newsletter"]);
});

test("R-26 a change of purpose is approved too, and the uses of the one before are looked at anew", async () => {
  const id = await dataSet("Members");
  const first = await approved(id, "Membership");
  const { id: useId } = await own(ledgers.recordUse, { id, ...used(first) });
  assert.deepEqual(await open(id), []);
  const { id: second } = await own(ledgers.proposePurpose, {
    id,
    ...said("Membership and advertising", { replacesId: first, ground: "consent" }),
  });
  await assert.rejects(own(ledgers.proposePurposeEnd, { id: first, on: "2026-12-31", reason: "x" }), {
    code: "data_purpose.waits_already",
  });
  const shown = await executive(ledgers.getPurpose, { id: second });
  assert.deepEqual([shown.waits, shown.replaced], ["replace", { purpose: "Membership", uses: 1 }]);
  assert.deepEqual(await open(id), []);
  await executive(ledgers.approvePurpose, { id: second, remark: "" });
  const now = await states(id);
  assert.deepEqual([now.get(first), now.get(second)], ["ended", "approved"]);
  assert.deepEqual(await open(id), [["use_without_purpose", "ended"]]);
  await own(ledgers.changeUse, { id: useId, rowVersion: 1, ...used(second) });
  assert.deepEqual(await open(id), []);
});

test("the end of a purpose is proposed and decided: refused it goes on, approved its uses are gaps", async () => {
  const id = await dataSet("Visitors");
  const purposeId = await approved(id, "Access to the site");
  await own(ledgers.recordUse, { id, ...used(purposeId) });
  const ending = { id: purposeId, on: "2026-03-31", reason: "the gate was closed" };
  await own(ledgers.proposePurposeEnd, ending);
  assert.equal((await executive(ledgers.getPurpose, { id: purposeId })).waits, "end");
  await executive(ledgers.refusePurpose, { id: purposeId, reason: "still open" });
  assert.equal((await states(id)).get(purposeId), "approved");
  await own(ledgers.proposePurposeEnd, ending);
  await executive(ledgers.approvePurpose, { id: purposeId, remark: "" });
  assert.equal((await states(id)).get(purposeId), "ended");
  assert.deepEqual(await open(id), [["use_without_purpose", "ended"]]);
});

test("R-26 whoever proposed takes it back while nobody has decided: a new purpose, one in place of another, an end", async () => {
  const id = await dataSet("Guests");
  const first = await approved(id, "Parking");
  const { id: useId } = await own(ledgers.recordUse, { id, ...used(first) });
  const { id: second } = await own(ledgers.proposePurpose, { id, ...said("Cameras", { replacesId: first }) });
  assert.deepEqual(await toDecide(executive), [second]);
  await assert.rejects(office(ledgers.takeBackPurpose, { id: second }), {
    code: "data_purpose.not_own_proposal",
  });
  await assert.rejects(sister(ledgers.takeBackPurpose, { id: second }), { code: "data_purpose.not_found" });
  assert.equal((await office(ledgers.getPurpose, { id: second })).can.withdraw, false);
  assert.equal((await own(ledgers.getPurpose, { id: second })).can.withdraw, true);
  await own(ledgers.takeBackPurpose, { id: second });
  assert.equal((await states(id)).get(second), "withdrawn");
  assert.deepEqual(await toDecide(executive), []);
  for (const late of [
    () => own(ledgers.takeBackPurpose, { id: second }),
    () => executive(ledgers.approvePurpose, { id: second, remark: "" }),
  ])
    await assert.rejects(late(), { code: "data_purpose.decided_already" });
  // What was to be replaced is free again: its end is proposed, and taken back as well.
  await own(ledgers.proposePurposeEnd, { id: first, on: "2026-03-31", reason: "gate closed" });
  await own(ledgers.takeBackPurpose, { id: first });
  const shown = await own(ledgers.getPurpose, { id: first });
  assert.deepEqual([shown.state, shown.waits, shown.endingOn], ["approved", null, null]);
  assert.deepEqual(await toDecide(executive), []);
  // A use that rests on what was taken back rests on nothing.
  await own(ledgers.changeUse, { id: useId, rowVersion: 1, ...used(second) });
  assert.deepEqual(await open(id), [["use_without_purpose", "withdrawn"]]);
});

test("a purpose that ends on its day makes gaps by the clock", async () => {
  const id = await dataSet("Trial users");
  const purposeId = await approved(id, "Trial", { validUntil: "2098-12-31" });
  await own(ledgers.recordUse, { id, ...used(purposeId) });
  assert.deepEqual(await open(id), []);
  await runTimed(keeper.db, [keepGaps], quiet, new Date("2099-01-02T00:00:00Z"));
  assert.deepEqual(await open(id), [["use_without_purpose", "ended"]]);
});

test("R-26 the review flags such uses and keeps what the reviewer answers; a change of many leaves the entry alone", async () => {
  const id = await dataSet("Applicants");
  const { id: useId } = await own(ledgers.recordUse, { id, ...used(null, { usedFor: "profiling" }) });
  const review = { ledger: "information" as const, id };
  await assert.rejects(own(ledgers.reviewEntry, review), { code: "ledger.uses_unanswered" });
  const many = { ledger: "information" as const, ids: [id], change: { review: true as const } };
  const preview = await own(ledgers.previewChange, many);
  assert.deepEqual([preview.changed, preview.leftAlone], [0, 1]);
  await assert.rejects(
    own(ledgers.reviewEntry, {
      ...review,
      answers: [{ useId: crypto.randomUUID(), answer: "will_stop", remark: "" }],
    }),
    { code: "data_use.not_found" },
  );
  const answers = [{ useId, answer: "will_stop" as const, remark: "by the end of the month" }];
  await own(ledgers.reviewEntry, { ...review, answers });
  const entry = await own(ledgers.getEntry, review);
  assert.ok(entry.reviewedOn);
  const use = (await own(ledgers.listUses, { id })).rows[0];
  assert.equal(use?.lacks, "none");
  assert.deepEqual(
    use?.answers.map(({ answer, remark }) => [answer, remark]),
    [["will_stop", "by the end of the month"]],
  );
  // An answer closes nothing: what is used without a purpose stays a gap until it is not.
  assert.deepEqual(await open(id), [["use_without_purpose", "none"]]);
  await own(ledgers.endUse, { id: useId, on: "2026-03-31", reason: "stopped" });
  assert.deepEqual(await open(id), []);
  await own(ledgers.reviewEntry, review);
});

test("what the ledger's own field says is proposed, and is no purpose by itself", async () => {
  const id = await dataSet("Donors", { purpose: "Thanks and receipts" });
  assert.equal((await own(ledgers.listPurposes, { id })).said, "Thanks and receipts");
  await approved(id, "Thanks and receipts");
  assert.equal((await own(ledgers.listPurposes, { id })).said, null);
});

test("another law's ground says which; a use names somebody, a unit of the company, a purpose of the data set", async () => {
  const id = await dataSet("Suppliers");
  await assert.rejects(own(ledgers.proposePurpose, { id, ...said("x", { ground: "other" }) }), {
    code: "data_purposes_ground_said",
  });
  const elsewhere = await approved(await dataSet("Others"), "Other");
  const refused = (more: object, code: string) =>
    assert.rejects(own(ledgers.recordUse, { id, ...used(null, more) }), { code });
  await refused({ usedBy: " " }, "data_uses_somebody");
  await refused({ purposeId: elsewhere }, "data_purpose.not_found");
  await refused({ unitId: group.companies.sister }, "unit.not_found");
});

test("R-26 the counts of a company stand by day: sets of personal data, with a purpose in force, transfers with a basis", async () => {
  const read = async () =>
    new Map(
      (await own(ledgers.listFacts, { companyId: group.companies.own })).rows.map((row) => [
        row.measure,
        [row.numerator, row.denominator],
      ]),
    );
  const before = await read();
  const id = await dataSet("Counted");
  const [sets = 0] = before.get("personal.sets") ?? [];
  const [purposed = 0] = before.get("personal.purposed") ?? [];
  assert.deepEqual((await read()).get("personal.purposed"), [purposed, Number(sets) + 1]);
  await approved(id, "Counting");
  assert.deepEqual((await read()).get("personal.purposed"), [Number(purposed) + 1, Number(sets) + 1]);
  await own(ledgers.recordTransfer, {
    id,
    fromCountry: "JP",
    toCountry: "US",
    recipientCompanyId: null,
    recipient: "Somebody",
    categories: "",
    basis: null,
    reference: "",
    fileId: null,
    validUntil: null,
  });
  const after = await read();
  assert.deepEqual(
    [after.get("personal.transfers"), after.get("personal.based")],
    [
      [1, null],
      [0, 1],
    ],
  );
});

test("S-01 a sister company finds none of it and decides nothing of it", async () => {
  const id = await dataSet("Secret");
  const { id: purposeId } = await own(ledgers.proposePurpose, { id, ...said("Secret") });
  const { id: useId } = await own(ledgers.recordUse, { id, ...used(null) });
  const end = { on: "2026-03-31", reason: "x" };
  for (const [ask, code] of [
    [() => sister(ledgers.listPurposes, { id }), "entry.not_found"],
    [() => sister(ledgers.listUses, { id }), "entry.not_found"],
    [() => sister(ledgers.getPurpose, { id: purposeId }), "data_purpose.not_found"],
    [() => sister(ledgers.proposePurpose, { id, ...said("y") }), "entry.not_found"],
    [() => sister(ledgers.proposePurposeEnd, { id: purposeId, ...end }), "data_purpose.not_found"],
    [() => sister(ledgers.endUse, { id: useId, ...end }), "data_use.not_found"],
    [() => sister(ledgers.reviewEntry, { ledger: "information", id }), "entry.not_found"],
    [() => sisterExecutive(ledgers.approvePurpose, { id: purposeId, remark: "" }), "data_purpose.not_found"],
    [() => sisterExecutive(ledgers.refusePurpose, { id: purposeId, reason: "x" }), "data_purpose.not_found"],
  ] as const)
    await assert.rejects(ask(), { code });
  assert.deepEqual(await toDecide(sisterExecutive), []);
});

test("R-26 what waits about a data set that is gone is refused, and its duty ends", async () => {
  const id = await dataSet("Old newsletter");
  const { id: purposeId } = await own(ledgers.proposePurpose, { id, ...said("Newsletter") });
  const { rows: days } = await owner.query<{ on: string }>('select group_today()::text as "on"');
  await own(ledgers.retireEntry, { ledger: "information", id, reason: "deleted", on: days[0]?.on ?? "" });
  await assert.rejects(executive(ledgers.approvePurpose, { id: purposeId, remark: "" }), {
    code: "ledger.retired",
  });
  await executive(ledgers.refusePurpose, { id: purposeId, reason: "There are no such data any more" });
  assert.ok(!(await toDecide(executive)).includes(purposeId));
});
