// How many inspections of a round there are, by state and result, for the heads of its register.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { isOverdue } from "#modules/rounds/late.ts";
import { permissions } from "./contract.ts";
import { narrowed, rowSource } from "./register-rows.ts";
import type { reviewing } from "./review/contract.ts";

type Counts = Output<typeof reviewing.countInspections>;
type Counted = {
  state: string;
  result: string | null;
  late: number;
  count: number;
  unsent: number;
  toReview: number;
};

/** From the rows of the register, never from answers: proportional to the companies of one round. */
export async function countInspections(
  ctx: Ctx,
  input: Input<typeof reviewing.countInspections>,
): Promise<Counts> {
  const { rows } = await sql<Counted>`
    select i.state, v.result, count(*)::int as count, (count(*) filter (where ${isOverdue}))::int as late,
      (count(*) filter (where i.submitted_at is null and i.left_on is null))::int as unsent,
      (count(*) filter (where i.state = 'submitted'
        and i.company_id = any ((select companies_in_scope(${ctx.actor.personId}::uuid, ${permissions.review}))::uuid[])))::int as to_review
    from ${rowSource} where ${narrowed(ctx, input)} group by i.state, v.result`.execute(ctx.db);
  const total = (of: "late" | "count" | "unsent" | "toReview") => rows.reduce((sum, row) => sum + row[of], 0);
  return {
    total: total("count"),
    states: countsBy(rows, (row) => row.state),
    results: countsBy(rows, (row) => row.result ?? "not_known"),
    late: total("late"),
    notSubmitted: total("unsent"),
    toReview: total("toReview"),
    at: ctx.now.toISOString(),
    divisions: await divisionsOf(ctx, input.roundId),
  };
}

function countsBy(rows: readonly Counted[], name: (row: Counted) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[name(row)] = (counts[name(row)] ?? 0) + row.count;
  return counts;
}

/** The divisions whose companies a round asks, for the filter. */
async function divisionsOf(ctx: Ctx, roundId: string): Promise<Counts["divisions"]> {
  const { rows } = await sql<Counts["divisions"][number]>`
    select distinct on (n.unit_id) n.unit_id as id, n.name, n.name_en, n.name_ja, n.name_zh
    from (select distinct m.division_id from round_members m
      where m.round_id = ${roundId}::uuid and m.is_in and m.division_id is not null and ${within(ctx, "m.company_id")}) m
    join unit_names n on n.unit_id = m.division_id order by n.unit_id, n.valid_from desc limit 400`.execute(
    ctx.db,
  );
  return rows;
}
