// Findings from the round that raises them to the second person who has seen them gone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { duties } from "#modules/duties/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { acceptances, leavers, proofsOfClosed } from "./clocks.ts";
import { findings } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own: company, sister: sisterId, other: otherId, parent } = group.companies;
const at = (companyId: string, role: "security_officer" | "company_executive") =>
  signedIn(owner, { companyId, role });
const officer = await at(company, "security_officer");
const second = await at(company, "security_officer");
const sister = app.as((await at(sisterId, "security_officer")).token);
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const [own, ownSecond, division, central] = [officer, second, desk, office].map((one) =>
  app.as(one.token),
) as [
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
];
const keeper = openDatabase({ connectionString: app.database.url, size: 2 });
atTheEnd(() => keeper.close());
const quiet = { error: (told: unknown) => assert.fail(JSON.stringify(told)) } as never;
const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const inDays = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
const editionId = await addEdition(owner);

type Severity = "critical" | "high" | "medium" | "low";
async function raised(severity: Severity, title = "Unpatched VPN gateway") {
  const { ids } = await central(findings.raiseFinding, {
    companyIds: [company],
    title,
    source: "noticed",
    severity,
    foundOn: today,
  });
  return ids[0] ?? "";
}
const look = (id: string) => central(findings.getFinding, { id });
const remedied = async (id: string) =>
  own(findings.reportRemedied, {
    id,
    done: "Patched.",
    doneOn: today,
    rowVersion: (await look(id)).rowVersion,
  });
const verification = { method: "retest", seen: "Scanned again: nothing.", seenOn: today } as const;
const verified = async (as: typeof own, id: string, more: object = {}) =>
  as(findings.verifyFinding, {
    id,
    isGone: true,
    ...verification,
    ...more,
    rowVersion: (await look(id)).rowVersion,
  });
const openDuties = async (id: string) =>
  (
    await owner.query("select kind from duties where subject_id = $1 and state = 'open' order by kind", [id])
  ).rows.map((row) => row.kind);

/** A locked inspection of the company with these verdicts. */
async function locked(
  fiscalYear: number,
  companyId: string,
  verdicts: Record<string, string>,
  origin = "entered",
) {
  const round = await addOpenRound(owner, { editionId, companies: [companyId], fiscalYear });
  const inspectionId = round.inspections.get(companyId) ?? "";
  for (const [controlId, verdict] of Object.entries(verdicts))
    await owner.query(
      `insert into answers (inspection_id, control_id, company_id, verdict, missing, owner, due_on, origin)
       values ($1, $2, $3, $4, 'No list is kept.', 'Head of IT', current_date + 60, $5)`,
      [inspectionId, controlId, companyId, verdict, origin],
    );
  await owner.query(
    "update inspections set state = 'confirmed', submitted_at = now(), confirmed_at = now() where id = $1",
    [inspectionId],
  );
  await central(inspections.lockInspections, { roundId: round.id });
  return inspectionId;
}
const registerOf = async (companyId: string) =>
  (await central(findings.listFindings, { companyId, view: "all", sort: "reference", limit: 100 })).rows;

test("T-12 R-13 what a locked inspection says falls short is a finding each, with its number, gravity, day and duty", async () => {
  const inspectionId = await locked(2023, otherId, {
    "ORG-01": "not_met",
    "ORG-02": "partly",
    "TEC-02": "met",
  });
  const rows = await registerOf(otherId);
  assert.deepEqual(
    rows.map((row) => [row.reference, row.controlIds, row.severity, row.state, row.dueOn]),
    [
      ["C3-F1", ["ORG-01"], "high", "open", inDays(30)],
      ["C3-F2", ["ORG-02"], "low", "open", inDays(180)],
    ],
  );
  const whole = await look(rows[0]?.id ?? "");
  assert.deepEqual(
    [whole.sourceKind, whole.sourceId, whole.detail, whole.ownerName, whole.occurrences.length],
    ["inspection", inspectionId, "No list is kept.", "Head of IT", 1],
  );
  assert.deepEqual(await openDuties(whole.id), ["finding.remedy"]);
});

