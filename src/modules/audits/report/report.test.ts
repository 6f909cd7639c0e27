// The report of a visit: draft, sent, replied to, final (T-17, R-14).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { audits } from "../contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { findings } from "#modules/findings/contract.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { testApp } from "#test/app.ts";
import { buildFinishedVisit } from "#test/audit-report.ts";
import { sentBy } from "#test/files.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { addCompany, signedIn } from "#test/factories.ts";

const app = await testApp();
const { owner } = app.database;
const made = await buildFinishedVisit(app, owner, app.database.ownerUrl);
const { visitId, company, group } = made;
const [lead, partner, officer] = [
  app.as(made.lead.token),
  app.as(made.partner.token),
  app.as(made.officer.token),
];
const executive = app.as((await signedIn(owner, { companyId: company, role: "company_executive" })).token);
const office = app.as(
  (await signedIn(owner, { companyId: company, role: "group_office", unitId: group })).token,
);
const sisterId = await addCompany(owner, {
  code: "SIS",
  name: "Sister",
  parentId: group,
  tier: "T3",
  relation: "consolidated",
  workers: 10,
});
const sister = app.as((await signedIn(owner, { companyId: sisterId, role: "security_officer" })).token);

const code = (wanted: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, wanted);
  return true;
};
const inDays = (days: number) =>
  new Date(Date.now() + (days * 24 + 9) * 3_600_000).toISOString().slice(0, 10);
const whole = (who = lead) => who(audits.getAuditReport, { id: visitId });
const report = async (who = lead) => {
  const { report: one } = await whole(who);
  assert.ok(one);
  return one;
};
const of = async (controlId: string, who = lead) => {
  const one = (await report(who)).controls.find((row) => row.id === controlId);
  assert.ok(one);
  return one;
};
/** As the officer's transaction would see it, without the application's predicate. */
async function seenByOfficersRole(): Promise<number> {
  await owner.query("begin");
  await owner.query("select set_config('app.actor', $1, true), set_config('app.permission', $2, true)", [
    made.officer.personId,
    "audit.read_own",
  ]);
  await owner.query("set local role yagura_scoped");
  const { rows } = await owner.query<{ n: number }>("select count(*)::int as n from audit_reports");
  await owner.query("rollback");
  return rows[0]?.n ?? -1;
}
const mine = async (who: typeof lead, kind: string) =>
  (await who(duties.listMyDuties, { kind })).rows.filter((row) => row.subjectId === visitId);
const write = async (
  change: Partial<{ summary: string; severity: "medium" | "critical"; reason: string }> = {},
) => {
  const one = await report();
  return lead(audits.writeReport, {
    id: one.id,
    rowVersion: one.rowVersion,
    summary: change.summary ?? one.summary,
    commended: "受付での来訪者対応は手本になる。",
    controls: one.controls.map((row) => ({
      id: row.id,
      words: row.words,
      severity: change.severity && row.id === made.partly ? change.severity : row.severity,
      severityReason: change.reason && row.id === made.partly ? change.reason : row.severityReason,
    })),
  });
};

test("T-17 a report is begun from the finished sheet, with the words of the sheet and a severity by the rule of findings", async () => {
  assert.equal((await whole()).can.begin, null);
  const begun = await lead(audits.beginReport, { id: visitId });
  assert.equal(begun.version, 1);
  await assert.rejects(lead(audits.beginReport, { id: visitId }), code("audit.report_there"));
  const one = await report();
  assert.deepEqual([one.state, one.language, one.controls.length > 20], ["draft", "ja", true]);
  const short = await of(made.overturned);
  assert.match(short.words, /遠隔保守/);
  assert.deepEqual(
    [short.verdict, short.isOverturned, short.isMandatory, short.photos.length],
    ["not_met", true, true, 1],
  );
  assert.ok(short.severity === "critical" || short.severity === "high");
  assert.equal((await of(made.met)).severity, null);
  assert.deepEqual([one.counts.overturned, one.counts.unknown, one.counts.partly], [2, 1, 1]);
});

