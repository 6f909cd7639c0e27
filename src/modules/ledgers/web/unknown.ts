import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { ledgers } from "../contract.ts";

export type Unknown = Output<typeof ledgers.getUnknown>;
export type UnknownRow = Output<typeof ledgers.listUnknowns>["rows"][number];

/** What is read anew when an unknown thing was answered or passed on. */
export const refreshed = [
  ledgers.getUnknown,
  ledgers.listUnknowns,
  ledgers.countUnknowns,
  ledgers.getUnknownAsk,
  ledgers.getEntry,
  ledgers.listEntries,
  ledgers.countEntries,
  ledgers.listLedgers,
  duties.getMyWork,
  duties.listMyDuties,
];
