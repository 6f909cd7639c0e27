// What a ledger declares: its fields, what its entries are found by, what lists show, and which measures a class may demand.
import type { FieldName } from "./fields.ts";

/** A measure is a field that has to say so: `wanted` is what it says where the measure holds. */
export type Measure = { name: string; field: FieldName; wanted: boolean };

export type Ledger = {
  /** Its table, its part of URLs and texts. */
  name: string;
  /** The letters before the numbers that people quote. */
  letters: string;
  fields: readonly FieldName[];
  /** Shown in the list until the reader chooses otherwise. */
  shown: readonly FieldName[];
  sorts: readonly FieldName[];
  filters: readonly FieldName[];
  /** Keys that tell one thing from another wherever they are known (README: what is one thing). */
  keys: { serial?: FieldName; tag?: FieldName; name: readonly FieldName[] };
  measures: readonly Measure[];
};

/** Measures that hold where the field says yes. */
export const yes = (...names: FieldName[]): Measure[] =>
  names.map((field) => ({ name: field, field, wanted: true }));
