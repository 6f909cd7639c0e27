// Decisions not to notify, by notices and by clocks of law, for whoever audits.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { isSeen, wordIn } from "#modules/clock-rules/naming.ts";
import { seen } from "../visible.ts";
import type { notices } from "./contract.ts";
import { wordsFor } from "./drafting.ts";
import type { Notice } from "./loading.ts";

type Row = Output<typeof notices.listOmissions>["rows"][number];

/** Nobody is notified, by whose decision, for what reason, and who looked at it. */
export async function listOmissions(
  ctx: Ctx,
  { companyId }: Input<typeof notices.listOmissions>,
): Promise<Output<typeof notices.listOmissions>> {
  if (companyId) await companyInScope(ctx, companyId);
  type Found = Omit<Row, "name" | "of" | "recipient" | "files"> & { names: Notice["names"] };
  const { rows } = await sql<Found>`
    select c.id, c.incident_id, i.reference, ${nameOfUnit(ctx.language, "n")} as company_name, c.names, c.audience, c.state, c.omitted_reason as reason,
      c.omitted_criteria as criteria, c.omitted_at as decided_at, ${nameOfActor(ctx.language, sql`c.omitted_by`)} as decided_by_name,
      c.omission_seen_at as seen_at, ${nameOfActor(ctx.language, sql`c.omission_seen_by`)} as seen_by_name, c.is_exercise
    from incident_notices c join incidents i on i.id = c.incident_id
    join unit_names n on n.unit_id = c.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where c.state in ('omission', 'omitted') and not c.is_exercise and ${seen(ctx)}
      and ${companyId ? sql`c.company_id = ${companyId}::uuid` : sql`true`} order by c.omitted_at desc, c.id desc limit 500`.execute(
    ctx.db,
  );
  const ofNotices = rows.map(({ names, ...row }) => ({
    ...row,
    of: "notice" as const,
    name: wordsFor(ctx.language, names),
    recipient: "",
    files: [],
  }));
  return {
    rows: [...ofNotices, ...(await omittedClocks(ctx, companyId))]
      .toSorted((a, b) => b.decidedAt.localeCompare(a.decidedAt) || b.id.localeCompare(a.id))
      .slice(0, 500),
  };
}

/** Of the clocks whose rule the reader sees: until a second person agrees one is decided, and still runs. */
async function omittedClocks(ctx: Ctx, companyId: string | undefined): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select c.id, 'clock' as of, c.incident_id, i.reference, ${nameOfUnit(ctx.language, "n")} as company_name, left(${wordIn(ctx, "name")}, 200) as name, null as audience,
      left(${wordIn(ctx, "recipient")}, 300) as recipient, case when c.seconded_at is null then 'omission' else 'omitted' end as state, c.reason,
      c.omitted_criteria as criteria, c.ended_at as decided_at, ${nameOfActor(ctx.language, sql`c.ended_by`)} as decided_by_name,
      c.seconded_at as seen_at, ${nameOfActor(ctx.language, sql`c.seconded_by`)} as seen_by_name, i.is_exercise,
      (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', left(f.name, 300)) order by f.name), '[]') from files f where f.id = any (c.omitted_file_ids)) as files
    from incident_clocks c join incidents i on i.id = c.incident_id join clock_rules r on r.id = c.rule_id and ${isSeen(ctx)}
    join unit_names n on n.unit_id = c.entity_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where c.ended_as = 'not_notified' and c.gone_at is null and not i.is_exercise and ${seen(ctx)} and ${within(ctx, "c.entity_id")}
      and ${companyId ? sql`c.company_id = ${companyId}::uuid` : sql`true`} order by c.ended_at desc, c.id desc limit 500`.execute(
    ctx.db,
  );
  return rows;
}
