// What was entered on this device, and how it stands beside what all others have entered. Pure.
import type { Output } from "#core/contract.ts";
import type { audits } from "../../contract.ts";
import { type Field, needsSeen, type Value, type Verdict } from "../../visits/rules.ts";

export type Whole = Output<typeof audits.getAuditSheet>;
export type Other = Output<typeof audits.listOtherControls>["controls"][number];
/** What a device took along: the sheet, and light the controls that it does not look at. */
export type Taken = Whole & { others: readonly Other[] };
/** What changes while auditors work; of the controls, those that were taken up on site. */
export type Living = Pick<
  Whole,
  "places" | "checks" | "values" | "notes" | "conflicts" | "twins" | "controls"
>;
export const nothing: Living = {
  places: [],
  checks: [],
  values: [],
  notes: [],
  conflicts: [],
  twins: [],
  controls: [],
};
export type Check = Whole["checks"][number];
export type Control = Whole["controls"][number];
export type Conflict = Whole["conflicts"][number];

/** What an entry is about, in words of its own: the sheet may go from the device before what was entered on it is sent. */
export type About = Partial<Pick<Check, "controlId" | "point">> &
  Partial<Pick<Control, "title">> & { place?: string };
type Common = {
  id: string;
  at: string;
  about?: About;
  /** Why the server did not take it. */
  code?: string;
};
export type Change = Common & {
  kind: "op";
  checkId: string;
  field: Field;
  value: Value;
  base: number;
  after?: string;
  /** It may have arrived without an answer: it is changed no more, another replaces it. */
  isSent: boolean;
};
/** Where a note, a quote or a photo belongs: to a check, or to a place as a whole. */
export type Spot = { checkId: string; placeId?: never } | { placeId: string; checkId?: never };
export type Words = Common &
  Spot & {
    kind: "note";
    of: "note" | "quote";
    words: string;
    saidBy: string;
  };
export type Photo = Common &
  Spot & {
    kind: "photo";
    words: string;
    sha256: string;
    fileId?: string;
  };
export type Added = Common & { kind: "check"; placeId: string; controlId: string; reason: string };
export type Withdrawn = Common & { kind: "withdrawal" };
export type Entry = Change | Words | Photo | Added | Withdrawn;

export const isAt =
  (spot: Spot) =>
  (one: { checkId?: string | null; placeId?: string | null }): boolean =>
    spot.checkId ? one.checkId === spot.checkId : !one.checkId && one.placeId === spot.placeId;

const isOf =
  (checkId: string, field: Field) =>
  (entry: Entry): entry is Change =>
    entry.kind === "op" && entry.checkId === checkId && entry.field === field;

/** What the field says on this device now. */
export function valueOf(living: Living, entries: readonly Entry[], checkId: string, field: Field): Value {
  const own = entries.findLast(isOf(checkId, field));
  if (own) return own.value;
  return living.values.find((one) => one.checkId === checkId && one.field === field)?.value ?? null;
}

/**
 * The change that enters this: in place of one of the same field that was never sent; over one that was sent and not acknowledged;
 * else over the revision that this device knows of. Where the field waits for a decision, it is the decision.
 */
export function changeOf(
  living: Living,
  entries: readonly Entry[],
  { checkId, field, value }: { checkId: string; field: Field; value: Value },
  made: { id: string; at: string },
): Change {
  const last = entries.findLast(isOf(checkId, field));
  const held = living.values.find((one) => one.checkId === checkId && one.field === field);
  const common = { kind: "op" as const, checkId, field, value, at: made.at, isSent: false };
  if (last && !last.isSent && last.code === undefined) return { ...last, value, at: made.at };
  if (last && last.code === undefined) return { ...common, id: made.id, base: last.base, after: last.id };
  const waits = living.conflicts.find((one) => one.checkId === checkId && one.field === field);
  const after = waits ? { after: waits.opId } : {};
  return { ...common, id: made.id, base: held?.revision ?? 0, ...after };
}

export const verdictOf = (living: Living, entries: readonly Entry[], checkId: string) =>
  valueOf(living, entries, checkId, "verdict") as Verdict | null;

