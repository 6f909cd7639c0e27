// Lateral checks of each company of the walk: one asked by its division (the parent's by the group), answered as affected, and one
// that asks nobody yet.
import type pg from "pg";

export type LateralTarget = {
  /** Who asks: the division of the company, or the group. */
  lateralIssuerId: string;
  lateralCheckId: string;
  lateralMemberId: string;
  emptyLateralId: string;
};

export async function addWalkLateral(owner: pg.Client, companyId: string): Promise<LateralTarget> {
  const one = async (text: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(text, values)).rows[0]?.id ?? "";
  const lateralIssuerId = await one(
    "select coalesce((select u.id from units u where u.id = division_above($1, group_today())), (select id from units where kind = 'group')) as id",
    [companyId],
  );
  const open = async () => {
    const id = await one(
      `insert into lateral_checks (issuer_unit_id, company_id, issuer_kind, issuer_code, issuer_name, fiscal_year, serial, original_language, title, why,
         look, severity, due_on)
       select u.id, u.company_id, u.kind, u.code, 'walk', 2026, (select 1 + count(*) from lateral_checks where issuer_unit_id = u.id), 'en',
         'walk', 'walk', 'walk', 'high', group_today() + 5
       from units u where u.id = $1 returning id`,
      [lateralIssuerId],
    );
    await owner.query(
      "insert into lateral_check_origins (check_id, issuer_unit_id, rules) values ($1, $2, $3)",
      [id, lateralIssuerId, JSON.stringify([{ kind: "units", unitIds: [companyId] }])],
    );
    return id;
  };
  const lateralCheckId = await open();
  const lateralMemberId = await one(
    `insert into lateral_check_members (check_id, issuer_unit_id, company_id, unit_code, unit_name, picked_by, added_on, due_on, answer, answered_at)
     select $1, $2, u.id, u.code, 'walk ' || u.id, '{units}', group_today(), group_today() + 5, 'affected', now() from units u where u.id = $3 returning id`,
    [lateralCheckId, lateralIssuerId, companyId],
  );
  return { lateralIssuerId, lateralCheckId, lateralMemberId, emptyLateralId: await open() };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (target: LateralTarget & { companyId: string }, world: { today: string }) => Record<string, unknown>;
};
const rulesOf = (companyId: string) => ({
  rules: [{ kind: "units", unitIds: [companyId] }],
  needsAll: false,
  exceptions: [],
});

export const lateralAims: Record<string, Aim> = {
  listLateralChecks: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getLateralCheck: { at: "company", input: ({ lateralCheckId }) => ({ id: lateralCheckId }) },
  listLateralMembers: { at: "company", input: ({ lateralCheckId }) => ({ id: lateralCheckId }) },
  exportLateralMembers: { at: "company", input: ({ lateralCheckId }) => ({ id: lateralCheckId }) },
  getLateralMember: { at: "company", input: ({ lateralMemberId }) => ({ id: lateralMemberId }) },
  listLateralIssuers: { at: "self", input: () => ({}) },
  previewLateralCheck: {
    at: "company",
    input: ({ lateralIssuerId, companyId }) => ({ issuerUnitId: lateralIssuerId, ...rulesOf(companyId) }),
  },
  noteLateralCheck: { at: "company", input: ({ lateralMemberId }) => ({ id: lateralMemberId }) },
  openLateralCheck: {
    at: "company",
    input: ({ lateralIssuerId, companyId }, { today }) => ({
      issuerUnitId: lateralIssuerId,
      originalLanguage: "en",
      title: "Walk",
      why: "Walk",
      look: "Walk",
      translations: {},
      questions: [],
      contact: "",
      ...rulesOf(companyId),
      sourceWords: "",
      isSourceTold: false,
      severity: "high",
      dueOn: today,
    }),
  },
  addLateralMembers: {
    at: "company",
    input: ({ emptyLateralId, companyId }, { today }) => ({
      id: emptyLateralId,
      companyIds: [companyId],
      dueOn: today,
    }),
  },
  raiseLateralFindings: {
    at: "company",
    input: ({ lateralCheckId }) => ({ id: lateralCheckId, rowVersion: 1 }),
  },
  closeLateralCheck: {
    at: "company",
    input: ({ lateralCheckId }) => ({ id: lateralCheckId, reason: "walk", rowVersion: 1 }),
  },
  remindLateralMembers: {
    at: "company",
    input: ({ lateralCheckId }) => ({ id: lateralCheckId }),
  },
  withdrawLateralCheck: {
    at: "company",
    input: ({ lateralCheckId }) => ({ id: lateralCheckId, reason: "walk", rowVersion: 1 }),
  },
  answerLateralCheck: {
    at: "company",
    input: ({ lateralMemberId }) => ({
      id: lateralMemberId,
      answer: "not_affected",
      fixedOn: null,
      note: "walk",
      replies: [],
      entries: [],
      fileIds: [],
      reason: "",
      rowVersion: 1,
    }),
  },
};
