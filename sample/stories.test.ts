// The stories that were planted are really there: each is asked for through the operations that the pages use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { audits } from "#modules/audits/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { keepBackings } from "#modules/inspections/backing.ts";
import { daysBetween } from "#core/time/fiscal-year.ts";
import { findings } from "#modules/findings/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import { keepGaps } from "#modules/ledgers/gaps/settling.ts";
import { onboarding } from "#modules/onboarding/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { board, plans } from "#modules/plans/contract.ts";
import { overview } from "#modules/overview/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { loadedSample } from "#test/sample.ts";

const { app, office, signIn } = await loadedSample();

/** The inspection of a company in the round of so many years ago. */
async function inspectionOf(slug: string, yearsAgo = 0) {
  const { rows } = await app.database.owner.query<{ id: string; company_id: string; round_id: string }>(
    `select i.id, i.company_id, i.round_id from accounts a
     join inspections i on i.company_id = a.company_id join rounds r on r.id = i.round_id
     where a.login_name = $1 and r.fiscal_year = (select max(fiscal_year) from rounds) - $2::int`,
    [`officer@${slug}.mihon.example`, yearsAgo],
  );
  const row = rows[0];
  assert.ok(row, `${slug} has an inspection`);
  return row;
}

test("a company always answers that everything is met, with one letter as proof for all of it", async () => {
  const { id } = await inspectionOf("devices-sg");
  const { rows } = await office(inspections.listAskedControls, { id });
  const required = rows.filter((row) => row.need === "required");
  assert.ok(required.length > 80);
  assert.ok(required.every((row) => row.verdict === "met" && row.assurance === "declared"));
  const { rows: proof } = await office(inspections.listEvidence, {
    companyId: (await inspectionOf("devices-sg")).company_id,
  });
  assert.equal(proof.length, 3, "one letter a year");
  const last = await inspectionOf("devices-sg", 1);
  const { rows: overturned } = await app.database.owner.query(
    "select 1 from desk_reviews d join answers a using (inspection_id, control_id) where d.inspection_id = $1 and a.verdict = 'met' and d.verdict <> 'met'",
    [last.id],
  );
  assert.ok(overturned.length > 10, "the desk saw it otherwise");
});

test("a forgotten VPN box makes a well-run company a serious gap", async () => {
  const { body } = { body: await office(overview.getOverview, {}) };
  const gap = body.overview?.gaps.find((one) => one.controlId === "TEC-19");
  assert.ok(gap, "TEC-19 is among the worst gaps");
  const { id } = await inspectionOf("forge");
  const { results } = await office(inspections.getInspection, { id });
  assert.equal(results.find((row) => row.basis === "live")?.result, "serious");
});

test("an office of thirty in another zone has not begun and is late by its own clock", async () => {
  const { overview: shown } = await office(overview.getOverview, {});
  const late = shown?.late.find((company) => company.timeZone === "America/Los_Angeles");
  assert.equal(late?.state, "not_begun");
  assert.equal(shown?.lateCount, 3);
});

test("a company bought in mid-year is asked after the freeze, with a due day of its own, and begins low", async () => {
  const { id, round_id: roundId } = await inspectionOf("vision-nl");
  const inspection = await office(inspections.getInspection, { id });
  const { round } = await office(rounds.getRound, { id: roundId });
  assert.ok(inspection.dueOn > round.dueOn);
  const live = inspection.results.find((row) => row.basis === "live");
  assert.ok(live && live.halfPoints / (2 * live.weight) < 0.6);
  const progress = await office(rounds.getRoundProgress, { id: roundId });
  assert.equal(progress.joined, 1);
});

test("T-07 a company sold during last year's round is asked no more; what it answered stays", async () => {
  const last = await inspectionOf("castings-uk", 1);
  await assert.rejects(inspectionOf("castings-uk"), /has an inspection/);
  const progress = await office(rounds.getRoundProgress, { id: last.round_id });
  assert.equal(progress.left, 1);
  const { rows } = await office(inspections.listAskedControls, { id: last.id });
  assert.ok(rows.some((row) => row.verdict !== null));
});

