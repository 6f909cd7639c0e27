// A duty that stands open in the sample, where its clock has it by now.
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { instantAt, startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

export type OpenDuty = {
  kind: Parameters<typeof stepsOf>[0];
  subjectKind: string;
  subjectId: string;
  permission: string;
  /** Whom alone it is addressed to; without, whoever holds the permission. */
  personId?: string;
  notFor?: string[];
  startsOn: string;
  startsAt: string;
  dueOn: string;
  postponedCount?: number;
  about: string | null;
};

/** @returns its id. */
export function addOpenDuty(plan: Plan, company: Company, duty: OpenDuty, to: Sheet): string {
  const { kind, subjectKind, subjectId, permission, startsOn, startsAt, about } = duty;
  const dueAt = endOfDay(duty.dueOn, company.timeZone).toISOString();
  const stood = advance(
    stepsOf(kind, new Date(startsAt), new Date(dueAt), company.timeZone),
    0,
    new Date(plan.now),
  );
  const id = plan.id(startsOn, "duty", kind, subjectId);
  to.add("duties", {
    id,
    fiscalYear: fiscalYearOf(startsOn, startMonth),
    kind,
    subjectKind,
    subjectId,
    companyId: company.id,
    permission,
    personId: duty.personId ?? null,
    notFor: duty.notFor ?? [],
    createdAt: startsAt,
    startsAt,
    dueAt,
    timeZone: company.timeZone,
    state: "open",
    nextAt: stood.nextAt?.toISOString() ?? null,
    level: stood.level,
    step: stood.step,
    postponedCount: duty.postponedCount ?? 0,
    about,
  });
  return id;
}

export type StepDuty = {
  stepId: string;
  decided: string;
  dueOn: string;
  postponedCount: number;
  about: string;
};

/** A step of an approved plan is owed from the morning of the decision on. @returns its id. */
export const addStepDuty = (
  plan: Plan,
  company: Company,
  { stepId, decided, dueOn, postponedCount, about }: StepDuty,
  to: Sheet,
): string =>
  addOpenDuty(
    plan,
    company,
    {
      kind: "plan.step",
      subjectKind: "plan_step",
      subjectId: stepId,
      permission: "plan.write",
      startsOn: decided,
      startsAt: instantAt(decided, 10 * 60, company.timeZone),
      dueOn,
      postponedCount,
      about,
    },
    to,
  );
