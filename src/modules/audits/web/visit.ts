import type { Output } from "#core/contract.ts";
import type { audits } from "../contract.ts";

export type Visit = Output<typeof audits.getVisit>;
