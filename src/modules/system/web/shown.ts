import type { Output } from "#core/contract.ts";
import type { system } from "../contract.ts";

/** What the page shows, as it comes from the server. */
export type System = Output<typeof system.getSystem>;
