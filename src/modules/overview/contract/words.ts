import { Day, Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";
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

/** Why years beside each other must be read with care. */
export const cautions = [
  "edition",
  "shrunk",
  "na",
  "few",
  "restated",
  "provisional",
  "imported",
  "partial",
] as const;
export type Caution = (typeof cautions)[number];

export const State = oneOf(...stateOrder);

/** How many companies meet, are to improve, have a serious gap, are not known: always all four, in this order. */
export const Counts = Type.Array(Type.Integer(), { minItems: 4, maxItems: 4 });

/** 0 to 100, rounded down so that nothing is ever rounded across a threshold; null where nothing counts. */
export const Percent = nullable(Type.Integer());

/** What stands beside every score: of the controls required, those answered, not applicable, not known, verified. */
export const Known = Type.Object({
  required: Type.Integer(),
  answered: Type.Integer(),
  na: Type.Integer(),
  unknown: Type.Integer(),
  verified: Type.Integer(),
});

/** What stands behind a percentage: met is worth two half points of the control's weight, met in part one. */
export const points = { halfPoints: Type.Integer(), weight: Type.Integer() };

/** How many controls stand at each maturity level, 0 to 5, with the lower middle and the lowest; never a mean. */
export const Spread = Type.Object({
  distribution: Type.Array(Type.Integer(), { minItems: 6, maxItems: 6 }),
  median: nullable(Type.Integer()),
  lowest: nullable(Type.Integer()),
});

export const Maturity = Type.Object({
  asked: Type.Integer(),
  given: Type.Integer(),
  all: Spread,
  areas: list(
    Type.Object({
      id: text(40),
      name: text(200),
      asked: Type.Integer(),
      given: Type.Integer(),
      ...Spread.properties,
    }),
    100,
  ),
});

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
  standard: text(40),
  edition: text(40),
});

export const Round = Type.Object({
  ...RoundName.properties,
  editionId: Id,
  state: text(20),
  dueOn: Day,
  confirmDueOn: Day,
  isDueTaken: Type.Boolean(),
  meetsFromPercent: Type.Integer(),
  seriousBelowPercent: Type.Integer(),
});