const notSeen = "The hall was closed.";

test("T-17 a sheet that is opened again takes its draft with it", async () => {
  const { rowVersion } = await lead(audits.getAuditSheet, { id: visitId });
  const opened = await lead(audits.reopenSheet, { id: visitId, reason: "one room was missed", rowVersion });
  assert.equal((await whole()).report, null);
  assert.equal((await whole()).can.begin, "not_finished");
  await assert.rejects(lead(audits.beginReport, { id: visitId }), code("audit.not_finished"));
  // One more was to be looked at, and was not.
  const others = await lead(audits.listOtherControls, { id: visitId });
  const sheet = await lead(audits.getAuditSheet, { id: visitId });
  await lead(audits.syncSheet, {
    id: visitId,
    waiting: 0,
    withdrawn: [],
    ops: [],
    notes: [],
    checks: [
      {
        id: randomUUID(),
        placeId: sheet.places[0]?.id ?? "",
        controlId: others.controls[0]?.id ?? "",
        reason: "somebody mentioned it",
      },
    ],
  });
  const again = await lead(audits.getAuditSheet, { id: visitId });
  assert.ok(again.rowVersion >= opened.rowVersion);
  await lead(audits.finishSheet, { id: visitId, rowVersion: again.rowVersion, reason: notSeen });
  await lead(audits.beginReport, { id: visitId });
  const one = await report();
  assert.deepEqual([one.version, one.left], [1, { count: 1, reason: notSeen }]);
});

test("T-17 another severity than the rule gives says why, a shortfall keeps words, and nothing is sent without a summary", async () => {
  await assert.rejects(write({ severity: "critical" }), code("audit.severity_reason"));
  const one = await report();
  await assert.rejects(
    lead(audits.writeReport, {
      id: one.id,
      rowVersion: one.rowVersion,
      summary: "",
      commended: "",
      controls: [{ id: made.overturned, words: " ", severity: null, severityReason: "" }],
    }),
    code("audit.seen_missing"),
  );
  await write({ severity: "critical", reason: "個人情報を扱う部署のため" });
  const weighed = await of(made.partly);
  assert.deepEqual([weighed.severity, weighed.severityReason], ["critical", "個人情報を扱う部署のため"]);
  const { id, rowVersion } = await report();
  await assert.rejects(
    lead(audits.sendReport, { id, rowVersion, replyBy: inDays(14) }),
    code("audit.summary_missing"),
  );
});

test("T-17 a draft does not exist for the company, by the application's lock and by the rows' own", async () => {
  await write({ summary: "おおむね整っているが、遠隔保守の回線に重大な不備がある。" });
  assert.equal((await whole(officer)).report, null);
  assert.deepEqual((await whole(officer)).versions, []);
  const { id } = await report();
  await assert.rejects(
    officer(audits.downloadAuditReport, { id, format: "pdf" }),
    code("audit_report.not_found"),
  );
  await assert.rejects(
    officer(audits.replyToReport, { id, controls: [], words: "", fileIds: [], isDone: true, rowVersion: 1 }),
    code("audit_report.not_found"),
  );
  assert.equal(await seenByOfficersRole(), 0, "the rows' own lock alone");
});

