// What is found in a file of a delivery, in the words that judging, taking in and reporting share.
import type { Inspection } from "#modules/inspections/loading.ts";
import type { verdicts } from "../contract/deliveries.ts";
import type { Returned } from "../read-back.ts";
import type { WorkbookRow } from "../returns.ts";
import type { Read } from "./reading.ts";
import type { Loaded, Reason } from "./unpacking.ts";

export type Verdict = (typeof verdicts)[number];
export type BadCell = {
  /** The control, or the condition of a question. */
  what: string;
  sheet: string;
  row: number;
  column: string | null;
  code: string;
  given: string;
};
/** One file as it was found, and what was read of it; null where the same bytes were read before. */
export type Looked = {
  file: { part: number; entry: number; name: string };
  loaded: Loaded;
  read: Read | null;
};
export type Finding = {
  verdict: Verdict;
  companyId?: string | null;
  inspectionId?: string;
  returnId?: string;
  reason?: Reason;
  counts?: Record<string, number>;
  remarks?: Reason[];
  cells?: BadCell[];
  /** Of what it answers; without one where something in it cannot be read. */
  answersSha256?: string;
};

/** A workbook of ours within reach, as its stamp says. */
export type Ours = {
  at: number;
  file: Looked["file"];
  loaded: Extract<Loaded, { bytes: Buffer }>;
  returned: Returned;
  issued: Issued;
  inspection: Inspection;
};
export type Issued = WorkbookRow & { companyId: string; isOfRound: boolean };

export const reasonOf = (word: string, values: Record<string, unknown> = {}): Reason => ({
  code: `workbook.found.${word}`,
  values,
});