test("T-10 the new edition looks like progress: the same answers on unchanged controls rise less than the whole", async () => {
  const { rows } = await app.database.owner.query<{ fiscal_year: number; whole: number; same: number }>(`
    with value as (
      select r.fiscal_year, a.control_id, a.company_id, c.weight, case a.verdict when 'met' then 2 when 'partly' then 1 else 0 end as half
      from answers a join inspections i on i.id = a.inspection_id join rounds r on r.id = i.round_id
      join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id and c.tiers ->> i.tier = 'required'
      where i.submitted_at is not null and a.verdict <> 'not_applicable'
    ), unchanged as (select control_id from edition_changes e join editions d on d.id = e.edition_id and d.previous_id is not null where change = 'unchanged')
    select fiscal_year, (sum(half * weight)::float / sum(2 * weight)) as whole,
      (sum(half * weight) filter (where control_id in (select control_id from unchanged))::float
        / sum(2 * weight) filter (where control_id in (select control_id from unchanged))) as same
    from value group by 1 order by 1`);
  const [, then, now] = rows;
  assert.ok(then && now);
  assert.ok(now.whole - then.whole > now.same - then.same + 0.01);
  const { years } = await office(overview.getTrend, {});
  assert.deepEqual(years.map((year) => year.isNewEdition).filter(Boolean).length, 1);
});

test("R-14 a company asks to postpone for the third time: its division has to decide", async () => {
  const secretary = await signIn("secretary@cas.mihon.example");
  const { rows } = await secretary(duties.listPostponements, {});
  assert.deepEqual(
    rows.map((row) => [row.kind, row.nth]),
    [
      ["inspection.answer", 3],
      ["plan.step", 3],
    ],
  );
  const other = await signIn("secretary@ele.mihon.example");
  assert.deepEqual((await other(duties.listPostponements, {})).rows, []);
});

test("returned answers carry their reasons, and the workbook company answered by its file", async () => {
  const { id } = await inspectionOf("press-in");
  assert.equal((await office(inspections.getInspection, { id })).state, "returned");
  const { rows } = await app.database.owner.query<{ kind: string }>(
    "select distinct reason_kind as kind from desk_reviews where inspection_id = $1 and decision = 'returned' order by 1",
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.kind),
    ["contradicts_data", "proof_missing", "proof_too_old", "scope_unclear"],
  );
  const workbook = await inspectionOf("trading-vn");
  const { rows: origins } = await app.database.owner.query(
    "select distinct origin from answers where inspection_id = $1",
    [workbook.id],
  );
  assert.deepEqual(origins, [{ origin: "workbook" }]);
});

test("what the provider of the shared services answered first is proposed to those who are connected", async () => {
  const officer = await signIn("officer@casting.mihon.example");
  const { id } = await inspectionOf("casting");
  const { rows } = await officer(inspections.listAskedControls, { id });
  assert.ok(rows.some((row) => row.proposal?.from === "service"));
  assert.ok(rows.some((row) => row.proposal?.from === "last_year"));
});

test("every inherited answer rests on the provider's of the same round, as the product's own rule has it", async () => {
  const { rows } = await app.database.owner.query<{ inherited: number; whole: number; early: number }>(`
    select count(*)::int as inherited,
      count(*) filter (where a.backing = 'stands' and p.round_id = i.round_id and pa.verdict = a.backed_verdict
        and a.coverage_percent = s.share_percent
        and a.backed_until = (select max(u.valid_until) from evidence_uses u where u.inspection_id = p.id and u.control_id = a.control_id))::int as whole,
      count(*) filter (where a.answered_at < p.submitted_at)::int as early
    from answers a join inspections i on i.id = a.inspection_id
    join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id
    join service_connections s on s.company_id = a.company_id and s.service = c.inherits_from
    left join inspections p on p.id = a.backed_by left join answers pa on pa.inspection_id = p.id and pa.control_id = a.control_id
    where a.origin = 'inherited'`);
  const [found] = rows;
  assert.ok(found && found.inherited > 100);
  assert.deepEqual(found, { inherited: found.inherited, whole: found.inherited, early: 0 });
  const moved = await asSystem(app.door.db, "timed.inspections.backing", (ctx) => keepBackings(ctx));
  assert.equal(moved, 0, "the product finds nothing to bring up to date");
});

test("R-12 an inherited answer opens the provider's answer", async () => {
  const { id } = await inspectionOf("casting");
  const { rows } = await app.database.owner.query<{ control_id: string; backed_by: string }>(
    "select control_id, backed_by from answers where inspection_id = $1 and origin = 'inherited' order by 1 limit 1",
    [id],
  );
  const controlId = rows[0]?.control_id ?? "";
  const own = await office(inspections.getAskedControl, { id, controlId });
  assert.equal(own.backing?.state, "stands");
  assert.equal(own.inherited?.inspectionId, rows[0]?.backed_by);
  const theirs = await office(inspections.getAskedControl, {
    id: own.inherited?.inspectionId ?? "",
    controlId,
  });
  assert.equal(theirs.answer?.verdict, "met");
  assert.ok(theirs.evidence.length > 0, "with its proof");
});

