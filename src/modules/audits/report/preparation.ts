// What is asked and how a visit goes, as both sides read it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, holds, within } from "#core/db/scope.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { permissions } from "../programme/contract/words.ts";
import { mayConduct } from "../visits/loading.ts";
import { agendaOf } from "./agenda.ts";
import { isToldOf } from "./told.ts";
import type { engagement } from "./contract/engagement.ts";

type Whole = Output<typeof engagement.getAuditPreparation>;
type Request = Whole["requests"][number];
type Turn = Request["turns"][number];

export async function getAuditPreparation(
  ctx: Ctx,
  { id }: Input<typeof engagement.getAuditPreparation>,
): Promise<Whole> {
  const { rows } = await sql<{
    companyId: string;
    state: string;
    beginsOn: string | null;
    agendaVersion: number;
    editionId: string | null;
  }>`
    select v.company_id, v.state, v.from_on as begins_on, coalesce(a.row_version, 0) as agenda_version,
      (select r.edition_id from rounds r where r.launched_at is not null order by r.fiscal_year desc, r.launched_at desc limit 1) as edition_id
    from audit_visits v left join audit_agendas a on a.visit_id = v.id
    where v.id = ${id}::uuid and ${within(ctx, "v.company_id")} and ${isToldOf(ctx)}`.execute(ctx.db);
  const visit = found(rows[0], "audit_visit");
  const isOpen = visit.state === "planned";
  const conducts = ctx.permission === permissions.read && (await mayConduct(ctx, id, visit.companyId));
  return {
    visitId: id,
    beginsOn: visit.beginsOn,
    isOver: !isOpen,
    companyId: visit.companyId,
    requests: await requestsOf(ctx, id, visit.editionId),
    agenda: await agendaOf(ctx, id),
    agendaVersion: visit.agendaVersion,
    can: {
      conduct: conducts && visit.state !== "cancelled",
      answer: isOpen && (await holds(ctx, permissions.answer, visit.companyId)),
    },
  };
}

async function requestsOf(ctx: Ctx, visitId: string, editionId: string | null): Promise<Request[]> {
  const { rows } = await sql<Omit<Request, "title" | "turns">>`
    select r.id, r.number, r.what, r.control_id, r.due_on, r.state, r.state = 'asked' and r.due_on < ${ctx.today}::date as is_overdue,
      r.asked_at, r.row_version
    from audit_requests r where r.visit_id = ${visitId}::uuid and ${within(ctx, "r.company_id")}
    order by r.state in ('accepted', 'withdrawn'), r.due_on, r.number limit 200`.execute(ctx.db);
  if (rows.length === 0) return [];
  const turns = await sql<Turn & { requestId: string }>`
    select t.id, t.request_id, t.kind, t.words, ${nameOfActor(ctx.language, sql`t.person_id`)} as by_name, t.said_at,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.file_id, 'name', f.name) order by f.name, f.file_id)
        from audit_request_files f where f.turn_id = t.id), '[]') as files
    from audit_request_turns t join audit_requests r on r.id = t.request_id
    where r.visit_id = ${visitId}::uuid and ${within(ctx, "t.company_id")} order by t.said_at, t.id`.execute(
    ctx.db,
  );
  const of = Map.groupBy(turns.rows, (one) => one.requestId);
  const book = editionId && rows.some((row) => row.controlId) ? await bookOf(ctx, editionId) : null;
  return rows.map((row) => ({
    ...row,
    title: row.controlId ? (book?.byId.get(row.controlId)?.texts.title ?? null) : null,
    turns: (of.get(row.id) ?? []).slice(-50).map(({ requestId: _request, ...one }) => one),
  }));
}
