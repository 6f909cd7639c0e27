// What is asked of a company counts from the launch on: an inspection that nobody has begun stands in every denominator
// with all that it owes, not with nothing.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { inspectionsInScope } from "./loading.ts";
import { keepEach } from "./results.ts";

const atOnce = 200;

/** Keeps the first result of every asked company that has none. Answers given meanwhile have kept a truer one. */
export async function keepFirstResults(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select i.id from inspections i join rounds r on r.id = i.round_id and r.state = 'open'
    where not exists (select from inspection_results v where v.inspection_id = i.id and v.basis = 'live')
    order by i.id`.execute(ctx.db);
  for (let from = 0; from < rows.length; from += atOnce) {
    const ids = rows.slice(from, from + atOnce).map((row) => row.id);
    const fresh = await inspectionsInScope(ctx, ids);
    await keepEach(
      ctx,
      fresh.map((inspection) => ({ inspection, basis: "live", isFirst: true })),
    );
  }
}

export const firstResults: Subscriber = {
  name: "inspections.first_results",
  verbs: ["round.launched", "round.member_added"],
  handle: (ctx) => keepFirstResults(ctx),
};
