import Type from "typebox";
import { Day, Id, list, nullable, oneOf, text } from "#core/contract.ts";
import { Facts } from "#modules/organization/contract.ts";
import { factNames, steps } from "../rules.ts";

export const permissions = {
  read: "onboarding.read",
  /** Say for one's company what it is. */
  answer: "onboarding.answer",
  /** Open a plan by hand, waive a step of a company, record the review meeting. */
  manage: "onboarding.manage",
  /** The days of the steps, for the whole group. */
  setDays: "onboarding.set_days",
} as const;

export const StepName = oneOf(...steps);
export const Standing = oneOf("planned", "on_time", "behind", "done", "lapsed");

export const StepRow = Type.Object({
  id: Id,
  step: StepName,
  dueOn: Day,
  /** As the data say now; what was done once stays done. */
  state: oneOf("open", "done", "waived", "lapsed"),
  isLate: Type.Boolean(),
  closedOn: nullable(Day),
  /** Who waived it, and why. */
  closedByName: nullable(text(201)),
  reason: nullable(text(500)),
  /** Whose it is now. */
  side: oneOf("company", "division", "group"),
});

/** What a company says of itself. */
export const SaidFacts = Type.Pick(Facts, factNames);

export const Plan = Type.Object({
  id: Id,
  cause: oneOf("acquired", "by_hand"),
  reason: nullable(text(500)),
  openedByName: nullable(text(201)),
  startsOn: Day,
  endsOn: Day,
  /** Days since the start, of so many in all. */
  elapsed: Type.Integer(),
  total: Type.Integer(),
  closedOn: nullable(Day),
  standing: Standing,
  steps: list(StepRow, 10),
  review: nullable(
    Type.Object({ heldOn: Day, found: text(4000), decided: text(4000), recordedByName: nullable(text(201)) }),
  ),
});
