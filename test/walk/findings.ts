// A company of the walk with a finding in each state that an act begins from, and the operations on them.
import type pg from "pg";
import { addDays } from "#core/time/fiscal-year.ts";

export type FindingTarget = {
  openFindingId: string;
  otherFindingId: string;
  /** Said to be remedied, and asked to be lived with, by somebody who is none of the walk's. */
  remediedFindingId: string;
  closedFindingId: string;
  acceptanceId: string;
};

export async function addWalkFindings(owner: pg.Client, companyId: string): Promise<FindingTarget> {
  const one = async (statement: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(statement, values)).rows[0]?.id ?? "";
  const by = await one(
    "insert into people (company_id, family_name, given_name) values ($1, 'Finder', '') returning id",
    [companyId],
  );
  const add = (number: number) =>
    one(
      `insert into findings (company_id, number, reference, title, source_kind, found_on, severity, first_due_on, due_on, raised_at, raised_by, sought)
       select $1, $2::int, u.code || '-F' || $2::int, 'Walk', 'noticed', current_date - 9, 'low', current_date + 90, current_date + 90, now(), $3, 'Walk'
       from units u where u.id = $1 returning id`,
      [companyId, number, by],
    );
  await owner.query("insert into finding_numbers (company_id, last) values ($1, 4)", [companyId]);
  const [openFindingId, otherFindingId, remediedFindingId, closedFindingId] = [
    await add(1),
    await add(2),
    await add(3),
    await add(4),
  ];
  await owner.query(
    "update findings set state = 'to_verify', remedied_at = now(), remedied_by = $2 where id = $1",
    [remediedFindingId, by],
  );
  const seen = await one(
    `insert into finding_verifications (finding_id, company_id, is_gone, method, seen, seen_on, verified_at, verified_by)
     values ($1, $2, true, 'documents', 'walk', current_date, now(), $3) returning id`,
    [closedFindingId, companyId, by],
  );
  await owner.query(
    "update findings set state = 'closed', closed_at = now(), verification_id = $2 where id = $1",
    [closedFindingId, seen],
  );
  const acceptanceId = await one(
    `insert into finding_acceptances (finding_id, company_id, reason, until, asked_at, asked_by)
     values ($1, $2, 'walk', current_date + 30, now(), $3) returning id`,
    [remediedFindingId, companyId, by],
  );
  return { openFindingId, otherFindingId, remediedFindingId, closedFindingId, acceptanceId };
}

type Aim = {
  at: "company" | "group";
  input: (target: FindingTarget & { companyId: string }, world: { today: string }) => Record<string, unknown>;
};

const first = { rowVersion: 1 };

export const findingAims: Record<string, Aim> = {
  listFindings: { at: "company", input: ({ companyId }) => ({ companyId, view: "all" }) },
  countFindings: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportFindings: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getFinding: { at: "company", input: ({ openFindingId }) => ({ id: openFindingId }) },
  listFindingSeverities: { at: "group", input: () => ({}) },
  setFindingSeverity: {
    at: "group",
    input: () => ({
      severity: "low",
      remedyDays: 200,
      mostAcceptedDays: 300,
      verifiedWithin: true,
      reason: "walk",
      ...first,
    }),
  },
  raiseFinding: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      companyIds: [companyId],
      title: "walk",
      source: "noticed",
      severity: "low",
      foundOn: today,
    }),
  },
  changeFinding: {
    at: "company",
    input: ({ openFindingId }) => ({ id: openFindingId, cause: "walk", ...first }),
  },
  reportRemedied: {
    at: "company",
    input: ({ openFindingId }, { today }) => ({ id: openFindingId, done: "walk", doneOn: today, ...first }),
  },
  verifyFinding: {
    at: "company",
    input: ({ remediedFindingId }, { today }) => ({
      id: remediedFindingId,
      isGone: true,
      method: "documents",
      seen: "walk",
      seenOn: today,
      ...first,
    }),
  },
  askAcceptance: {
    at: "company",
    input: ({ openFindingId }, { today }) => ({
      id: openFindingId,
      reason: "walk",
      until: addDays(today, 30),
      ...first,
    }),
  },
  decideAcceptance: {
    at: "company",
    input: ({ acceptanceId }) => ({ id: acceptanceId, decision: "refuse", reason: "walk" }),
  },
  endAcceptance: { at: "company", input: ({ acceptanceId }) => ({ id: acceptanceId, reason: "walk" }) },
  reopenFinding: {
    at: "company",
    input: ({ closedFindingId }) => ({ id: closedFindingId, reason: "walk", ...first }),
  },
  mergeFinding: {
    at: "company",
    input: ({ openFindingId, otherFindingId }) => ({
      id: openFindingId,
      into: otherFindingId,
      reason: "walk",
      ...first,
    }),
  },
};
