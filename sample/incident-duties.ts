// What is owed for incidents that run: the report within its 24 hours, the judgement, the reason of a late one.
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { State } from "#modules/incidents/rules.ts";
import { advance, dayIn, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

export type ByHours = {
  kind: string;
  subjectKind: string;
  subjectId: string;
  permission: string;
  personId?: string | null;
  positionId?: string | null;
  notFor?: readonly string[];
  from: string;
  due: string;
  about: string | null;
};

/** A duty whose clock counts hours from a moment, where that clock has it by now. */
export function addDutyByHours(plan: Plan, company: Company, duty: ByHours, to: Sheet): void {
  const { kind, subjectKind, subjectId, permission, from, due, about } = duty;
  if (company.leftOn) return;
  const stood = advance(
    stepsOf(kind, new Date(from), new Date(due), company.timeZone),
    0,
    new Date(plan.now),
  );
  to.add("duties", {
    id: plan.id(from.slice(0, 10), "duty", kind, subjectId),
    fiscalYear: fiscalYearOf(from.slice(0, 10), startMonth),
    kind,
    subjectKind,
    subjectId,
    companyId: company.id,
    permission,
    personId: duty.personId ?? null,
    positionId: duty.positionId ?? null,
    notFor: [...(duty.notFor ?? [])],
    createdAt: from,
    startsAt: from,
    dueAt: due,
    timeZone: company.timeZone,
    state: "open",
    nextAt: stood.nextAt?.toISOString() ?? null,
    level: stood.level,
    step: stood.step,
    postponedCount: 0,
    about,
  });
}

type Running = {
  id: string;
  reference: string;
  state: State;
  startsAt: string;
  dueAt: string;
  reportedAt: string | null;
  judgedAs: string | null;
  lacksReason: boolean;
};

export function addIncidentDuties(
  plan: Plan,
  company: Company,
  running: Running,
  fiscalYear: number,
  to: Sheet,
): void {
  const { id, reference, startsAt, dueAt, reportedAt, judgedAs, state } = running;
  const add = (
    kind: "incident.report" | "incident.judge" | "incident.late_reason",
    from: string,
    due: Date,
  ) => {
    const stood = advance(stepsOf(kind, new Date(from), due, company.timeZone), 0, new Date(plan.now));
    to.add("duties", {
      id: plan.id(from.slice(0, 10), "duty", kind, id),
      fiscalYear,
      kind,
      subjectKind: "incident",
      subjectId: id,
      companyId: company.id,
      permission: "incident.assess",
      notFor: [],
      createdAt: from,
      startsAt: from,
      dueAt: due.toISOString(),
      timeZone: company.timeZone,
      state: "open",
      nextAt: stood.nextAt?.toISOString() ?? null,
      level: stood.level,
      step: stood.step,
      postponedCount: 0,
      about: reference,
    });
  };
  if (company.leftOn) return;
  const dueIn = (from: string, days: number) =>
    endOfDay(addDays(dayIn(new Date(from), company.timeZone), days), company.timeZone);
  if (!reportedAt && state === "reported") add("incident.report", startsAt, new Date(dueAt));
  if (reportedAt && judgedAs === null) add("incident.judge", reportedAt, dueIn(reportedAt, 2));
  // Of what was late within the last weeks; what is older nobody asks any more.
  if (reportedAt && running.lacksReason && Date.parse(plan.now) - Date.parse(reportedAt) < 21 * 86_400_000)
    add("incident.late_reason", reportedAt, dueIn(reportedAt, 2));
}
