// What was not taken as it stands, and why; counted, with a few names each.
export const problemKinds = [
  "missing_sources",
  "other_source",
  "missing_controls",
  "matched_case",
  "missing_exclusions",
  "missing_patterns",
  "not_placed",
  "missing_settings",
  "missing_alterations",
  "combined",
  "withdrawn_by_list",
  "withdrawn_not_marked",
  "duplicate_ids",
  "case_twins",
  "without_id",
  "named_groups",
  "without_words",
  "words_too_long",
  "other_parts",
  "other_language",
  "unfit_ids",
  "long_ids",
  "missing_targets",
  "dangling_links",
  "missing_parameters",
  "circular_parameters",
  "unread_insertions",
  "unknown_fields",
  "newer_version",
] as const;
export type ProblemKind = (typeof problemKinds)[number];
export type Problem = { kind: ProblemKind; count: number; examples: string[] };

const mostNamed = 12;
/** What a profile calls in vain is looked for one by one. */
const namedOf = (kind: ProblemKind) => (kind === "missing_controls" ? mostListed : mostNamed);
export const mostListed = 500;

export function collectProblems() {
  const found = new Map<ProblemKind, Set<string>>();
  return {
    add(kind: ProblemKind, example: string): void {
      const names = found.get(kind) ?? new Set<string>();
      names.add(example.slice(0, 120));
      found.set(kind, names);
    },
    list: (): Problem[] =>
      problemKinds.flatMap((kind) => {
        const names = found.get(kind);
        return names ? [{ kind, count: names.size, examples: [...names].slice(0, namedOf(kind)) }] : [];
      }),
  };
}
/** Of several readings; what more than one of them names among its examples is counted once. */
export const joined = (lists: readonly (readonly Problem[])[]): Problem[] =>
  problemKinds.flatMap((kind) => {
    const same = lists.flatMap((list) => list.filter((one) => one.kind === kind));
    if (same.length === 0) return [];
    const all = same.flatMap((one) => one.examples);
    const examples = [...new Set(all)];
    const count = same.reduce((sum, one) => sum + one.count, examples.length - all.length);
    return [{ kind, count, examples: examples.slice(0, namedOf(kind)) }];
  });

export type Problems = ReturnType<typeof collectProblems>;
