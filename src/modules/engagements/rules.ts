// What an engagement is at a moment, and which roles fit somebody from outside. Pure.

/** Each holds permissions of `engaged.` alone: the records that the engagement covers, and nothing of a whole company. */
export const outsideRoles = ["assessor", "adviser"] as const;
export type OutsideRole = (typeof outsideRoles)[number];

export const states = ["coming", "running", "over"] as const;
export type State = (typeof states)[number];

export function stateOf(of: { beginsAt: string; endsAt: string }, now: Date): State {
  if (new Date(of.endsAt) <= now) return "over";
  return new Date(of.beginsAt) > now ? "coming" : "running";
}

/** A longer one is made anew, so that somebody thinks of it again. */
export const longestDays = 731;
export const invitationHours = 72;
export const mostInspections = 1000;
export const mostPeople = 100;
