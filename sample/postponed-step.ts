// The step about a critical finding that its company moves again and again: twice by itself, the third time the division has to say yes.
import { addDays } from "#core/time/fiscal-year.ts";
import { endOfDay } from "#modules/duties/rules.ts";
import { dueOf } from "#modules/findings/rules.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import { type Draft, severityRules } from "./finding-draft.ts";
import { addStepDuty } from "./open-duty.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { reviewerOf, seatHolder } from "./staff.ts";
import texts from "./texts/findings.json" with { type: "json" };

type Known = { draft: Draft; id: string; number: number };

/** @returns the day until which the step, and so the finding, was moved. */
export function addPostponedStep(
  plan: Plan,
  company: Company,
  { draft, id: findingId, number }: Known,
  to: Sheet,
): string {
  const { foundOn, severity, postponed } = draft;
  const words = texts[company.language];
  const at = (day: string) => instantAt(day, 10 * 60, company.timeZone);
  const firstDueOn = dueOf(severityRules[severity], foundOn);
  const dueOn = addDays(firstDueOn, postponed?.byDays ?? 0);
  const decided = addDays(foundOn, 5);
  const id = plan.id(foundOn, "improvement-plan", company.code, draft.key);
  const stepId = plan.id(foundOn, "plan-step", company.code, draft.key);
  const reference = `${company.code}-P${number}`;
  to.add("plans", {
    id,
    companyId: company.id,
    number,
    reference,
    title: draft.title,
    cause: "by_hand",
    ownerId: seatHolder(plan, company, "executive"),
    aim: draft.title,
    state: "approved",
    openedAt: at(addDays(foundOn, 1)),
    handInBy: addDays(foundOn, 7),
    submittedAt: at(addDays(foundOn, 3)),
    submittedBy: seatHolder(plan, company, "officer"),
    firstSubmittedOn: addDays(foundOn, 3),
    decidedAt: at(decided),
    decidedBy: reviewerOf(plan, company),
    decision: words.plan.approved,
  });
  to.add("planFindings", { planId: id, findingId, companyId: company.id, addedAt: at(addDays(foundOn, 1)) });
  to.add("planSteps", {
    id: stepId,
    planId: id,
    companyId: company.id,
    position: 0,
    what: words.critical.step,
    ownerId: seatHolder(plan, company, "officer"),
    ownerSaid: "",
    startsOn: decided,
    dueOn,
    firstDueOn,
    cost: 1_200_000,
    currency: "JPY",
    findingIds: [findingId],
    state: "open",
  });
  addDuty(plan, company, { draft, stepId, decided, firstDueOn, dueOn, about: `${reference} · 1` }, to);
  return dueOn;
}

type Owed = {
  draft: Draft;
  stepId: string;
  decided: string;
  firstDueOn: string;
  dueOn: string;
  about: string;
};

function addDuty(plan: Plan, company: Company, owed: Owed, to: Sheet): void {
  const postponedCount = owed.draft.postponed?.times ?? 0;
  const dutyId = addStepDuty(plan, company, { ...owed, postponedCount }, to);
  addPostponements(plan, company, { ...owed, dutyId }, to);
}

function addPostponements(
  plan: Plan,
  company: Company,
  { draft: { postponed, foundOn, key }, dutyId, firstDueOn, dueOn }: Owed & { dutyId: string },
  to: Sheet,
): void {
  if (!postponed) return;
  const step = Math.round(postponed.byDays / postponed.times);
  const end = (day: string) => endOfDay(day, company.timeZone).toISOString();
  for (const [at, reason] of postponed.reasons.entries()) {
    const isWaiting = at === postponed.times;
    const from = isWaiting ? dueOn : addDays(firstDueOn, step * at);
    const askedAt = instantAt(addDays(from, -1), 16 * 60, company.timeZone);
    to.add("postponements", {
      id: plan.id(foundOn, "step-later", company.code, key, at),
      dutyId,
      companyId: company.id,
      nth: at + 1,
      fromAt: end(from),
      toAt: end(addDays(from, step)),
      reason,
      askedBy: seatHolder(plan, company, "officer"),
      askedAt,
      decidedAt: isWaiting ? null : askedAt,
      isAllowed: isWaiting ? null : true,
    });
  }
}
