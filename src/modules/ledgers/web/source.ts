import type { Output } from "#core/contract.ts";
import type { ledgers } from "../contract.ts";

export type Source = Output<typeof ledgers.listSources>["rows"][number];
