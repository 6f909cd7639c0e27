import type { Output } from "#core/contract.ts";
import type { inspections } from "../contract.ts";

/** One inspection as its pages read it. */
export type Inspection = Output<typeof inspections.getInspection>;
