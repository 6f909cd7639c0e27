// What waits for whoever leads a visit: documents that came and nobody looked at, a reply that nobody went through. Data open these duties
// and data close them.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, lapseOne, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../programme/contract/words.ts";

/** Days within which the lead looks at a document, and goes through a reply. */
const daysFor = { "audit.judge": 5, "audit.settle": 10 } as const;
type Kind = keyof typeof daysFor;

type Row = {
  companyId: string;
  reference: string | null;
  leadId: string | null;
  isOver: boolean;
  judge: boolean;
  settle: boolean;
};

export async function settleAwaited(ctx: Ctx, visitId: string): Promise<void> {
  const { rows } = await sql<Row>`
    select v.company_id, v.state = 'cancelled' as is_over,
      (select t.person_id from team_of_visit(v.id) t where t.is_lead) as lead_id,
      (select r.reference from audit_reports r where r.visit_id = v.id order by r.version desc limit 1) as reference,
      v.state = 'planned' and exists (select from audit_requests q where q.visit_id = v.id and q.state = 'answered') as judge,
      v.state <> 'cancelled' and exists (select from audit_reports r where r.visit_id = v.id and r.state = 'sent' and r.replied_at is not null) as settle
    from audit_visits v where v.id = ${visitId}::uuid`.execute(ctx.db);
  const [row] = rows;
  if (!row) return;
  await follow(ctx, visitId, row, "audit.judge", row.judge);
  await follow(ctx, visitId, row, "audit.settle", row.settle);
}

async function follow(ctx: Ctx, visitId: string, row: Row, kind: Kind, isWanted: boolean): Promise<void> {
  if (!isWanted)
    return row.isOver
      ? lapseOne(ctx, [visitId], kind, "audit.visit_changed")
      : closeEach(ctx, [visitId], kind);
  // Whoever led before owes it no more; an equal one stays with its day.
  await sql`update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
      closed_reason = 'audit.team_changed', next_at = null
    where subject_id = ${visitId}::uuid and kind = ${kind} and state = 'open' and person_id is distinct from ${row.leadId}::uuid`.execute(
    ctx.db,
  );
  await openDuty(ctx, {
    kind,
    subjectKind: "audit_visit",
    subjectId: visitId,
    companyId: row.companyId,
    // Where nobody leads, whoever plans the audits sees to it.
    permission: row.leadId === null ? permissions.plan : permissions.conduct,
    personId: row.leadId,
    dueOn: addDays(ctx.today, daysFor[kind]),
    ...(row.reference ? { about: row.reference } : {}),
  });
}