test("T-07 companies stand below companies, and the shares run along other lines", async () => {
  const idOf = async (slug: string) => (await inspectionOf(slug)).company_id;
  const named = (rows: readonly { nameEn: string | null }[]) => rows.map((row) => row.nameEn).sort();
  const { rows: below } = await office(organization.listChildren, { parentId: await idOf("commerce") });
  const companies = below.filter((row) => row.kind === "company");
  assert.deepEqual(named(companies), [
    "Mihon Sales (Thailand) Co., Ltd.",
    "Mihon Sales de México S.A. de C.V.",
  ]);
  const { rows: held } = await office(organization.listOwned, { ownerId: await idOf("commerce") });
  assert.deepEqual(named(held), ["Mihon Sales (Thailand) Co., Ltd.", "Mihon Trading (Shanghai) Co., Ltd."]);
  const { rows: last } = await office(organization.listOwned, { ownerId: await idOf("precision-de") });
  assert.deepEqual(
    last.map((row) => [row.nameEn, row.ownershipPercent, row.groupPercent]),
    [["Mihon Vision Nederland B.V.", 80, 72]],
  );
});

test("who supervises companies reads their results and neither answers nor signs for them", async () => {
  const officer = await signIn("officer@commerce.mihon.example");
  const { id } = await inspectionOf("sales-th");
  await assert.rejects(officer(inspections.submitInspection, { id, rowVersion: 1 }), {
    code: "inspection.not_found",
  });
  const { rows } = await officer(overview.listCompanyResults, {});
  assert.deepEqual(rows.map((row) => row.code).sort(), ["JP1007", "MX1001", "TH1002"]);
});

test("no answer of the sample shows a place that nobody filled", async () => {
  const { rows } = await app.database.owner.query(
    "select control_id, how, missing from answers where concat(how, missing, reason, exceptions) ~ '[{}]' limit 3",
  );
  assert.deepEqual(rows, []);
});

test("the running round shows every state there is", async () => {
  const { round_id: roundId } = await inspectionOf("casting");
  const { rows } = await office(inspections.listInspections, { roundId, limit: 100 });
  const states = new Set(rows.map((row) => row.state));
  assert.deepEqual([...states].sort(), [
    "answering",
    "confirmed",
    "locked",
    "not_begun",
    "returned",
    "reviewed",
    "submitted",
  ]);
});

test("of important systems and personal data three things fall short, each of another company, and nothing else", async () => {
  await asSystem(app.door.db, "timed.ledgers.gaps", async (ctx) => void (await keepGaps.run(ctx)));
  const { rows } = await office(ledgers.listGaps, {});
  assert.deepEqual(rows.map((row) => [row.kind, row.about.why, row.companyName]).toSorted(), [
    ["restore_too_slow", "slower", "Mihon Press Co., Ltd."],
    ["transfer_without_basis", "none", "Mihon Electronics (Suzhou) Co., Ltd."],
    ["use_without_purpose", "none", "Mihon Devices Singapore Pte. Ltd."],
  ]);
  const counts = await office(ledgers.countContinuity, {});
  assert.deepEqual([counts.slower, counts.failed, counts.never, counts.overdue], [1, 0, 0, 0]);
  assert.ok(counts.within > 5);
});

test("a scan saw seven servers that nobody had taken in: four are asked of whoever probably answers for them, three of the officer", async () => {
  const { rows } = await app.database.owner.query<{
    likely_by: string | null;
    is_asked: boolean;
    open: number;
  }>(
    `select t.likely_by, t.asked_id is not null as is_asked,
       (select count(*)::int from duties d where d.subject_id = t.id and d.kind = 'ledger.identify' and d.state = 'open') as open
     from unknown_things t
     where t.ledger = 'servers' order by t.name`,
  );
  assert.equal(rows.length, 7);
  assert.equal(rows.filter((row) => row.is_asked && row.likely_by !== null).length, 4);
  assert.ok(rows.every((row) => row.open === 1));
  // The box that nobody answers for is one as well.
  const things = (await office(ledgers.listUnknowns, {})).rows;
  assert.deepEqual(
    things
      .filter((one) => one.facesInternet)
      .map((one) => one.name)
      .toSorted(),
    ["198.51.100.77", "203.0.113.77"],
  );
});

test("the company bought in mid-year is in its first ninety days: most steps are done, its ledgers are late", async () => {
  const { company_id: companyId } = await inspectionOf("vision-nl");
  const { plan } = await office(onboarding.getPlan, { companyId });
  assert.deepEqual([plan?.cause, plan?.standing, plan?.total], ["acquired", "behind", 90]);
  assert.deepEqual(
    plan?.steps.map((one) => [one.step, one.state, one.isLate]),
    [
      ["officer", "done", false],
      ["facts", "done", false],
      ["tier", "done", false],
      ["ledgers", "open", true],
      ["rules", "open", false],
      ["inspection", "done", false],
      ["review", "open", false],
    ],
  );
  const { ledgers } = await office(onboarding.getSetUp, { companyId });
  assert.deepEqual(
    ledgers.filter((one) => !one.hasBegun).map((one) => one.ledger),
    ["servers", "product_components"],
  );
  const listed = await office(onboarding.listPlans, {});
  assert.equal(listed.rows.length, 1, "nobody else of the first list has a plan");
});

