// What every entry of the sample has in common.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Values } from "#modules/ledgers/contract/words.ts";
import { keysOf } from "#modules/ledgers/declared/keys.ts";
import { ledgerOf } from "#modules/ledgers/declared/ledgers.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import { seatHolder } from "./staff.ts";

export type SourceOf = { id: string; saidAt: string; rank: number; records: boolean; sees: boolean };
export type Sources = { list: SourceOf; manager: SourceOf; directory: SourceOf };

export type Standing = {
  /** Days ago that it was taken in; null: seen, and nobody has taken it in. */
  takenIn: number | null;
  /** Days ago that a source last saw it; null: none has. */
  seen: number | null;
  class?: number | null;
  ownerId?: string | null;
  conflicts?: readonly string[];
  sourceIds?: readonly string[];
  /** Days ago that somebody looked at it. */
  reviewed?: number | null;
};

export function entryOf(
  plan: Plan,
  company: Company,
  ledger: string,
  key: string,
  name: string,
  values: Values,
  standing: Standing,
) {
  const { today } = plan.calendar;
  const at = (daysAgo: number) => instantAt(addDays(today, -daysAgo), 9 * 60, company.timeZone);
  const { takenIn, seen, reviewed = null } = standing;
  const began = takenIn ?? seen ?? 1;
  return {
    id: plan.id(addDays(today, -began), ledger, company.code, key),
    companyId: company.id,
    name,
    ownerId: standing.ownerId ?? null,
    class: standing.class ?? null,
    state: "in_use",
    registeredAt: takenIn === null ? null : at(takenIn),
    reviewedOn: reviewed === null ? null : addDays(today, -reviewed),
    reviewDueOn: takenIn === null ? null : addDays(today, 365 - (reviewed ?? takenIn)),
    seenAt: seen === null ? null : at(seen),
    sourceIds: [...(standing.sourceIds ?? [])],
    conflicts: [...(standing.conflicts ?? [])],
    ...keysOf(ledgerOf(ledger), name, values),
    createdAt: at(began),
    changedAt: at(began),
    changedBy: takenIn === null ? null : seatHolder(plan, company, "officer"),
  };
}
