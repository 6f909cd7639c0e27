// Procedures for the case of each company and the days on which they were tried: most of them within their months, one overdue, one that
// nobody has tried, one tried in the exercise.
import { addDays } from "#core/time/fiscal-year.ts";
import { nextTrialOn, procedureKinds, type trialHows } from "#modules/incidents/after/rules.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Written } from "./incident-draft.ts";
import { addOpenDuty } from "./open-duty.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import texts from "./texts/incident-lessons.json" with { type: "json" };

type How = (typeof trialHows)[number];
const everyMonths = 12;

export function addProcedures(plan: Plan, written: readonly Written[], to: Sheet): void {
  const exercise = written.find((one) => one.draft.story === "exercise");
  // The smallest have none of their own.
  for (const company of plan.companies)
    if (!company.leftOn && (company.tier !== "T4" || company.story !== null))
      addOfCompany(plan, company, exercise, to);
}

type Kind = (typeof procedureKinds)[number];
type Trial = { on: string; how: How; incidentId: string | null } | null;

function addOfCompany(plan: Plan, company: Company, exercise: Written | undefined, to: Sheet): void {
  const kinds = procedureKinds.slice(0, company.tier === "T1" || company.tier === "T2" ? 4 : 2);
  for (const kind of kinds) {
    const trial = trialOf(plan, company, kind, exercise);
    write(plan, company, kind, trial, to);
  }
}

function trialOf(plan: Plan, company: Company, kind: Kind, exercise: Written | undefined): Trial {
  const { today } = plan.calendar;
  const random = randomOf(plan.seed, "procedure", company.code, kind);
  if (company.slug === "press" && kind === "recovery")
    return { on: addDays(today, -400), how: "table_top", incidentId: null };
  if (company.slug === "vision-nl") return null;
  if (exercise?.company.id === company.id && kind === "incident")
    return { on: exercise.day, how: "exercise", incidentId: exercise.id };
  const how = random.pick(["read_through", "table_top", "table_top"] as const);
  return { on: addDays(today, -random.int(20, how === "read_through" ? 150 : 330)), how, incidentId: null };
}

function write(plan: Plan, company: Company, kind: Kind, trial: Trial, to: Sheet): void {
  const { today } = plan.calendar;
  const { language } = company;
  const random = randomOf(plan.seed, "procedure", company.code, kind, "row");
  const isNew = trial === null;
  const addedOn = addDays(today, isNew ? -40 : -random.int(420, 700));
  const id = plan.id(addedOn, "incident procedure", company.code, kind);
  const nextOn = trial ? nextTrialOn(trial.on, everyMonths, trial.how) : addDays(addedOn, 60);
  const title = texts.procedures[kind][language];
  const officer = seatHolder(plan, company, "officer");
  to.add("incidentProcedures", {
    id,
    companyId: company.id,
    kind,
    title,
    place: texts.place[language],
    ownerId: random.chance(0.6) ? officer : seatHolder(plan, company, "deputy"),
    everyMonths,
    addedOn,
    triedOn: trial?.on ?? null,
    nextOn,
  });
  if (trial) {
    const hasLearned = random.chance(0.5);
    to.add("incidentProcedureTrials", {
      id: plan.id(trial.on, "incident procedure trial", company.code, kind),
      procedureId: id,
      companyId: company.id,
      triedOn: trial.on,
      how: trial.how,
      worked: hasLearned ? "partly" : "yes",
      learned: hasLearned ? texts.learned[language] : "",
      incidentId: trial.incidentId,
      saidAt: instantAt(trial.on, 17 * 60, company.timeZone),
      saidBy: officer,
    });
  }
  addOpenDuty(
    plan,
    company,
    {
      kind: "incident.try_procedure",
      subjectKind: "incident_procedure",
      subjectId: id,
      permission: "incident.assess",
      startsOn: trial?.on ?? addedOn,
      startsAt: instantAt(trial?.on ?? addedOn, 17 * 60, company.timeZone),
      dueOn: nextOn,
      about: title,
    },
    to,
  );
}
