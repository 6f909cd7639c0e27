// What each company of the walk says of its personal data and its important systems, and how the operations on it are aimed.
import type pg from "pg";
import type { Aim } from "./ledgers.ts";

export type PersonalTarget = {
  /** A set of personal data, a transfer of it, another one to be ended, and the gap of the first. */
  dataSetId: string;
  transferId: string;
  endingTransferId: string;
  gapId: string;
  /** An important system with a test, one that ends being important, and one that is none yet. */
  systemId: string;
  restoreTestId: string;
  endingSystemId: string;
  plainServerId: string;
  /** A purpose in force, one that waits for a decision, another that is to be refused, a use, and one to be ended. */
  purposeId: string;
  waitingPurposeId: string;
  refusedPurposeId: string;
  useId: string;
  endingUseId: string;
};

export async function addPersonal(owner: pg.Client, companyId: string): Promise<PersonalTarget> {
  const one = async (text: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(text, values)).rows[0]?.id ?? "";
  const dataSetId = await one(
    `insert into information (company_id, name, nature, registered_at) values ($1::uuid, 'people of ' || $1, 'personal', now()) returning id`,
    [companyId],
  );
  const transfer = (recipient: string) =>
    one(
      `insert into data_transfers (company_id, entry_id, from_country, to_country, recipient, recorded_at)
       values ($1, $2, 'JP', 'US', $3 || $1::uuid, now()) returning id`,
      [companyId, dataSetId, recipient],
    );
  const transferId = await transfer("walk ");
  const endingTransferId = await transfer("ending ");
  const gapId = await one(
    `insert into asset_gaps (company_id, ledger, entry_id, kind, subject_id, opened_at)
     values ($1, 'information', $2, 'transfer_without_basis', $3, now()) returning id`,
    [companyId, dataSetId, transferId],
  );
  return {
    dataSetId,
    transferId,
    endingTransferId,
    gapId,
    ...(await addSystems(owner, companyId)),
    ...(await addPurposes(owner, companyId, dataSetId)),
  };
}

async function addPurposes(owner: pg.Client, companyId: string, dataSetId: string) {
  const { rows } = await owner.query<{ id: string }>(
    `insert into data_purposes (company_id, entry_id, purpose, ground, valid_from, state, proposed_by, proposed_at, decided_at)
     select $1::uuid, $2, n || $1::uuid, 'contract', current_date, s, gen_random_uuid(), now(), case when s = 'approved' then now() end
     from (values ('in force ', 'approved'), ('waiting ', 'proposed'), ('refused ', 'proposed')) v (n, s) returning id`,
    [companyId, dataSetId],
  );
  const uses = await owner.query<{ id: string }>(
    `insert into data_uses (company_id, entry_id, used_by, used_for, since, recorded_at)
     select $1::uuid, $2, n || $1::uuid, 'walk', current_date - 9, now() from unnest(array['walk ', 'ending ']) n returning id`,
    [companyId, dataSetId],
  );
  const [purposeId = "", waitingPurposeId = "", refusedPurposeId = ""] = rows.map((row) => row.id);
  const [useId = "", endingUseId = ""] = uses.rows.map((row) => row.id);
  return { purposeId, waitingPurposeId, refusedPurposeId, useId, endingUseId };
}

async function addSystems(owner: pg.Client, companyId: string) {
  const { rows } = await owner.query<{ id: string }>(
    `insert into servers (company_id, name, registered_at) select $1::uuid, n || $1, now() from unnest(array['system ', 'ending ', 'plain ']) n
     returning id`,
    [companyId],
  );
  const [systemId = "", endingSystemId = "", plainServerId = ""] = rows.map((row) => row.id);
  await owner.query(
    `insert into continuity_targets (entry_id, company_id, ledger, why, rto_minutes, rpo_minutes, set_at, next_test_on)
     select e, $2, 'servers', 'walk ' || $2::uuid, 240, 60, now(), current_date from unnest($1::uuid[]) e`,
    [[systemId, endingSystemId], companyId],
  );
  const tests = await owner.query<{ id: string }>(
    `insert into restore_tests (company_id, ledger, entry_id, tested_on, outcome, remark, rto_minutes, rpo_minutes, recorded_at)
     values ($1, 'servers', $2, current_date - 1, 'failed', 'walk ' || $1::uuid, 240, 60, now()) returning id`,
    [companyId, systemId],
  );
  return { systemId, endingSystemId, plainServerId, restoreTestId: tests.rows[0]?.id ?? "" };
}

