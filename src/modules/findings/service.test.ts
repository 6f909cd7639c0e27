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

test("R-16 whoever answered for it or said or did a part since it was opened does not verify, and no owner is taken off meanwhile", async () => {
  const id = await raised("medium");
  const version = async () => (await look(id)).rowVersion;
  const change = async (as: typeof own, more: object) =>
    as(findings.changeFinding, { id, ...more, rowVersion: await version() });
  await change(own, { ownerId: officer.personId });
  await ownSecond(findings.reportRemedied, {
    id,
    done: "Patched.",
    doneOn: today,
    rowVersion: await version(),
  });
  // The owner goes before it is verified: only whoever weighs findings may say so, and it makes nobody a second person.
  await assert.rejects(change(own, { ownerId: null }), { code: "finding.owner_waits" });
  await change(own, { ownerId: officer.personId, cause: "No time." });
  await change(division, { ownerId: null });
  await assert.rejects(verified(own, id), { code: "finding.verified_by_another" });
  assert.equal((await own(findings.getFinding, { id })).can.verify, "finding.verified_by_another");
  // Said to be done by another this time: whoever said so first has worked on it all the same.
  await verified(division, id, { isGone: false });
  await own(findings.reportRemedied, { id, done: "Patched.", doneOn: today, rowVersion: await version() });
  await assert.rejects(verified(ownSecond, id), { code: "finding.verified_by_another" });
  await verified(division, id);
  // Opened again it is new work: who has worked on it then may look now.
  await division(findings.reopenFinding, { id, reason: "Seen again.", rowVersion: await version() });
  assert.deepEqual(
    (await own(findings.getFinding, { id })).reopenings.map((one) => [one.because, one.reason]),
    [["not_gone", "Seen again."]],
    "whoever has to remedy it once more reads why",
  );
  await own(findings.reportRemedied, { id, done: "Again.", doneOn: today, rowVersion: await version() });
  await verified(ownSecond, id);
  assert.equal((await look(id)).state, "closed");
});

test("what was done or seen lies between the day it was found and today", async () => {
  const id = await raised("medium");
  const { rowVersion } = await look(id);
  const yesterday = inDays(-1);
  await assert.rejects(
    own(findings.reportRemedied, { id, done: "Patched.", doneOn: yesterday, rowVersion }),
    { code: "finding.done_before_found" },
  );
  await assert.rejects(verified(division, id, { seenOn: yesterday }), { code: "finding.seen_before_found" });
  await assert.rejects(verified(division, id, { seenOn: inDays(1) }), { code: "finding.seen_ahead" });
});

