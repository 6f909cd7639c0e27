// What is told of a file beside its verdict: a file can be ready and lack rows, or replace what an earlier one brought.
import type { Comparison } from "../compare.ts";
import { named, toldOf } from "../rules.ts";
import type { Reason } from "./unpacking.ts";

const remark = (word: string, values: Record<string, unknown> = {}): Reason => ({
  code: `workbook.remark.${word}`,
  values,
});

export function remarksOf({ missing, missingScope, scope, replaced, lacking, shifts }: Comparison): Reason[] {
  return [
    ...shifts.map(toldOf),
    ...(replaced.length > 0 ? [remark("replaces", { count: replaced.length, ids: named(replaced) })] : []),
    ...(missing.length > 0 ? [remark("missing", { count: missing.length, ids: named(missing) })] : []),
    ...(missingScope.length === 0
      ? []
      : scope.length === 0
        ? [remark("no_questions")]
        : [remark("missing_questions", { count: missingScope.length, ids: named(missingScope) })]),
    ...(lacking > 0 ? [remark("lacking", { count: lacking })] : []),
  ];
}
