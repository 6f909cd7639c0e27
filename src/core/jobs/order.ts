import { sql } from "kysely";
import type { Ctx } from "../context.ts";
import { record } from "../events/record.ts";
import type { JobKind } from "./job.ts";

export type JobOrder = {
  companyId?: string | null;
  /** The record the job is about; its page shows the progress. */
  subjectId?: string | null;
  /** Ids, numbers and choices. Files go by their id. */
  input?: Record<string, unknown>;
  /** How much there is to do, where it is known beforehand. */
  total?: number | null;
};

/**
 * Orders a job in the caller's transaction: it begins when that commits and never if it does not. It runs under the
 * caller's person and the permission of the kind.
 */
export async function orderJob(
  ctx: Ctx,
  kind: Pick<JobKind, "kind" | "permission">,
  order: JobOrder,
): Promise<string> {
  const companyId = order.companyId ?? null;
  const subjectId = order.subjectId ?? null;
  const { rows } = await sql<{
    id: string;
  }>`select job_queue.order_job(${kind.kind}, ${kind.permission}, ${companyId}::uuid,
    ${subjectId}::uuid, ${JSON.stringify(order.input ?? {})}::jsonb, ${order.total ?? null}::integer) as id`.execute(
    ctx.db,
  );
  const id = rows[0]?.id;
  if (!id) throw new Error("the job was not ordered");
  await record(ctx, "job.ordered", {
    subject: { kind: "job", id, companyId },
    data: { job: kind.kind, subjectId },
  });
  return id;
}

/** Asks a job to stop: one that waits is cancelled at once, a running one ends at its next step. Null: it had ended. */
export async function askToStop(ctx: Ctx, id: string): Promise<"cancelled" | "running" | null> {
  const { rows } = await sql<{ state: "cancelled" | "running" | null }>`
    select job_queue.ask_to_stop(${id}::uuid) as state`.execute(ctx.db);
  return rows[0]?.state ?? null;
}