test("R-14 the step about a critical finding was moved twice, and the third time waits: the board counts it; the forgotten VPN box is critical and new", async () => {
  const { whole } = await office(board.getPlanBoard, {});
  assert.equal(whole.thrice, 1);
  const { rows: steps } = await office(plans.listFollowUp, { thrice: true });
  assert.deepEqual(
    steps.map((one) => [one.postponedCount, one.askedNth, daysBetween(one.firstDueOn, one.dueOn)]),
    [[2, 3, 28]],
  );
  const { findings: about } = await office(plans.getImprovementPlan, { id: steps[0]?.planId ?? "" });
  assert.deepEqual(
    about.map((one) => [one.severity, one.state, one.dueOn]),
    [["critical", "planned", steps[0]?.dueOn]],
  );
  const vpn = (await office(findings.listFindings, { search: "VPN", source: "assessment" })).rows;
  assert.deepEqual(
    vpn.map((row) => [row.severity, row.state, row.isOverdue]),
    [["critical", "open", false]],
  );
});

test("T-12 every shortfall of a locked inspection is in a finding, each finding stands as the product would have it", async () => {
  const { rows } = await app.database.owner.query(`
    select count(*)::int as lost from answers a join inspections i on i.id = a.inspection_id and i.locked_at is not null
    join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id and c.tiers ->> i.tier = 'required'
    left join scope_answers s on s.inspection_id = i.id and s.condition = c.applies_when
    where a.verdict in ('partly', 'not_met') and a.origin <> 'inherited' and (c.applies_when = 'always' or coalesce(s.is_true, true))
      and not exists (select from finding_occurrences o join findings f on f.id = o.finding_id
        where o.source_id = i.id and f.control_ids = array[a.control_id] and o.verdict = a.verdict)`);
  assert.equal(rows[0]?.lost, 0);
  const { views } = await office(findings.countFindings, {});
  assert.ok(
    views.running > 20 && views.overdue > 5 && views.closed > 50 && views.accepted > 3 && views.to_verify > 3,
    JSON.stringify(views),
  );
  const { rows: loose } = await app.database.owner.query(`
    select count(*)::int as count from findings f where f.state in ('open', 'planned', 'to_verify') and f.left_on is null
      and (select count(*) from duties d where d.subject_id = f.id and d.state = 'open') <> 1`);
  assert.equal(loose[0]?.count, 0);
});

test("T-16 T-17 who claims everything fails on site, in a final report with its findings; another company has replied to its report", async () => {
  const visitOf = async (slug: string) => {
    const { company_id: companyId } = await inspectionOf(slug);
    const { rows } = await app.database.owner.query<{ id: string }>(
      "select visit_id as id from audit_reports where company_id = $1",
      [companyId],
    );
    return { companyId, id: rows[0]?.id ?? "" };
  };
  const flawless = await visitOf("devices-sg");
  const { report } = await office(audits.getAuditReport, { id: flawless.id });
  assert.deepEqual([report?.state, report?.result, report?.counts.overturned], ["final", "serious", 12]);
  assert.deepEqual(report?.signatures.map((one) => one.side).toSorted(), ["company", "lead"]);
  const short = report?.controls.filter((one) => one.severity !== null) ?? [];
  const { rows: raised } = await office(findings.listFindings, { companyId: flawless.companyId, limit: 100 });
  for (const one of short)
    assert.ok(
      raised.some((row) => row.reference === one.findingReference && row.dueOn === one.dueOn),
      one.id,
    );
  const places = report?.places ?? [];
  const photos = [...short, ...places].flatMap((one) => one.photos);
  assert.equal(photos.length, 2, "beside what they show: a control that falls short, or the place");
  assert.deepEqual(places.find((place) => place.kind === "gate")?.notes.length, 1);
  const press = await visitOf("press");
  const replied = await office(audits.getAuditReport, { id: press.id });
  assert.deepEqual([replied.report?.state, replied.report?.repliedAt !== null], ["sent", true]);
  const lead = await signIn("auditor@mihon.example");
  const { rows: owed } = await lead(duties.listMyDuties, { kind: "audit.settle" });
  assert.deepEqual(
    owed.map((one) => one.subjectId),
    [press.id],
  );
});