test("seen not to be gone before anybody said so, it keeps its state and its day; what goes back has one duty, by its new day", async () => {
  const { ids } = await central(findings.raiseFinding, {
    companyIds: [company],
    title: "Open port",
    source: "noticed",
    severity: "critical",
    foundOn: inDays(-40),
  });
  const id = ids[0] ?? "";
  const duty = async () =>
    (
      await owner.query(
        `select (due_at at time zone time_zone)::date::text as due_on, fiscal_year from duties
         where subject_id = $1 and kind = 'finding.remedy' and state = 'open'`,
        [id],
      )
    ).rows;
  const [first] = await duty();
  await owner.query("update findings set state = 'in_work' where id = $1", [id]);
  await verified(division, id, { isGone: false });
  const told = await look(id);
  assert.deepEqual(
    [told.state, told.dueOn, told.isOverdue, told.verifications.length],
    ["in_work", inDays(-26), true, 1],
  );
  assert.deepEqual(await duty(), [first]);
  await remedied(id);
  // One of the year before that is still open, as it was left by whatever opened it.
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     select $2::int - 1, 'finding.remedy', 'finding', $1, company_id, 'finding.work', now(), now() - interval '20 days', 'Asia/Tokyo'
     from findings where id = $1`,
    [id, first?.fiscal_year],
  );
  await verified(division, id, { isGone: false });
  assert.deepEqual(
    (await duty()).map((one) => one.due_on),
    [inDays(14)],
  );
  assert.deepEqual([(await look(id)).state, (await look(id)).dueOn], ["open", inDays(14)]);
});

test("a later day than its severity gives is for whoever weighs findings there", async () => {
  const raising = (as: typeof own, dueOn: string, companyIds = [company]) =>
    as(findings.raiseFinding, {
      companyIds,
      title: "Left for later",
      source: "noticed",
      severity: "critical",
      foundOn: today,
      dueOn,
    });
  await assert.rejects(raising(own, inDays(15)), { code: "finding.due_later_than_severity" });
  const { ids } = await raising(own, inDays(14));
  assert.equal((await look(ids[0] ?? "")).dueOn, inDays(14));
  await raising(division, inDays(15));
});

test("its description is changed with a reason, and what stood there before is kept in the trail", async () => {
  const { ids } = await central(findings.raiseFinding, {
    companyIds: [company],
    title: "Visitors unescorted",
    detail: "Two visitors alone in the server room.",
    source: "audit",
    severity: "medium",
    foundOn: today,
  });
  const id = ids[0] ?? "";
  const change = async (more: object) =>
    own(findings.changeFinding, {
      id,
      detail: "One visitor.",
      ...more,
      rowVersion: (await look(id)).rowVersion,
    });
  await assert.rejects(change({}), { code: "finding.reason_needed" });
  await change({ reason: "Counted again." });
  const { rows } = await owner.query(
    `select p.content from events e join event_values p on p.event_id = e.id where e.verb = 'finding.changed' and e.subject_id = $1`,
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.content),
    [
      {
        before: { detail: "Two visitors alone in the server room." },
        after: { detail: "One visitor." },
        reason: "Counted again.",
      },
    ],
  );
  // The same words again need none.
  await own(findings.changeFinding, {
    id,
    detail: "One visitor.",
    cause: "No escort.",
    rowVersion: (await look(id)).rowVersion,
  });
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

test("R-16 a graver one is not carried away under a lesser one, nor any under one that is lived with", async () => {
  const [critical, low] = [await raised("critical", "Open door"), await raised("low", "Door left open")];
  const merge = (id: string, into: string, rowVersion = 1) =>
    central(findings.mergeFinding, { id, into, reason: "The same door.", rowVersion });
  await assert.rejects(merge(critical, low), { code: "finding.merge_graver" });
  await own(findings.askAcceptance, { id: critical, reason: "No key.", until: inDays(60), rowVersion: 1 });
  const [asked] = (await look(critical)).acceptances;
  await central(findings.decideAcceptance, {
    id: asked?.id ?? "",
    decision: "allow",
    reason: "Until it is cut.",
  });
  await assert.rejects(merge(low, critical), { code: "finding.merge_accepted" });
  await central(findings.endAcceptance, { id: asked?.id ?? "", reason: "The key is there." });
  await merge(low, critical);
});

test("R-16 whoever worked on one that was merged does not verify what it became", async () => {
  const [worked, wide] = [await raised("medium", "Old laptops"), await raised("medium", "Old devices")];
  await remedied(worked);
  const { rowVersion } = await look(worked);
  await central(findings.mergeFinding, { id: worked, into: wide, reason: "Of them.", rowVersion });
  await ownSecond(findings.reportRemedied, {
    id: wide,
    done: "Replaced.",
    doneOn: today,
    rowVersion: (await look(wide)).rowVersion,
  });
  await assert.rejects(verified(own, wide), { code: "finding.verified_by_another" });
});

test("T-12 a merge is not undone by the next round: the weakness is the finding that it became, open or ended", async () => {
  const before = (await registerOf(sisterId)).length;
  await locked(2030, sisterId, { "ORG-01": "not_met", "ORG-02": "partly" });
  const raisedNow = (await registerOf(sisterId)).filter((row) => row.sourceKind === "inspection");
  const [wide] = (
    await central(findings.raiseFinding, {
      companyIds: [sisterId],
      title: "Nobody is in charge of anything",
      source: "noticed",
      severity: "critical",
      foundOn: today,
    })
  ).ids as [string];
  const into = async (id: string) =>
    central(findings.mergeFinding, {
      id,
      into: wide,
      reason: "Of it.",
      rowVersion: (await look(id)).rowVersion,
    });
  for (const one of raisedNow) await into(one.id);
  const again = await locked(2031, sisterId, { "ORG-01": "not_met", "ORG-02": "met" });
  assert.equal((await registerOf(sisterId)).length, before + 3, "no number for what is open");
  const seen = () => look(wide).then((one) => one.occurrences.filter((row) => row.sourceId === again));
  assert.deepEqual(
    (await seen()).map((row) => row.verdict),
    ["not_met"],
    "not met by one of the two that it stands for",
  );
  await verified(central, wide);
  await locked(2032, sisterId, { "ORG-01": "not_met" });
  const back = (await registerOf(sisterId)).find((row) => row.recurredCount === 1);
  assert.equal((await look(back?.id ?? "")).recurs?.id, wide, "it has come back");
  await locked(2033, sisterId, { "ORG-01": "partly" });
  assert.equal((await registerOf(sisterId)).length, before + 4);
});

test("T-12 proof that runs out opens the last of a weakness that came back, not those before it, and keeps nobody else waiting", async () => {
  const of = async (fiscalYear: number, control: string, holdsUntil: string) => {
    await locked(fiscalYear, parent, { [control]: "not_met" });
    const { id } = (await registerOf(parent)).findLast((row) => row.controlIds.includes(control)) ?? {};
    assert.ok(id);
    await verified(central, id, { holdsUntil });
    return id;
  };
  const [first, last] = [await of(2023, "ORG-01", inDays(30)), await of(2024, "ORG-01", inDays(30))];
  // The proof of the one before is over while it has come back; that one is seen to be gone after it.
  const earlier = await of(2025, "ORG-02", inDays(10));
  const later = await of(2026, "ORG-02", inDays(90));
  const other = await raised("medium", "Restore never tried again");
  await verified(central, other, { holdsUntil: inDays(30) });
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(keeper.db, [proofsOfClosed], quiet, new Date(Date.now() + 32 * 86_400_000));
  const states = await Promise.all([first, last, earlier, later, other].map((id) => look(id)));
  assert.deepEqual(
    states.map((one) => one.state),
    ["closed", "open", "closed", "closed", "open"],
  );
});

test("T-12 a corrected inspection that is locked again raises nothing that it has raised before, ended or not", async () => {
  const inspectionId = await locked(2034, parent, {
    "TEC-01": "not_met",
    "TEC-02": "not_met",
    "TEC-03": "met",
  });
  const ofIt = async () => {
    const { rows } = await central(findings.listFindings, {
      sourceId: inspectionId,
      view: "all",
      limit: 100,
    });
    return rows.toSorted((a, b) => String(a.controlIds).localeCompare(String(b.controlIds)));
  };
  const [ended, open] = await ofIt();
  assert.ok(ended && open);
  await verified(central, ended.id);
  await owner.query(
    "update answers set verdict = 'partly', missing = 'Half of it.' where inspection_id = $1 and control_id in ('TEC-01', 'TEC-02')",
    [inspectionId],
  );
  await owner.query(
    "update answers set verdict = 'not_met' where inspection_id = $1 and control_id = 'TEC-03'",
    [inspectionId],
  );
  const { rows } = await owner.query<{ roundId: string }>(
    `update inspections set state = 'confirmed', corrected_count = corrected_count + 1 where id = $1 returning round_id as "roundId"`,
    [inspectionId],
  );
  app.setNow(new Date(Date.now() + 20 * 86_400_000));
  await central(inspections.lockInspections, { roundId: rows[0]?.roundId ?? "" });
  app.setNow(null);
  assert.deepEqual(
    (await ofIt()).map((row) => [row.controlIds[0], row.state, row.recurredCount]),
    [
      ["TEC-01", "closed", 0],
      ["TEC-02", "open", 0],
      ["TEC-03", "open", 0],
    ],
    "what the correction alone says is new",
  );
  assert.deepEqual(
    (await look(open.id)).occurrences.map((one) => [one.seenOn, one.verdict, one.said]),
    [[today, "partly", "Half of it."]],
    "one look, as it was corrected",
  );
});

test("T-12 what was raised for a control stays the finding of it: its company adds others, and takes that one not out", async () => {
  const inspectionId = await locked(2035, company, { "TEC-01": "not_met" });
  const [finding] = (await central(findings.listFindings, { sourceId: inspectionId, view: "all" })).rows;
  assert.ok(finding);
  const change = async (as: typeof own, controlIds: string[]) =>
    as(findings.changeFinding, {
      id: finding.id,
      controlIds,
      rowVersion: (await look(finding.id)).rowVersion,
    });
  for (const controlIds of [[], ["TEC-02"]])
    await assert.rejects(change(own, controlIds), { code: "finding.control_not_yours" });
  await change(own, ["TEC-02", "TEC-01"]);
  const again = await locked(2036, company, { "TEC-01": "not_met" });
  const { rows } = await central(findings.listFindings, { sourceId: again, view: "all" });
  assert.deepEqual(
    rows.map((row) => row.id),
    [finding.id],
  );
  await change(division, ["TEC-02"]);
});

test("a company that the group has sold owes nothing more, and what was found there stays", async () => {
  const id = await raised("medium", "Left open");
  const ended = await raised("medium", "Gone before");
  await verified(central, ended, { holdsUntil: inDays(1) });
  const { rowVersion } = await look(ended);
  await owner.query("update units set ended_on = current_date where id = $1", [company]);
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(keeper.db, [proofsOfClosed, leavers], quiet, new Date(Date.now() + 3 * 86_400_000));
  assert.deepEqual(await openDuties(id), []);
  const { rows } = await owner.query(
    "select state, reopened_count as again, left_on is not null as is_left from findings where id = $1",
    [ended],
  );
  assert.deepEqual(rows, [{ state: "closed", again: 0, is_left: true }], "what had ended as well");
  await assert.rejects(
    central(findings.reopenFinding, { id: ended, reason: "Proof is over.", rowVersion: rowVersion + 1 }),
    { code: "finding.not_now" },
  );
  assert.equal((await owner.query("select state from findings where id = $1", [id])).rows[0]?.state, "open");
});
