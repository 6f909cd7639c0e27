// An incident of the sample before it is a row, and as what hangs on it reads it afterwards.
import type { Actual, Kind, Severity, State } from "#modules/incidents/rules.ts";
import type { Company } from "./company.ts";

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
  isExercise?: boolean;
  /** Kept among who needs to know: no more than the company's officer and deputy, and the group office. */
  isConfidential?: boolean;
  story?: Story;
};

/** Those that are told of with everything in their rooms. */
export type Story = "phone" | "five" | "plant" | "vpn" | "exercise" | "insider" | "product";

export type Written = {
  id: string;
  day: string;
  company: Company;
  reference: string;
  draft: Drafted;
  officer: string;
  potential: Severity;
  severity: Severity;
  state: State;
  reportedAt: string | null;
  judgedAt: string | null;
  judgedAs: "incident" | "nothing" | null;
  containedAt: string | null;
  handledAt: string | null;
  closedAt: string | null;
};

/** So many hours after it was discovered; null where that is still to come. */
export function afterHours(now: string, { discoveredAt }: Drafted, hours: number): string | null {
  const at = new Date(Date.parse(discoveredAt) + hours * 3_600_000).toISOString();
  return at <= now ? at : null;
}
