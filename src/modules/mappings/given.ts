// What a document says before anybody knows the items it speaks of: the same for OSCAL and for a sheet. Pure.
import { invalid } from "#core/errors.ts";
import type { Relation } from "./rules.ts";

/** One pair of ids with what is said of it, at its place in the document. */
export type Given = {
  /** The row of a sheet, or the number of the entry in the document, from 1. */
  place: number;
  source: string;
  target: string;
  /** As it was written. */
  word: string;
  relation: Relation | null;
  confidence: number | null;
  remark: string | null;
  /** Why it cannot be taken as it is, whatever the ids. */
  fault: "statement" | "foreign" | null;
  /** Said of several items together; of each of them only this much follows. */
  isWeakened: boolean;
};

export type Resource = {
  /** How the document names it. */
  name: string;
  /** Where it says which set of ours it is. */
  setId: string | null;
  edition: { standard: string; edition: string } | null;
};

export type GivenMapping = {
  source: Resource | null;
  target: Resource | null;
  pairs: Given[];
  /** Ids that the document itself names as not mapped. */
  sourceGaps: string[];
  targetGaps: string[];
};

/** NIST's largest crosswalks have some thousand pairs. */
const mostLinks = 20_000;

export type CountPairs = (sources: number, targets: number) => void;

/**
 * Asked before the ids of one entry are paired with each other: a list of a few thousand on each side is a small file
 * and more pairs than memory holds.
 */
export function pairCounter(most = mostLinks): CountPairs {
  let sum = 0;
  return (sources, targets) => {
    sum += sources * targets;
    if (sum > most) throw invalid("mapping.too_many_links", { values: { most } });
  };
}

const words: Record<Relation, readonly string[]> = {
  equal: [
    "equal-to",
    "equivalent-to",
    "equal",
    "equivalent",
    "identical",
    "=",
    "≡",
    "同等",
    "等しい",
    "一致",
    "等同",
    "相同",
    "等价",
  ],
  superset: [
    "superset-of",
    "superset",
    "contains",
    "includes",
    "⊇",
    "⊃",
    ">",
    "包含する",
    "含む",
    "上位集合",
    "包含",
    "超集",
  ],
  subset: [
    "subset-of",
    "subset",
    "part-of",
    "⊆",
    "⊂",
    "<",
    "包含される",
    "一部",
    "部分集合",
    "被包含",
    "子集",
  ],
  intersects: [
    "intersects-with",
    "intersects",
    "intersection",
    "overlaps",
    "partial",
    "related-to",
    "∩",
    "共通部分あり",
    "重なる",
    "交差",
    "関連",
    "相交",
    "部分重叠",
  ],
  none: [
    "no-relationship",
    "not-related-to",
    "not-related",
    "none",
    "∅",
    "関係なし",
    "無関係",
    "无关系",
    "无关",
  ],
};
const plain = (word: string) =>
  word
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "-");
const byWord = new Map(
  Object.entries(words).flatMap(([relation, names]) =>
    names.map((name) => [plain(name), relation as Relation] as const),
  ),
);

/** The relation a word means: OSCAL's, NIST IR 8477's, a sign, or what people write in three languages. */
export const relationOf = (word: string): Relation | null => byWord.get(plain(word)) ?? null;

/**
 * What is certain of each pair where a relation was said of several items together. A ⊇ B₁ ∪ B₂ contains each of them;
 * A ⊆ B₁ ∪ B₂ lies in neither, and shares something with both, or they would not have been named.
 */
export function ofEach(relation: Relation, sources: number, targets: number): Relation {
  if (relation === "none" || relation === "intersects" || (sources === 1 && targets === 1)) return relation;
  if (sources === 1) return relation === "subset" ? "intersects" : "superset";
  if (targets === 1) return relation === "superset" ? "intersects" : "subset";
  return "intersects";
}

/** "100%", "80", "0.8": per cent, 0 to 100; null for a word. */
export function confidenceOf(text: string): number | null {
  const shown = text.normalize("NFKC").trim();
  const number = Number(shown.replace(/%$/, ""));
  if (shown === "" || !Number.isFinite(number)) return null;
  const percent = shown.endsWith("%") || number > 1 ? number : number * 100;
  return percent >= 0 && percent <= 100 ? Math.round(percent) : null;
}
