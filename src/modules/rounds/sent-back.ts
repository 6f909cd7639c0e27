// Lent to later modules.
// Why inspections that were handed in stand at "returned" again: a desk returned answers, or an erratum asked once more.
import { type RawBuilder, sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { rounds } from "./contract.ts";

type SentBack = Output<typeof rounds.getRoundProgress>["sentBack"];
const most = 20;

/**
 * The errata that brought back what is returned now, with the companies of each, most first. What is not among them was
 * returned by its desk or its executive.
 *
 * @param among a condition on the round's member `m`.
 */
export async function sentBackBy(ctx: Ctx, roundId: string, among: RawBuilder<unknown>): Promise<SentBack> {
  const { rows } = await sql<SentBack[number]>`
    select e.id as erratum_id, e.number, e.control_id, count(*)::int as companies
    from inspections i
    join round_members m on m.round_id = i.round_id and m.company_id = i.company_id
    -- Asked and sent back in one act: what the desk had returned before has another moment.
    join asked_again q on q.inspection_id = i.id and q.asked_at = i.returned_at and q.was in ('submitted', 'reviewed', 'confirmed')
    join errata e on e.id = q.erratum_id
    where i.round_id = ${roundId}::uuid and i.state = 'returned' and i.left_on is null and ${among} and ${within(ctx, "i.company_id")}
    group by e.id, e.number, e.control_id order by 4 desc, 2 limit ${most}`.execute(ctx.db);
  return rows;
}
