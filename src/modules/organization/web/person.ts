import type { Output } from "#core/contract.ts";
import { organization } from "../contract.ts";

export type Person = Output<typeof organization.getPerson>;

/** Read anew after whatever changes a person. */
export const personReads = [organization.getPerson, organization.listPeople, organization.getCompany];

/** Whether a dated row holds on the day, begins later or is over. */
export function standingOn(row: { validFrom: string; validTo: string | null }, today: string) {
  if (row.validTo !== null && row.validTo <= today) return "over" as const;
  return row.validFrom > today ? ("ahead" as const) : ("now" as const);
}

type Listed = Output<typeof organization.listPeople>["rows"][number];

/** A person among others: namesakes are told apart by title, number and address. */
export const personToChoose = (one: Listed, name: string) => ({
  id: one.id,
  name,
  note: [one.title, one.code, one.email].filter(Boolean).join(" · "),
});
