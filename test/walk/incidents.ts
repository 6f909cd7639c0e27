// A company of the walk with incidents in the states that acts begin from, and the operations on them.
import type pg from "pg";
import { addWalkRoom, roomAims, type RoomTarget } from "./rooms.ts";
import { addWalkNotices, noticeAims, type NoticeTarget } from "./notices.ts";

export type IncidentTarget = {
  /** Reported and not judged; late, and nobody has said why. */
  reportedIncidentId: string;
  openIncidentId: string;
  lockId: string;
  indicatorId: string;
  proposalOfIncidentId: string;
  checkRequestId: string;
  costId: string;
  procedureId: string;
  endingProcedureId: string;
  clockOfIncidentId: string;
  otherClockId: string;
  notifiedClockId: string;
  /** Decided not to be notified, by nobody of the walk. */
  omittedClockId: string;
  /** Of a rule that may pause. */
  standingClockId: string;
  openPauseId: string;
} & RoomTarget &
  NoticeTarget;

export async function addWalkIncidents(
  owner: pg.Client,
  companyId: string,
  adoptedRuleId: string,
): Promise<IncidentTarget> {
  const add = async (number: number, judged: string | null) =>
    (
      await owner.query<{ id: string }>(
        `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at,
           reported_at, judged_as, judged_at, is_product, potential, actual, sought)
         select $1, $2::int, u.code || '-I' || $2::int, 'malware', 'Walk', 'form', now() - interval '2 days', 'Asia/Tokyo', now(), now() - interval '1 day',
           now(), $3, case when $3::text is null then null else now() end, $3::text is not null, 'medium', 'none', 'Walk' from units u where u.id = $1 returning id`,
        [companyId, number, judged],
      )
    ).rows[0]?.id ?? "";
  await owner.query("insert into incident_numbers (company_id, last) values ($1, 2)", [companyId]);
  // The open one is of a product: so the right on those alone opens what it may, and what it may not stays closed by permission.
  const [reportedIncidentId, openIncidentId] = [await add(1, null), await add(2, "incident")];
  // At headquarters, and nobody has taken note of it.
  await owner.query(
    `insert into incident_reports (incident_id, company_id, nth, is_partial, severity, reported_at) values ($1, $2, 1, true, 'medium', now())`,
    [openIncidentId, companyId],
  );
  const one = async (statement: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";
  const hung = [openIncidentId, companyId];
  await owner.query(
    `insert into incident_reviews (incident_id, company_id, causes, how, held_on, written_at) values ($1, $2, '{error}', 'walk', current_date, now())`,
    hung,
  );
  // A case of a product that concerns the company as well: clocks of both run.
  await owner.query(
    `insert into incident_answers (incident_id, company_id, fact, value, said_at) values ($1, $2, 'company_concerned', 'true', now())`,
    hung,
  );
  const procedure = () =>
    one(
      `insert into incident_procedures (company_id, kind, title, every_months, added_on, next_on)
       values ($1, 'incident', 'walk', 12, current_date, current_date + 60) returning id`,
      [companyId],
    );
  const clock = (key: string, endedAs: string | null = null) =>
    one(
      `insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, zone, ended_as, ended_at, reason, ended_by)
       values ($1, $2, $3, $5, $2, 'first', 'due', 'applies', 'Asia/Tokyo', $4,
         case when $4::text is null then null else now() end, case when $4::text is null then '' else 'walk' end,
         case when $4::text is null then null else new_id() end) returning id`,
      [...hung, key, endedAs, adoptedRuleId],
    );
  await owner.query("update clock_rules set may_pause = true where id = $1", [adoptedRuleId]);
  const standingClockId = await clock("4");
  const pausedClockId = await clock("5");
  await owner.query(
    "update incident_clocks set started_at = now() - interval '2 hours', due_at = now() + interval '9 hours' where id = any ($1)",
    [[standingClockId, pausedClockId]],
  );
  return {
    reportedIncidentId,
    openIncidentId,
    standingClockId,
    openPauseId: await one(
      `insert into incident_clock_pauses (clock_id, incident_id, company_id, kind, from_at, granted_by, reason, set_at)
       values ($3, $1, $2, 'pause', now() - interval '1 hour', 'walk', 'walk', now()) returning id`,
      [...hung, pausedClockId],
    ),
    lockId: await one(
      `insert into incident_locks (incident_id, company_id, entry_id, name) values ($1, $2, new_id(), 'walk') returning id`,
      hung,
    ),
    indicatorId: await one(
      `insert into incident_indicators (incident_id, company_id, kind, value, marking, seen_at, added_at)
       values ($1, $2, 'domain', 'before.example', 'amber', now(), now()) returning id`,
      hung,
    ),
    proposalOfIncidentId: await one(
      `insert into incident_lessons (incident_id, company_id, nth, lesson, leads_to, because, added_at)
       values ($1, $2, 1, 'walk', 'standard', 'walk', now()) returning id`,
      hung,
    ),
    checkRequestId: await one(
      `insert into incident_check_requests (incident_id, company_id, said) values ($1, $2, 'walk') returning id`,
      hung,
    ),
    costId: await one(
      `insert into incident_costs (incident_id, company_id, kind, hours, is_estimate, added_at) values ($1, $2, 'work', 1, true, now()) returning id`,
      hung,
    ),
    procedureId: await procedure(),
    endingProcedureId: await procedure(),
    // As the rule that is adopted here makes it.
    clockOfIncidentId: await clock(`walk-adopted-${companyId.slice(0, 8)}|${companyId}||`),
    otherClockId: await clock("2"),
    notifiedClockId: await clock("6", "notified"),
    omittedClockId: await clock("3", "not_notified"),
    ...(await addWalkRoom(owner, companyId, openIncidentId)),
    ...(await addWalkNotices(owner, companyId, openIncidentId)),
  };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (
    target: IncidentTarget & { companyId: string; entryId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};
const discovery = () => ({
  discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
  zone: "Asia/Tokyo",
});

export const incidentAims: Record<string, Aim> = {
  ...roomAims,
  ...noticeAims,
  getReportForm: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listReportCompanies: { at: "self", input: () => ({}) },
  listReportPeople: { at: "company", input: ({ companyId }) => ({ companyId }) },
  sayLocked: {
    at: "company",
    input: ({ lockId }) => ({
      id: lockId,
      outcome: "locked",
      at: new Date(Date.now() - 60_000).toISOString(),
      said: "",
      rowVersion: 1,
    }),
  },
  findLikeIncidents: {
    at: "company",
    input: ({ companyId }) => ({ companyId, kind: "malware", discoveredAt: discovery().discoveredAt }),
  },
  reportIncident: {
    at: "company",
    input: ({ companyId }) => ({ companyId, kind: "malware", what: "walk", ...discovery() }),
  },
  listOwnReports: { at: "self", input: () => ({}) },
  getOwnReport: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  addToReport: { at: "self", input: () => ({ id: crypto.randomUUID(), said: "walk" }) },
  listIncidents: { at: "company", input: ({ companyId }) => ({ companyId, view: "all" }) },
  countIncidents: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportIncidents: { at: "company", input: ({ companyId }) => ({ companyId, view: "all" }) },
  getIncident: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  getCompanyIncidents: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listAlike: { at: "company", input: ({ reportedIncidentId }) => ({ id: reportedIncidentId }) },
  judgeIncident: {
    at: "company",
    input: ({ reportedIncidentId }) => ({
      id: reportedIncidentId,
      as: "incident",
      because: "",
      rowVersion: 1,
    }),
  },
  reportToHeadquarters: {
    at: "company",
    input: ({ openIncidentId }) => ({ id: openIncidentId, said: "walk", isPartial: true, rowVersion: 1 }),
  },
  weighIncident: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      potential: "low",
      actual: "low",
      reason: "walk",
      rowVersion: 1,
    }),
  },
  takeUpIncident: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId, rowVersion: 1 }) },
  moveIncident: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      step: "contained",
      at: discovery().discoveredAt,
      said: "",
      rowVersion: 1,
    }),
  },
  correctDiscovery: {
    at: "company",
    input: ({ openIncidentId }) => ({ id: openIncidentId, ...discovery(), reason: "walk", rowVersion: 1 }),
  },
  sayWhyLate: {
    at: "company",
    input: ({ reportedIncidentId }) => ({ id: reportedIncidentId, reason: "walk", rowVersion: 1 }),
  },
  takeNoteOfIncident: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  getIncidentClocks: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  getIncidentClock: { at: "company", input: ({ clockOfIncidentId }) => ({ id: clockOfIncidentId }) },
  answerFact: {
    at: "company",
    input: ({ openIncidentId }) => ({ id: openIncidentId, fact: "personal_data", value: true }),
  },
  setMoment: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      anchor: "aware",
      at: discovery().discoveredAt,
      zone: "Asia/Tokyo",
      reason: "",
    }),
  },
  notifyByClock: {
    at: "company",
    input: ({ clockOfIncidentId }) => ({
      id: clockOfIncidentId,
      at: discovery().discoveredAt,
      recipient: "walk",
      proofReference: "walk",
      said: "",
      rowVersion: 1,
    }),
  },
  takeBackNotification: {
    at: "company",
    input: ({ notifiedClockId }) => ({ id: notifiedClockId, reason: "walk", rowVersion: 1 }),
  },
  downloadAuthorityReport: {
    at: "company",
    input: ({ clockOfIncidentId }) => ({ id: clockOfIncidentId, language: "en" }),
  },
  decideNotToNotify: {
    at: "company",
    input: ({ otherClockId }) => ({ id: otherClockId, reason: "walk", criteria: "walk", rowVersion: 1 }),
  },
  pauseClock: {
    at: "company",
    input: ({ standingClockId }) => ({
      id: standingClockId,
      kind: "pause",
      from: discovery().discoveredAt,
      grantedBy: "walk",
      reference: "",
      reason: "walk",
      rowVersion: 1,
    }),
  },
  endClockPause: {
    at: "company",
    input: ({ openPauseId }) => ({ id: openPauseId, at: new Date().toISOString() }),
  },
  secondOmission: {
    at: "company",
    input: ({ omittedClockId }) => ({ id: omittedClockId, agrees: true, reason: "", rowVersion: 1 }),
  },
  getIncidentFigures: { at: "company", input: ({ companyId }) => ({ companyId }) },
  listIncidentDues: { at: "company", input: ({ companyId }) => ({ companyId, what: "notices" }) },
  getIncidentReview: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  reviewIncident: {
    at: "company",
    input: ({ openIncidentId }, { today }) => ({
      id: openIncidentId,
      causes: ["error"],
      how: "walk",
      wentWell: "",
      toChange: "",
      heldOn: today,
      rowVersion: 1,
    }),
  },
  addLesson: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      lesson: "walk",
      leadsTo: "nothing",
      because: "walk",
    }),
  },
  listStandardProposals: { at: "self", input: () => ({}) },
  answerProposal: {
    at: "company",
    input: ({ proposalOfIncidentId }) => ({ id: proposalOfIncidentId, isTakenUp: true, answer: "walk" }),
  },
  addCost: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      kind: "work",
      hours: 1,
      isEstimate: true,
      note: "",
    }),
  },
  withdrawCost: { at: "company", input: ({ costId }) => ({ id: costId }) },
  listProcedures: { at: "company", input: ({ companyId }) => ({ companyId }) },
  addProcedure: {
    at: "company",
    input: ({ companyId }) => ({ companyId, kind: "incident", title: "walk", place: "", everyMonths: 12 }),
  },
  tryProcedure: {
    at: "company",
    input: ({ procedureId }, { today }) => ({
      id: procedureId,
      triedOn: today,
      how: "exercise",
      worked: "yes",
      learned: "",
      rowVersion: 1,
    }),
  },
  endProcedure: { at: "company", input: ({ endingProcedureId }) => ({ id: endingProcedureId }) },
  findSpread: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId, words: "walk" }) },
  draftWarning: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  askToWarn: {
    at: "company",
    input: ({ openIncidentId }) => ({ id: openIncidentId, said: "walk", things: [] }),
  },
  getCheckRequest: { at: "company", input: ({ checkRequestId }) => ({ id: checkRequestId }) },
  answerCheckRequest: {
    at: "company",
    input: ({ checkRequestId }) => ({ id: checkRequestId, checkId: null, because: "walk" }),
  },
  getSpread: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  addIndicators: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      lines: ["walk.example"],
      note: "",
      marking: "amber",
    }),
  },
  withdrawIndicator: {
    at: "company",
    input: ({ indicatorId }) => ({ id: indicatorId, because: "walk" }),
  },
  downloadIndicators: {
    at: "company",
    input: ({ openIncidentId }) => ({ id: openIncidentId, upTo: "amber" }),
  },
  getIncidentSettings: { at: "self", input: () => ({}) },
  setIncidentSettings: {
    at: "group",
    input: () => ({ headPositionId: null, atOnce: [], reason: "walk", rowVersion: 1 }),
  },
};