test("T-17 the lead alone sends it; from then on the company reads it and owes a reply, a sister company nothing", async () => {
  const { id, rowVersion } = await report();
  await assert.rejects(
    partner(audits.sendReport, { id, rowVersion, replyBy: inDays(14) }),
    code("audit.not_lead"),
  );
  await assert.rejects(
    lead(audits.sendReport, { id, rowVersion, replyBy: inDays(-3) }),
    code("audit.day_past"),
  );
  await lead(audits.sendReport, { id, rowVersion, replyBy: inDays(14) });
  assert.equal(await seenByOfficersRole(), 1);
  const sheet = await lead(audits.getAuditSheet, { id: visitId });
  await assert.rejects(
    lead(audits.reopenSheet, { id: visitId, reason: "x", rowVersion: sheet.rowVersion }),
    code("audit.report_out"),
  );
  const seen = await whole(officer);
  assert.deepEqual([seen.report?.state, seen.can.reply, seen.can.write], ["sent", true, false]);
  assert.equal((await whole(executive)).can.reply, false, "the officer replies");
  const short = seen.report?.controls.find((one) => one.id === made.overturned);
  assert.equal((await mine(officer, "audit.reply")).length, 1);
  const photo = { id, number: short?.photos[0]?.number ?? 0 };
  const picture = await sentBy(await officer(audits.getReportPhoto, photo));
  assert.equal(
    picture.subarray(1, 4).toString(),
    "PNG",
    "of a photo the company sees what stands in the report",
  );
  const [place] = seen.report?.places ?? [];
  assert.deepEqual(
    [place?.notes, place?.photos.length],
    [["門扉は夜間も開いていた"], 1],
    "of a place as a whole",
  );
  await officer(audits.getReportPhoto, { id, number: place?.photos[0]?.number ?? 0 });
  await assert.rejects(officer(audits.getReportPhoto, { id, number: 300 }), code("file.not_found"));
  for (const ask of [
    () => whole(sister),
    () => sister(audits.downloadAuditReport, { id, format: "pdf" }),
    () => sister(audits.getReportPhoto, photo),
  ])
    await assert.rejects(ask, (error) => error instanceof AppError && error.code.endsWith(".not_found"));
  await assert.rejects(
    lead(audits.finishReport, { id, rowVersion: (await report()).rowVersion }),
    code("audit.reply_awaited"),
  );
});

test("T-17 the company agrees or sees it differently with words, once; the auditors go through it with reasons", async () => {
  const { id } = await report();
  const reply = async (controls: { id: string; agrees: boolean; words: string }[], isDone: boolean) =>
    officer(audits.replyToReport, {
      id,
      rowVersion: (await report(officer)).rowVersion,
      controls: controls.map((row) => ({ ...row, fileIds: [] })),
      words: "期日までに是正します。",
      fileIds: [],
      isDone,
    });
  await assert.rejects(
    reply([{ id: made.partly, agrees: false, words: " " }], false),
    code("audit.differs_why"),
  );
  await reply([{ id: made.partly, agrees: false, words: "残る1部署の記録は別の棚にありました。" }], false);
  assert.equal((await mine(officer, "audit.reply")).length, 1, "kept is not handed in");
  await reply([{ id: made.overturned, agrees: true, words: "12月中に回線を止めます。" }], true);
  assert.equal((await mine(officer, "audit.reply")).length, 0);
  await assert.rejects(reply([], true), code("audit.replied_already"));
  assert.deepEqual(
    [(await mine(lead, "audit.settle")).length, (await mine(partner, "audit.settle")).length],
    [1, 0],
    "the lead goes through it",
  );
  const settle = async (controlId: string, change: object) =>
    lead(audits.settleReply, {
      id,
      controlId,
      rowVersion: (await report()).rowVersion,
      settlement: "changed",
      reason: "",
      ...change,
    });
  await assert.rejects(
    lead(audits.finishReport, { id, rowVersion: (await report()).rowVersion }),
    code("audit.replies_unsettled"),
  );
  await assert.rejects(settle(made.partly, { verdict: "met" }), code("audit.say_why"));
  await assert.rejects(settle(made.partly, { reason: "x" }), code("audit.verdict_needed"));
  await settle(made.partly, { verdict: "met", reason: "記録を写真で確認した。" });
  const settled = await of(made.partly);
  assert.deepEqual([settled.verdict, settled.sheetVerdict, settled.severity], ["met", "partly", null]);
});

