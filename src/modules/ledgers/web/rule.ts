import type { Output } from "#core/contract.ts";
import type { ledgers } from "../contract.ts";

export type Rule = Output<typeof ledgers.listRules>["rows"][number];
