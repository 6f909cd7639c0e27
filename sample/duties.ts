// The duties that the steps of an inspection opened and closed, standing where the product's clock would have them.
import { addDays } from "#core/time/fiscal-year.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { daysToAnswerAgain } from "#modules/inspections/review/rules.ts";
import type { Sitting } from "./answers.ts";
import { instantAt } from "./calendar.ts";
import { addCalls } from "./calls.ts";
import { providerLeadDays } from "./course.ts";
import { groupZone } from "./plan.ts";
import { leftDuring } from "./rounds.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, reviewerOf, seatHolder } from "./staff.ts";
import { delegationDue, isDelegated } from "./talks.ts";

type New = {
  kind:
    | "service.answer"
    | "inspection.answer"
    | "inspection.review"
    | "inspection.confirm"
    | "delegation.answer";
  permission: string;
  startsAt: string;
  dueOn: string;
  closedAt: string | null;
  closedBy?: string | null;
  lapsed?: "round.closed" | "company.left";
  personId?: string;
  postponed?: { count: number; dueAt: string };
};

export function addDuties(sitting: Sitting, to: Sheet): void {
  const { plan, company, round, course, aim } = sitting;
  const launchedAt = instantAt(round.opensOn, 9 * 60, groupZone);
  const startsAt =
    company.story === "acquired" ? instantAt(addDays(company.joinedOn, 3), 600, groupZone) : launchedAt;
  const dueOn = company.story === "acquired" ? addDays(round.dueOn, 21) : round.dueOn;
  const officer = seatHolder(plan, company, "officer");
  const end = endOf(sitting);
  const isPostponed = company.story === "postponed" && round.lockedOn === null;
  const answerId = addDuty(
    sitting,
    {
      kind: "inspection.answer",
      permission: "inspection.answer",
      startsAt,
      dueOn,
      ...end(course.submittedAt),
      closedBy: officer,
      ...(isPostponed ? { postponed: { count: 2, dueAt: dueAfter(sitting, 5) } } : {}),
    },
    to,
  );
  if (company.providesSharedServices)
    addDuty(
      sitting,
      {
        kind: "service.answer",
        permission: "inspection.answer",
        startsAt,
        dueOn: addDays(dueOn, -providerLeadDays),
        ...end(course.submittedAt),
        closedBy: officer,
      },
      to,
    );
  if (isPostponed) addPostponements(sitting, answerId, to);
  if (isDelegated(sitting))
    addDuty(
      sitting,
      {
        kind: "delegation.answer",
        permission: "inspection.contribute",
        personId: seatHolder(plan, company, "helper"),
        startsAt: course.begunAt ?? startsAt,
        dueOn: delegationDue(sitting),
        closedAt: course.submittedAt,
        closedBy: officer,
      },
      to,
    );
  if (course.submittedAt) {
    const done = course.reviewedAt ?? course.returnedAt;
    addDuty(
      sitting,
      {
        kind: "inspection.review",
        permission: "inspection.review",
        startsAt: course.submittedAt,
        dueOn: round.reviewDueOn,
        ...end(done),
        closedBy: reviewerOf(plan, company),
      },
      to,
    );
  }
  if (course.returnedAt && aim.state === "returned")
    addDuty(
      sitting,
      {
        kind: "inspection.answer",
        permission: "inspection.answer",
        startsAt: course.returnedAt,
        dueOn: addDays(course.returnedAt.slice(0, 10), daysToAnswerAgain),
        closedAt: null,
      },
      to,
    );
  if (course.reviewedAt)
    addDuty(
      sitting,
      {
        kind: "inspection.confirm",
        permission: "inspection.confirm",
        startsAt: course.reviewedAt,
        dueOn: round.confirmDueOn,
        ...end(course.confirmedAt),
        closedBy: seatHolder(plan, company, "executive"),
      },
      to,
    );
}

