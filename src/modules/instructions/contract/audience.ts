// Lent to later modules.
// Rules by which units below an issuer are picked, and who is left out all the same.
import Type from "typebox";
import { Id, list, oneOf, optional, text } from "#core/contract.ts";
import { Held } from "#modules/ledgers/contract/holding.ts";
import { ruleKinds } from "../rules.ts";

/** One way to pick units below the issuer; what fits any of them is told. */
export const Rule = Type.Object({
  kind: oneOf(...ruleKinds),
  /** Of divisions, divisionOffices, departments and units. */
  unitIds: optional(list(Id, 2000)),
  /** Of tiers, relations, countries, regions and results. */
  words: optional(list(text(40, 1), 60)),
  /** Of ledgers: companies that hold an entry which fits any of these. */
  held: optional(list(Held, 5)),
});

export const Exception = Type.Object({ unitId: Id, reason: text(500, 1) });
export const Audience = { rules: list(Rule, 20), exceptions: list(Exception, 500) };
