// By which words an entry is found across companies: those that say what a thing is, never those about a person. Pure.
import { type FieldName, fieldOf } from "./fields.ts";
import type { Ledger } from "./ledger.ts";

/** What says what a thing is, beside its name; sought where no field is named, and shown beside what was found. */
const madeOf: readonly FieldName[] = [
  "manufacturer",
  "model",
  "product",
  "version",
  "provider",
  "os",
  "osVersion",
  "firmware",
  "productType",
  "ecu",
  "partNumber",
  "softwareVersion",
  "supplier",
];

export const makeFields = (ledger: Ledger): FieldName[] =>
  madeOf.filter((name) => ledger.fields.includes(name));

/** Fields in words that may be named, what a thing is first. */
export function soughtFields(ledger: Ledger): FieldName[] {
  const inWords = ledger.fields.filter((name) => {
    const field = fieldOf(name);
    return field.type === "text" && !field.isPersonal && name !== "note";
  });
  const first = makeFields(ledger).filter((name) => inWords.includes(name));
  return [...first, ...inWords.filter((name) => !first.includes(name))];
}