test("T-17 final: the visit is held, what falls short is a finding with its day, nothing is closed, what was seen met is verified", async () => {
  const before = await owner.query("select id, state from findings where company_id = $1", [company]);
  const [locked, standing] = await Promise.all(
    ["locked", "standing"].map((basis) =>
      owner.query(
        "select result, half_points from inspection_results where inspection_id = $1 and basis = $2",
        [made.lastInspectionId, basis],
      ),
    ),
  );
  // Given anew since the sheet was made: nobody has seen what it says now.
  await owner.query(
    "update answers set row_version = row_version + 1 where inspection_id = $1 and control_id = $2",
    [made.lastInspectionId, made.met],
  );
  await lead(audits.askForDocuments, { id: visitId, requests: [{ what: "構成図", dueOn: inDays(2) }] });
  assert.equal((await mine(officer, "audit.document")).length, 1);
  const { id, rowVersion } = await report();
  await assert.rejects(partner(audits.finishReport, { id, rowVersion }), code("audit.not_lead"));
  const done = await lead(audits.finishReport, { id, rowVersion });
  assert.deepEqual([done.findings, done.result], [1, "serious"], "a mandatory control is not met");
  assert.equal((await mine(officer, "audit.document")).length, 0, "after the visit nothing is brought to it");
  assert.equal((await mine(lead, "audit.settle")).length, 0, "gone through");
  const visit = await officer(audits.getVisit, { id: visitId });
  assert.deepEqual(
    [visit.state, visit.result, visit.findings, visit.report],
    ["held", "serious", 1, "C1-A1"],
  );
  const opinion = (await lead(audits.getAuditSheet, { id: visitId })).controls.find(
    (one) => one.id === made.partly,
  );
  assert.equal(opinion?.verdict, "met", "figures count what stands after the reply");
  const found = (await lead(findings.listFindings, { companyId: company })).rows.find((row) =>
    row.controlIds.includes(made.overturned),
  );
  const short = await of(made.overturned);
  assert.deepEqual(
    [found?.sourceKind, found?.severity, found?.dueOn, found?.reference],
    ["audit", short.severity, short.dueOn, short.findingReference],
  );
  for (const row of before.rows) {
    const now = await owner.query("select state from findings where id = $1", [row.id]);
    assert.equal(now.rows[0].state, row.state);
  }
  const answers = await owner.query<{ controlId: string; assurance: string; day: string | null }>(
    `select control_id as "controlId", assurance, verified_on::text as day from answers where inspection_id = $1`,
    [made.lastInspectionId],
  );
  const answer = (controlId: string) => answers.rows.find((row) => row.controlId === controlId);
  const met = (await report()).controls.find(
    (row) =>
      row.verdict === "met" && row.id !== made.met && row.id !== made.partly && row.saidVerdict === "met",
  );
  assert.deepEqual(
    [answer(met?.id ?? "")?.assurance, answer(met?.id ?? "")?.day],
    ["verified", visit.heldOn],
  );
  assert.notEqual(answer(made.met)?.assurance, "verified", "given anew since");
  assert.notEqual(answer(made.overturned)?.assurance, "verified");
  const after = await owner.query(
    "select basis, result, mandatory_gaps from inspection_results where inspection_id = $1 and basis in ('locked', 'standing') order by basis",
    [made.lastInspectionId],
  );
  assert.deepEqual(after.rows.find((row) => row.basis === "locked")?.result, locked?.rows[0]?.result);
  const now = after.rows.find((row) => row.basis === "standing");
  assert.ok(now?.mandatory_gaps.includes(made.overturned), "the standing takes what was seen");
  assert.notEqual(now?.result, standing?.rows[0]?.result);
});

