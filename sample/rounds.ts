// The yearly rounds with their frozen populations: who was asked, as what, and why.
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt, type RoundDays } from "./calendar.ts";
import type { Company } from "./company.ts";
import { groupZone, type Plan, sha256 } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson } from "./staff.ts";

export const roundId = (plan: Plan, round: RoundDays) =>
  plan.id(addDays(round.opensOn, -30), "round", round.fiscalYear);
export const frozenOn = (round: RoundDays) => addDays(round.opensOn, -7);

export function addRounds(plan: Plan, to: Sheet): void {
  for (const [index, round] of plan.calendar.rounds.entries()) addRound(plan, round, index, to);
}

function addRound(plan: Plan, round: RoundDays, index: number, to: Sheet) {
  const asOf = frozenOn(round);
  const asked = plan.companies.filter((company) => isAsked(company, round));
  const isRunning = round.lockedOn === null;
  const at = (day: string, minutes: number) => instantAt(day, minutes, groupZone);
  const before = plan.calendar.rounds[index - 1];
  const officer = groupPerson(plan, "office");
  to.add("rounds", {
    id: roundId(plan, round),
    kind: "inspection",
    fiscalYear: round.fiscalYear,
    // One name for readers of every language.
    name: `GISS ${round.fiscalYear}`,
    editionId: plan.editionAt(index).id,
    populationRule: JSON.stringify({
      asOf,
      relations: ["parent", "consolidated", "equity_method", "joint_venture"],
      tiers: ["T1", "T2", "T3", "T4"],
      leaveOut: [],
    }),
    previousId: before ? roundId(plan, before) : null,
    opensOn: round.opensOn,
    dueOn: round.dueOn,
    reviewDueOn: round.reviewDueOn,
    confirmDueOn: round.confirmDueOn,
    state: isRunning ? "open" : "closed",
    frozenAt: at(asOf, 14 * 60),
    frozenBy: officer,
    populationSha256: sha256(populationText(asked.filter((company) => company.joinedOn <= asOf))),
    launchedAt: at(round.opensOn, 9 * 60),
    dueDayTakenAt: at(addDays(round.dueOn, 1), 5),
    closedAt: round.lockedOn ? at(addDays(round.lockedOn, 6), 17 * 60) : null,
    createdBy: officer,
    createdAt: at(addDays(round.opensOn, -30), 10 * 60),
  });
  for (const company of asked) addMember(plan, round, company, to);
}

/** A year in which a company has an aim is one in which it was asked. */
export const isAsked = (company: Company, round: RoundDays) => company.aims.has(round.fiscalYear);

// The same text that freezing a round hashes (rounds/population.ts).
const populationText = (members: readonly Company[]) =>
  [...members]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((company) => `${company.id}|true|${company.tier}|population.by_rule`)
    .join("\n");

const joinedLater = "Bought after the population was frozen; asked with a due day of its own.";

function addMember(plan: Plan, round: RoundDays, company: Company, to: Sheet) {
  const isLater = company.joinedOn > frozenOn(round);
  const leftOn = leftDuring(company, round);
  to.add("roundMembers", {
    roundId: roundId(plan, round),
    companyId: company.id,
    isIn: true,
    reason: isLater ? joinedLater : "population.by_rule",
    tier: company.tier,
    relation: company.relation,
    binding: company.relation === "parent" || company.relation === "consolidated" ? "bound" : "asked",
    divisionId: plan.divisionId(company.division),
    region: company.region,
    country: company.country,
    workers: company.workers,
    joinedOn: isLater ? company.joinedOn : null,
    leftOn,
    leftReason: leftOn ? "Sold to an investor outside the group." : null,
  });
}

/** The day a company left the group in the middle of a round. */
export const leftDuring = (company: Company, round: RoundDays) =>
  company.leftOn !== null && company.leftOn > round.opensOn && company.leftOn <= addDays(round.dueOn, 60)
    ? company.leftOn
    : null;
