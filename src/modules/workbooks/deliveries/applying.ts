// Keeping what is ready, some in a transaction, through the same door as a single return. A workbook that is refused keeps
// nothing and the next goes on.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { refusable } from "#core/db/savepoint.ts";
import type { AppError } from "#core/errors.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { settleReturns, submitWritten, type Written, writeReturn } from "../applying.ts";
import { permissions } from "../contract/words.ts";
import { checkManyToKeep, returnsInScope } from "../returns.ts";
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

/** In one transaction: more would hold the answers of others for too long. */
const atOnce = 10;
type Next = { part: number; entry: number; inspectionId: string; returnId: string; isRival: boolean };
type Done = { kept: number; submitted: number; left: number };
type How = { submit?: boolean; lateReason?: string };
type Note = { part: number; entry: number; verdict: string; reason: Reason | null };

/** The next that are ready. Refused ones are so no longer; those of companies that left the reach are not seen, and stay. */
const applyNext = (job: JobCtx, id: string): Promise<boolean> =>
  job.step(async (ctx) => {
    const { rows } = await sql<Next & { left: number }>`
      select x.part, x.entry, x.inspection_id, x.return_id, count(*) over ()::int as left,
        exists (select from workbook_returns o join workbooks w on w.id = o.workbook_id
          where w.inspection_id = x.inspection_id and o.state = 'applied' and o.applied_at > b.received_at) as is_rival
      from workbook_delivery_items x join workbook_returns b on b.id = x.return_id
      where x.delivery_id = ${id}::uuid and x.verdict = 'ready' and b.state = 'checked' and ${told(ctx)}
      order by x.part, x.entry limit ${atOnce}`.execute(ctx.db);
    if (rows.length === 0) return { value: false };
    // One of two for the same inspection waits for the next turn, and is a rival then.
    const next = rows.filter(
      (row, at) => rows.findIndex((one) => one.inspectionId === row.inspectionId) === at,
    );
    const before = (job.job.checkpoint ?? { kept: 0, submitted: 0, left: 0 }) as Done;
    const now = await applySome(ctx, id, next, job.job.input as How);
    const checkpoint = {
      kept: before.kept + now.kept,
      submitted: before.submitted + now.submitted,
      left: before.left + now.left,
    };
    const done = checkpoint.kept + checkpoint.left;
    return { value: true, done, total: done + ((rows[0]?.left ?? 0) - next.length), checkpoint };
  });

async function applySome(ctx: Ctx, id: string, items: readonly Next[], how: How): Promise<Done> {
  const notes: Note[] = [];
  const note = ({ part, entry }: Next, verdict: string, reason: Reason | null) =>
    void notes.push({ part, entry, verdict, reason });
  // Somebody has kept another file for it since this one was compared.
  for (const one of items)
    if (one.isRival) note(one, "rival", { code: "workbook.found.other_kept", values: {} });
  const written = await writeAll(
    ctx,
    items.filter((one) => !one.isRival),
    note,
  );
  await settleReturns(ctx, [...written.values()]);
  const submitted = how.submit ? await submitAll(ctx, written, how.lateReason, note) : 0;
  if (notes.length > 0)
    await sql`update workbook_delivery_items x set verdict = n.verdict, reason = nullif(n.reason, 'null'::jsonb)
      from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as n(part integer, entry integer, verdict text, reason jsonb)
      where x.delivery_id = ${id}::uuid and x.part = n.part and x.entry = n.entry`.execute(ctx.db);
  return { kept: written.size, submitted, left: items.length - written.size };
}

type Noting = (item: Next, verdict: string, reason: Reason | null) => void;

async function writeAll(ctx: Ctx, items: readonly Next[], note: Noting): Promise<Map<Next, Written>> {
  const rows = new Map(
    (
      await returnsInScope(
        ctx,
        items.map((one) => one.returnId),
        true,
      )
    ).map((row) => [row.id, row]),
  );
  const checks = await checkManyToKeep(ctx, [...rows.values()]);
  const written = new Map<Next, Written>();
  // In one order whoever keeps them: two deliveries that wait for each other would end each other.
  for (const item of items.toSorted((one, other) => (one.inspectionId < other.inspectionId ? -1 : 1))) {
    const row = rows.get(item.returnId);
    const checked = checks.get(item.returnId);
    if (!row || !checked) throw new Error("a return within reach is found under its lock");
    const tried =
      "refusal" in checked
        ? checked
        : await refusable(ctx.db, () => writeReturn(ctx, row, checked, { choices: [] }));
    if ("value" in tried) written.set(item, tried.value);
    else {
      const verdict = verdictOf(tried.refusal);
      note(item, verdict, ["failed", "shifted"].includes(verdict) ? reasonOf(tried.refusal) : null);
    }
  }
  return written;
}

/** What cannot be handed in stays kept, and says why. @returns how many were. */
async function submitAll(
  ctx: Ctx,
  written: ReadonlyMap<Next, Written>,
  lateReason: string | undefined,
  note: Noting,
): Promise<number> {
  let submitted = 0;
  for (const [item, { now }] of written) {
    const tried = await refusable(ctx.db, () => submitWritten(ctx, now, lateReason));
    if ("value" in tried) submitted += 1;
    else note(item, "ready", whyNotHandedIn(tried.refusal));
  }
  return submitted;
}

/** Refusals of handing in that say what to do in words of their own. */
const notHandedIn: ReadonlySet<string> = new Set([
  "inspection.scope_open",
  "inspection.scope_reason",
  "inspection.answers_lack",
  "inspection.late_needs_reason",
]);

function verdictOf({ code }: AppError): string {
  if (code === "workbook.conflicts_open" || code === "workbook.changed_meanwhile") return "conflicts";
  if (code === "workbook.answers_shifted") return "shifted";
  return code === "inspection.not_now" ? "closed" : "failed";
}

const reasonOf = ({ code, details }: AppError): Reason => ({
  code: `errors.${code}`,
  values: details.values ?? {},
});

const whyNotHandedIn = (error: AppError): Reason =>
  notHandedIn.has(error.code)
    ? { ...reasonOf(error), code: `workbook.kept.${error.code.split(".")[1]}` }
    : reasonOf(error);
