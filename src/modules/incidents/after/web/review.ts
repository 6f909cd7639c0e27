import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type Review = Output<typeof incidents.getIncidentReview>;