test("found again while it is open it is the same finding; found again after its end it has come back", async () => {
  const [first] = await registerOf(otherId);
  assert.ok(first);
  const again = await locked(2024, otherId, { "ORG-01": "partly", "ORG-02": "met" });
  assert.deepEqual(
    (await registerOf(otherId)).map((row) => row.reference),
    ["C3-F1", "C3-F2"],
  );
  assert.deepEqual((await look(first.id)).occurrences.map((one) => one.verdict).toSorted(), [
    "not_met",
    "partly",
  ]);
  // Answered as met is told, and closes nothing.
  const saidMet = await look((await registerOf(otherId))[1]?.id ?? "");
  assert.deepEqual(
    [saidMet.state, saidMet.occurrences[0]?.verdict, saidMet.occurrences[0]?.sourceId],
    ["open", "met", again],
  );
  await verified(central, first.id);
  await locked(2025, otherId, { "ORG-01": "not_met" });
  const back = (await registerOf(otherId)).at(-1);
  assert.deepEqual([back?.reference, back?.recurredCount], ["C3-F3", 1]);
  assert.deepEqual((await look(back?.id ?? "")).recurs?.reference, "C3-F1");
  assert.deepEqual((await look(first.id)).cameBackAs?.reference, "C3-F3");
});

test("what falls short at the provider of a shared service is raised there alone", async () => {
  await locked(2022, sisterId, { "TEC-01": "not_met" }, "inherited");
  assert.deepEqual(await registerOf(sisterId), []);
});

test("R-16 a critical finding is closed by what somebody else has seen, and by nothing else", async () => {
  const id = await raised("critical");
  const refused = (promise: Promise<unknown>, code: string) => assert.rejects(promise, { code });
  await remedied(id);
  assert.deepEqual(await openDuties(id), ["finding.verify"]);
  await refused(verified(own, id), "finding.verified_by_another");
  await refused(verified(ownSecond, id), "finding.verified_outside");
  // Not even past the product.
  await assert.rejects(
    owner.query("update findings set state = 'closed', closed_at = now() where id = $1", [id]),
    {
      constraint: "findings_closed_by_verification",
    },
  );
  await verified(division, id, { isGone: false, seen: "Still answers on port 443." });
  assert.deepEqual([(await look(id)).state, await openDuties(id)], ["open", ["finding.remedy"]]);
  await remedied(id);
  await verified(division, id);
  const closed = await look(id);
  assert.deepEqual([closed.state, closed.verifications.length, await openDuties(id)], ["closed", 2, []]);
});

test("a lesser one may be verified by a second person of the company, once it is said to be done", async () => {
  const id = await raised("medium");
  await assert.rejects(verified(ownSecond, id), { code: "finding.not_remedied" });
  await remedied(id);
  await verified(ownSecond, id);
  assert.equal((await look(id)).state, "closed");
});

test("R-16 it is lived with until a day that somebody else has approved, counted apart, and open again after it", async () => {
  const id = await raised("high");
  const asking = { id, reason: "The vendor has no patch.", meanwhile: "Access by the jump host alone." };
  const version = async () => (await look(id)).rowVersion;
  await assert.rejects(
    own(findings.askAcceptance, { ...asking, until: inDays(181), rowVersion: await version() }),
    {
      code: "finding.acceptance_too_long",
    },
  );
  await own(findings.askAcceptance, { ...asking, until: inDays(90), rowVersion: await version() });
  const asked = (await look(id)).acceptances[0];
  assert.ok(asked);
  await assert.rejects(
    division(findings.decideAcceptance, { id: asked.id, decision: "allow", reason: "Agreed." }),
    {
      code: "finding.accepted_by_group",
    },
  );
  await central(findings.decideAcceptance, {
    id: asked.id,
    decision: "allow",
    reason: "Agreed until the patch.",
  });
  assert.deepEqual([(await look(id)).state, await openDuties(id)], ["accepted", []]);
  const counts = await central(findings.countFindings, { companyId: company });
  assert.equal(counts.views.accepted, 1);
  const later = new Date(Date.now() + 92 * 86_400_000);
  await runTimed(keeper.db, [acceptances], quiet, later);
  const open = await look(id);
  assert.deepEqual(
    [open.state, open.acceptances[0]?.endedBecause, open.reopenedCount, await openDuties(id)],
    ["open", "over", 0, ["finding.remedy"]],
  );
});

test("T-12 what was seen to be gone until a day is open again after it, under its number, without anybody acting", async () => {
  const id = await raised("medium", "Restore never tried");
  await remedied(id);
  await verified(division, id, { holdsUntil: inDays(30) });
  const { reference } = await look(id);
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(keeper.db, [proofsOfClosed], quiet, new Date(Date.now() + 20 * 86_400_000));
  assert.equal((await look(id)).state, "closed");
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(keeper.db, [proofsOfClosed], quiet, new Date(Date.now() + 32 * 86_400_000));
  const again = await look(id);
  assert.deepEqual([again.state, again.reference, again.reopenedCount], ["open", reference, 1]);
});