const transfer = {
  fromCountry: "JP",
  toCountry: "US",
  recipientCompanyId: null,
  recipient: "Walk",
  categories: "",
  basis: null,
  reference: "",
  fileId: null,
  validUntil: null,
};

const servers = { ledger: "servers" };
const target = {
  why: "Walk",
  rtoMinutes: 240,
  rpoMinutes: 60,
  backupMinutes: null,
  backup: "",
  testMonths: 12,
};
const measured = (testedOn: string) => ({
  testedOn,
  outcome: "restored",
  tookMinutes: 300,
  lostMinutes: 0,
  testedBy: "",
  remark: "",
  fileId: null,
});

const purpose = {
  purpose: "Walk",
  ground: "contract",
  groundSaid: "",
  validFrom: "2026-01-01",
  validUntil: null,
  replacesId: null,
  reason: "",
};
const use = { unitId: null, usedBy: "Walk", usedFor: "Walk", since: "2026-01-01", purposeId: null };

export const personalAims: Record<string, Aim> = {
  listPurposes: { at: "company", input: ({ dataSetId }) => ({ id: dataSetId }) },
  getPurpose: { at: "company", input: ({ purposeId }) => ({ id: purposeId }) },
  proposePurpose: { at: "company", input: ({ dataSetId }) => ({ id: dataSetId, ...purpose }) },
  proposePurposeEnd: {
    at: "company",
    input: ({ purposeId }, { today }) => ({ id: purposeId, on: today, reason: "walk" }),
  },
  approvePurpose: { at: "company", input: ({ waitingPurposeId }) => ({ id: waitingPurposeId, remark: "" }) },
  refusePurpose: {
    at: "company",
    input: ({ refusedPurposeId }) => ({ id: refusedPurposeId, reason: "walk" }),
  },
  // Proposed by whoever walks (`needsState`): nobody else may take it back.
  takeBackPurpose: { at: "company", input: ({ waitingPurposeId }) => ({ id: waitingPurposeId }) },
  listUses: { at: "company", input: ({ dataSetId }) => ({ id: dataSetId }) },
  recordUse: { at: "company", input: ({ dataSetId }) => ({ id: dataSetId, ...use }) },
  changeUse: { at: "company", input: ({ useId }) => ({ id: useId, rowVersion: 1, ...use }) },
  endUse: {
    at: "company",
    input: ({ endingUseId }, { today }) => ({ id: endingUseId, on: today, reason: "walk" }),
  },
  reviewEntry: { at: "company", input: ({ entryId }) => ({ ledger: "devices", id: entryId }) },
  listGaps: { at: "company", input: ({ companyId }) => ({ companyId }) },
  countGaps: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getGap: { at: "company", input: ({ gapId }) => ({ id: gapId }) },
  listTransfers: { at: "company", input: ({ dataSetId }) => ({ id: dataSetId }) },
  recordTransfer: { at: "company", input: ({ dataSetId }) => ({ id: dataSetId, ...transfer }) },
  changeTransfer: {
    at: "company",
    input: ({ transferId }) => ({ id: transferId, rowVersion: 1, ...transfer }),
  },
  endTransfer: {
    at: "company",
    input: ({ endingTransferId }, { today }) => ({ id: endingTransferId, on: today, reason: "walk" }),
  },
  getContinuity: { at: "company", input: ({ systemId }) => ({ ...servers, id: systemId }) },
  setContinuity: {
    at: "company",
    input: ({ plainServerId }) => ({ ...servers, id: plainServerId, ...target }),
  },
  endContinuity: {
    at: "company",
    input: ({ endingSystemId }) => ({ ...servers, id: endingSystemId, reason: "walk" }),
  },
  recordRestoreTest: {
    at: "company",
    input: ({ systemId }, { today }) => ({ ...servers, id: systemId, ...measured(today) }),
  },
  withdrawRestoreTest: {
    at: "company",
    input: ({ restoreTestId }) => ({ id: restoreTestId, reason: "walk" }),
  },
  listContinuity: { at: "company", input: ({ companyId }) => ({ companyId }) },
  countContinuity: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportContinuity: { at: "company", input: ({ companyId }) => ({ companyId, format: "csv" }) },
};
