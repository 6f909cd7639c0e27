import type { Output } from "#core/contract.ts";
import type { workbooks } from "../contract.ts";

export type Returned = Output<typeof workbooks.getWorkbookReturn>;
export type Delivery = Output<typeof workbooks.getDelivery>;

type Counts = Readonly<Record<string, number>>;

/** Rows and questions that would be kept without a decision. */
export const broughtIn = (counts: Counts): number =>
  (["new", "changed", "confirmed", "questions"] as const).reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);

const always = ["new", "changed", "conflict", "error", "same", "blank"] as const;
const where = ["confirmed", "questions"] as const;

/** The figures of a return: what is always asked about, and what only some returns bring. */
export const kindsOf = (counts: Counts) => [
  ...always.slice(0, 2),
  ...where.filter((kind) => (counts[kind] ?? 0) > 0),
  ...always.slice(2),
];
