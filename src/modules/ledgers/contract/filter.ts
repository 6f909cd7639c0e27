// What narrows and orders a list of entries.
import Type from "typebox";
import { Day, Id, list, oneOf, optional, text } from "#core/contract.ts";
import { ledgers } from "../declared/ledgers.ts";
import { Label, Standing, State } from "./words.ts";

/** Every order that any ledger offers; one that this ledger does not offer is refused. */
export const sorts = [
  ...new Set(
    ["name", "seen", "reviewDue", "changed", ...ledgers.flatMap((one) => one.sorts)].flatMap((by) => [
      by,
      `-${by}`,
    ]),
  ),
];

/** Filters on fields, as `field:word` with several words parted by `|`; `none` for what is not known. */
const Where = list(text(120, 3), 10);

/** What narrows a list, an export and a bulk change alike. */
export const Filter = {
  search: optional(text(100)),
  companyId: optional(Id),
  /** A unit of the group with all below it: a division, say. */
  divisionId: optional(Id),
  class: optional(oneOf("none", "1", "2", "3", "4", "5", "6")),
  state: optional(State),
  /** Retired entries are left out unless asked for. */
  withRetired: optional(Type.Boolean()),
  standing: optional(Standing),
  isConflicting: optional(Type.Boolean()),
  /** `none`: nobody answers for it. */
  owner: optional(Type.Union([Type.Literal("none"), Id])),
  isWithoutRule: optional(Type.Boolean()),
  isReviewOverdue: optional(Type.Boolean()),
  /** It lacks a measure that its class demands, or nobody knows. */
  isLacking: optional(Type.Boolean()),
  label: optional(Label),
  where: optional(Where),
  /** As it stood at the end of that day, in the group's zone. */
  asOf: optional(Day),
};
