// The audits of a company of the walk: a visit in a programme that runs, one in a draft, and the operations on them.
import type pg from "pg";

export type AuditTarget = {
  auditVisitId: string;
  auditDraftId: string;
  /** Approved, and nothing in it is open. */
  auditClosableId: string;
  auditorId: string;
  freeAuditorId: string;
  sheetVisitId: string;
  sheetPlaceId: string;
  sheetCheckId: string;
  sheetCheckoutId: string;
  sheetOpId: string;
  auditReadyId: string;
  auditFinishedId: string;
  auditRequestId: string;
  reportlessVisitId: string;
  reportDraftId: string;
  reportSentId: string;
  reportRepliedId: string;
  reportFinalId: string;
  reportVisitId: string;
  reportControlId: string;
};

const one = async (owner: pg.Client, statement: string, values: unknown[]) =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";

/** Programmes are the group's: the first company that asks makes them. */
async function programme(owner: pg.Client, year: number, byId: string | null): Promise<string> {
  await owner.query(
    `insert into audit_programmes (fiscal_year, state, approved_by, approved_at)
     values ($1, case when $2::uuid is null then 'draft' else 'approved' end, $2, case when $2::uuid is not null then now() end)
     on conflict (fiscal_year) do nothing`,
    [year, byId],
  );
  return one(owner, "select id from audit_programmes where fiscal_year = $1", [year]);
}

/** Somebody of no company of the walk, so that no rule of independence refuses them. */
async function auditor(owner: pg.Client): Promise<string> {
  const firm = await one(
    owner,
    "insert into units (id, kind, code, company_id, founded_on) select x, 'outside', 'W' || right(x::text, 12), x, '2020-01-01' from new_id() x returning id",
    [],
  );
  await owner.query("insert into outside_firms (id, name) values ($1, 'Walk Auditors')", [firm]);
  const person = await one(
    owner,
    "insert into people (company_id, family_name, given_name) values ($1, 'Walk', 'Auditor') returning id",
    [firm],
  );
  return one(
    owner,
    `insert into auditors (person_id, home_region, days_a_year, competences, languages, valid_from)
     values ($1, 'japan', 200, '{lead,it}', '{ja}', '2020-01-01') returning id`,
    [person],
  );
}

/** A visit whose sheet has one check at one place, a device that took it along, and a change that waits for a decision. */
async function sheet(
  owner: pg.Client,
  {
    visitId,
    companyId,
    editionId,
    personId,
  }: Record<"visitId" | "companyId" | "editionId" | "personId", string>,
  state: "open" | "ready" | "finished" = "open",
): Promise<{ placeId: string; checkId: string; checkoutId: string; opId: string }> {
  await owner.query(
    `insert into audit_sheets (visit_id, company_id, number, reference, edition_id, tier, seed, share_percent, finished_at, finished_by)
     select $1, $2, n, 'W-A' || n, $3, 'T2', 'walk', 20, case when $5 then now() end, case when $5 then $4::uuid end
     from (select count(*) + 1 as n from audit_sheets where company_id = $2) x`,
    [visitId, companyId, editionId, personId, state === "finished"],
  );
  const placeId = await one(
    owner,
    "insert into audit_places (visit_id, company_id, kind, name, position) values ($1, $2, 'talks', 'Walk', 0) returning id",
    [visitId, companyId],
  );
  const control = await one(
    owner,
    "select control_id as id from controls where edition_id = $1 order by position limit 1",
    [editionId],
  );
  await owner.query(
    "insert into audit_controls (visit_id, control_id, company_id, area, drawn) values ($1, $2, $3, 'ORG', 'mandatory')",
    [visitId, control, companyId],
  );
  const checkId = await one(
    owner,
    "insert into audit_checks (visit_id, company_id, place_id, control_id, position) values ($1, $2, $3, $4, 0) returning id",
    [visitId, companyId, placeId, control],
  );
  const checkoutId = await one(
    owner,
    `insert into audit_checkouts (visit_id, company_id, person_id, device, until, last_synced_at, returned_at)
     values ($1, $2, $3, 'Walk', now() + interval '2 days', now(), case when $4 then now() end) returning id`,
    [visitId, companyId, personId, state !== "open"],
  );
  const op = (outcome: string, value: string) =>
    one(
      owner,
      `insert into audit_ops (id, visit_id, company_id, check_id, field, value, base, person_id, entered_at, outcome)
       values (gen_random_uuid(), $1, $2, $3, 'verdict', to_jsonb($4::text), 0, $5, now(), $6) returning id`,
      [visitId, companyId, checkId, value, personId, outcome],
    );
  await owner.query(
    "insert into audit_values (check_id, field, visit_id, company_id, value, revision, op_id) values ($1, 'verdict', $2, $3, '\"met\"', 1, $4)",
    [checkId, visitId, companyId, await op("applied", "met")],
  );
  return { placeId, checkId, checkoutId, opId: state === "open" ? await op("conflict", "partly") : "" };
}

