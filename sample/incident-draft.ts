// An incident of the sample before it is a row.
import type { Actual, Kind, Severity } from "#modules/incidents/rules.ts";

export type Drafted = {
  key: string;
  kind: Kind;
  title: string;
  what: string;
  answers: Record<string, string>;
  discoveredAt: string;
  reportedAfterHours: number | null;
  judgedAs: "incident" | "nothing" | null;
  actual: Actual;
  containedAfterHours: number | null;
  handledAfterHours: number | null;
  isClosed: boolean;
  isForSomebody?: boolean;
  reporterSaid?: string;
  lateReason?: string | null;
  reporterPlace?: number;
  potential?: Severity;
};
