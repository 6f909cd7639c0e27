// Which pairs of a document can be taken: each id is looked for among the items of its end, and what was not taken says
// why. Pure.
import type { Given, GivenMapping } from "./given.ts";
import type { Relation } from "./rules.ts";

export const problemKinds = [
  "schema",
  "matched_case",
  "matched_spelling",
  "weakened",
  "conditional",
  "missing_sources",
  "missing_targets",
  "relation_unknown",
  "foreign",
  "statement",
  "double",
  "contradicts",
  "without_ids",
  "source_gaps",
  "target_gaps",
] as const;
export type ProblemKind = (typeof problemKinds)[number];
export type Problem = { kind: ProblemKind; count: number; examples: string[] };

export const verdicts = [
  "taken",
  "source_missing",
  "target_missing",
  "relation_unknown",
  "foreign",
  "statement",
  "double",
  "contradicts",
  "without_ids",
] as const;
export type Verdict = (typeof verdicts)[number];

export type Line = Given & {
  verdict: Verdict;
  /** The ids as our items have them, where they were found. */
  sourceId: string | null;
  targetId: string | null;
};
export type TakenLink = {
  source: string;
  target: string;
  relation: Relation;
  confidence: number | null;
  remark: string | null;
};
export type Matched = {
  lines: Line[];
  links: TakenLink[];
  problems: Problem[];
  sourceGaps: string[];
  targetGaps: string[];
  /** Items of an end that no link taken here names. */
  sourceUntouched: number;
  targetUntouched: number;
};

type How = "exact" | "case" | "spelling";
type Found = { id: string; how: How };
export type Finder = (written: string) => Found | null;

const withoutCase = (id: string) => id.normalize("NFKC").trim().toLowerCase();
/** "AC-02 (01)" and "ac-2.1" name the same control (SP 800-53 writes enhancements both ways). */
const withoutSpelling = (id: string) =>
  withoutCase(id)
    .replaceAll(/\s+/g, "")
    .replaceAll(/[(（](\w+)[)）]/g, ".$1")
    .replaceAll(/(?<![0-9])0+(?=[0-9])/g, "");

/** Exactly; else without regard to case; else to how numbers are written. What two items are called is neither. */
export function finderOf(ids: readonly string[]): Finder {
  const exact = new Set(ids);
  const byCase = uniqueBy(ids, withoutCase);
  const bySpelling = uniqueBy(ids, withoutSpelling);
  return (written) => {
    if (exact.has(written)) return { id: written, how: "exact" };
    const alike = byCase.get(withoutCase(written));
    if (alike) return { id: alike, how: "case" };
    const spelt = bySpelling.get(withoutSpelling(written));
    return spelt ? { id: spelt, how: "spelling" } : null;
  };
}

function uniqueBy(ids: readonly string[], keyOf: (id: string) => string): Map<string, string> {
  const found = Map.groupBy(ids, keyOf);
  return new Map(
    [...found].flatMap(([key, those]) => (those.length === 1 && those[0] ? [[key, those[0]]] : [])),
  );
}

export function match(
  mapping: Pick<GivenMapping, "pairs" | "sourceGaps" | "targetGaps">,
  sources: readonly string[],
  targets: readonly string[],
): Matched {
  const [findSource, findTarget] = [finderOf(sources), finderOf(targets)];
  const taken = new Map<string, TakenLink>();
  const notes = notebook();
  const lines = mapping.pairs.map((pair): Line => {
    const [source, target] = [findSource(pair.source), findTarget(pair.target)];
    const verdict = verdictOf(pair, source, target, taken);
    noteOf(notes, pair, verdict, source, target);
    if (verdict === "taken" && source && target && pair.relation)
      taken.set(`${source.id}\u001f${target.id}`, {
        source: source.id,
        target: target.id,
        relation: pair.relation,
        confidence: pair.confidence,
        remark: pair.remark,
      });
    return { ...pair, verdict, sourceId: source?.id ?? null, targetId: target?.id ?? null };
  });
  const links = [...taken.values()];
  for (const id of mapping.sourceGaps) notes.add("source_gaps", id);
  for (const id of mapping.targetGaps) notes.add("target_gaps", id);
  return {
    lines,
    links,
    problems: notes.problems(),
    sourceGaps: mapping.sourceGaps,
    targetGaps: mapping.targetGaps,
    sourceUntouched: sources.length - new Set(links.map((link) => link.source)).size,
    targetUntouched: targets.length - new Set(links.map((link) => link.target)).size,
  };
}

function verdictOf(
  pair: Given,
  source: Found | null,
  target: Found | null,
  taken: ReadonlyMap<string, TakenLink>,
): Verdict {
  if (pair.source === "" || pair.target === "") return "without_ids";
  if (pair.fault) return pair.fault;
  if (pair.relation === null) return "relation_unknown";
  if (!source) return "source_missing";
  if (!target) return "target_missing";
  const before = taken.get(`${source.id}\u001f${target.id}`);
  if (!before) return "taken";
  return before.relation === pair.relation ? "double" : "contradicts";
}

function noteOf(
  notes: Notes,
  pair: Given,
  verdict: Verdict,
  source: Found | null,
  target: Found | null,
): void {
  if (verdict === "taken") {
    for (const [written, found] of [
      [pair.source, source],
      [pair.target, target],
    ] as const) {
      if (found && found.how !== "exact")
        notes.add(found.how === "case" ? "matched_case" : "matched_spelling", `${written} → ${found.id}`);
    }
    if (pair.isWeakened) notes.add("weakened", `${pair.source} – ${pair.target}`);
    if (pair.isConditional) notes.add("conditional", `${pair.source} – ${pair.target}: ${pair.remark ?? ""}`);
  } else if (verdict === "source_missing") notes.add("missing_sources", pair.source);
  else if (verdict === "target_missing") notes.add("missing_targets", pair.target);
  else if (verdict === "relation_unknown") notes.add("relation_unknown", pair.word || "–");
  else notes.add(verdict, `${pair.source} – ${pair.target}`);
}

type Notes = { add: (kind: ProblemKind, example: string) => void; problems: () => Problem[] };

/** Each kind with what it happened to, every one named once. */
function notebook(): Notes {
  const of = new Map<ProblemKind, Set<string>>();
  return {
    add: (kind, example) => {
      const before = of.get(kind);
      if (before) before.add(example);
      else of.set(kind, new Set([example]));
    },
    problems: () =>
      problemKinds.flatMap((kind) => {
        const those = of.get(kind);
        return those ? [{ kind, count: those.size, examples: examplesOf(those) }] : [];
      }),
  };
}

const examplesOf = (those: ReadonlySet<string>) => [...those].slice(0, 12).map((one) => one.slice(0, 120));
