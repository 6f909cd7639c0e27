// What each company of the walk says of its personal data and its important systems, and how the operations on it are aimed.
import type pg from "pg";
import type { Aim } from "./ledgers.ts";

export type PersonalTarget = {
  /** A set of personal data, a transfer of it, another one to be ended, and the gap of the first. */
  dataSetId: string;
  transferId: string;
  endingTransferId: string;
  gapId: string;
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
  return { dataSetId, transferId, endingTransferId, gapId };
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

export const personalAims: Record<string, Aim> = {
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
};
