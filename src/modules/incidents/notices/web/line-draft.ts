// A line in the making, as the form keeps it.
import type { Input } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";
import type { Line } from "./notice.ts";

export type Draft = Input<typeof incidents.addNoticeLine>["line"];
export type FieldsProps = { line: Draft; onChange: (part: Partial<Draft>) => void };

export const emptyLine: Draft = {
  names: {},
  on: "incident",
  kinds: [],
  severityFrom: "medium",
  needsPersonal: false,
  needsProduct: false,
  countries: [],
  audience: "internal",
  owner: { by: "assess" },
  anchor: "judged",
  hours: 24,
  channel: "mail",
  approvals: 0,
  approver: null,
  proof: "who_when",
  recipients: [],
  subjects: {},
  bodies: {},
};

/** What a new version begins with: the line as it stands, without what only its page shows. */
export const lineOf = (row: Line): Draft =>
  Object.fromEntries(Object.keys(emptyLine).map((key) => [key, row[key as keyof Draft]])) as Draft;
