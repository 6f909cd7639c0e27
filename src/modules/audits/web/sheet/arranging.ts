// Places and checks as somebody rearranges them, before it is kept. Pure.
import type { PlaceKind } from "../../visits/rules.ts";
import type { Check, Sheet } from "./counts.ts";

/** `key` is the id of the place: of a new one, the id that it will have. */
export type DraftPlace = { key: string; kind: PlaceKind; name: string; siteId: string | null };

export type Draft = {
  /** What it was made from: anything newer is looked at first. */
  rowVersion: number;
  places: readonly DraftPlace[];
  /** Where a check goes that was moved; of all others the sheet says it. */
  moved: ReadonlyMap<string, string>;
};

export const draftOf = (sheet: Sheet): Draft => ({
  rowVersion: sheet.rowVersion,
  places: sheet.places.map(({ id, ...place }) => ({ key: id, ...place })),
  moved: new Map(),
});

export const placeIn = (draft: Draft, check: Check): string => draft.moved.get(check.id) ?? check.placeId;

export const checksIn = (draft: Draft, sheet: Sheet, placeId: string): Check[] =>
  sheet.checks.filter((check) => placeIn(draft, check) === placeId);

const what = ({ controlId, point }: Check) => `${controlId} ${point ?? ""}`;

/** Moves the chosen checks; what is looked at there already stays where it is. */
export function moveChecks(
  draft: Draft,
  sheet: Sheet,
  chosen: ReadonlySet<string>,
  to: string,
): { draft: Draft; stayed: number } {
  const there = new Set(checksIn(draft, sheet, to).map(what));
  const moved = new Map(draft.moved);
  let stayed = 0;
  for (const check of sheet.checks.filter((one) => chosen.has(one.id) && placeIn(draft, one) !== to)) {
    if (there.has(what(check))) {
      stayed += 1;
      continue;
    }
    there.add(what(check));
    moved.set(check.id, to);
  }
  return { draft: { ...draft, moved }, stayed };
}

/** As it is sent: a check that went back to where it was is not moved. */
export const bodyOf = (draft: Draft, sheet: Sheet) => ({
  rowVersion: draft.rowVersion,
  places: draft.places.map(({ key, kind, name, siteId }) => ({ id: key, kind, name: name.trim(), siteId })),
  moved: sheet.checks.flatMap((check) => {
    const placeId = placeIn(draft, check);
    return placeId === check.placeId ? [] : [{ checkId: check.id, placeId }];
  }),
});

/** Why a place stays: something is looked at there, or was noted of it. */
export function keptBy(draft: Draft, sheet: Sheet, placeId: string): "checks" | "notes" | null {
  if (checksIn(draft, sheet, placeId).length > 0) return "checks";
  return sheet.notes.some((one) => one.placeId === placeId && !one.isWithdrawn) ? "notes" : null;
}
