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
  /** Holds only under a requirement, or but for an incompatibility, that the document names (OSCAL `qualifiers`). */
  isConditional: boolean;
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
    "asks the same as",
    "同じ内容",
    "要求相同",
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
    "covers all of",
    "すべてを含む",
    "完全覆盖",
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
    "is a part of",
    "一部にあたる",
    "是其一部分",
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
    "shares something with",
    "一部が重なる",
    "有部分重叠",
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
    "has nothing in common with",
    "共通点なし",
    "没有共同点",
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

const signed = /^([=≡⊇⊃>⊆⊂<∩∅])[\s-]*(.+)$/u;

/**
 * The relation a word means: OSCAL's, NIST IR 8477's, a sign, what people write in three languages and what the screens
 * say ("⊇ covers all of"). Of a sign and words that say something else nothing is known.
 */
export function relationOf(word: string): Relation | null {
  const whole = byWord.get(plain(word));
  if (whole) return whole;
  const [, sign, words = ""] = signed.exec(plain(word)) ?? [];
  const relation = byWord.get(words.replace(/^-/, "")) ?? null;
  return relation !== null && byWord.get(sign ?? "") === relation ? relation : null;
}

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

/**
 * What is certain where something more is required, or is in the way: whoever meets the one has something of the other,
 * never all of it.
 */
export const underConditions = (relation: Relation): Relation =>
  relation === "none" ? "none" : "intersects";

/** To what a column of numbers without a sign counts: a share, NIST's strength of a relationship (IR 8278A), per cent. */
export type Scale = 1 | 10 | 100;

const numberOf = (text: string): number | null => {
  const shown = text.normalize("NFKC").trim();
  const number = Number(shown.replace(/%$/, ""));
  return shown === "" || !Number.isFinite(number) ? null : number;
};
const isPercent = (text: string) => text.normalize("NFKC").trim().endsWith("%");

/** Told by the largest of them: 10 of 10 is sure, and 10 beside 80 is not. */
export function scaleOf(column: readonly string[]): Scale {
  const largest = column.reduce(
    (most, text) => (isPercent(text) ? most : Math.max(most, numberOf(text) ?? 0)),
    0,
  );
  return largest <= 1 ? 1 : largest <= 10 ? 10 : 100;
}

/** "100%", and "0.8", "8" or "80" as its column counts: per cent, 0 to 100; null for a word. */
export function confidenceOf(text: string, scale: Scale): number | null {
  const number = numberOf(text);
  if (number === null) return null;
  const percent = isPercent(text) ? number : (number * 100) / scale;
  return percent >= 0 && percent <= 100 ? Math.round(percent) : null;
}