type ReportState = "draft" | "sent" | "replied" | "final";

/** A report of a finished sheet, whose one control falls short. */
async function report(
  owner: pg.Client,
  { visitId, personId }: Record<"visitId" | "personId", string>,
  state: ReportState,
): Promise<{ id: string; controlId: string }> {
  await owner.query("update audit_visits set announced_at = now(), announced_by = $2 where id = $1", [
    visitId,
    personId,
  ]);
  const id = await one(
    owner,
    `insert into audit_reports (visit_id, company_id, version, reference, language, edition_id, tier, seed, share_percent, seen, summary,
       state, reply_by, sent_at, sent_by, replied_at, replied_by)
     select s.visit_id, s.company_id, 1, s.reference, 'en', s.edition_id, s.tier, s.seed, s.share_percent,
       jsonb_build_object('team', '[]'::jsonb, 'places', '[]'::jsonb, 'photos', jsonb_build_array(jsonb_build_object('controlId', 'ORG-01',
         'place', 'Gate', 'fileId', s.visit_id, 'sha256', repeat('0', 64), 'mediaType', 'image/png', 'sizeBytes', 1, 'words', '', 'takenAt', now()))),
       'Walk', case when $2 = 'draft' then 'draft' else 'sent' end,
       case when $2 <> 'draft' then current_date + 30 end, case when $2 <> 'draft' then now() end, case when $2 <> 'draft' then $3::uuid end,
       case when $2 in ('replied', 'final') then now() end, case when $2 in ('replied', 'final') then $3::uuid end
     from audit_sheets s where s.visit_id = $1 returning id`,
    [visitId, state, personId],
  );
  const controlId = await one(
    owner,
    `insert into audit_report_controls (report_id, control_id, company_id, position, area, drawn, said_verdict, sheet_verdict, verdict,
       words, severity, proposed_severity)
     select $1, c.control_id, c.company_id, 0, c.area, c.drawn, 'met', 'partly', 'partly', 'Walk', 'low', 'low'
     from audit_controls c where c.visit_id = $2 returning control_id as id`,
    [id, visitId],
  );
  if (state === "final")
    await owner.query(
      `update audit_reports set state = 'final', final_at = now(), final_by = $2, held_on = current_date, result = 'improve', findings = 1,
         content_sha256 = sha256('walk') where id = $1`,
      [id, personId],
    );
  return { id, controlId };
}

export async function addWalkAudits(
  owner: pg.Client,
  companyId: string,
  personId: string,
): Promise<AuditTarget> {
  const [running, draft] = [await programme(owner, 2030, personId), await programme(owner, 2031, null)];
  const visit = (programmeId: string, month: string) =>
    one(
      owner,
      `insert into audit_visits (company_id, programme_id, month, kind, auditor_days, why)
       values ($1, $2, $3, 'on_site', 3, 'cycle') returning id`,
      [companyId, programmeId, month],
    );
  const auditVisitId = await visit(running, "2030-06-01");
  await visit(draft, "2031-06-01");
  const auditorId = await auditor(owner);
  await owner.query(
    "insert into audit_visit_team (visit_id, auditor_id, company_id, is_lead, days) values ($1, $2, $3, true, 2)",
    [auditVisitId, auditorId, companyId],
  );
  await owner.query(
    "insert into audit_earlier_days (company_id, due_on, reason, set_on, set_by) values ($1, current_date + 20, 'walk', current_date, $2)",
    [companyId, personId],
  );
  await owner.query(
    "insert into earlier_audits (company_id, held_on, source) values ($1, current_date - 100, 'walk.csv')",
    [companyId],
  );
  const [begun, ready, finished] = [
    await visit(running, "2030-09-01"),
    await visit(running, "2030-10-01"),
    await visit(running, "2030-11-01"),
  ];
  const editionId = await one(
    owner,
    "select edition_id as id from rounds order by fiscal_year desc limit 1",
    [],
  );
  const what = { companyId, editionId, personId };
  const taken = await sheet(owner, { ...what, visitId: begun });
  await sheet(owner, { ...what, visitId: ready }, "ready");
  await sheet(owner, { ...what, visitId: finished }, "finished");
  const reported = async (month: string, state: ReportState) => {
    const visitId = await visit(running, month);
    await sheet(owner, { ...what, visitId }, "finished");
    return { visitId, ...(await report(owner, { visitId, personId }, state)) };
  };
  const reportless = await visit(running, "2030-12-01");
  await sheet(owner, { ...what, visitId: reportless }, "finished");
  const [written, sent, replied, final] = [
    await reported("2031-01-01", "draft"),
    await reported("2031-02-01", "sent"),
    await reported("2031-03-01", "replied"),
    await reported("2030-07-01", "final"),
  ];
  const auditRequestId = await one(
    owner,
    "insert into audit_requests (visit_id, company_id, number, what, due_on) values ($1, $2, 1, 'Walk', current_date) returning id",
    [written.visitId, companyId],
  );
  return {
    auditRequestId,
    reportlessVisitId: reportless,
    reportDraftId: written.id,
    reportSentId: sent.id,
    reportRepliedId: replied.id,
    reportFinalId: final.id,
    reportVisitId: final.visitId,
    reportControlId: replied.controlId,
    auditVisitId,
    sheetVisitId: begun,
    sheetPlaceId: taken.placeId,
    sheetCheckId: taken.checkId,
    sheetCheckoutId: taken.checkoutId,
    sheetOpId: taken.opId,
    auditReadyId: ready,
    auditFinishedId: finished,
    auditDraftId: draft,
    auditClosableId: await programme(owner, 2029, personId),
    auditorId,
    freeAuditorId: await auditor(owner),
  };
}

