// Lent to later modules.
// What an audit saw of the answers of an inspection. Where it saw that "met" is so, the answer is verified; where it saw that it is not,
// the answer stays what the company said, and the current standing takes what was seen: the result that was locked never changes.
import { sql } from "kysely";
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
  const rows = JSON.stringify(seen);
  // An answer that was given anew since is the company's word again: nobody has seen what it says now.
  const { rows: verified } = await sql<{ controlId: string }>`
    update answers a set assurance = 'verified', verified_on = ${seenOn}::date
    from jsonb_to_recordset(${rows}::jsonb) as x ("controlId" text, verdict text, said text, "answerVersion" int)
    where a.inspection_id = ${inspection.id}::uuid and a.control_id = x."controlId" and x.verdict = 'met' and a.verdict = 'met'
      and a.row_version = x."answerVersion" and ${within(ctx, "a.company_id")} returning a.control_id`.execute(
    ctx.db,
  );
  await sql`insert into seen_on_site (inspection_id, control_id, company_id, said_verdict, verdict, seen_on, source_id, taken_at)
    select ${inspection.id}::uuid, x."controlId", ${inspection.companyId}::uuid, x.said, x.verdict, ${seenOn}::date, ${sourceId}::uuid, app_now()
    from jsonb_to_recordset(${rows}::jsonb) as x ("controlId" text, verdict text, said text, "answerVersion" int)
    on conflict (inspection_id, control_id) do update set said_verdict = excluded.said_verdict, verdict = excluded.verdict,
      seen_on = excluded.seen_on, source_id = excluded.source_id, taken_at = excluded.taken_at`.execute(
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