test("T-17 a finding that somebody has seen to be gone gives the standing its answer back", async () => {
  const { keepStandings } = await import("#modules/inspections/standing.ts");
  const { openDatabase } = await import("#core/db/pool.ts");
  const gaps = async () =>
    (
      await owner.query(
        "select mandatory_gaps from inspection_results where inspection_id = $1 and basis = 'standing'",
        [made.lastInspectionId],
      )
    ).rows[0].mandatory_gaps as string[];
  assert.ok((await gaps()).includes(made.overturned));
  const { findingId } = await of(made.overturned);
  // Merged before it was gone: what was seen of the one that it became counts.
  const { ids } = await office(findings.raiseFinding, {
    companyIds: [company],
    title: "遠隔保守の管理者が決まっていない",
    source: "noticed",
    severity: "critical",
    foundOn: inDays(0),
  });
  const { rowVersion } = await office(findings.getFinding, { id: findingId ?? "" });
  await office(findings.mergeFinding, {
    id: findingId ?? "",
    into: ids[0] ?? "",
    reason: "同じ回線",
    rowVersion,
  });
  const finding = await partner(findings.getFinding, { id: ids[0] ?? "" });
  await partner(findings.verifyFinding, {
    id: finding.id,
    isGone: true,
    method: "on_site",
    seen: "回線の撤去を確認",
    seenOn: inDays(0),
    rowVersion: finding.rowVersion,
  });
  const opened = openDatabase({ connectionString: app.database.ownerUrl, size: 1 });
  await keepStandings({
    db: opened.db,
    today: inDays(0),
    now: new Date(),
    actor: { personId: null },
    requestId: "test",
  } as never);
  await opened.close();
  assert.ok(!(await gaps()).includes(made.overturned));
});

test("T-17 a final report is never changed, whoever tries: its content is what the trail has the hash of", async () => {
  const one = await report();
  await assert.rejects(write(), code("audit.report_not_now"));
  for (const [statement, values] of [
    ["update audit_reports set summary = 'x' where id = $1", [one.id]],
    ["update audit_report_controls set verdict = 'met' where report_id = $1", [one.id]],
    ["delete from audit_report_controls where report_id = $1", [one.id]],
    [
      "insert into audit_report_files (report_id, company_id, file_id, name) values ($1, $2, $3, 'x')",
      [one.id, company, made.photo],
    ],
  ] as const)
    await assert.rejects(
      owner.query(statement, [...values]),
      (error: Error & { constraint?: string }) => error.constraint === "audit_reports_frozen",
    );
  const { rows } = await owner.query(
    "select data from events where verb = 'audit.report_final' and data->>'visitId' = $1",
    [visitId],
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0].data.contentSha256, one.contentSha256);
  const { frozenContent } = await import("./content.ts");
  const loading = await import("./loading.ts");
  const { openDatabase } = await import("#core/db/pool.ts");
  const opened = openDatabase({ connectionString: app.database.ownerUrl, size: 1 });
  const ctx = {
    db: opened.db,
    reach: "group",
    locks: { application: true },
    permission: "audit.read",
  } as never;
  const kept = await loading.reportInScope(ctx, one.id);
  const again = frozenContent(kept, await loading.controlsOf(ctx, one.id), {
    heldOn: kept.heldOn ?? "",
    result: kept.result ?? "not_known",
  });
  await opened.close();
  assert.equal(contentHash(again).toString("hex"), one.contentSha256, "anybody can compute it again");
});

test("T-17 the executive says that it was received, or the lead notes that this was refused; once", async () => {
  const { id } = await report();
  assert.equal((await whole(executive)).can.acknowledge, true);
  await assert.rejects(
    lead(audits.signForReport, { id, outcome: "signed", reason: "" }),
    code("audit.not_yours_to_sign"),
  );
  await assert.rejects(
    lead(audits.signForReport, { id, outcome: "refused", reason: " " }),
    code("audit.say_why"),
  );
  await executive(audits.signForReport, { id, outcome: "signed", reason: "" });
  await assert.rejects(
    lead(audits.signForReport, { id, outcome: "refused", reason: "nobody came" }),
    code("audit.signed_already"),
  );
  assert.deepEqual(
    (await report(officer)).signatures.map((one) => [one.side, one.outcome]),
    [
      ["lead", "signed"],
      ["company", "signed"],
    ],
  );
});

