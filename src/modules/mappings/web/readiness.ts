// What the parts of the readiness page share.
import type { Output } from "#core/contract.ts";
import type { mappings } from "../contract.ts";
import { type ItemReading, itemReadings } from "../reading/rules.ts";

export type Readiness = Output<typeof mappings.getReadiness>;

/** Counts come in the order of the readings. */
export const countsOf = (counts: readonly number[]) =>
  Object.fromEntries(itemReadings.map((reading, at) => [reading, counts[at] ?? 0])) as Record<
    ItemReading,
    number
  >;
