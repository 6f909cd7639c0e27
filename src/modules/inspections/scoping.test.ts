// Answers on scope: two who answer at once, and a "no" that takes mandatory controls out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { contentOf } from "#modules/papers/content.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { inspections } from "./contract.ts";
import { inspectionInScope } from "./loading.ts";
import { reviewing } from "./review/contract.ts";

const app = await testApp();
const { owner, url } = app.database;
const opened = openDatabase({ connectionString: url, size: 2 });
atTheEnd(() => opened.close());
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "First" });
const second = await signedIn(owner, { companyId: own, role: "security_officer", name: "Second" });
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const [asOfficer, asSecond, asDesk] = [officer, second, secretary].map((who) => app.as(who.token)) as [
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
];
const editionId = await addEdition(owner, {
  controls: [{ id: "ORG-01" }, { id: "TEC-03", appliesWhen: "has_plant", mandatory: true }],
});
app.setNow(new Date("2026-11-24T03:00:00Z"));
const refusal = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));
const condition = "has_plant";

test("the second of two who answer on scope is told, with both answers; who says the same has lost nothing", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: 2026 });
  const id = round.inspections.get(own) ?? "";
  await asOfficer(inspections.answerScope, { id, condition, isTrue: true, rowVersion: null });
  const late = asSecond(inspections.answerScope, {
    id,
    condition,
    isTrue: false,
    note: "Offices only",
    rowVersion: null,
  });
  await assert.rejects(late, (error: unknown) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "scope.changed_meanwhile");
    const { yours, theirs } = error.details.extra as Record<string, Record<string, unknown>>;
    assert.deepEqual(yours, { isTrue: false, note: "Offices only" });
    assert.deepEqual(
      [theirs?.["isTrue"], theirs?.["rowVersion"], String(theirs?.["answeredByName"]).includes("First")],
      [true, 1, true],
    );
    return true;
  });
  const { scope } = await asOfficer(inspections.getInspection, { id });
  assert.equal(scope.find((one) => one.condition === condition)?.isTrue, true, "nothing was overwritten");
  await asSecond(inspections.answerScope, { id, condition, isTrue: true, rowVersion: null });
  await asSecond(inspections.answerScope, {
    id,
    condition,
    isTrue: false,
    note: "Offices only",
    rowVersion: 1,
  });
});

test("a no that takes mandatory controls out has a reason: for the desk, on the paper, proposed again next year", async () => {
  const last = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: 2027 });
  const id = last.inspections.get(own) ?? "";
  await assert.rejects(
    asOfficer(inspections.answerScope, { id, condition, isTrue: false, note: " ", rowVersion: null }),
    refusal("scope.needs_reason"),
  );
  // As it was answered before reasons were asked.
  await owner.query(
    "insert into scope_answers (inspection_id, company_id, condition, is_true) values ($1, $2, 'has_plant', false)",
    [id, own],
  );
  await asOfficer(inspections.saveAnswer, { id, controlId: "ORG-01", verdict: "met", rowVersion: null });
  await asOfficer(inspections.addEvidence, {
    id,
    title: "Policy",
    kind: "declared",
    place: "intranet",
    validFrom: "2026-11-01",
    controlIds: ["ORG-01"],
  });
  const version = async () => (await asOfficer(inspections.getInspection, { id })).rowVersion;
  await assert.rejects(
    asOfficer(inspections.submitInspection, { id, rowVersion: await version() }),
    refusal("inspection.scope_reason"),
  );
  const note = "Offices only; nothing is produced.";
  await asOfficer(inspections.answerScope, { id, condition, isTrue: false, note, rowVersion: 1 });
  await asOfficer(inspections.submitInspection, { id, rowVersion: await version() });
  const sheet = await asDesk(reviewing.listDifferences, { id });
  assert.deepEqual(
    sheet.scopeOut.map((one) => [one.condition, one.mandatoryCount, one.note]),
    [[condition, 1, note]],
  );
  const paper = await asSystem(opened.db, "test", async (ctx) =>
    contentOf(ctx, await inspectionInScope(ctx, id)),
  );
  assert.deepEqual(paper.scopeReasons, { [condition]: note });

  const next = await addOpenRound(owner, {
    editionId,
    companies: [own],
    fiscalYear: 2028,
    previousId: last.id,
  });
  const { scope } = await asOfficer(inspections.getInspection, { id: next.inspections.get(own) ?? "" });
  assert.equal(scope.find((one) => one.condition === condition)?.lastNote, note);
});
