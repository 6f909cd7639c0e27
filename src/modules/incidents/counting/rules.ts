// Of what figures of incidents are made, and the lists that they open. Pure.

import { addDays } from "#core/time/fiscal-year.ts";
import { type Cause, monthsAfter } from "../after/rules.ts";
import type { Kind } from "../rules.ts";

/** What a figure counts of incidents; its rows stand in the register under the same name. */
export const sets = ["counted", "unjudged", "due", "in_time", "late", "reported", "contained"] as const;
export type Counted = (typeof sets)[number];

export const bys = ["kind", "company", "country", "month", "cause"] as const;
export type By = (typeof bys)[number];

/** Besides the causes of a review: one that nobody has reviewed yet. */
export const notReviewed = "not_reviewed";
/** In place of a country: of a company that has none today. */
export const noCountry = "--";

export const dueKinds = ["notices", "clocks"] as const;
export type DueKind = (typeof dueKinds)[number];

type Days = { from: string; to: string };
/** What a list is narrowed to by whoever opens a number of the row `key`; null: of all of them. */
export function placeOf(by: By, key: string | null, { from, to }: Days): Place {
  if (key === null) return { days: { from, to } };
  if (by !== "month") {
    const days = { from, to };
    if (by === "kind") return { days, kind: key as Kind };
    if (by === "company") return { days, companyId: key };
    if (by === "country") return { days, country: key || noCountry };
    return { days, cause: key as Cause | typeof notReviewed };
  }
  const first = `${key}-01`;
  const last = addDays(monthsAfter(first, 1), -1);
  return { days: { from: first > from ? first : from, to: last < to ? last : to } };
}
type Place = {
  days: Days;
  kind?: Kind;
  companyId?: string;
  country?: string;
  cause?: Cause | typeof notReviewed;
};
