// When executives hear again: the duty of the next brief, from the last one on.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { closeEach, countFrom, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import type { Incident } from "../visible.ts";
import { briefDueAt } from "./rules.ts";

export const briefDuty = "incident.brief";
type Briefed = Pick<Incident, "id" | "companyId" | "reference" | "severity">;

/** Asked anew from the last brief, or from when it was graver than before where there is none; of less grave ones only where another was promised. */
export async function askForBrief(ctx: Ctx, incident: Briefed): Promise<void> {
  const { rows: last } = await sql<{
    writtenAt: string;
    nextAt: string | null;
  }>`select b.written_at, b.next_at from incident_briefs b
    where b.incident_id = ${incident.id}::uuid order by b.version desc limit 1`.execute(ctx.db);
  const startsAt = last[0] ? new Date(last[0].writtenAt) : await begunAt(ctx, incident);
  const dueAt = briefDueAt(incident.severity, startsAt, last[0]?.nextAt ? new Date(last[0].nextAt) : null);
  if (!dueAt) return endBriefs(ctx, incident);
  const { rows: open } = await sql<{
    startsAt: string;
    dueAt: string;
  }>`select d.starts_at, d.due_at from duties d
    where d.subject_id = ${incident.id}::uuid and d.kind = ${briefDuty} and d.state = 'open'`.execute(ctx.db);
  // Without a brief yet the clock that runs goes on; a graver one shortens it.
  if (open[0] && !last[0] && new Date(open[0].dueAt) <= dueAt) return;
  if (open[0]) return countFrom(ctx, incident.id, briefDuty, { startsAt, dueAt });
  await openDuty(ctx, {
    kind: briefDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.assess,
    dueOn: null,
    hours: { startsAt, dueAt },
    about: incident.reference,
  });
}

/** Since it is an incident of this severity, whenever that is read. */
async function begunAt(ctx: Ctx, incident: Briefed): Promise<Date> {
  const { rows } = await sql<{
    at: string | null;
  }>`select greatest(i.judged_at, (select max(s.set_at) from incident_severities s
    where s.incident_id = i.id)) as at from incidents i where i.id = ${incident.id}::uuid`.execute(ctx.db);
  return rows[0]?.at ? new Date(rows[0].at) : ctx.now;
}

export const endBriefs = (ctx: Ctx, { id }: Pick<Incident, "id">): Promise<void> =>
  closeEach(ctx, [id], briefDuty, "no_more");
