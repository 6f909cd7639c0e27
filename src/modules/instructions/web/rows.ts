import type { Output } from "#core/contract.ts";
import { nameFor } from "#web/text/names.ts";
import { instructions } from "../contract.ts";

export type Issued = Output<typeof instructions.listInstructions>["rows"][number];
export type Received = Output<typeof instructions.listReceived>["rows"][number];
export type Recipient = Output<typeof instructions.listRecipients>["rows"][number];
export type Instruction = Output<typeof instructions.getInstruction>;
export type ReceivedRecord = Output<typeof instructions.getReceived>;
export type Issuers = Output<typeof instructions.listIssuers>["issuers"];

type UnitNames = {
  unitName: string;
  unitNameEn: string | null;
  unitNameJa: string | null;
  unitNameZh: string | null;
};
export const unitOf = ({ unitName, unitNameEn, unitNameJa, unitNameZh }: UnitNames) =>
  nameFor({ name: unitName, nameEn: unitNameEn, nameJa: unitNameJa, nameZh: unitNameZh });

type IssuerNames = {
  issuerName: string;
  issuerNameEn: string | null;
  issuerNameJa: string | null;
  issuerNameZh: string | null;
};
export const issuerOf = ({ issuerName, issuerNameEn, issuerNameJa, issuerNameZh }: IssuerNames) =>
  nameFor({ name: issuerName, nameEn: issuerNameEn, nameJa: issuerNameJa, nameZh: issuerNameZh });

/** What an act on either side may change. */
export const refreshed = [
  instructions.getReceived,
  instructions.getInstruction,
  instructions.getBoard,
  instructions.listRecipients,
  instructions.listReceived,
  instructions.listInstructions,
];
