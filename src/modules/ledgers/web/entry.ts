import type { Output } from "#core/contract.ts";
import type { ledgers } from "../contract.ts";

export type Entry = Output<typeof ledgers.getEntry>;
