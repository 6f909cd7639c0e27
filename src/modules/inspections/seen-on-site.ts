// Lent to later modules.
// What an audit saw of the answers of an inspection. Where it saw that "met" is so, the answer is verified; where it saw that it is not,
// the answer stays what the company said, and the current standing takes what was seen: the result that was locked never changes.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { record } from "#core/events/record.ts";
import { inspectionToChange, subjectOf } from "./loading.ts";
import { keepResult } from "./results.ts";
import type { Verdict } from "./scoring/rule-book.ts";
import { renewStanding } from "./standing.ts";

export type SeenOnSite = {
  controlId: string;
  verdict: "met" | "partly" | "not_met";
  /** What the answer said, in the version that the auditors were given. */
  said: Verdict;
  answerVersion: number;
};

/** @returns how many answers are verified now. */
export async function takeSeenOnSite(
  ctx: Ctx,
  inspectionId: string,
  seen: readonly SeenOnSite[],
  { seenOn, sourceId }: { seenOn: string; sourceId: string },
): Promise<number> {
  const inspection = await inspectionToChange(ctx, inspectionId);
  const rows = sql`jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as x ("controlId" text, verdict text, said text, "answerVersion" int)`;
  await takeBack(ctx, inspection.id, sourceId, rows);
  // A corrected report of the same visit: what fell short then and now was taken then, and has since been seen to be gone or not.
  const isSameVisit = sql`s.source_id = excluded.source_id`;
  const isAsBefore = sql`${isSameVisit} and (s.verdict = 'met') = (excluded.verdict = 'met')`;
  const isHeldBefore = sql`${isSameVisit} and s.verdict = 'met'`;
  await sql`insert into seen_on_site as s (inspection_id, control_id, company_id, said_verdict, verdict, seen_on, source_id, taken_at,
      before_assurance, before_verified_on)
    select ${inspection.id}::uuid, x."controlId", ${inspection.companyId}::uuid, x.said, x.verdict, ${seenOn}::date, ${sourceId}::uuid, app_now(),
      a.assurance, a.verified_on
    from ${rows} left join answers a on a.inspection_id = ${inspection.id}::uuid and a.control_id = x."controlId"
    on conflict (inspection_id, control_id) do update set said_verdict = excluded.said_verdict, verdict = excluded.verdict,
      seen_on = excluded.seen_on, source_id = excluded.source_id,
      taken_at = case when ${isAsBefore} then s.taken_at else excluded.taken_at end,
      before_assurance = case when ${isHeldBefore} then s.before_assurance else excluded.before_assurance end,
      before_verified_on = case when ${isHeldBefore} then s.before_verified_on else excluded.before_verified_on end`.execute(
    ctx.db,
  );
  // An answer that was given anew since is the company's word again: nobody has seen what it says now.
  const { rows: verified } = await sql<{ controlId: string }>`
    update answers a set assurance = 'verified', verified_on = ${seenOn}::date from ${rows}
    where a.inspection_id = ${inspection.id}::uuid and a.control_id = x."controlId" and x.verdict = 'met' and a.verdict = 'met'
      and a.row_version = x."answerVersion" and ${within(ctx, "a.company_id")} returning a.control_id`.execute(
    ctx.db,
  );
  await record(ctx, "inspection.seen_on_site", {
    subject: subjectOf(inspection),
    data: {
      visitId: sourceId,
      controls: seen.length,
      verified: verified.length,
      overturned: seen.filter((one) => one.said === "met" && one.verdict !== "met").length,
    },
  });
  await keepResult(ctx, inspection, "live");
  await renewStanding(ctx, inspection.id);
  return verified.length;
}

/** What the last version of the same visit's report took, and this one says no more: its answers rest again on what they rested on before. */
async function takeBack(
  ctx: Ctx,
  inspectionId: string,
  sourceId: string,
  rows: RawBuilder<unknown>,
): Promise<void> {
  await sql`update answers a set assurance = coalesce(s.before_assurance, 'declared'), verified_on = s.before_verified_on from seen_on_site s
    where s.inspection_id = ${inspectionId}::uuid and s.source_id = ${sourceId}::uuid and s.verdict = 'met'
      and a.inspection_id = s.inspection_id and a.control_id = s.control_id and a.assurance = 'verified' and a.verified_on = s.seen_on
      and not exists (select from ${rows} where x."controlId" = s.control_id and x.verdict = 'met') and ${within(ctx, "a.company_id")}`.execute(
    ctx.db,
  );
  await sql`delete from seen_on_site s where s.inspection_id = ${inspectionId}::uuid and s.source_id = ${sourceId}::uuid
    and not exists (select from ${rows} where x."controlId" = s.control_id)`.execute(ctx.db);
}
