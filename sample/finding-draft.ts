// A finding of the sample before it is rows: what was found, each time that it was seen, and what became of it.
import type { Control } from "#modules/standards/edition.ts";
import type { Severity } from "#modules/findings/rules.ts";

/** As the migration sets them. */
export const severityRules = {
  critical: { severity: "critical", remedyDays: 14, mostAcceptedDays: 90, verifiedWithin: false },
  high: { severity: "high", remedyDays: 30, mostAcceptedDays: 180, verifiedWithin: false },
  medium: { severity: "medium", remedyDays: 90, mostAcceptedDays: 365, verifiedWithin: true },
  low: { severity: "low", remedyDays: 180, mostAcceptedDays: 365, verifiedWithin: true },
} as const;

export type Draft = {
  key: string;
  title: string;
  titles: Record<string, string> | null;
  detail: string;
  source: "inspection" | "audit" | "assessment" | "incident";
  sourceSaid?: string;
  sourceId: string | null;
  editionId: string | null;
  controlIds: string[];
  severity: Severity;
  foundOn: string;
  ownerSaid: string;
  /** By an inspection, or by the auditors of a visit. */
  seen: { by?: "audit"; sourceId: string; on: string; verdict: "not_met" | "partly" | "met"; said: string }[];
  end: End;
  recurs: Draft | null;
  postponed?: { times: number; waits: boolean; byDays: number; reasons: readonly string[] };
};
/** What a final report of a visit says falls short. */
export type AuditedShort = {
  control: Control;
  visitId: string;
  on: string;
  editionId: string;
  verdict: "not_met" | "partly";
  severity: Severity;
  words: string;
};
/** A finding as others quote it. */
export type Numbered = { id: string; reference: string; dueOn: string };
export type End =
  | { state: "open" }
  | { state: "to_verify"; on: string }
  | { state: "closed"; remedied: string; on: string }
  | { state: "accepted"; asked: string; until: string };
