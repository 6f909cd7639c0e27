// Long work: ordered in a transaction, run outside of one, with progress, a resume point and a way to stop.
import type { Ctx } from "../context.ts";

export type JobRow = {
  id: string;
  kind: string;
  companyId: string | null;
  subjectId: string | null;
  input: Record<string, unknown>;
  checkpoint: Record<string, unknown> | null;
};

/** What a running job may do. Each `step` is one transaction under the scope of whoever ordered the job. */
export type JobCtx = {
  job: JobRow;
  /** Runs one piece of the work in a transaction and keeps progress and resume point in that same transaction. */
  step<T>(work: (ctx: Ctx) => Promise<{ value: T; done?: number; total?: number; checkpoint?: Record<string, unknown> }>): Promise<T>;
  /** True once somebody asked to stop; the work ends at its next step. */
  isCancelled(): Promise<boolean>;
};

export type JobKind = {
  kind: string;
  /** The permission whose scope the job runs under; checked again when it runs. */
  permission: string;
  /** Returns what the page shows when the work is done. */
  run(job: JobCtx): Promise<Record<string, unknown>>;
};
