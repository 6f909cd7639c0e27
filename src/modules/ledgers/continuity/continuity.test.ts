// Important systems: their restore tests beside their targets, and the gaps that follow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { contentOf } from "#core/files/content.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { ledgers } from "../contract.ts";
import { keepGaps } from "../gaps/settling.ts";
import { verdictOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const officerOf = (companyId: string) => signedIn(owner, { companyId, role: "security_officer" });
const own = app.as((await officerOf(group.companies.own)).token);
const sister = app.as((await officerOf(group.companies.sister)).token);
const keeper = openDatabase({ connectionString: app.database.url, size: 2 });
atTheEnd(() => keeper.close());
const quiet = { error: (at: unknown) => assert.fail(JSON.stringify(at)) } as never;

const servers = { ledger: "servers" as const };
const server = async (name: string) =>
  (await own(ledgers.addEntry, { ...servers, companyId: group.companies.own, name })).id;
const target = {
  why: "Orders stop without it",
  rtoMinutes: 240,
  rpoMinutes: 60,
  backupMinutes: 60,
  backup: "Database and files, to the second site",
  testMonths: 12,
};
/** In the zone of the group, Asia/Tokyo. */
const dayAgo = (days: number) =>
  new Date(Date.now() + 9 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
const today = dayAgo(0);
const measured = (tookMinutes: number | null, lostMinutes: number | null, more: object = {}) => ({
  testedOn: today,
  outcome: "restored" as const,
  tookMinutes,
  lostMinutes,
  testedBy: "Night shift",
  remark: "",
  fileId: null,
  ...more,
});
const open = async (entryId: string) =>
  (await own(ledgers.listGaps, { entryId })).rows.map((gap) => [gap.kind, gap.about.why]);
const closed = async (entryId: string) =>
  (await own(ledgers.listGaps, { entryId, isClosed: true })).rows.map((gap) => [gap.kind, gap.closedBecause]);

test("R-27 a restore slower than its target opens a gap and one within it closes it", async () => {
  const id = await server("orders");
  await own(ledgers.setContinuity, { ...servers, id, ...target });
  assert.deepEqual(await open(id), [["restore_not_tested", "never"]]);
  const slow = await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(500, 30) });
  assert.equal(slow.verdict, "slower");
  assert.deepEqual(await open(id), [["restore_too_slow", "slower"]]);
  const [gap] = (await own(ledgers.listGaps, { entryId: id })).rows;
  assert.deepEqual([gap?.about.tookMinutes, gap?.about.rtoMinutes, gap?.about.testId], [500, 240, slow.id]);
  // Later and less, and still too much lost: the same gap, about the later test.
  await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(200, 90) });
  const [still, ...others] = (await own(ledgers.listGaps, { entryId: id })).rows;
  assert.deepEqual([still?.id, still?.about.why, others.length], [gap?.id, "lost_more", 0]);
  const well = await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(240, 60) });
  assert.equal(well.verdict, "within");
  assert.deepEqual(await open(id), []);
  assert.deepEqual(await closed(id), [
    ["restore_too_slow", "remedied"],
    ["restore_not_tested", "remedied"],
  ]);
});

test("R-27 what did not come back is a gap; the last test counts by its day, not by when it was entered", async () => {
  const id = await server("payroll");
  await own(ledgers.setContinuity, { ...servers, id, ...target });
  await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(10, 0) });
  await own(ledgers.recordRestoreTest, {
    ...servers,
    id,
    ...measured(null, null, { outcome: "failed", testedOn: dayAgo(90) }),
  });
  assert.deepEqual(await open(id), []);
  await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(null, null, { outcome: "failed" }) });
  assert.deepEqual(await open(id), [["restore_too_slow", "failed"]]);
  const shown = await own(ledgers.getContinuity, { ...servers, id });
  assert.equal(shown.target?.verdict, "failed");
  const wrong = shown.tests[0];
  await own(ledgers.withdrawRestoreTest, { id: wrong?.id ?? "", reason: "another system" });
  assert.deepEqual(await open(id), []);
  await assert.rejects(own(ledgers.withdrawRestoreTest, { id: wrong?.id ?? "", reason: "again" }), {
    code: "restore_test.withdrawn_already",
  });
  const after = await own(ledgers.getContinuity, { ...servers, id });
  assert.deepEqual([after.tests.length, after.target?.verdict], [3, "within"]);
});

test("R-27 a test older than its interval becomes a gap by the clock alone", async () => {
  const id = await server("archive");
  await own(ledgers.setContinuity, { ...servers, id, ...target, testMonths: 6 });
  await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(10, 0) });
  assert.deepEqual(await open(id), []);
  const later = new Date(Date.now() + 200 * 86_400_000);
  await runTimed(keeper.db, [keepGaps], quiet, later);
  assert.deepEqual(await open(id), [["restore_not_tested", "too_old"]]);
});

