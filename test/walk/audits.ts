// The audits of a company of the walk: a visit in a programme that runs, one in a draft, and the operations on them.
import type pg from "pg";

export type AuditTarget = {
  auditVisitId: string;
  auditDraftId: string;
  /** Approved, and nothing in it is open. */
  auditClosableId: string;
  auditorId: string;
  freeAuditorId: string;
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
  return {
    auditVisitId,
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
};
