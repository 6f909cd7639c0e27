import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type Spread = Output<typeof incidents.getSpread>;
