// The people of a company whom the stories and the rights name: found by their place in the list, so that whoever needs
// one need not make them all. Their names follow from the same streams of chance.
import type { Company, Language } from "./company.ts";
import { type PersonName, personName } from "./names.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";

export const seats = ["executive", "officer", "deputy", "helper"] as const;
export type Seat = (typeof seats)[number];

/** Those of the parent who work for the whole group, after its own four. */
export const groupSeats = [
  "board",
  "office",
  "second",
  "third",
  "administrator",
  "committee",
  "auditor",
] as const;
export type GroupSeat = (typeof groupSeats)[number];

export const personId = (plan: Plan, company: Company, place: number) =>
  plan.id("2010-04-01", "person", company.code, place);

export const seatHolder = (plan: Plan, company: Company, seat: Seat) =>
  personId(plan, company, seats.indexOf(seat));

export const groupPerson = (plan: Plan, seat: GroupSeat) =>
  personId(plan, plan.parent, seats.length + groupSeats.indexOf(seat));

/** The secretaries are people of the parent, one per division. */
export const secretaryPlace = (plan: Plan, code: string) =>
  seats.length + groupSeats.length + plan.divisions.findIndex((division) => division.code === code);

/** Who reviews a company: its division's secretary, or the group office where none stands between. */
export function reviewerOf(plan: Plan, company: Company): string {
  if (plan.divisionId(company.division) === null) return groupPerson(plan, "office");
  return personId(plan, plan.parent, secretaryPlace(plan, company.division ?? ""));
}

export const nameAt = (plan: Plan, company: Company, place: number): PersonName =>
  personName(company, randomOf(plan.seed, "name", company.code, place));

/** As written among colleagues: family name first where the country does so. */
export function writtenName(name: PersonName, language: Language): string {
  return language === "en"
    ? `${name.givenName} ${name.familyName}`
    : `${name.familyName} ${name.givenName}`.trim();
}

export const mailDomain = (company: Company) => `${company.slug}.mihon.example`;
