import type { Output } from "#core/contract.ts";
import { ledgers } from "../contract.ts";

export type Load = Output<typeof ledgers.getLoad>;

/** What is read anew when something about a load has changed. */
export const refreshed = [
  ledgers.getLoad,
  ledgers.listLoadRows,
  ledgers.foreseeLoad,
  ledgers.listSources,
  ledgers.listLoads,
  ledgers.listEntries,
  ledgers.listLedgers,
  ledgers.listUnknowns,
  ledgers.countUnknowns,
];
