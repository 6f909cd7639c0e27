// Keeping what is ready: one transaction a workbook, through the same door as a single return. A workbook that is refused
// keeps nothing and the next goes on.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { refusable } from "#core/db/savepoint.ts";
import type { AppError } from "#core/errors.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { applyWorkbookReturn } from "../applying.ts";
import { permissions } from "../contract/words.ts";
import { told } from "./queries.ts";
import type { Reason } from "./unpacking.ts";

export const applyJob: JobKind = {
  kind: "workbook.apply_delivery",
  permission: permissions.bringBack,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    while (await applyNext(job, id));
    return job.job.checkpoint ?? {};
  },
};

type Next = { part: number; entry: number; inspectionId: string; returnId: string; isRival: boolean };
type Done = { kept: number; submitted: number; left: number };
type How = { submit?: boolean; lateReason?: string };

/** The next that is ready. Refused ones are so no longer; those of companies that left the reach are not seen, and stay. */
const applyNext = (job: JobCtx, id: string): Promise<boolean> =>
  job.step(async (ctx) => {
    const { rows } = await sql<Next & { left: number }>`
      select x.part, x.entry, x.inspection_id, x.return_id, count(*) over ()::int as left,
        exists (select from workbook_returns o join workbooks w on w.id = o.workbook_id
          where w.inspection_id = x.inspection_id and o.state = 'applied' and o.applied_at > b.received_at) as is_rival
      from workbook_delivery_items x join workbook_returns b on b.id = x.return_id
      where x.delivery_id = ${id}::uuid and x.verdict = 'ready' and b.state = 'checked' and ${told(ctx)}
      order by x.part, x.entry limit 1`.execute(ctx.db);
    const next = rows[0];
    if (!next) return { value: false };
    const before = (job.job.checkpoint ?? { kept: 0, submitted: 0, left: 0 }) as Done;
    const now = await apply(ctx, id, next, job.job.input as How);
    const checkpoint = {
      kept: before.kept + now.kept,
      submitted: before.submitted + now.submitted,
      left: before.left + now.left,
    };
    const done = checkpoint.kept + checkpoint.left;
    return { value: true, done, total: done + (next.left - 1), checkpoint };
  });

async function apply(ctx: Ctx, id: string, item: Next, how: How): Promise<Done> {
  const note = (verdict: string, reason: Reason | null) =>
    sql`update workbook_delivery_items set verdict = ${verdict}, reason = ${reason ? JSON.stringify(reason) : null}::jsonb
      where delivery_id = ${id}::uuid and part = ${item.part} and entry = ${item.entry}`.execute(ctx.db);
  // Somebody has kept another file for it since this one was compared.
  if (item.isRival) {
    await note("rival", { code: "workbook.found.other_kept", values: {} });
    return { kept: 0, submitted: 0, left: 1 };
  }
  const tried = await refusable(ctx.db, () => keep(ctx, item.returnId, how));
  if (!("refusal" in tried)) return { kept: 1, submitted: how.submit ? 1 : 0, left: 0 };
  const first = tried.refusal;
  if (how.submit && notHandedIn.has(first.code)) {
    const again = await refusable(ctx.db, () => keep(ctx, item.returnId, {}));
    if (!("refusal" in again)) {
      await note("ready", { code: `workbook.kept.${first.code.split(".")[1]}`, values: valuesOf(first) });
      return { kept: 1, submitted: 0, left: 0 };
    }
  }
  const verdict = verdictOf(first);
  const why = verdict === "failed" ? { code: `errors.${first.code}`, values: valuesOf(first) } : null;
  await note(verdict, why);
  return { kept: 0, submitted: 0, left: 1 };
}

/** Refusals of handing in, after which the answers are kept all the same. */
const notHandedIn: ReadonlySet<string> = new Set([
  "inspection.scope_open",
  "inspection.scope_reason",
  "inspection.answers_lack",
  "inspection.late_needs_reason",
]);

function verdictOf({ code }: AppError): string {
  if (code === "workbook.conflicts_open" || code === "workbook.changed_meanwhile") return "conflicts";
  return code === "inspection.not_now" ? "closed" : "failed";
}

const valuesOf = (error: AppError): Record<string, unknown> => error.details.values ?? {};

const keep = (ctx: Ctx, id: string, how: How) =>
  applyWorkbookReturn(ctx, {
    id,
    choices: [],
    ...(how.submit ? { submit: true, ...(how.lateReason ? { lateReason: how.lateReason } : {}) } : {}),
  });
