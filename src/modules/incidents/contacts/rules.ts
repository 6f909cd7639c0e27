// Whom one rings outside of the house in an incident. Pure.
import { addDays } from "#core/time/fiscal-year.ts";

export const contactKinds = [
  "authority",
  "police",
  "csirt",
  "insurer",
  "counsel",
  "it_provider",
  "partner",
  "other",
] as const;
export type ContactKind = (typeof contactKinds)[number];

/** A number that nobody has tried for half a year may be nobody's. */
export const contactAgesAfterDays = 183;
export const isContactOld = (checkedOn: string, today: string): boolean =>
  addDays(checkedOn, contactAgesAfterDays) < today;
