// What the parts of the readiness page share.
import type { Input, Output } from "#core/contract.ts";
import type { mappings } from "../contract.ts";
import { type ItemReading, itemReadings } from "../reading/rules.ts";

export type Looked = Input<typeof mappings.getReadiness>;
export type Readiness = Output<typeof mappings.getReadiness>;
export type ReadyItem = Output<typeof mappings.listReadyItems>["rows"][number];
export type ReadyCompany = Output<typeof mappings.listReadyCompanies>["rows"][number];

/** Counts come in the order of the readings. */
export const countsOf = (counts: readonly number[]) =>
  Object.fromEntries(itemReadings.map((reading, at) => [reading, counts[at] ?? 0])) as Record<
    ItemReading,
    number
  >;

/** What one looks at, for the way to one company of it. */
export const searchOf = (one: Readiness, input: Looked) => ({
  ...(input.roundId ? { roundId: input.roundId } : {}),
  ...(one.space ? { space: one.space.space } : {}),
});
