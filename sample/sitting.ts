// One company before its questions in one year, with what the provider of the shared services had handed in by then.
import { answersOf, type Provided, type Sitting } from "./answers.ts";
import type { Company } from "./company.ts";
import { courseOf } from "./course.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";

export function sittingOf(plan: Plan, company: Company, index: number): Sitting | null {
  const sitting = alone(plan, company, index);
  if (!sitting || company.providesSharedServices) return sitting;
  const { submittedAt } = sitting.course;
  const provided = providedIn(plan, index);
  // Who handed in before the provider did had nothing to rest on.
  const isBefore = (one: Provided) => submittedAt === null || one.submittedAt < submittedAt;
  return { ...sitting, provided: new Map([...provided].filter(([, one]) => isBefore(one))) };
}

function alone(plan: Plan, company: Company, index: number): Sitting | null {
  const round = plan.calendar.rounds[index];
  const aim = round && company.aims.get(round.fiscalYear);
  if (!round || !aim) return null;
  const random = randomOf(plan.seed, "course", company.code, round.fiscalYear);
  return {
    plan,
    company,
    aim,
    index,
    round,
    edition: plan.editionAt(index),
    course: courseOf(company, aim, round, plan.calendar.today, random),
    inspectionId: plan.id(round.opensOn, "inspection", company.code, round.fiscalYear),
    provided: new Map(),
  };
}

const known = new WeakMap<Plan, Map<number, ReadonlyMap<string, Provided>>>();

function providedIn(plan: Plan, index: number): ReadonlyMap<string, Provided> {
  const years = known.get(plan) ?? new Map<number, ReadonlyMap<string, Provided>>();
  known.set(plan, years);
  const provided = years.get(index) ?? provide(plan, index);
  years.set(index, provided);
  return provided;
}

/** The provider's answers that the product proposes: met, of controls that name a service, with the last day of their proof. */
function provide(plan: Plan, index: number): ReadonlyMap<string, Provided> {
  const provider = plan.companies.find((company) => company.providesSharedServices);
  const sitting = provider ? alone(plan, provider, index) : null;
  const submittedAt = sitting?.course.submittedAt;
  if (!sitting || !submittedAt) return new Map();
  return new Map(
    answersOf(sitting).flatMap(({ control, verdict, validUntil }): [string, Provided][] =>
      control.inheritsFrom && verdict === "met" && validUntil
        ? [[control.id, { inspectionId: sitting.inspectionId, verdict, validUntil, submittedAt }]]
        : [],
    ),
  );
}
