// The room of an incident as one page reads it: who commands and what time it is for them, tasks, what is being handed over.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { held } from "#core/db/scope.ts";
import { permissions } from "../contract/words.ts";
import { running } from "../rules.ts";
import type { room } from "./contract.ts";
import { incidentSeen } from "./log.ts";
import { nameOfPart } from "./names.ts";
import { tasksOf } from "./tasks.ts";

type Room = Output<typeof room.getRoom>;

export async function getRoom(ctx: Ctx, { id }: Input<typeof room.getRoom>): Promise<Room> {
  const incident = await incidentSeen(ctx, id);
  const { rows: roles } = await sql<Room["roles"][number]>`
    select r.id, r.role, r.person_id, coalesce(nullif(r.outsider, ''), ${nameOfPart(ctx.language, sql`r.person_id`)}, '') as name,
      time_zone_of(r.person_id) as time_zone, r.since, r.until
    from incident_roles r where r.incident_id = ${id}::uuid order by r.until is null desc, r.since desc, r.id limit 200`.execute(
    ctx.db,
  );
  const { rows: handovers } = await sql<Room["handovers"][number]>`
    select h.id, h.role, ${nameOfPart(ctx.language, sql`h.from_id`)} as from_name, h.to_id,
      coalesce(${nameOfPart(ctx.language, sql`h.to_id`)}, '') as to_name, h.is_open, h.comes_next, h.handed_at, h.taken_at,
      h.takes_effect_at, h.accepted_at, time_zone_of(h.from_id) as from_zone, coalesce(time_zone_of(h.to_id), 'UTC') as to_zone,
      h.to_id = ${ctx.actor.personId}::uuid and h.taken_at is null and h.accepted_at is null as is_mine
    from incident_handovers h where h.incident_id = ${id}::uuid and h.withdrawn_at is null order by h.handed_at desc, h.id limit 100`.execute(
    ctx.db,
  );
  const tasks = await tasksOf(ctx, id);
  const mine = await held(ctx, [permissions.manage, permissions.assess], incident.companyId);
  return {
    roles,
    handovers,
    tasks,
    openContainment: tasks.filter((task) => task.phase === "contain" && task.state === "open").length,
    isRunning: running.some((state) => state === incident.state),
    mayWork: mine.size > 0,
  };
}
