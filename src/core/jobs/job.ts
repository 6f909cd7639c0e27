// Long work: ordered in a transaction, run outside of one, with progress, a resume point and a way to stop.
import type { Ctx } from "../context.ts";

export type JobRow = {
  id: string;
  kind: string;
  companyId: string | null;
  subjectId: string | null;
  input: Record<string, unknown>;
  /** Where the last committed step left off; null at the very beginning. */
  checkpoint: Record<string, unknown> | null;
};

export type Stepped<T> = {
  value: T;
  /** How much is done since the very beginning, not by this step alone. */
  done?: number;
  total?: number;
  checkpoint?: Record<string, unknown>;
};

/** What a running job may do. Each `step` is one transaction under the scope of whoever ordered the job. */
export type JobCtx = {
  job: JobRow;
  /**
   * Runs one piece of the work in a transaction and keeps progress and resume point in that same transaction. Before
   * it, the orderer's right is looked up again and a wish to stop is heard: then this never returns, the job ends.
   */
  step<T>(work: (ctx: Ctx) => Promise<Stepped<T>>): Promise<T>;
  /** True once somebody asked to stop; the work ends at its next step. */
  isCancelled(): Promise<boolean>;
};

export type JobKind = {
  /** Public name, e.g. `round.launch`; its words are the texts `jobs.<kind>`. */
  kind: string;
  /** The permission whose scope the job runs under; checked again at every step. */
  permission: string;
  /**
   * Starts at `job.checkpoint` and goes on in steps. Returns what the page shows when the work is done. It is called
   * again after a crash or a fault of the moment, so everything that must not happen twice belongs into a step.
   *
   * @throws AppError to end the job as failed with that code; any other error is tried again a few times.
   */
  run(job: JobCtx): Promise<Record<string, unknown>>;
};
