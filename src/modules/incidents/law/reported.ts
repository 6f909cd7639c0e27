// The clock of the group's own rule ends by itself when the report reaches headquarters, as the 24 hours of R-18 do and at the same moment.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import { reportWithinGroup } from "#modules/clock-rules/mechanism/rules.ts";
import { subjectOf } from "../visible.ts";

/** Whether a clock ends so, and has: then nobody is asked for it. */
export async function isOverByReport(ctx: Ctx, incidentId: string): Promise<(ruleKey: string) => boolean> {
  const { rows } =
    await sql`select from incidents i where i.id = ${incidentId}::uuid and i.reported_at is not null`.execute(
      ctx.db,
    );
  return (ruleKey) => rows.length > 0 && ruleKey === reportWithinGroup;
}

type Reported = { id: string; companyId: string; reference: string };

/**
 * Of an incident that is at headquarters: the clocks of the rule are notified, to the position and its holder of that day, to the
 * group office where no position was named. One report is of all legal entities of the incident.
 *
 * @returns the clocks that ended now.
 */
export async function endReportedClocks(ctx: Ctx, incident: Reported): Promise<string[]> {
  const { rows } = await sql<{ id: string; stage: string; at: string }>`
    update incident_clocks c set ended_as = 'notified', ended_at = i.reported_at, proof_reference = i.reference, reason = '', entered_at = app_now(),
      recipient = left(concat_ws(' – ', nullif(r.position_name, ''), nullif(r.holder_name, '')), 300), ended_by = r.reported_by,
      seconded_by = null, seconded_at = null, row_version = c.row_version + 1
    from incidents i join incident_reports r on r.incident_id = i.id and r.nth = 1, clock_rules k
    where c.incident_id = ${incident.id}::uuid and i.id = c.incident_id and i.reported_at is not null and k.id = c.rule_id
      and k.key = ${reportWithinGroup} and c.gone_at is null and c.ended_as is distinct from 'notified'
    returning c.id, c.stage, c.ended_at as at`.execute(ctx.db);
  const [first] = rows;
  if (!first) return [];
  await sql`insert into incident_moments (incident_id, company_id, moment, of_what, at, zone, reason, set_at, set_by)
    select i.id, i.company_id, 'submitted', ${reportWithinGroup}, i.reported_at, i.discovered_zone, i.reference, app_now(), r.reported_by
    from incidents i join incident_reports r on r.incident_id = i.id and r.nth = 1
    where i.id = ${incident.id}::uuid and not exists (select from incident_moments m
      where m.incident_id = i.id and m.moment = 'submitted' and m.of_what = ${reportWithinGroup})`.execute(
    ctx.db,
  );
  await record(ctx, "incident.clock_notified", {
    subject: subjectOf(incident),
    data: { clockId: first.id, stage: first.stage, key: reportWithinGroup, at: first.at },
  });
  return rows.map((one) => one.id);
}
