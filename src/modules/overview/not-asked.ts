// The rest of the ownership graph: companies of today that a round does not ask, with the reason.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { latestName, nameFor } from "#modules/figures/company-rows.ts";
import { chosenRound, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import type { overview } from "./contract.ts";

const notAsked = (ctx: Ctx, round: RoundHead) => sql`
  from units u left join round_members m on m.round_id = ${round.id}::uuid and m.company_id = u.id
  where u.kind = 'company' and u.founded_on <= group_today() and (u.ended_on is null or u.ended_on > group_today())
    and m.is_in is not true and ${within(ctx, "u.company_id")}`;

export async function countNotAsked(ctx: Ctx, round: RoundHead): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count ${notAsked(ctx, round)}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export async function listNotAsked(
  ctx: Ctx,
  input: Input<typeof overview.listNotAsked>,
): Promise<Output<typeof overview.listNotAsked>> {
  const round = chosenRound(await rounds(ctx), input.roundId);
  if (!round) return { rows: [] };
  const { rows } = await sql<Output<typeof overview.listNotAsked>["rows"][number]>`
    select r.id as company_id, r.code, ${nameFor(ctx)} as name, r.reason,
      (select x.kind from relations x where x.company_id = r.id and holds_on(x.valid_from, x.valid_to, group_today())) as relation
    from (select u.id, u.code, m.reason ${notAsked(ctx, round)}) r ${latestName("r.id")}
    order by r.code limit 5000`.execute(ctx.db);
  return { rows };
}
