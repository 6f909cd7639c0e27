// Who may be sent: people of the parent who belong to no division, and one helper abroad for each region with companies.
import { fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { Competence } from "#modules/audits/programme/rules.ts";
import { startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, groupSeats, nameAt, personId, seatHolder, seats, writtenName } from "./staff.ts";

export const yearsBack = 7;

export type Auditor = {
  id: string;
  person: string;
  name: string;
  region: string;
  days: number;
  left: Map<number, number>;
  isLead: boolean;
};
const languagesOf = (company: Company) => [...new Set([company.language, "en"])];

export function addPool(plan: Plan, companies: readonly Company[], to: Sheet): Auditor[] {
  const since = fiscalYearBounds(fiscalYearOf(plan.calendar.today, startMonth) - yearsBack, startMonth).from;
  const first = seats.length + groupSeats.length + plan.divisions.length;
  const home = 2 + Math.ceil(companies.length / 8);
  const abroad = ["china", "asean", "europe", "north_america"].flatMap(
    (region) => companies.find((one) => one.region === region && one.workers > 40) ?? [],
  );
  const people: {
    person: string;
    company: Company;
    place: number | null;
    days: number;
    can: Competence[];
  }[] = [
    {
      person: groupPerson(plan, "auditor"),
      company: plan.parent,
      place: null,
      days: 25,
      can: ["lead", "it", "privacy"],
    },
    ...Array.from({ length: home }, (_, at) => ({
      person: personId(plan, plan.parent, first + at),
      company: plan.parent,
      place: first + at,
      days: 15,
      can: (at % 3 === 0
        ? ["lead", "it"]
        : at % 3 === 1
          ? ["it", "plant"]
          : ["it", "physical"]) as Competence[],
    })),
    ...abroad.map((company) => ({
      person: seatHolder(plan, company, "helper"),
      company,
      place: seats.indexOf("helper"),
      days: 8,
      can: ["lead", "it"] as Competence[],
    })),
  ];
  return people.map(({ person, company, place, days, can }) => {
    const id = plan.id(since, "auditor", person);
    const name = nameAt(plan, company, place ?? seats.length + groupSeats.indexOf("auditor"));
    to.add("auditors", {
      id,
      personId: person,
      homeRegion: company.region,
      daysAYear: days,
      competences: can,
      languages: languagesOf(company),
      validFrom: since,
    });
    const region = company.region;
    return {
      id,
      person,
      name: writtenName(name, company.language),
      region,
      days,
      left: new Map(),
      isLead: can.includes("lead"),
    };
  });
}