test("a looser target closes the gap and says that it was the target", async () => {
  const id = await server("mail");
  const { rowVersion } = await own(ledgers.setContinuity, { ...servers, id, ...target });
  await own(ledgers.recordRestoreTest, { ...servers, id, ...measured(500, 30) });
  await assert.rejects(own(ledgers.setContinuity, { ...servers, id, ...target }), {
    code: "continuity.changed_meanwhile",
  });
  await own(ledgers.setContinuity, { ...servers, id, ...target, rtoMinutes: 600, rowVersion });
  assert.deepEqual((await closed(id))[0], ["restore_too_slow", "target_changed"]);
  // What was measured keeps what was asked on its day.
  const { tests } = await own(ledgers.getContinuity, { ...servers, id });
  assert.deepEqual([tests[0]?.rtoMinutes, tests[0]?.verdict], [240, "slower"]);
  await own(ledgers.setContinuity, { ...servers, id, ...target, rowVersion: rowVersion + 1 });
  assert.deepEqual(await open(id), [["restore_too_slow", "slower"]]);
  await own(ledgers.endContinuity, { ...servers, id, reason: "replaced" });
  assert.deepEqual((await closed(id))[0], ["restore_too_slow", "not_important"]);
  assert.equal((await own(ledgers.getContinuity, { ...servers, id })).target, null);
  await assert.rejects(own(ledgers.recordRestoreTest, { ...servers, id, ...measured(1, 1) }), {
    code: "ledger.not_important",
  });
});

test("two tests entered at the same moment leave one gap or none, as the later one says", async () => {
  const id = await server("race");
  await own(ledgers.setContinuity, { ...servers, id, ...target });
  await Promise.all(
    [500, 600, 700].map((took) => own(ledgers.recordRestoreTest, { ...servers, id, ...measured(took, 0) })),
  );
  assert.deepEqual(await open(id), [["restore_too_slow", "slower"]]);
});

test("a test says what was measured, is no day ahead, and its proof is the company's", async () => {
  const id = await server("refusing");
  await own(ledgers.setContinuity, { ...servers, id, ...target });
  const refused = (more: object, code: string) =>
    assert.rejects(own(ledgers.recordRestoreTest, { ...servers, id, ...measured(1, 1, more) }), { code });
  await refused({ tookMinutes: null }, "restore_tests_measured");
  await refused({ testedOn: "2999-01-01" }, "ledger.day_ahead");
  await refused({ fileId: crypto.randomUUID() }, "file.not_found");
});

test("R-27 the list has every important system with its verdict, page by page, and leaves with an event", async () => {
  const all = (await own(ledgers.listContinuity, { limit: 500 })).rows;
  const counts = await own(ledgers.countContinuity, {});
  assert.equal(counts.systems, all.length);
  for (const verdict of ["within", "slower", "failed", "never"] as const) {
    const some = (await own(ledgers.listContinuity, { verdict, limit: 500 })).rows;
    assert.equal(some.length, counts[verdict], verdict);
    for (const row of some)
      assert.equal(
        verdictOf(row, {
          ...row,
          outcome: verdict === "never" ? null : verdict === "failed" ? "failed" : "restored",
        }),
        verdict,
      );
  }
  const met: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { rows: { entryId: string }[]; next: string | null } = await own(ledgers.listContinuity, {
      limit: 2,
      ...(after ? { after } : {}),
    });
    met.push(...page.rows.map((one) => one.entryId));
    after = page.next;
  }
  assert.deepEqual(
    met,
    all.map((one) => one.entryId),
  );
  const taken = await own(ledgers.exportContinuity, { format: "csv" });
  assert.ok(contentOf(taken));
  const { rows } = await owner.query("select from events where verb = 'continuity.exported'");
  assert.equal(rows.length, 1);
});

test("R-27 the counts of a company stand by day: important systems, tested, within their target, open gaps", async () => {
  const facts = new Map(
    (await own(ledgers.listFacts, { companyId: group.companies.own })).rows.map((row) => [row.measure, row]),
  );
  const counts = await own(ledgers.countContinuity, {});
  const { kinds } = await own(ledgers.countGaps, {});
  assert.equal(facts.get("continuity.important")?.numerator, counts.systems);
  const within = facts.get("continuity.within");
  assert.deepEqual(
    [within?.numerator, within?.denominator, within?.unknown],
    [counts.within, counts.systems, counts.never],
  );
  assert.equal(facts.get("continuity.tested")?.numerator, counts.systems - counts.overdue);
  for (const { kind, open: isOpen } of kinds)
    assert.equal(facts.get(`gaps.${kind}`)?.numerator ?? 0, isOpen, kind);
});

test("S-01 a sister company finds none of it, and names none of its own", async () => {
  const [row] = (await own(ledgers.listContinuity, {})).rows;
  const id = row?.entryId ?? "";
  assert.deepEqual((await sister(ledgers.listContinuity, {})).rows, []);
  assert.equal((await sister(ledgers.countContinuity, {})).systems, 0);
  for (const ask of [
    () => sister(ledgers.getContinuity, { ...servers, id }),
    () => sister(ledgers.setContinuity, { ...servers, id, ...target }),
    () => sister(ledgers.recordRestoreTest, { ...servers, id, ...measured(1, 1) }),
    () => sister(ledgers.endContinuity, { ...servers, id, reason: "x" }),
  ])
    await assert.rejects(ask(), { code: "entry.not_found" });
  const { tests } = await own(ledgers.getContinuity, { ...servers, id });
  if (tests[0])
    await assert.rejects(sister(ledgers.withdrawRestoreTest, { id: tests[0].id, reason: "x" }), {
      code: "restore_test.not_found",
    });
});
