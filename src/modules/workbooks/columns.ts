// The columns of the answer sheet. The first row of the sheet, hidden, names them for the machine, so that columns may be
// moved and heads translated.
import { columnName } from "#core/sheets/column-letters.ts";
import type { AnswerFields } from "#modules/inspections/contract.ts";

export type InputColumn = keyof AnswerFields | "holds" | "proofTitle" | "proofPlace" | "proofOn";
export type GivenColumn =
  | "control"
  | "area"
  | "title"
  | "requirement"
  | "corrected"
  | "proofWanted"
  | "before"
  | "measured"
  | "needed"
  | "key";
export type ColumnKey = InputColumn | GivenColumn;

export const answerColumns: readonly { key: ColumnKey; width: number; isInput?: true }[] = [
  { key: "control", width: 10 },
  { key: "area", width: 13 },
  { key: "title", width: 26 },
  { key: "requirement", width: 50 },
  { key: "corrected", width: 44 },
  { key: "proofWanted", width: 34 },
  { key: "before", width: 34 },
  { key: "measured", width: 30 },
  { key: "verdict", width: 16, isInput: true },
  { key: "holds", width: 18, isInput: true },
  { key: "needed", width: 24 },
  { key: "how", width: 36, isInput: true },
  { key: "proofTitle", width: 26, isInput: true },
  { key: "proofPlace", width: 30, isInput: true },
  { key: "proofOn", width: 13, isInput: true },
  { key: "coveragePercent", width: 10, isInput: true },
  { key: "exceptions", width: 28, isInput: true },
  { key: "maturity", width: 10, isInput: true },
  { key: "missing", width: 36, isInput: true },
  { key: "owner", width: 18, isInput: true },
  { key: "dueOn", width: 13, isInput: true },
  { key: "reason", width: 30, isInput: true },
  { key: "key", width: 4 },
];
export const inputColumns = answerColumns.filter((one) => one.isInput).map((one) => one.key as InputColumn);

/** Shown where words were corrected that the company had answered. */
export const correctionColumns: readonly ColumnKey[] = ["corrected", "holds"];
/** Locked words of a row that tell what is asked: what came back is compared with what was sent. */
export const sealedColumns = [
  "title",
  "requirement",
  "proofWanted",
] as const satisfies readonly GivenColumn[];
export type SealedColumn = (typeof sealedColumns)[number];

export const placeOf = (key: ColumnKey) => answerColumns.findIndex((one) => one.key === key);
export const letterOf = (key: ColumnKey) => columnName(placeOf(key) + 1);

/** What the hidden row calls a column. */
export const machineName = (key: string) => `yagura:${key}`;
export const keyOfMachineName = (text: string) => (text.startsWith("yagura:") ? text.slice(7) : null);

/** Rows above the first control: the machine's and the person's heads. */
export const headRows = 2;
export const scopeHeadRows = 2;
