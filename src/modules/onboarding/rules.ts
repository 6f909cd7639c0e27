// The first ninety days of a company in the group, as data: which steps there are, whose they are, when a plan is behind. Pure.

/** In the order in which a plan shows them. */
export const steps = ["officer", "facts", "tier", "ledgers", "rules", "inspection", "review"] as const;
export type Step = (typeof steps)[number];

/** Those of the company itself: the guided set-up walks through them. The officer comes first, named by the division. */
export const setUpSteps = [
  "officer",
  "facts",
  "tier",
  "ledgers",
  "rules",
  "inspection",
] as const satisfies readonly Step[];
export type SetUpStep = (typeof setUpSteps)[number];

/** Who owes a step: the company's officer, the division, or the group office. */
export type Side = "company" | "division" | "group";
export const sideOf: Readonly<Record<Step, Side>> = {
  officer: "division",
  facts: "company",
  tier: "group",
  ledgers: "company",
  rules: "company",
  inspection: "company",
  review: "division",
};

/** The kind of a step's duty, by whose it is. */
export const dutyOf: Readonly<Record<Side, "onboarding.set_up" | "onboarding.guide" | "onboarding.tier">> = {
  company: "onboarding.set_up",
  division: "onboarding.guide",
  group: "onboarding.tier",
};

/**
 * The permission whose holders at the company are asked. While nobody answers for the company, its own steps are the division's
 * (domain.md, mechanism 3: where there is no division either, the group office's).
 */
export const askedOf = (side: Side, hasOfficer: boolean): string =>
  side === "group"
    ? "organization.set_tier"
    : side === "company" && hasOfficer
      ? "inspection.answer"
      : "inspection.review";

/** Whoever owes a step does not let themselves off it: the division's and the group office's own are waived for all of the group. */
export const isGroupsToWaive = (step: Step): boolean => sideOf[step] !== "company";

export type StepState = "open" | "done" | "waived" | "lapsed";
type Standing = "planned" | "on_time" | "behind" | "done" | "lapsed";

/**
 * How a plan stands: behind as soon as one open step is over its day.
 *
 * @param today of the group, in which plans begin; `dayThere` of the company, whose days its steps and duties end with.
 */
export function standingOf(
  plan: {
    startsOn: string;
    outcome: "done" | "lapsed" | null;
    steps: readonly { state: StepState; dueOn: string }[];
  },
  today: string,
  dayThere: string,
): Standing {
  if (plan.outcome) return plan.outcome;
  if (plan.startsOn > today) return "planned";
  return plan.steps.some((one) => one.state === "open" && one.dueOn < dayThere) ? "behind" : "on_time";
}

/** What a company says of itself and the register keeps; the tier's criteria read most of them. */
export const factNames = [
  "country",
  "timeZone",
  "language",
  "workers",
  "personalDataPeople",
  "hasPlant",
  "runsServers",
  "hasRestrictedRooms",
  "developsSoftware",
  "developsProducts",
  "isRegionalHeadquarters",
  "isFinance",
  "providesSharedServices",
] as const;
export type FactName = (typeof factNames)[number];

/** The facts of which the company says something else than the register. */
export const differing = (
  said: Readonly<Record<FactName, unknown>>,
  recorded: Readonly<Record<FactName, unknown>>,
): FactName[] => factNames.filter((name) => said[name] !== recorded[name]);
