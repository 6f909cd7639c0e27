import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { incidents } from "../../contract.ts";

export type Procedure = Output<typeof incidents.listProcedures>["rows"][number];

/** What an act on a procedure changes on other pages. */
export const refreshed = [incidents.listProcedures, duties.getMyWork, duties.listMyDuties];
