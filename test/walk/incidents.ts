// A company of the walk with incidents in the states that acts begin from, and the operations on them.
import type pg from "pg";

export type IncidentTarget = {
  /** Reported and not judged; late, and nobody has said why. */
  reportedIncidentId: string;
  openIncidentId: string;
};

export async function addWalkIncidents(owner: pg.Client, companyId: string): Promise<IncidentTarget> {
  const add = async (number: number, judged: string | null) =>
    (
      await owner.query<{ id: string }>(
        `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at,
           reported_at, judged_as, judged_at, potential, actual, sought)
         select $1, $2::int, u.code || '-I' || $2::int, 'malware', 'Walk', 'form', now() - interval '2 days', 'Asia/Tokyo', now(), now() - interval '1 day',
           now(), $3, case when $3::text is null then null else now() end, 'medium', 'none', 'Walk' from units u where u.id = $1 returning id`,
        [companyId, number, judged],
      )
    ).rows[0]?.id ?? "";
  await owner.query("insert into incident_numbers (company_id, last) values ($1, 2)", [companyId]);
  const [reportedIncidentId, openIncidentId] = [await add(1, null), await add(2, "incident")];
  // At headquarters, and nobody has taken note of it.
  await owner.query(
    `insert into incident_reports (incident_id, company_id, nth, is_partial, severity, reported_at) values ($1, $2, 1, true, 'medium', now())`,
    [openIncidentId, companyId],
  );
  return { reportedIncidentId, openIncidentId };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (
    target: IncidentTarget & { companyId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};
const discovery = () => ({
  discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
  zone: "Asia/Tokyo",
});

export const incidentAims: Record<string, Aim> = {
  getReportForm: { at: "company", input: ({ companyId }) => ({ companyId }) },
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
  getIncidentSettings: { at: "self", input: () => ({}) },
  setIncidentSettings: {
    at: "group",
    input: () => ({ headPositionId: null, atOnce: [], reason: "walk", rowVersion: 1 }),
  },
};
