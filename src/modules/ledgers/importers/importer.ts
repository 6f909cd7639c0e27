// What every format of a source is read into: one row said of one thing, in the words of the ledgers. One file a format;
// which there are, importers.ts lists.
import type { LedgerName } from "../declared/ledgers.ts";
import type { Values } from "../contract/words.ts";

/** What was wrong with one value or row: the row goes on where it can, and says so in the report. */
export type SaidProblem = {
  /** A key of the texts `errors.source.<code>`. */
  code: string;
  /** The field of the ledger, where the problem is about one. */
  field?: string;
  /** As the file has it, cut to 200 letters. */
  value?: string;
  isFatal?: true;
};

export type Said = {
  /** Where it stands in the file, from 1: the row of a table, the line or the how many-th object of anything else. */
  row: number;
  ledger: LedgerName;
  /** How the source tells this thing from its others; stays the same from file to file. At most 400 letters. */
  sourceKey: string;
  name: string;
  values: Values;
  /** Whose it is in the words of the source: a company's name or code, a subscription, an account, a project, a tag. */
  belongsTo: string | null;
  /** Who has or answers for it, in the words of the source: a login name, a mail address, a number. */
  person: string | null;
  state: "planned" | "in_use" | "stored" | "lost" | "retired";
  /** When the source last saw the thing itself, ISO 8601 in UTC; null where it does not say. */
  seenAt: string | null;
  /** The source says that it is no longer there (a deleted resource, an unassigned machine). */
  isGone: boolean;
  problems: SaidProblem[];
  /** The row as it came, at most 16 KB as JSON: bounded by `bounded` of raw.ts. */
  raw: Record<string, unknown>;
};

/** What a person has to say once for a file, remembered for its source. */
export type Choices = {
  /** Which of 1/2/2026 is the month; null lets a file decide where it can, and asks where it cannot. */
  dayOrder?: "day_first" | "month_first";
  /** Of a plain table: the column of each field by its label, and the ledger that it is about. */
  columns?: Record<string, string>;
  /** Labels of columns that are taken for nothing, whatever they are called. */
  unused?: string[];
  ledger?: LedgerName;
  sheet?: number;
};

export type Reading = {
  /** `whole`: what is not in it is not there any more, as far as this source knows. `changes`: only what has changed. */
  extent: "whole" | "changes";
  /** When the source made it, where it says so. */
  capturedAt: string | null;
  /** Read once, in the order of the file, in memory of one chunk and one row wherever the format allows it. */
  rows: AsyncIterable<Said>;
};

export type Importer = {
  /** Its name in texts (`source.kind.<kind>`), URLs and the database. */
  kind: string;
  ledgers: readonly LedgerName[];
  /** It looks at the things themselves (a device manager), not at what somebody has written down (a purchase list). */
  sees: boolean;
  /** How much a file looks like this format, 0 to 1, by its first 64 KB: the best of all is offered. */
  recognise: (head: Uint8Array, fileName: string) => number;
  /** @throws SheetError or SourceError for what cannot be read at all, with the row where it ends. */
  read: (bytes: Uint8Array, choices: Choices) => Promise<Reading>;
};

/** A file that is not what it is said to be, or ends in the middle. `code` is a key of the texts `errors.source.<code>`. */
export class SourceError extends Error {
  readonly code: string;
  readonly details: { row?: number; column?: string };
  constructor(code: string, details: { row?: number; column?: string } = {}) {
    super(code);
    this.name = "SourceError";
    this.code = code;
    this.details = details;
  }
}
