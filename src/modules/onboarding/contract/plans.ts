// Plans of the first ninety days: the list of all, the one of a company, their days.
import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { Named } from "#modules/organization/contract.ts";
import { permissions, Plan, Standing, StepName } from "./words.ts";

const Days = Type.Integer({ minimum: 1, maximum: 366 });
/** Days after the start by which each step is due. */
const StepDays = Type.Object({
  officer: Days,
  facts: Days,
  tier: Days,
  ledgers: Days,
  rules: Days,
  inspection: Days,
  review: Days,
});

const PlanRow = Type.Object({
  id: Id,
  companyId: Id,
  companyCode: text(40),
  companyName: text(200),
  divisionName: nullable(text(200)),
  cause: oneOf("acquired", "by_hand"),
  startsOn: Day,
  endsOn: Day,
  elapsed: Type.Integer(),
  total: Type.Integer(),
  closedOn: nullable(Day),
  standing: Standing,
  doneSteps: Type.Integer(),
  allSteps: Type.Integer(),
  /** The open step whose day comes first. */
  next: nullable(Type.Object({ step: StepName, dueOn: Day, isLate: Type.Boolean() })),
});

export const plans = contract({
  listPlans: {
    method: "GET",
    path: "/onboarding-plans",
    summary: "Plans of companies that are new to the group, the newest first: behind, on time, done",
    permission: permissions.read,
    query: Type.Object({ ...paging, divisionId: optional(Id), standing: optional(Standing) }),
    output: page(PlanRow),
  },
  countPlans: {
    method: "GET",
    path: "/onboarding-plans/counts",
    summary: "How many plans stand how",
    permission: permissions.read,
    query: Type.Object({ divisionId: optional(Id) }),
    output: Type.Object({
      rows: list(Type.Object({ standing: Standing, count: Type.Integer() }), 5),
    }),
  },
  getPlan: {
    method: "GET",
    path: "/companies/:companyId/onboarding",
    summary: "The newest plan of a company: days elapsed, each step with its state, day and who",
    permission: permissions.read,
    params: Type.Object({ companyId: Id }),
    output: Type.Object({
      companyId: Id,
      ...Named,
      plan: nullable(Plan),
      /** Who answers for the company. */
      officers: list(text(201), 50),
      division: nullable(text(200)),
      /** A round that runs and does not ask the company yet, for whoever may add it. */
      roundToJoin: nullable(Type.Object({ id: Id, name: text(200) })),
      can: Type.Object({ open: Type.Boolean(), waive: list(StepName, 10), review: Type.Boolean() }),
    }),
  },
  openPlan: {
    method: "POST",
    path: "/companies/:companyId/onboarding",
    summary: "Open a plan of the first ninety days by hand, with a reason",
    permission: permissions.manage,
    params: Type.Object({ companyId: Id }),
    body: Type.Object({ reason: text(500, 1), startsOn: optional(Day) }),
    output: Type.Object({ id: Id }),
    events: ["onboarding.opened"],
    errors: [
      "onboarding.open_already",
      "onboarding.company_left",
      "onboarding.starts_in_past",
      "onboarding.starts_too_far",
    ],
  },
  getStepPlace: {
    method: "GET",
    path: "/onboarding-steps/:id",
    summary: "Of which company and plan a step is",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({ companyId: Id, step: StepName }),
  },
  waiveStep: {
    method: "POST",
    path: "/onboarding-steps/:id/waiver",
    summary: "Let a company off a step, with a reason; never by whoever owes it",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["onboarding.step_waived"],
    errors: ["onboarding.step_closed", "onboarding.own_step"],
  },
  recordReview: {
    method: "PUT",
    path: "/onboarding-plans/:id/review",
    summary: "Record the meeting at which the division looked at what was found",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ heldOn: Day, found: text(4000, 1), decided: text(4000) }),
    output: Type.Object({ id: Id }),
    events: ["onboarding.reviewed"],
    errors: ["onboarding.reviewed_already", "onboarding.review_ahead", "onboarding.plan_closed"],
  },
  getStepDays: {
    method: "GET",
    path: "/onboarding-days",
    summary: "Days after the start by which each step of a new plan is due",
    permission: permissions.read,
    output: Type.Object({ days: StepDays, rowVersion: RowVersion, mayChange: Type.Boolean() }),
  },
  changeStepDays: {
    method: "PUT",
    path: "/onboarding-days",
    summary: "Change the days of the steps; plans that run keep theirs",
    permission: permissions.setDays,
    body: Type.Object({ days: StepDays, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["onboarding.days_changed"],
    errors: ["onboarding_days.changed_meanwhile"],
  },
});
