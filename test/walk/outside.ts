// Outside firms and engagements, written straight by the owner as the operations write them.
import type pg from "pg";
import { hashToken } from "#core/http/door.ts";

const first = async (owner: pg.Client, statement: string, values: unknown[]) =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";

export async function addFirm(owner: pg.Client, name: string, keptBy: string | null): Promise<string> {
  const id = crypto.randomUUID();
  await owner.query(
    "insert into units (id, kind, code, company_id, founded_on) values ($1, 'outside', $2, $1, '2020-04-01')",
    [id, `OUT-${id.slice(-12)}`],
  );
  await owner.query("insert into outside_firms (id, name, kept_by) values ($1, $2, $3)", [id, name, keptBy]);
  return id;
}

export type OutsidePerson = { personId: string; accountId: string; token: string };

export async function addOutsider(owner: pg.Client, firmId: string): Promise<OutsidePerson> {
  const personId = await first(
    owner,
    "insert into people (company_id, family_name, given_name, email) values ($1, 'Outside', 'Ada', 'ada@firm.example') returning id",
    [firmId],
  );
  const accountId = await first(
    owner,
    `insert into accounts (person_id, company_id, login_name, password_hash, state) values ($1, $2, $3, '-', 'active') returning id`,
    [personId, firmId, `${personId}@firm.example`],
  );
  const token = `outside-${crypto.randomUUID()}`;
  await owner.query(
    "insert into sessions (account_id, company_id, token_hash, expires_at, confirmed_at, methods) values ($1, $2, $3, now() + interval '1 hour', now() + interval '1 hour', '{pwd,otp,mfa}')",
    [accountId, firmId, hashToken(token)],
  );
  return { personId, accountId, token };
}

export type Engaged = {
  firmId: string;
  personId: string;
  orderedBy: string;
  companyId: string | null;
  covers: readonly { kind: "company" | "inspection"; id: string; companyId: string }[];
  roleId?: "assessor" | "adviser";
  /** Days from today. */
  from?: number;
  to?: number;
};

export async function addEngagement(owner: pg.Client, of: Engaged): Promise<string> {
  const id = await first(
    owner,
    `insert into engagements (company_id, firm_id, title, purpose, role_id, valid_from, valid_to, time_zone, begins_at, ends_at, ordered_by)
     select $1, $2, 'Walk', 'Walk', $3, group_today() + $4::int, group_today() + $5::int, 'Asia/Tokyo',
       (group_today() + $4::int)::timestamp at time zone 'Asia/Tokyo', (group_today() + $5::int)::timestamp at time zone 'Asia/Tokyo', $6
     returning id`,
    [of.companyId, of.firmId, of.roleId ?? "assessor", of.from ?? -9, of.to ?? 30, of.orderedBy],
  );
  for (const cover of of.covers)
    await owner.query(
      "insert into engagement_covers (engagement_id, subject_kind, subject_id, company_id, added_by) values ($1, $2, $3, $4, $5)",
      [id, cover.kind, cover.id, cover.companyId, of.orderedBy],
    );
  await owner.query(
    "insert into engagement_people (engagement_id, person_id, company_id, added_by) values ($1, $2, $3, $4)",
    [id, of.personId, of.firmId, of.orderedBy],
  );
  // As rights are written, but for one that is over, which has had its own.
  await owner.query(
    `insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, valid_to, begins_at, ends_at, reason, engagement_id)
     select $2, $3, e.role_id, c.company_id, false, e.valid_from, e.valid_to + 1, e.begins_at, e.ends_at, 'walk', e.id
     from engagements e join (select distinct company_id from engagement_covers where engagement_id = $1) c on true where e.id = $1`,
    [id, of.personId, of.firmId],
  );
  return id;
}

export type OutsideTarget = {
  firmId: string;
  outsidePersonId: string;
  engagementId: string;
  /** Evidence of the inspection that is a file. */
  engagedEvidenceId: string;
};

/** A firm of the company's own, its person, and an engagement that covers the company's inspection. */
export async function addOutsideTarget(
  owner: pg.Client,
  of: { companyId: string; inspectionId: string; personId: string; fileId: string },
): Promise<OutsideTarget> {
  const firmId = await addFirm(owner, `Firm ${of.companyId}`, of.companyId);
  const { personId } = await addOutsider(owner, firmId);
  const engagementId = await addEngagement(owner, {
    firmId,
    personId,
    orderedBy: of.personId,
    companyId: of.companyId,
    covers: [{ kind: "inspection", id: of.inspectionId, companyId: of.companyId }],
  });
  const engagedEvidenceId = await first(
    owner,
    "insert into evidence (company_id, title, kind, file_id, valid_from) values ($1, 'Walk file', 'documented', $2, '2026-11-01') returning id",
    [of.companyId, of.fileId],
  );
  await owner.query(
    "insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until) values ($1, $2, 'ORG-01', $3, '2031-01-01')",
    [engagedEvidenceId, of.inspectionId, of.companyId],
  );
  return { firmId, outsidePersonId: personId, engagementId, engagedEvidenceId };
}
