import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { incidents } from "../../contract.ts";
import { intake } from "../contract.ts";

export type Intake = Output<typeof intake.getIntake>;

/** What an act on a report changes on other pages. */
export const refreshed = [
  intake.getIntake,
  intake.listIntakes,
  intake.countIntakes,
  incidents.listIncidents,
  incidents.countIncidents,
  incidents.getIncident,
  duties.getMyWork,
  duties.listMyDuties,
];
