import { percentDown } from "#core/text/shares.ts";
import type { Output } from "#core/contract.ts";
import type { ResultCounts } from "#web/ui/figures.tsx";
import { type overview, resultOrder } from "../contract.ts";

export type Board = NonNullable<Output<typeof overview.getOverview>["overview"]>;
export type Round = Output<typeof overview.getOverview>["rounds"][number];
export type Group = Board["tiers"][number];

/** The counts of the wire by name. */
export const countsByName = (counts: readonly number[]): ResultCounts => ({
  meets: counts[0] ?? 0,
  improve: counts[1] ?? 0,
  serious: counts[2] ?? 0,
  not_known: counts[3] ?? 0,
});

export const totalOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
export const resultAt = (index: number) => resultOrder[index] ?? "not_known";
/** Rounded down: 89.6 is not 90. */
export const shareDown = (part: number, whole: number) => (percentDown(part, whole) ?? 0) / 100;
