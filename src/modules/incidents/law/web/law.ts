import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { incidents } from "../../contract.ts";

export type Law = Output<typeof incidents.getIncidentClocks>;
export type LawClock = Law["clocks"][number];

/** What an act before the law changes on other pages. */
export const refreshed = [
  incidents.getIncidentClocks,
  incidents.getIncident,
  duties.getMyWork,
  duties.listMyDuties,
];

/** Notified, or not and a second person agreed: the decision of one alone ends no clock. */
export const isOver = (one: LawClock): boolean =>
  one.kept?.endedAs === "notified" || Boolean(one.kept?.secondedAt);