const pdftotext = existsSync("/usr/bin/pdftotext") ? false : "pdftotext is not installed here";
test("T-17 the report as pages in three languages: the finding first, what the company said beside what was found, the photo, the method", {
  skip: pdftotext,
}, async () => {
  const { id } = await report();
  const folder = mkdtempSync(join(tmpdir(), "yagura-report-"));
  const said = {
    ja: [/覆されました|覆りました/, /遠隔保守の回線/, /ウィルソン法/, /システム上で署名/],
    en: [/had been answered as met/, /Wilson/, /Signed in the system/, /2026-kita/],
    zh: [/答复被推翻/, /威尔逊法/, /在系统中签署/],
  };
  for (const language of ["ja", "en", "zh"] as const) {
    const path = join(folder, `${language}.pdf`);
    writeFileSync(
      path,
      await sentBy(await officer(audits.downloadAuditReport, { id, format: "pdf", language })),
    );
    const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
    for (const words of said[language])
      assert.match(text.replaceAll(/\s+/g, language === "en" ? " " : ""), words);
    assert.match(text.replaceAll(/\s+/g, ""), /門扉は夜間も開いていた/, "a note of a place");
    assert.match(text.replaceAll(/\s+/g, " "), new RegExp(notSeen), "what was not looked at, and why");
    assert.doesNotMatch(text, /鍵は前から無い|守衛/, "what somebody said stays with the auditors");
    const info = execFileSync("pdfinfo", [path], { encoding: "utf8" });
    assert.ok(Number(/Pages:\s+(\d+)/.exec(info)?.[1]) >= 4);
    const pictures = execFileSync("pdfimages", ["-list", path], { encoding: "utf8" });
    assert.equal(pictures.match(/\bimage\s+320\s+240/g)?.length, 2, "of a shortfall, and of a place");
    if (process.env["YAGURA_KEEP_PDF"])
      copyFileSync(path, join(process.env["YAGURA_KEEP_PDF"], `${language}.pdf`));
  }
});

test("T-17 a final report is OSCAL assessment results, with the method of each check and the state of each finding", async () => {
  const { id, controls } = await report();
  const bytes = await sentBy(await lead(audits.downloadAuditReport, { id, format: "oscal", language: "en" }));
  const { "assessment-results": document } = JSON.parse(bytes.toString());
  assert.deepEqual(oscalProblems("assessment-results", document), []);
  const [result] = document.results;
  assert.equal(result.observations.length, controls.length);
  const valueOf = (props: { name: string; value: string }[], name: string) =>
    props.find((one) => one.name === name)?.value;
  const found = result.findings.find(
    (one: { props: { name: string; value: string }[] }) =>
      valueOf(one.props, "control-id") === made.overturned,
  );
  assert.equal(found.target.status.state, "not-satisfied");
  assert.match(valueOf(found.props, "finding") ?? "", /^C1-F/);
  const seen = result.observations.find(
    (one: { uuid: string }) => one.uuid === found["related-observations"][0]["observation-uuid"],
  );
  assert.ok(seen.methods.includes("EXAMINE") && seen["relevant-evidence"].length === 1);
  const again = await sentBy(await lead(audits.downloadAuditReport, { id, format: "oscal", language: "ja" }));
  assert.equal(
    JSON.parse(again.toString())["assessment-results"].results[0].findings[0].uuid,
    result.findings[0].uuid,
  );
});

/** A correction of the final report, settled as given, sent and final after the day of reply. */
async function corrected(settle: Record<string, object>) {
  const begun = await lead(audits.beginReport, { id: visitId, reason: "誤字" });
  const { summary, commended, ...one } = await report();
  let { rowVersion } = await lead(audits.writeReport, {
    id: begun.id,
    rowVersion: one.rowVersion,
    summary,
    commended,
    controls: Object.keys(settle).map((id) => ({
      id,
      words: "鍵は共用されていた。",
      severity: null,
      severityReason: "",
    })),
  });
  for (const [controlId, change] of Object.entries(settle))
    ({ rowVersion } = await lead(audits.settleReply, {
      id: begun.id,
      controlId,
      rowVersion,
      reason: "取り違え",
      settlement: "changed",
      ...change,
    }));
  const sent = await lead(audits.sendReport, { id: begun.id, rowVersion, replyBy: inDays(1) });
  app.setNow(new Date(Date.now() + 3 * 86_400_000));
  await lead(audits.finishReport, { id: begun.id, rowVersion: sent.rowVersion });
  app.setNow(null);
}

