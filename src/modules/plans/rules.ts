// What a plan has to hold before it may be handed in, and what it becomes. Pure.
import { daysBetween } from "#core/time/fiscal-year.ts";

export const states = ["drafting", "submitted", "returned", "approved", "done", "dropped"] as const;
export type State = (typeof states)[number];
/** What the list of plans may be narrowed to; each number of the board opens one of them. */
export const views = [
  "open",
  "owed",
  "late",
  "submitted",
  "running",
  "drifting",
  "effect_due",
  "done",
  "all",
] as const;

/** The company works on its words. */
export const writable: readonly State[] = ["drafting", "returned"];

export type StepToJudge = {
  what: string;
  hasOwner: boolean;
  startsOn: string | null;
  dueOn: string | null;
  cost: number | null;
  findingIds: readonly string[];
  /** A list of before says so: what was done before the plan stood here needs neither a day to come nor a cost. */
  isDone?: boolean;
};
export type PlanToJudge = {
  hasOwner: boolean;
  steps: readonly StepToJudge[];
  findings: readonly { id: string; reference: string; dueOn: string }[];
};

export type Problem = {
  code:
    | "no_owner"
    | "no_step"
    | "no_finding"
    | "uncovered"
    | "step_without_owner"
    | "step_without_day"
    | "step_in_the_past"
    | "step_without_cost"
    | "ends_after_due";
  /** What it is about: the place of a step, counted from one, or a finding's number. */
  of: string | null;
  /** It may be handed in all the same: whoever approves is shown it. */
  isHint: boolean;
};

const lacking = (code: Problem["code"], of: string | null = null): Problem => ({ code, of, isHint: false });
const hint = (code: Problem["code"], of: string | null = null): Problem => ({ code, of, isHint: true });

/**
 * owner, steps with an owner, a day and a cost, each finding in a step. A finding whose last step ends after its own day is a hint:
 * approving the plan is what moves that day.
 */
export function qualityOf(plan: PlanToJudge, today: string): Problem[] {
  const { steps, findings } = plan;
  const covered = new Set(steps.flatMap((step) => [...step.findingIds]));
  const each = steps.flatMap((step, at) => {
    const place = String(at + 1);
    if (step.isDone) return [];
    return [
      ...(step.hasOwner ? [] : [lacking("step_without_owner", place)]),
      ...(step.dueOn === null ? [lacking("step_without_day", place)] : []),
      ...(step.dueOn !== null && step.dueOn < today ? [lacking("step_in_the_past", place)] : []),
      ...(step.cost === null ? [lacking("step_without_cost", place)] : []),
    ];
  });
  return [
    ...(plan.hasOwner ? [] : [lacking("no_owner")]),
    ...(findings.length === 0 ? [lacking("no_finding")] : []),
    ...(steps.length === 0 ? [lacking("no_step")] : []),
    ...each,
    ...findings.filter((one) => !covered.has(one.id)).map((one) => lacking("uncovered", one.reference)),
    ...findings
      .filter((one) => endOf(steps, one.id) > one.dueOn)
      .map((one) => hint("ends_after_due", one.reference)),
  ];
}

/** The last day of the steps that are about a finding; the empty text where none has a day. */
export const endOf = (
  steps: readonly Pick<StepToJudge, "dueOn" | "findingIds">[],
  findingId: string,
): string =>
  steps
    .filter((step) => step.findingIds.includes(findingId))
    .map((step) => step.dueOn ?? "")
    .reduce((last, day) => (day > last ? day : last), "");

export const mayHandIn = (problems: readonly Problem[]): boolean => problems.every((one) => one.isHint);

type Moved = { dueOn: string | null; firstDueOn: string | null; state: string };

/** by how many days the open steps have moved since they were approved, the furthest of them. */
export const driftOf = (steps: readonly Moved[]): number =>
  Math.max(
    0,
    ...steps
      .filter((step) => step.state === "open")
      .map((step) => (step.dueOn && step.firstDueOn ? daysBetween(step.firstDueOn, step.dueOn) : 0)),
  );

/** Of what counts, how much is done: steps that were dropped count no more. */
export function progressOf(steps: readonly { state: string }[]): { done: number; all: number } {
  const counted = steps.filter((step) => step.state !== "dropped");
  return { done: counted.filter((step) => step.state === "done").length, all: counted.length };
}
