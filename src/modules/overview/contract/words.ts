import { Day, Id, nullable, oneOf, optional, text } from "#core/contract.ts";
import { Basis } from "#modules/figures/contract.ts";
import Type from "typebox";

export const stateOrder = [
  "not_begun",
  "answering",
  "submitted",
  "returned",
  "reviewed",
  "confirmed",
  "locked",
] as const;

export const State = oneOf(...stateOrder);

/** How many companies meet, are to improve, have a serious gap, are not known: always all four, in this order. */
export const Counts = Type.Array(Type.Integer(), { minItems: 4, maxItems: 4 });

/** 0 to 100, rounded down so that nothing is ever rounded across a threshold; null where nothing counts. */
export const Percent = nullable(Type.Integer());

export const ControlId = text(40);

/** A part of the companies asked; "-" for those of no region or division. */
export const narrow = {
  tier: optional(text(4)),
  region: optional(text(40)),
  division: optional(text(40)),
};

export const chosen = { roundId: optional(Id), basis: optional(Basis), ...narrow };

export const RoundName = Type.Object({
  id: Id,
  name: text(200),
  fiscalYear: Type.Integer(),
  edition: text(40),
});

export const Round = Type.Object({
  ...RoundName.properties,
  editionId: Id,
  standard: text(40),
  state: text(20),
  dueOn: Day,
  confirmDueOn: Day,
  isDueTaken: Type.Boolean(),
  meetsFromPercent: Type.Integer(),
  seriousBelowPercent: Type.Integer(),
});
