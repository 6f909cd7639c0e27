// How a visit goes: its meetings with who was there, and where one walks when. Few lines, replaced as a whole.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { lockedVisit } from "../programme/locked.ts";
import { assertConducts, subjectOf } from "../visits/loading.ts";
import type { engagement } from "./contract/engagement.ts";

export type AgendaLine = Output<typeof engagement.getAuditPreparation>["agenda"][number];

export async function agendaOf(ctx: Ctx, visitId: string): Promise<AgendaLine[]> {
  const { rows } = await sql<AgendaLine>`
    select l.kind, l.day, l.begins, l.place, l.what, l.who, l.minutes from audit_agenda_lines l
    where l.visit_id = ${visitId}::uuid and ${within(ctx, "l.company_id")} order by l.position limit 200`.execute(
    ctx.db,
  );
  return rows;
}

type In = Input<typeof engagement.setAuditAgenda>;
type Out = Promise<Output<typeof engagement.setAuditAgenda>>;

export async function setAuditAgenda(ctx: Ctx, { id, lines, agendaVersion }: In): Out {
  const visit = await lockedVisit(ctx, id, { forUpdate: false });
  // Minutes are written after the visit, too: only what is called off has none.
  if (visit.state === "cancelled") throw conflict("audit.visit_over");
  await assertConducts(ctx, visit.id, visit.companyId);
  const { rows } = await sql<{ rowVersion: number }>`
    insert into audit_agendas (visit_id, company_id) values (${visit.id}::uuid, ${visit.companyId}::uuid)
    on conflict (visit_id) do update set row_version = audit_agendas.row_version + 1 returning row_version`.execute(
    ctx.db,
  );
  const now = rows[0]?.rowVersion ?? 0;
  if (now !== agendaVersion + 1)
    throw lostRace("audit_agenda", { rowVersion: agendaVersion }, { rowVersion: now - 1 });
  await sql`delete from audit_agenda_lines where visit_id = ${visit.id}::uuid`.execute(ctx.db);
  const sorted = lines.toSorted(
    (a, b) => a.day.localeCompare(b.day) || (a.begins ?? "").localeCompare(b.begins ?? ""),
  );
  await sql`insert into audit_agenda_lines (visit_id, position, company_id, kind, day, begins, place, what, who, minutes)
    select ${visit.id}::uuid, x.position, ${visit.companyId}::uuid, x.kind, x.day, x.begins, btrim(x.place), btrim(x.what), btrim(x.who), btrim(x.minutes)
    from jsonb_to_recordset(${JSON.stringify(sorted.map((one, position) => ({ ...one, position })))}::jsonb)
      as x (position int, kind text, day date, begins text, place text, what text, who text, minutes text)`.execute(
    ctx.db,
  );
  await record(ctx, "audit.agenda_set", {
    subject: subjectOf(visit),
    data: { visitId: visit.id, lines: lines.length },
  });
  return { agendaVersion: now };
}