/** Done, or ended with the round or with the company's place in the group; a closed round leaves nothing open. */
const endOf =
  ({ company, round }: Sitting) =>
  (done: string | null): Pick<New, "closedAt" | "lapsed"> => {
    if (done) return { closedAt: done };
    const leftOn = leftDuring(company, round);
    if (leftOn) return { closedAt: instantAt(leftOn, 9 * 60, groupZone), lapsed: "company.left" };
    if (round.lockedOn === null) return { closedAt: null };
    return { closedAt: instantAt(addDays(round.lockedOn, 6), 17 * 60, groupZone), lapsed: "round.closed" };
  };

const dueAfter = ({ round, company }: Sitting, days: number) =>
  endOfDay(addDays(round.dueOn, days), company.timeZone).toISOString();

/** The next moment and the level reached are those of the product's own rule, as of the moment of loading. */
function addDuty(sitting: Sitting, duty: New, to: Sheet): string {
  const { plan, company, round, inspectionId } = sitting;
  const dueAt = duty.postponed?.dueAt ?? endOfDay(duty.dueOn, company.timeZone).toISOString();
  const steps = duty.closedAt
    ? []
    : stepsOf(duty.kind, new Date(duty.startsAt), new Date(dueAt), company.timeZone);
  const stood = advance(steps, 0, new Date(plan.now));
  const id = plan.id(duty.startsAt.slice(0, 10), "duty", duty.kind, inspectionId, duty.startsAt);
  to.add("duties", {
    id,
    fiscalYear: round.fiscalYear,
    kind: duty.kind,
    subjectKind: "inspection",
    subjectId: inspectionId,
    companyId: company.id,
    permission: duty.permission,
    personId: duty.personId ?? null,
    notFor: [],
    createdAt: duty.startsAt,
    startsAt: duty.startsAt,
    dueAt,
    timeZone: company.timeZone,
    state: duty.closedAt ? (duty.lapsed ? "lapsed" : "done") : "open",
    nextAt: stood.nextAt?.toISOString() ?? null,
    level: stood.level,
    step: stood.step,
    postponedCount: duty.postponed?.count ?? 0,
    closedAt: duty.closedAt,
    closedBy: duty.closedAt ? (duty.lapsed ? groupPerson(plan, "office") : (duty.closedBy ?? null)) : null,
    closedReason: duty.lapsed ?? null,
  });
  addCalls(sitting, { id, kind: duty.kind, steps }, to);
  return id;
}

const why = {
  first: "労務システムの入替えと重なり、担当者の手が足りません。",
  second: "第二工場の鋳造ラインで設備トラブルがあり、現場の証跡がまだ揃いません。",
  third: "第二工場の立会いが月末まで取れないため、あと2週間お願いします。",
};

/** Twice the company moved its own due day; the third time the division has to say yes, and has not yet. */
function addPostponements(sitting: Sitting, dutyId: string, to: Sheet) {
  const { plan, company, round } = sitting;
  const askedBy = seatHolder(plan, company, "officer");
  const row = { dutyId, companyId: company.id, askedBy };
  const at = (days: number) => instantAt(addDays(round.dueOn, days), 11 * 60, company.timeZone);
  const id = (nth: number) => plan.id(round.dueOn, "postponement", company.code, nth);
  to.add("postponements", {
    ...row,
    id: id(1),
    nth: 1,
    fromAt: dueAfter(sitting, 0),
    toAt: dueAfter(sitting, 3),
    reason: why.first,
    askedAt: at(-4),
    decidedAt: at(-4),
    isAllowed: true,
  });
  to.add("postponements", {
    ...row,
    id: id(2),
    nth: 2,
    fromAt: dueAfter(sitting, 3),
    toAt: dueAfter(sitting, 5),
    reason: why.second,
    askedAt: at(2),
    decidedAt: at(2),
    isAllowed: true,
  });
  to.add("postponements", {
    ...row,
    id: id(3),
    nth: 3,
    fromAt: dueAfter(sitting, 5),
    toAt: dueAfter(sitting, 19),
    reason: why.third,
    askedAt: at(5),
  });
}
