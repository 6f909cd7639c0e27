// Rights that a position has in place of a person, and who stands in while its holder is away.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Company } from "./company.ts";
import { positionId } from "./people.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, type Seat, seatHolder } from "./staff.ts";

type StandIn = {
  slug: string;
  seat: "officer" | "executive";
  deputy: Seat;
  /** Days from the day of loading, the first one back excluded. */
  away?: readonly [from: number, back: number];
};

/** Here the position holds the right, so that whoever is deputy has it while its holder is away. */
const standIns: readonly StandIn[] = [
  { slug: "press", seat: "officer", deputy: "helper", away: [-3, 9] },
  { slug: "electronics-suzhou", seat: "officer", deputy: "helper", away: [-1, 13] },
  { slug: "digital", seat: "executive", deputy: "deputy", away: [14, 25] },
  { slug: "precision-th", seat: "executive", deputy: "deputy" },
];

/** Whether the right of a seat is the position's and not its holder's own. */
export const isByPosition = (company: Company, seat: Seat) =>
  standIns.some((one) => one.slug === company.slug && one.seat === seat);

const purposeOf = { officer: "security_officer", executive: "accountable_executive" } as const;
const roleOf = { officer: "security_officer", executive: "company_executive" } as const;

export function addStandIns(plan: Plan, to: Sheet): void {
  for (const one of standIns) addStandIn(plan, one, to);
}

function addStandIn(plan: Plan, { slug, seat, deputy, away }: StandIn, to: Sheet) {
  const company = plan.companies.find((one) => one.slug === slug);
  if (!company) return;
  const position = positionId(plan, company, purposeOf[seat]);
  const { from, today } = plan.calendar;
  const holder = seatHolder(plan, company, seat);
  const validFrom = company.joinedOn > from ? company.joinedOn : from;
  to.add("grants", {
    id: plan.id(validFrom, "grant", position, roleOf[seat]),
    positionId: position,
    companyId: company.id,
    roleId: roleOf[seat],
    unitId: company.id,
    withSubtree: false,
    validFrom,
    createdAt: `${validFrom}T00:00:00Z`,
  });
  const since = addDays(today, -90);
  to.add("deputies", {
    id: plan.id(since, "deputy", position),
    positionId: position,
    personId: seatHolder(plan, company, deputy),
    companyId: company.id,
    validFrom: since,
    namedBy: groupPerson(plan, "office"),
    createdAt: `${since}T01:00:00Z`,
  });
  if (!away) return;
  const enteredOn = addDays(today, Math.min(away[0], 0) - 2);
  to.add("absences", {
    id: plan.id(enteredOn, "absence", holder),
    personId: holder,
    companyId: company.id,
    validFrom: addDays(today, away[0]),
    validTo: addDays(today, away[1]),
    enteredBy: holder,
    createdAt: `${enteredOn}T01:00:00Z`,
  });
}