type Aim = {
  at: "company" | "group";
  input: (
    target: AuditTarget & { companyId: string; freePersonId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};
const group = (input: Aim["input"] = () => ({})): Aim => ({ at: "group", input });
const company = (input: Aim["input"]): Aim => ({ at: "company", input });
const how = { kind: "on_site", auditorDays: 3, note: "", siteIds: [] };
const draw = { sharePercent: 20, seed: "walk" };
const nothing = { waiting: 0, checks: [], ops: [], notes: [], withdrawn: [] };
const able = { homeRegion: "japan", daysAYear: 20, competences: ["it"], languages: ["ja"] };
const cycle = {
  months: { T1: 12, T2: 24, T3: 36, T4: 48 },
  acquiredMonths: 12,
  days: { T1: 10, T2: 6, T3: 3, T4: 2 },
  staffedWeeks: 8,
};

export const auditAims: Record<string, Aim> = {
  listAuditCoverage: group(),
  countAuditCoverage: group(),
  exportAuditCoverage: group(() => ({ format: "csv" })),
  listAuditYears: group(),
  getCompanyAudits: company(({ companyId }) => ({ companyId })),
  setEarlierDay: company(({ companyId }, { today }) => ({ companyId, dueOn: today, reason: "walk" })),
  takeBackEarlierDay: company(({ companyId }) => ({ companyId })),
  getAuditCycle: group(),
  changeAuditCycle: group(() => ({ ...cycle, from: "2090-04-01", reason: "walk" })),
  listProgrammes: group(),
  getProgramme: group(({ auditDraftId }) => ({ id: auditDraftId })),
  addProgramme: group(() => ({ fiscalYear: 2095 })),
  proposeVisits: group(() => ({ first: 2094, years: 1 })),
  takeProposal: group(() => ({ first: 2094, years: 1 })),
  approveProgramme: group(({ auditDraftId }) => ({ id: auditDraftId, rowVersion: 1 })),
  closeProgramme: group(({ auditClosableId }) => ({ id: auditClosableId, rowVersion: 1 })),
  listVisits: group(),
  getVisit: company(({ auditVisitId }) => ({ id: auditVisitId })),
  planVisit: company(({ companyId }) => ({ companyId, month: "2031-07-01", ...how, why: "requested" })),
  changeVisit: company(({ auditVisitId }) => ({ id: auditVisitId, ...how, rowVersion: 1 })),
  moveVisit: company(({ auditVisitId }) => ({
    id: auditVisitId,
    month: "2030-08-01",
    reason: "walk",
    rowVersion: 1,
  })),
  cancelVisit: company(({ auditVisitId }) => ({ id: auditVisitId, reason: "walk", rowVersion: 1 })),
  announceVisit: company(({ auditVisitId }) => ({ id: auditVisitId, rowVersion: 1 })),
  recordVisitHeld: company(({ auditVisitId }, { today }) => ({
    id: auditVisitId,
    heldOn: today,
    report: "",
    rowVersion: 1,
  })),
  listAuditors: group(),
  getAuditor: group(({ auditorId }) => ({ id: auditorId })),
  findPeopleForPool: group(() => ({ search: "Walk" })),
  addAuditor: group(({ freePersonId }, { today }) => ({ personId: freePersonId, ...able, from: today })),
  changeAuditor: group(({ auditorId }) => ({ id: auditorId, ...able, lastDay: null, rowVersion: 1 })),
  recordAdvice: group(({ auditorId, companyId }, { today }) => ({
    id: auditorId,
    companyId,
    fromOn: today,
    toOn: today,
    about: "walk",
  })),
  listFitting: company(({ auditVisitId }) => ({ id: auditVisitId })),
  assignAuditor: company(({ auditVisitId, freeAuditorId }) => ({
    id: auditVisitId,
    auditorId: freeAuditorId,
    isLead: false,
    days: 1,
  })),
  removeAuditor: company(({ auditVisitId, auditorId }) => ({ id: auditVisitId, auditorId })),
  getOverclaim: group(() => ({ by: "company" })),
  getOpinions: company(({ companyId }) => ({ companyId })),
  proposeSheet: company(({ auditVisitId }) => ({ id: auditVisitId, ...draw })),
  prepareSheet: company(({ auditVisitId }) => ({
    id: auditVisitId,
    ...draw,
    added: [],
    places: [{ kind: "talks", name: "Walk", siteId: null }],
  })),
  getAuditSheet: company(({ sheetVisitId }) => ({ id: sheetVisitId })),
  listOtherControls: company(({ sheetVisitId }) => ({ id: sheetVisitId })),
  arrangeSheet: company(({ sheetVisitId, sheetPlaceId }) => ({
    id: sheetVisitId,
    places: [{ id: sheetPlaceId, kind: "talks", name: "Walked", siteId: null }],
    moved: [],
    rowVersion: 1,
  })),
  finishSheet: company(({ auditReadyId }) => ({ id: auditReadyId, rowVersion: 1 })),
  reopenSheet: company(({ auditFinishedId }) => ({ id: auditFinishedId, reason: "walk", rowVersion: 1 })),
  takeSheet: company(({ sheetVisitId }) => ({
    id: sheetVisitId,
    checkoutId: crypto.randomUUID(),
    device: "Walk",
    days: 1,
    isKept: true,
  })),
  syncSheet: company(({ sheetVisitId, sheetCheckId }) => ({
    id: sheetVisitId,
    ...nothing,
    ops: [
      {
        id: crypto.randomUUID(),
        checkId: sheetCheckId,
        field: "seen",
        value: "walk",
        base: 0,
        enteredAt: "2026-11-20T01:02:03.000Z",
      },
    ],
  })),
  returnSheet: company(({ sheetVisitId, sheetCheckoutId }) => ({
    id: sheetVisitId,
    checkoutId: sheetCheckoutId,
  })),
  revokeCheckout: company(({ sheetVisitId, sheetCheckoutId }) => ({
    id: sheetVisitId,
    checkoutId: sheetCheckoutId,
    reason: "walk",
  })),
  decideConflict: company(({ sheetVisitId, sheetOpId }) => ({
    id: sheetVisitId,
    opId: sheetOpId,
    keep: "other",
    revision: 1,
  })),
  getAuditPreparation: company(({ reportVisitId }) => ({ id: reportVisitId })),
  askForDocuments: company(({ auditVisitId }, { today }) => ({
    id: auditVisitId,
    requests: [{ what: "walk", dueOn: today }],
  })),
  answerAuditRequest: company(({ auditRequestId }) => ({
    id: auditRequestId,
    words: "walk",
    fileIds: [],
    rowVersion: 1,
  })),
  judgeAuditRequest: company(({ auditRequestId }) => ({
    id: auditRequestId,
    judgement: "withdrawn",
    words: "walk",
    rowVersion: 1,
  })),
  setAuditAgenda: company(({ auditVisitId }) => ({ id: auditVisitId, lines: [], agendaVersion: 0 })),
  getAuditReport: company(({ reportVisitId }) => ({ id: reportVisitId })),
  beginReport: company(({ reportlessVisitId }) => ({ id: reportlessVisitId })),
  writeReport: company(({ reportDraftId }) => ({
    id: reportDraftId,
    summary: "walk",
    commended: "",
    controls: [],
    rowVersion: 1,
  })),
  sendReport: company(({ reportDraftId }, { today }) => ({
    id: reportDraftId,
    replyBy: today,
    rowVersion: 1,
  })),
  replyToReport: company(({ reportSentId }) => ({
    id: reportSentId,
    controls: [],
    words: "walk",
    fileIds: [],
    isDone: true,
    rowVersion: 1,
  })),
  settleReply: company(({ reportRepliedId, reportControlId }) => ({
    id: reportRepliedId,
    controlId: reportControlId,
    settlement: "withdrawn",
    reason: "walk",
    rowVersion: 1,
  })),
  finishReport: company(({ reportRepliedId }) => ({ id: reportRepliedId, rowVersion: 1 })),
  signForReport: company(({ reportFinalId }) => ({ id: reportFinalId, outcome: "refused", reason: "walk" })),
  getReportPhoto: company(({ reportFinalId }) => ({ id: reportFinalId, number: 1 })),
  downloadAuditReport: company(({ reportFinalId }) => ({ id: reportFinalId, format: "oscal" })),
};
