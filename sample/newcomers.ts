// The company that was bought in mid-year is in its first ninety days: most steps are done, its ledgers are late, the review of
// its division lies ahead.
import { addDays } from "#core/time/fiscal-year.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { askedOf, dutyOf, sideOf, type Step, steps } from "#modules/onboarding/rules.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import { groupZone, type Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";

/** Days after the start, as the product ships them. */
const dueAfter: Record<Step, number> = {
  officer: 7,
  facts: 14,
  tier: 14,
  ledgers: 45,
  rules: 60,
  inspection: 90,
  review: 90,
};
/** On which day each was done. */
const doneAfter: Partial<Record<Step, number>> = { officer: 2, facts: 9, tier: 9, inspection: 19 };

export function addNewcomer(plan: Plan, company: Company, to: Sheet): void {
  if (company.story !== "acquired") return;
  const startsOn = company.joinedOn;
  const openedAt = instantAt(startsOn, 9 * 60, groupZone);
  const planId = plan.id(startsOn, "onboarding plan", company.code);
  to.add("onboardingPlans", {
    id: planId,
    companyId: company.id,
    cause: "acquired",
    openedAt,
    startsOn,
    endsOn: addDays(startsOn, 90),
    startedAt: openedAt,
  });
  for (const step of steps) addStep(plan, company, { planId, startsOn, openedAt, step }, to);
  addWords(plan, company, addDays(startsOn, doneAfter.facts ?? 0), to);
}

type New = { planId: string; startsOn: string; openedAt: string; step: Step };

function addStep(plan: Plan, company: Company, { planId, startsOn, openedAt, step }: New, to: Sheet): void {
  const dueOn = addDays(startsOn, dueAfter[step]);
  const days = doneAfter[step];
  const closedOn = days === undefined ? null : addDays(startsOn, days);
  const isDone = closedOn !== null && closedOn <= plan.calendar.today;
  const id = plan.id(startsOn, "onboarding step", company.code, step);
  to.add("onboardingSteps", {
    id,
    planId,
    companyId: company.id,
    step,
    dueOn,
    closedOn: isDone ? closedOn : null,
    outcome: isDone ? "done" : null,
  });
  const side = sideOf[step];
  const kind = dutyOf[side];
  const dueAt = endOfDay(dueOn, company.timeZone).toISOString();
  const stood = advance(
    isDone ? [] : stepsOf(kind, new Date(openedAt), new Date(dueAt), company.timeZone),
    0,
    new Date(plan.now),
  );
  const closedAt = isDone ? instantAt(closedOn, 15 * 60, company.timeZone) : null;
  to.add("duties", {
    id: plan.id(startsOn, "duty", kind, id),
    fiscalYear: plan.calendar.rounds.at(-1)?.fiscalYear ?? 0,
    kind,
    subjectKind: "onboarding_step",
    subjectId: id,
    companyId: company.id,
    permission: askedOf(side, true),
    personId: null,
    notFor: [],
    createdAt: openedAt,
    startsAt: openedAt,
    dueAt,
    timeZone: company.timeZone,
    // The inspection's own clock took over from that of the step.
    state: isDone ? (step === "inspection" ? "lapsed" : "done") : "open",
    nextAt: stood.nextAt?.toISOString() ?? null,
    level: stood.level,
    step: stood.step,
    postponedCount: 0,
    closedAt,
    closedBy: closedAt ? seatHolder(plan, company, "officer") : null,
    closedReason: isDone && step === "inspection" ? "onboarding.asked_by_round" : null,
  });
}

/** What the company said of itself, and of which ledgers it has nothing; of one it has not said yet. */
function addWords(plan: Plan, company: Company, on: string, to: Sheet): void {
  const saidBy = seatHolder(plan, company, "officer");
  const saidAt = instantAt(on, 15 * 60, company.timeZone);
  to.add("saidFacts", {
    id: plan.id(on, "said facts", company.code),
    companyId: company.id,
    saidOn: on,
    saidAt,
    saidBy,
    country: company.country,
    timeZone: company.timeZone,
    language: company.language,
    workers: company.workers,
    personalDataPeople: company.personalDataPeople,
    hasPlant: company.plants > 0,
    runsServers: company.runsServers,
    hasRestrictedRooms: company.hasRestrictedRooms,
    developsSoftware: company.developsSoftware,
    developsProducts: company.developsProducts,
    isRegionalHeadquarters: company.isRegionalHeadquarters,
    isFinance: company.isFinance,
    providesSharedServices: company.providesSharedServices,
  });
  to.add("ledgerNones", {
    id: plan.id(on, "none", company.code, "plant_equipment"),
    companyId: company.id,
    ledger: "plant_equipment",
    saidOn: on,
    saidAt,
    saidBy,
    remark: "An office only: no plant.",
  });
}
