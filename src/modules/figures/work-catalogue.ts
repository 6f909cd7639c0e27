// What each figure of the work that follows counts, and whether more is better. Pure.
import type { workFigureIds } from "./contract.ts";

type Definition = {
  id: (typeof workFigureIds)[number];
  counts: "companies" | "claims" | "findings" | "plans" | "steps" | "incidents" | "reports" | "notices";
  isGood: boolean;
};

export const workCatalogue: readonly Definition[] = [
  { id: "audits_within_cycle", counts: "companies", isGood: true },
  { id: "claims_overturned", counts: "claims", isGood: false },
  { id: "findings_overdue", counts: "findings", isGood: false },
  { id: "findings_old", counts: "findings", isGood: false },
  { id: "findings_recurred", counts: "findings", isGood: false },
  { id: "plans_in_time", counts: "plans", isGood: true },
  { id: "plans_approved", counts: "plans", isGood: true },
  { id: "plans_helped", counts: "plans", isGood: true },
  { id: "steps_late", counts: "steps", isGood: false },
  { id: "steps_thrice", counts: "steps", isGood: false },
  { id: "incidents_in_time", counts: "incidents", isGood: true },
  { id: "incidents_noted", counts: "reports", isGood: true },
  { id: "notices_in_time", counts: "notices", isGood: true },
];
