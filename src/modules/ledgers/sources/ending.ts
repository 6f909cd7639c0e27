// A source that has ended speaks of nothing any more: what it named is not seen by it from then on, and stays in the ledgers.
import { sql } from "kysely";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { permissions } from "../contract/words.ts";
import { markChanged } from "../counting.ts";
import { ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { noteAbsent } from "../reconciling/merging.ts";

export const forgetSourceJob: JobKind = {
  kind: "ledgers.forget_source",
  permission: permissions.manage,
  run: forgetSource,
};

/** A load that there is not: it names nothing, so everything is absent. */
const nothing = "00000000-0000-0000-0000-000000000000";

async function forgetSource(job: JobCtx): Promise<Record<string, unknown>> {
  const sourceId = job.job.subjectId ?? "";
  let done = Number(job.job.checkpoint?.["done"] ?? 0);
  for (const name of ledgerNames)
    for (let isMore = true; isMore; ) {
      isMore = await job.step(async (ctx) => {
        const { rows } = await sql<{
          at: string;
        }>`select s.ended_at as at from asset_sources s where s.id = ${sourceId}::uuid and s.ended_at is not null`.execute(
          ctx.db,
        );
        const ended = rows[0]?.at;
        if (!ended) return { value: false };
        const {
          absent,
          companyIds,
          isMore: more,
        } = await noteAbsent(ctx, { sourceId, loadId: nothing, saidAt: ended }, ledgerOf(name));
        if (absent > 0) await markChanged(ctx, name, companyIds);
        done += absent;
        return { value: more, done, checkpoint: { done } };
      });
    }
  return { done };
}
