// A visit that can be prepared: a company that claims everything, in an approved programme, with two auditors of the parent on the team.
import type pg from "pg";
import { type AnsweringCompany, buildAnsweringCompany, today } from "./answering-company.ts";
import { addUnit, type Id, type SignedIn, signedIn } from "./factories.ts";

export type AuditVisit = AnsweringCompany & {
  visitId: Id;
  siteId: Id;
  lead: SignedIn;
  partner: SignedIn;
  office: SignedIn;
};

const id = async (owner: pg.Client, statement: string, values: unknown[]): Promise<Id> =>
  (await owner.query<{ id: Id }>(statement, values)).rows[0]?.id ?? "";

export async function buildAuditVisit(owner: pg.Client, ownerUrl: string): Promise<AuditVisit> {
  const answering = await buildAnsweringCompany(owner, ownerUrl, { tier: "T2", hasPlant: true });
  // It claims everything, whatever it said before.
  await owner.query(
    "update answers set verdict = 'met', assurance = 'declared', missing = null where inspection_id = $1",
    [answering.lastInspectionId],
  );
  const { parent, group, company } = answering;
  const auditor = async () => {
    const who = await signedIn(owner, { companyId: parent, role: "auditor", unitId: group });
    const pooled = await id(
      owner,
      `insert into auditors (person_id, home_region, days_a_year, competences, languages, valid_from)
       values ($1, 'japan', 100, '{lead,it,physical}', '{ja,en}', '2020-01-01') returning id`,
      [who.personId],
    );
    return { who, pooled };
  };
  const [lead, partner] = [await auditor(), await auditor()];
  const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group });
  const year = Number(today().slice(0, 4)) - (today().slice(5) < "04-01" ? 1 : 0);
  const programme = await id(
    owner,
    "insert into audit_programmes (fiscal_year, state, approved_by, approved_at) values ($1, 'approved', $2, now()) returning id",
    [year, office.personId],
  );
  const visitId = await id(
    owner,
    `insert into audit_visits (company_id, programme_id, month, from_on, to_on, kind, auditor_days, why, announced_at, announced_by)
     values ($1, $2, date_trunc('month', $3::date)::date, $3::date, $3::date + 1, 'on_site', 4, 'cycle', now(), $4) returning id`,
    [company, programme, today(), office.personId],
  );
  const siteId = await addUnit(owner, {
    kind: "site",
    code: "KITA",
    name: "Kita plant",
    nameJa: "北工場",
    parentId: company,
    companyId: company,
  });
  await owner.query(
    "insert into sites (unit_id, company_id, country, time_zone, is_plant) values ($1, $2, 'JP', 'Asia/Tokyo', true)",
    [siteId, company],
  );
  await owner.query("insert into audit_visit_sites (visit_id, site_id, company_id) values ($1, $2, $3)", [
    visitId,
    siteId,
    company,
  ]);
  for (const [{ pooled }, isLead] of [
    [lead, true],
    [partner, false],
  ] as const)
    await owner.query(
      "insert into audit_visit_team (visit_id, auditor_id, company_id, is_lead, days) values ($1, $2, $3, $4, 2)",
      [visitId, pooled, company, isLead],
    );
  return { ...answering, visitId, siteId, lead: lead.who, partner: partner.who, office };
}
