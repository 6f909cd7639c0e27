// Whoever has gone before answering is marked, stays in every count as such, and owes nothing.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import { subjectOfMember } from "./visible.ts";

export const lateralFollows: Subscriber = {
  name: "lateral_checks",
  verbs: ["company.left", "unit.changed"],
  from: "now",
  handle: async (ctx) => {
    await markLeft(ctx);
  },
};

export const leaversClock: TimedWork = {
  name: "lateral_checks.leavers",
  everySeconds: 300,
  run: async (ctx) => {
    await markLeft(ctx);
    return false;
  },
};

/** A company that left the group, or that no longer stands below whoever asked. */
async function markLeft(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companyId: string; checkId: string; leftReason: string }>`
    with recursive waiting as (
      select m.id, m.company_id, m.issuer_unit_id from lateral_check_members m join lateral_checks c on c.id = m.check_id and c.closed_at is null
      where m.left_on is null and (m.answer is null or m.answer = 'not_known')
    ), above (unit_id, above_id, depth) as (
      select distinct w.company_id, w.company_id, 0 from waiting w
      union all
      select a.unit_id, s.parent_id, a.depth + 1 from above a
      join supervisions s on s.unit_id = a.above_id and holds_on(s.valid_from, s.valid_to, group_today()) where a.depth < 64
    ), gone as (
      select w.id, case when n.ended_on <= group_today() then 'company.left' else 'unit.moved' end as reason
      from waiting w join units n on n.id = w.company_id
      where n.ended_on <= group_today() or (w.company_id, w.issuer_unit_id) not in (select a.unit_id, a.above_id from above a)
    )
    update lateral_check_members m set left_on = group_today(), left_reason = g.reason, row_version = m.row_version + 1
    from gone g where m.id = g.id returning m.id, m.company_id, m.check_id, m.left_reason`.execute(ctx.db);
  await lapseDuties(
    ctx,
    rows.map((row) => row.id),
    "lateral_check.left",
  );
  await recordEach(
    ctx,
    "lateral_check.member_left",
    rows.map((row) => ({
      subject: subjectOfMember(row),
      data: { checkId: row.checkId, leftReason: row.leftReason },
    })),
  );
}
