// What the page of causes shows, of what the operation says. Pure.
import type { Output } from "#core/contract.ts";
import type { overview } from "../../contract.ts";

export type Causes = Output<typeof overview.getCauses>;
export type Cause = Causes["causes"][number];
export type Against = NonNullable<Cause["against"]>;

/** A cause that something can be done against was found, more often than any other; two as frequent lead to none. */
export function leading({ causes }: Causes): Cause | null {
  const [first, second] = causes
    .filter(({ id, incidents }) => incidents > 0 && id !== "not_reviewed" && id !== "not_known")
    .sort((a, b) => b.incidents - a.incidents);
  return first && first.incidents !== second?.incidents ? first : null;
}

/** Incidents as their register lists them: as many rows as the number says. */
export const registerOf = (
  { from, to }: Causes,
  { cause, kind, divisionId }: { cause?: string; kind?: string; divisionId: string | undefined },
) => ({
  ...(cause ? { cause } : {}),
  ...(kind ? { kind } : {}),
  ...(divisionId ? { divisionId } : {}),
  view: "all",
  counted: "counted",
  discoveredFrom: from,
  discoveredTo: to,
});
