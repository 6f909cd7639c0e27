// What was entered on this device, and how it stands beside what all others have entered. Pure.
import type { Output } from "#core/contract.ts";
import type { audits } from "../../contract.ts";
import type { Field, Value, Verdict } from "../../visits/rules.ts";

export type Whole = Output<typeof audits.getAuditSheet>;
export type Living = Pick<Whole, "checks" | "values" | "notes" | "conflicts">;
export type Check = Whole["checks"][number];
export type Control = Whole["controls"][number];
export type Conflict = Whole["conflicts"][number];

type Common = { id: string; at: string /** Why the server did not take it. */; code?: string };
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
export type Words = Common & {
  kind: "note";
  of: "note" | "quote";
  checkId: string;
  words: string;
  saidBy: string;
};
export type Photo = Common & {
  kind: "photo";
  checkId: string;
  words: string;
  sha256: string;
  fileId?: string;
};
export type Added = Common & { kind: "check"; placeId: string; controlId: string };
export type Withdrawn = Common & { kind: "withdrawal" };
export type Entry = Change | Words | Photo | Added | Withdrawn;

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
          },
        ]
      : [],
  );
  return [...living.checks, ...added];
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
