// What an audit saw otherwise than the company had said, as the current standing reads it.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { ScoredAnswer, Verdict } from "./scoring/rule-book.ts";

/**
 * Of answers `a`, what an audit saw otherwise: as long as the answer still says what was overturned, and until somebody has seen that
 * the finding it became is gone.
 */
const otherwiseSeen = (inspectionIds: readonly string[]): RawBuilder<Otherwise> => sql<Otherwise>`
  select s.inspection_id, s.control_id, s.verdict, s.seen_on::text as seen_on from seen_on_site s
  join answers a on a.inspection_id = s.inspection_id and a.control_id = s.control_id and a.verdict = s.said_verdict
  where s.inspection_id = any (${[...inspectionIds]}::uuid[]) and s.said_verdict = 'met' and s.verdict <> 'met'
    and not exists (select from findings_carrying(s.company_id, 'control:' || s.control_id) c
      join findings f on f.id = c.finding_id where f.state = 'closed' and f.closed_at > s.taken_at)`;
type Otherwise = { inspectionId: string; controlId: string; verdict: Verdict; seenOn: string };

/** The same answers as the standing reads them. */
export async function asSeen<A extends ScoredAnswer>(
  ctx: Ctx,
  answers: ReadonlyMap<string, readonly A[]>,
): Promise<ReadonlyMap<string, readonly A[]>> {
  const { rows } = await otherwiseSeen([...answers.keys()]).execute(ctx.db);
  if (rows.length === 0) return answers;
  const of = new Map(rows.map((row) => [`${row.inspectionId} ${row.controlId}`, row]));
  return new Map(
    [...answers].map(([inspectionId, each]) => [
      inspectionId,
      each.map((answer) => {
        const seen = of.get(`${inspectionId} ${answer.controlId}`);
        return seen
          ? { ...answer, verdict: seen.verdict, assurance: "verified" as const, seenOn: seen.seenOn }
          : answer;
      }),
    ]),
  );
}
