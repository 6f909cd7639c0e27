import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { audits } from "../../contract.ts";
import { refreshedByVisits } from "../PlanDialog.tsx";

export type Preparation = Output<typeof audits.getAuditPreparation>;
export type Request = Preparation["requests"][number];
export type AgendaLine = Preparation["agenda"][number];
export type Whole = Output<typeof audits.getAuditReport>;
export type Report = NonNullable<Whole["report"]>;
export type Control = Report["controls"][number];

export const refreshedByWork = [audits.getAuditPreparation, duties.getMyWork, duties.listMyDuties];
export const refreshedByReport = [
  audits.getAuditReport,
  audits.getAuditSheet,
  ...refreshedByVisits,
  duties.getMyWork,
  duties.listMyDuties,
];

export const isShort = (one: Pick<Control, "verdict" | "settlement">) =>
  (one.verdict === "partly" || one.verdict === "not_met") && one.settlement !== "withdrawn";

export const numberOf = (one: Pick<Report, "reference" | "version">) =>
  one.version > 1 ? `${one.reference}-${one.version}` : one.reference;