test("T-17 a corrected report raises nothing again, and takes back of the answers what it says no more", async () => {
  const count = async () =>
    (await lead(findings.listFindings, { companyId: company, view: "all" })).rows.length;
  const standing = async () =>
    (
      await owner.query(
        "select mandatory_gaps from inspection_results where inspection_id = $1 and basis = 'standing'",
        [made.lastInspectionId],
      )
    ).rows[0].mandatory_gaps as string[];
  const [before, first] = [await count(), await of(made.overturned)];
  await corrected({});
  assert.deepEqual([await count(), (await report()).version], [before, 2], "it had been seen to be gone");
  assert.ok(first.findingId);
  assert.ok(!(await standing()).includes(made.overturned), "and the standing keeps its answer");

  const seenMet = (await report()).controls.filter(
    (row) => row.verdict === "met" && row.saidVerdict === "met" && ![made.met, made.partly].includes(row.id),
  );
  const [fell, withdrawn, kept] = seenMet.map((row) => row.id) as [string, string, string];
  const answers = async () => {
    const { rows } = await owner.query<{ id: string; assurance: string; day: string | null }>(
      `select control_id as id, assurance, verified_on::text as day from answers where inspection_id = $1`,
      [made.lastInspectionId],
    );
    return [fell, withdrawn, kept].map((id) => rows.find((row) => row.id === id));
  };
  assert.deepEqual(
    (await answers()).map((row) => row?.assurance),
    ["verified", "verified", "verified"],
  );
  const said = new Map((await report()).controls.map((row) => [row.id, row.saidAssurance]));
  await corrected({
    [fell]: { verdict: "not_met" },
    [withdrawn]: { settlement: "withdrawn" },
  });
  assert.deepEqual(
    (await answers()).map((row) => [row?.assurance, row?.day === null]),
    [
      [said.get(fell), true],
      [said.get(withdrawn), true],
      ["verified", false],
    ],
  );
  const { rows } = await owner.query<{ id: string; verdict: string }>(
    "select control_id as id, verdict from seen_on_site where inspection_id = $1 and control_id = any ($2)",
    [made.lastInspectionId, [fell, withdrawn]],
  );
  assert.deepEqual(rows, [{ id: fell, verdict: "not_met" }]);
  assert.equal(await count(), before + 1);
});

test("T-17 a correction is a new version beside the final one, with a reason; the sheet under a report that is out stays shut", async () => {
  await assert.rejects(lead(audits.beginReport, { id: visitId }), code("audit.say_why"));
  const { version } = await lead(audits.beginReport, { id: visitId, reason: "部署名の誤り" });
  assert.equal(version, 4);
  const corrected = await report();
  assert.deepEqual(
    [corrected.state, corrected.summary.length > 0, corrected.reason],
    ["draft", true, "部署名の誤り"],
  );
  assert.equal((await report(officer)).version, 3, "the company still reads what is final");
  const { id, rowVersion } = corrected;
  const changed = await lead(audits.settleReply, {
    id,
    controlId: made.overturned,
    rowVersion,
    settlement: "withdrawn",
    reason: "取り違え",
  });
  assert.equal((await report()).counts.withdrawn, 2);
  const sent = await lead(audits.sendReport, { id, rowVersion: changed.rowVersion, replyBy: inDays(1) });
  app.setNow(new Date(Date.now() + 3 * 86_400_000));
  const done = await lead(audits.finishReport, { id, rowVersion: sent.rowVersion });
  app.setNow(null);
  assert.equal(done.findings, 1);
  const { rows } = await owner.query(
    "select state from duties where kind = 'audit.reply' and subject_id = $1 order by starts_at desc limit 1",
    [visitId],
  );
  assert.equal(rows[0].state, "lapsed", "nobody replied, and the day was over");
  assert.equal((await officer(audits.getVisit, { id: visitId })).report, "C1-A1-4");
  assert.deepEqual(
    (await whole(officer)).versions.map((one) => [one.version, one.state]),
    [4, 3, 2, 1].map((one) => [one, "final"]),
  );
});
