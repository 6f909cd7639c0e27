// The improvement plan that the result of the last locked year demanded, as far as it has come: most are done, some run, one drifts.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Year } from "./fallen-short.ts";
import type { Draft } from "./finding-draft.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import { addStepDuty } from "./open-duty.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { reviewerOf, seatHolder } from "./staff.ts";
import texts from "./texts/findings.json" with { type: "json" };

type Known = { draft: Draft; id: string };

export function addImprovementPlan(
  plan: Plan,
  company: Company,
  { year, findings }: { year: Year | undefined; findings: readonly Known[] },
  to: Sheet,
): { days: ReadonlyMap<Draft, string>; count: number } {
  /** Of what is still open, the last day of the steps that are about it. */
  const days = new Map<Draft, string>();
  const result = year?.sitting.aim.result;
  if (!year || company.leftOn !== null || (result !== "improve" && result !== "serious"))
    return { days, count: 0 };
  const about = findings.filter(({ draft }) =>
    draft.seen.some((one) => one.sourceId === year.sitting.inspectionId),
  );
  if (about.length === 0) return { days, count: 0 };
  const { today } = plan.calendar;
  const random = randomOf(plan.seed, "plan", company.code);
  const words = texts[company.language].plan;
  const at = (day: string, minutes = 10 * 60) => instantAt(day, minutes, company.timeZone);
  const opened = year.lockedOn;
  const submitted = addDays(opened, random.int(12, 34));
  const decided = addDays(submitted, random.int(2, 9));
  const open = about.filter(({ draft }) => draft.end.state === "open" || draft.end.state === "to_verify");
  const isDone = open.length === 0;
  const doneOn = about.reduce(
    (last, { draft }) => (draft.end.state === "closed" && draft.end.on > last ? draft.end.on : last),
    decided,
  );
  const id = plan.id(opened, "improvement-plan", company.code);
  to.add("plans", {
    id,
    companyId: company.id,
    number: 1,
    reference: `${company.code}-P1`,
    title: `${words.title} ${year.sitting.round.fiscalYear}`,
    cause: "result",
    inspectionId: year.sitting.inspectionId,
    result,
    ownerId: seatHolder(plan, company, "executive"),
    aim: words.aim,
    state: isDone ? "done" : "approved",
    openedAt: at(opened),
    handInBy: addDays(opened, 30),
    submittedAt: at(submitted),
    submittedBy: seatHolder(plan, company, "officer"),
    firstSubmittedOn: submitted,
    decidedAt: at(decided),
    decidedBy: reviewerOf(plan, company),
    decision: words.approved,
    doneAt: isDone ? at(doneOn) : null,
    effectDueOn: isDone ? addDays(doneOn, 183) : null,
    effect: isDone && addDays(doneOn, 183) < today ? "helped" : null,
    effectSaid: isDone && addDays(doneOn, 183) < today ? words.helped : null,
    effectAt: isDone && addDays(doneOn, 183) < today ? at(addDays(doneOn, 175)) : null,
    effectBy: isDone && addDays(doneOn, 183) < today ? reviewerOf(plan, company) : null,
  });
  for (const one of about)
    to.add("planFindings", { planId: id, findingId: one.id, companyId: company.id, addedAt: at(opened) });
  const halves = [
    about.filter((_one, nth) => nth % 2 === 0),
    about.filter((_one, nth) => nth % 2 === 1),
  ].filter((half) => half.length > 0);
  for (const [position, half] of halves.entries()) {
    const first = addDays(decided, 60 + 90 * position);
    const isOver = half.every(({ draft }) => draft.end.state !== "open");
    const dueOn = isOver ? first : addDays(decided > today ? decided : today, random.int(10, 60));
    const moved = random.pick([0, 0, 0, 14, 14, 28, 75]);
    const stepId = plan.id(decided, "plan-step", company.code, position);
    to.add("planSteps", {
      id: stepId,
      planId: id,
      companyId: company.id,
      position,
      what: random.pick(words.steps),
      ownerId: seatHolder(plan, company, position === 0 ? "officer" : "deputy"),
      ownerSaid: "",
      startsOn: decided,
      dueOn,
      // Most of what is still open was never moved, or by a fortnight; here and there a plan drifts.
      firstDueOn: isOver ? first : addDays(dueOn, -moved),
      cost: random.int(0, 30) * 50_000,
      currency: "JPY",
      findingIds: half.map((one) => one.id),
      state: isOver ? "done" : "open",
      doneOn: isOver ? addDays(first, -random.int(1, 20)) : null,
      done: isOver ? random.pick(texts[company.language].remedied) : null,
      endedAt: isOver ? at(addDays(first, -1)) : null,
      endedBy: isOver ? seatHolder(plan, company, "officer") : null,
    });
    if (!isOver)
      addStepDuty(
        plan,
        company,
        {
          stepId,
          decided,
          dueOn,
          postponedCount: moved > 0 ? 1 : 0,
          about: `${company.code}-P1 · ${position + 1}`,
        },
        to,
      );
  }
  return { days, count: 1 };
}
