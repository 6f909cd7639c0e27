// Not to notify was decided for a case as grave as it was then: of a graver one it is decided again, and the earlier decision stays.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import type { Severity } from "../rules.ts";
import { type Incident, subjectOf } from "../visible.ts";
import { askOwnerAgain, forget } from "./asking.ts";
import { isGraver } from "./rules.ts";

/**
 * @param called what the table calls for now; what was added by hand is called for until it is closed.
 * @returns the notices that are owed again.
 */
export async function decideAgain(
  ctx: Ctx,
  incident: Incident,
  called: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string; omissionId: string; severity: Severity }>`
    select c.id, o.id as omission_id, o.severity from incident_notices c
    join lateral (select x.id, x.severity from incident_notice_omissions x where x.notice_id = c.id order by x.decided_at desc, x.id desc limit 1) o on true
    where c.incident_id = ${incident.id}::uuid and c.state in ('omission', 'omitted') and c.sent_at is null
      and (c.line_id is null or c.id = any (${[...called]}::uuid[])) for no key update of c`.execute(ctx.db);
  const again = rows.filter((one) => isGraver(incident.severity, one.severity));
  for (const one of again) {
    await sql`update incident_notices set state = 'to_write', row_version = row_version + 1 where id = ${one.id}::uuid`.execute(
      ctx.db,
    );
    await sql`update incident_notice_omissions set reopened_at = app_now(), reopened_severity = ${incident.severity}
      where id = ${one.omissionId}::uuid`.execute(ctx.db);
    await forget(ctx, one.id, "decide_again");
    await askOwnerAgain(ctx, incident, one.id);
    await record(ctx, "notice.omission_reopened", {
      subject: subjectOf(incident),
      data: { noticeId: one.id, severityBefore: one.severity, severity: incident.severity },
    });
  }
  return new Set(again.map((one) => one.id));
}