/** Answered, and with what was seen where the verdict needs it: the sheet is not finished without. */
export function isChecked(living: Living, entries: readonly Entry[], checkId: string): boolean {
  const verdict = verdictOf(living, entries, checkId);
  const seen = valueOf(living, entries, checkId, "seen");
  return verdict !== null && (!needsSeen(null, verdict) || String(seen ?? "").trim() !== "");
}

/** A control that nobody had meant to look at, as far as this device knows it. */
const takenUp = ({ isAsked: _asked, ...other }: Other): Control => ({
  ...other,
  areaName: {},
  evidence: [],
  drawn: "added",
  isTakenUp: true,
  saidWords: "",
  saidOn: null,
  deskVerdict: null,
  verdict: null,
});

/** The sheet as it is by now: with the places as the desk arranged them, and what was taken up here or by others. */
export function asItIs(sheet: Taken, living: Living, entries: readonly Entry[]): Whole {
  const known = new Set(sheet.controls.map((one) => one.id));
  const others = living.controls.filter((one) => !known.has(one.id));
  for (const one of others) known.add(one.id);
  const own = new Set(entries.flatMap((one) => (one.kind === "check" ? [one.controlId] : [])));
  const here = sheet.others.filter((one) => own.has(one.id) && !known.has(one.id)).map(takenUp);
  return {
    ...sheet,
    places: living.places.length > 0 ? living.places : sheet.places,
    controls: [...sheet.controls, ...others, ...here],
  };
}

/** Whether somebody put the places into another order, renamed them, or looks at something elsewhere than before. */
export function isRearranged(before: Living, after: Living): boolean {
  const named = ({ places }: Living) => places.map(({ id, name }) => `${id} ${name}`).join("\n");
  if (before.places.length > 0 && named(before) !== named(after)) return true;
  const was = new Map(before.checks.map((one) => [one.id, one.placeId]));
  return after.checks.some((one) => (was.get(one.id) ?? one.placeId) !== one.placeId);
}

/** Every check of the sheet, also those that were added on this device and not sent. */
export function checksOf(living: Living, entries: readonly Entry[]): Check[] {
  const known = new Set(living.checks.map((one) => one.id));
  const added = entries.flatMap((entry, nth): Check[] =>
    entry.kind === "check" && !known.has(entry.id)
      ? [
          {
            id: entry.id,
            placeId: entry.placeId,
            controlId: entry.controlId,
            point: null,
            position: 9000 + nth,
            reason: entry.reason,
            addedByName: null,
          },
        ]
      : [],
  );
  return [...living.checks, ...added];
}

/** Of an entry that is not yet among the others as well. */
export function aboutOf(sheet: Taken, living: Living, entries: readonly Entry[], entry: Entry): About {
  if (entry.kind === "withdrawal") return entry.about ?? {};
  const all = [...entries.filter((one) => one.id !== entry.id), entry];
  const { places, controls } = asItIs(sheet, living, all);
  const id = entry.kind === "check" ? entry.id : entry.checkId;
  const check = id ? checksOf(living, all).find((one) => one.id === id) : undefined;
  const placeId = check?.placeId ?? ("placeId" in entry ? entry.placeId : undefined);
  const place = places.find((one) => one.id === placeId)?.name;
  const title = controls.find((one) => one.id === check?.controlId)?.title;
  return {
    ...(check ? { controlId: check.controlId, point: check.point } : {}),
    ...(title ? { title } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

/** Where one goes on: the next open check in the order of walking, from here on and then from the start. */
export function nextOpen(
  sheet: Pick<Whole, "places">,
  checks: readonly Check[],
  isDone: (checkId: string) => boolean,
  here: string | null,
): Check | null {
  const place = new Map(sheet.places.map((one, nth) => [one.id, nth]));
  const order = checks.toSorted(
    (a, b) => (place.get(a.placeId) ?? 0) - (place.get(b.placeId) ?? 0) || a.position - b.position,
  );
  const at = order.findIndex((one) => one.id === here);
  const rest = [...order.slice(at + 1), ...order.slice(0, at + 1)];
  return rest.find((one) => one.id !== here && !isDone(one.id)) ?? null;
}
