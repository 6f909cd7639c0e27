import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { findings } from "../contract.ts";

export type Finding = Output<typeof findings.getFinding>;

/** What an act on a finding changes on other pages. */
export const refreshed = [
  findings.getFinding,
  findings.listFindings,
  findings.countFindings,
  duties.getMyWork,
  duties.listMyDuties,
];