test("two that are the same become one: what both are about goes on there, and it can be taken back", async () => {
  const [kept, same] = [
    await raised("medium", "Shared admin account"),
    await raised("low", "Admin account is shared"),
  ];
  await assert.rejects(
    division(findings.mergeFinding, {
      id: same,
      into: (await registerOf(otherId))[0]?.id ?? "",
      reason: "Same.",
      rowVersion: 1,
    }),
    { code: "finding.not_found" },
  );
  await division(findings.mergeFinding, { id: same, into: kept, reason: "The same account.", rowVersion: 1 });
  const merged = await look(same);
  assert.deepEqual([merged.state, merged.mergedInto?.id, await openDuties(same)], ["merged", kept, []]);
  assert.deepEqual(
    (await look(kept)).merged.map((one) => one.id),
    [same],
  );
  await division(findings.reopenFinding, {
    id: same,
    reason: "Another account.",
    rowVersion: merged.rowVersion,
  });
  assert.deepEqual([(await look(same)).state, await openDuties(same)], ["open", ["finding.remedy"]]);
});

test("graver means sooner and says why; who answers for it is the company's to say", async () => {
  const id = await raised("low");
  await assert.rejects(
    own(findings.changeFinding, { id, severity: "medium", reason: "Worse.", rowVersion: 1 }),
    {
      code: "finding.not_yours_to_weigh",
    },
  );
  await assert.rejects(division(findings.changeFinding, { id, severity: "high", rowVersion: 1 }), {
    code: "finding.reason_needed",
  });
  await division(findings.changeFinding, {
    id,
    severity: "high",
    reason: "Seen from outside.",
    rowVersion: 1,
  });
  await own(findings.changeFinding, {
    id,
    ownerId: second.personId,
    causeKind: "resources",
    cause: "Nobody has time.",
    rowVersion: 2,
  });
  const changed = await look(id);
  assert.deepEqual(
    [changed.dueOn, changed.causeKind, changed.ownerId],
    [inDays(30), "resources", second.personId],
  );
  const { rows } = await owner.query(
    "select (due_at at time zone time_zone)::date::text as due_on from duties where subject_id = $1 and state = 'open'",
    [id],
  );
  assert.equal(rows[0]?.due_on, inDays(30));
  // Whoever answers for it does not say that it is gone.
  await remedied(id);
  await assert.rejects(verified(ownSecond, id), { code: "finding.verified_by_another" });
});

test("a postponement of its duty is its own day at once", async () => {
  const id = await raised("medium");
  const dutyId = (await look(id)).duty?.id ?? "";
  await own(duties.askPostponement, { id: dutyId, toDay: inDays(100), reason: "The part is late." });
  const moved = await look(id);
  assert.deepEqual([moved.dueOn, moved.firstDueOn, moved.duty?.postponedCount], [inDays(100), inDays(90), 1]);
});

test("S-01 a sister company reads nothing of it, and its own number tells nothing of others", async () => {
  const id = await raised("low");
  await assert.rejects(sister(findings.getFinding, { id }), { code: "finding.not_found" });
  assert.deepEqual((await sister(findings.listFindings, { view: "all" })).rows, []);
  assert.equal((await sister(findings.countFindings, {})).views.all, 0);
  const { references } = await central(findings.raiseFinding, {
    companyIds: [sisterId],
    title: "One of its own",
    source: "noticed",
    severity: "low",
    foundOn: today,
  });
  assert.deepEqual(references, ["C2-F1"]);
});

test("R-31 raised at the same company by many at once, each has a number of its own", async () => {
  const many = await Promise.all(
    Array.from({ length: 12 }, (_, nth) =>
      central(findings.raiseFinding, {
        companyIds: [sisterId, otherId],
        title: `At once ${nth}`,
        source: "noticed",
        severity: "low",
        foundOn: today,
      }),
    ),
  );
  assert.equal(new Set(many.flatMap((one) => one.references)).size, 24);
});

test("the register is paged in every order without losing or repeating one", async () => {
  for (const sort of ["due", "-due", "found", "-found", "severity", "reference"] as const) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { rows: { id: string }[]; next: string | null } = await central(findings.listFindings, {
        view: "all",
        sort,
        limit: 4,
        ...(after ? { after } : {}),
      });
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    } while (after);
    const { rows } = await owner.query("select count(*)::int as count from findings");
    assert.deepEqual([seen.length, new Set(seen).size], [rows[0]?.count, rows[0]?.count], sort);
  }
});

test("a company that the group has sold owes nothing more, and what was found there stays", async () => {
  const id = await raised("medium", "Left open");
  await owner.query("update units set ended_on = current_date where id = $1", [company]);
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(keeper.db, [leavers], quiet, new Date(Date.now() + 2 * 86_400_000));
  assert.deepEqual(await openDuties(id), []);
  assert.equal((await owner.query("select state from findings where id = $1", [id])).rows[0]?.state, "open");
});
