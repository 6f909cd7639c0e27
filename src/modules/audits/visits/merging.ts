// What several devices entered without seeing one another. Pure: the same on the server and in the pages.
import type { Value } from "./rules.ts";

/** A field as it stands: how often it was changed, and by which change last. */
export type Standing = {
  value: Value;
  revision: number;
  opId: string;
  /** Two sides entered the same without seeing one another: neither may go on from it as if it were its own alone. */
  isShared: boolean;
};

/** A change of a field: the revision it was written over, and the change of one's own that it replaces before that was acknowledged. */
export type Change = { id: string; base: number; after: string | null; value: Value };

export type Outcome = "applied" | "same" | "conflict";

/**
 * A conflict is there only when both sides changed the same field since the base, and to something else. A change that was written
 * over one's own unacknowledged one is not in conflict with that one.
 */
export function merge(
  standing: Standing | undefined,
  change: Change,
): { outcome: Outcome; standing: Standing } {
  const next = {
    value: change.value,
    revision: (standing?.revision ?? 0) + 1,
    opId: change.id,
    isShared: false,
  };
  if (standing === undefined) return { outcome: "applied", standing: next };
  const isSeen = change.base === standing.revision || (change.after === standing.opId && !standing.isShared);
  if (standing.value === change.value)
    return { outcome: "same", standing: isSeen ? standing : { ...next, isShared: true } };
  return isSeen ? { outcome: "applied", standing: next } : { outcome: "conflict", standing };
}
