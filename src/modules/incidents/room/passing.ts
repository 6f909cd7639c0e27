// Roles that pass at an agreed moment: whoever takes over has said yes before it, whoever hands over stays until it.
import { sql } from "kysely";
import type { TimedWork } from "#core/jobs/timed.ts";
import { pass } from "./roles.ts";
import type { Role } from "./rules.ts";

type Due = {
  id: string;
  incidentId: string;
  companyId: string;
  role: Role;
  fromId: string | null;
  toId: string;
  isOver: boolean;
};
const mostAtOnce = 20;

export const handoversInTime: TimedWork = {
  name: "incidents.handovers",
  everySeconds: 30,
  run: async (ctx) => {
    const { rows } = await sql<Due>`
      select h.id, h.incident_id, h.company_id, h.role, h.from_id, h.to_id, i.closed_at is not null as is_over
      from incident_handovers h join incidents i on i.id = h.incident_id
      where h.accepted_at is not null and h.taken_at is null and h.withdrawn_at is null and h.takes_effect_at <= app_now()
      order by h.takes_effect_at, h.id limit ${mostAtOnce} for update of i, h skip locked`.execute(ctx.db);
    for (const { incidentId, companyId, isOver, ...handover } of rows) {
      // What is closed meanwhile has nobody to pass a role to.
      if (isOver)
        await sql`update incident_handovers set withdrawn_at = app_now() where id = ${handover.id}::uuid`.execute(
          ctx.db,
        );
      else await pass(ctx, handover, { id: incidentId, companyId });
    }
    return rows.length === mostAtOnce;
  },
};
