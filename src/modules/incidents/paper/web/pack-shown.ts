// A pack as its page shows it.
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";

export type Pack = Output<typeof incidents.listOfflinePacks>["rows"][number];
/** What shows otherwise once a pack is kept, changed or ended. */
export const refreshed = [
  incidents.listOfflinePacks,
  incidents.countOfflinePacks,
  incidents.listPackUnits,
] as const;
