// Lent to later modules.
// A list of a module that comes after the pipeline: the module describes it and joins. The pipeline cannot come after them all, as the
// ledgers read files with its parts.
import type { JobKind } from "#core/jobs/job.ts";
import { applyJob } from "./applying.ts";
import { checkJob } from "./checking.ts";
import { type ImportKind, kinds } from "./kinds.ts";

export { twinsAmong } from "./twins.ts";
export type { ImportKind };

/** @returns the jobs that the module's manifest names. */
export function joinPipeline(kind: ImportKind): JobKind[] {
  kinds[kind.kind] = kind;
  return [checkJob(kind), applyJob(kind)];
}
