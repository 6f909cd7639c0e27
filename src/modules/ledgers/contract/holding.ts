// Lent to later modules.
// What a rule may ask of a ledger: entries whose declared words hold what is sought, in some states.
import Type from "typebox";
import { list, oneOf, optional, text } from "#core/contract.ts";
import { ledgerNames } from "../declared/ledgers.ts";

export const Held = Type.Object({
  ledger: oneOf(...ledgerNames),
  /** All of them have to fit; without a field the words are sought in all that says what a thing is. */
  contains: Type.Array(Type.Object({ field: optional(text(40)), words: text(100, 1) }), {
    minItems: 1,
    maxItems: 5,
  }),
  /** Empty: every entry that is not retired. */
  states: optional(list(oneOf("planned", "in_use", "stored", "lost"), 4)),
});
