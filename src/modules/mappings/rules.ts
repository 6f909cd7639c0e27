// Relations between what two items ask (NIST IR 8477, set theory), and what follows when two of them are chained. Pure.

export const relations = ["equal", "superset", "subset", "intersects", "none"] as const;
/** A r B over what the two ask: equal A = B, superset A ⊇ B, subset A ⊆ B, intersects A ∩ B ≠ ∅, none A ∩ B = ∅. */
export type Relation = (typeof relations)[number];
/** Two items, with the titles by which a person judges them, and what was judged. */
export type JudgedPair = {
  sourceId: string;
  sourceTitle: string | null;
  relation: Relation;
  targetId: string;
  targetTitle: string | null;
  confidence: number | null;
  remark: string | null;
};
/** `unknown`: a way leads there, and nothing follows from it. */
export type Derived = Relation | "unknown";

const inverted = {
  equal: "equal",
  superset: "subset",
  subset: "superset",
  intersects: "intersects",
  none: "none",
} as const satisfies Record<Relation, Relation>;

export const inverse = (relation: Relation): Relation => inverted[relation];

/**
 * Row: how A stands to B; column: how B stands to C; entry: the most that is certain of A and C. Two that contain the
 * same thing share it (superset, subset: intersects); two parts of the same whole need not (subset, superset: unknown).
 */
const composed: Record<Relation, Record<Relation, Derived>> = {
  equal: {
    equal: "equal",
    superset: "superset",
    subset: "subset",
    intersects: "intersects",
    none: "none",
  },
  superset: {
    equal: "superset",
    superset: "superset",
    subset: "intersects",
    intersects: "intersects",
    none: "unknown",
  },
  subset: {
    equal: "subset",
    superset: "unknown",
    subset: "subset",
    intersects: "unknown",
    none: "none",
  },
  intersects: {
    equal: "intersects",
    superset: "unknown",
    subset: "intersects",
    intersects: "unknown",
    none: "unknown",
  },
  none: {
    equal: "none",
    superset: "none",
    subset: "unknown",
    intersects: "unknown",
    none: "unknown",
  },
};

export const compose = (first: Derived, second: Derived): Derived =>
  first === "unknown" || second === "unknown" ? "unknown" : composed[first][second];

/** How much a relation says of the item it leads to, most first. */
export const strength: Record<Derived, number> = {
  equal: 5,
  superset: 4,
  subset: 3,
  intersects: 2,
  unknown: 1,
  none: 0,
};

/** Whether meeting the first in full meets the second in full. */
export const covers = (relation: Derived): boolean => relation === "equal" || relation === "superset";

/** As people read it between two ids: "ORG-01 ⊇ GV.OC-01". */
export const signOf: Record<Derived, string> = {
  equal: "=",
  superset: "⊇",
  subset: "⊆",
  intersects: "∩",
  none: "∅",
  unknown: "?",
};

/** What a relation comes to for the item it leads to. */
export const reachKinds = ["covered", "partly", "touched", "unclear", "none"] as const;
export type ReachKind = (typeof reachKinds)[number];

export function reachOf(relation: Derived | null): ReachKind {
  if (relation === null || relation === "none") return "none";
  if (covers(relation)) return "covered";
  return relation === "subset" ? "partly" : relation === "intersects" ? "touched" : "unclear";
}
