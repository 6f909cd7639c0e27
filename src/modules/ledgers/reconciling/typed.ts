// What a source says, as JSON by the names of the columns, read as typed columns.
import { type RawBuilder, sql } from "kysely";
import { columnOf, fieldOf } from "../declared/fields.ts";
import type { Ledger } from "../declared/ledgers.ts";

const types = {
  text: "text",
  flag: "boolean",
  number: "integer",
  day: "date",
  moment: "timestamptz",
  word: "text",
  words: "text[]",
  countries: "jsonb",
} as const;

/** The values of a row as typed columns: `v (serial text, encrypted boolean, ...)`. */
export const typedAs = (ledger: Ledger): RawBuilder<unknown> =>
  sql.raw(`v (${ledger.fields.map((name) => `${columnOf(name)} ${types[fieldOf(name).type]}`).join(", ")})`);
