// A pack as its page shows it.
import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type Pack = Output<typeof incidents.listOfflinePacks>["packs"][number];
