// Who does what in an incident, and handing a role over to the next shift: it holds once the other has said so.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { type Incident, incidentTo, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";
import { assertMayTake } from "./people.ts";
import { isAheadBy, type Role } from "./rules.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
export const takeOverDuty = "incident.take_over";

export async function giveIncidentRole(
  ctx: Ctx,
  input: Input<typeof room.giveIncidentRole>,
): Out<"giveIncidentRole"> {
  const incident = await incidentTo(ctx, "add", input.id);
  const outsider = input.outsider?.trim() ?? "";
  if (Boolean(input.personId) === Boolean(outsider)) throw invalid("incident.role_of_nobody");
  if (input.personId) await assertMayTake(ctx, incident.id, input.personId);
  const id = await enterRole(ctx, incident, { role: input.role, personId: input.personId ?? null, outsider });
  await record(ctx, "incident.role_given", {
    subject: subjectOf(incident),
    data: { roleId: id, role: input.role, ...(input.personId ? { personId: input.personId } : {}) },
  });
  return { id };
}

type Given = { role: Role; personId: string | null; outsider: string };

/** One commands at a time: whoever did before ends. */
async function enterRole(
  ctx: Ctx,
  incident: Pick<Incident, "id" | "companyId">,
  { role, personId, outsider }: Given,
): Promise<string> {
  const { rows: same } =
    await sql`select from incident_roles r where r.incident_id = ${incident.id}::uuid and r.role = ${role}
    and r.until is null and r.person_id = ${personId}::uuid`.execute(ctx.db);
  if (same.length > 0) throw conflict("incident.role_given_already");
  if (role === "commander")
    await sql`update incident_roles set until = app_now(), ended_by = ${ctx.actor.personId}::uuid
      where incident_id = ${incident.id}::uuid and role = 'commander' and until is null`.execute(ctx.db);
  const { rows } = await sql<{ id: string }>`
    insert into incident_roles (incident_id, company_id, role, person_id, outsider, since, given_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${role}, ${personId}::uuid, ${outsider}, app_now(), ${ctx.actor.personId}::uuid)
    returning id`.execute(ctx.db);
  return found(rows[0], "incident").id;
}

export async function endIncidentRole(
  ctx: Ctx,
  { id }: Input<typeof room.endIncidentRole>,
): Out<"endIncidentRole"> {
  const { rows } = await sql<{
    incidentId: string;
    role: Role;
  }>`select r.incident_id, r.role from incident_roles r
    where r.id = ${id}::uuid and ${within(ctx, "r.company_id")}`.execute(ctx.db);
  const role = found(rows[0], "incident_role");
  const incident = await incidentTo(ctx, "add", role.incidentId);
  const { rows: ended } =
    await sql`update incident_roles set until = app_now(), ended_by = ${ctx.actor.personId}::uuid
    where id = ${id}::uuid and until is null returning id`.execute(ctx.db);
  if (ended.length === 0) throw conflict("incident.role_ended_already");
  await record(ctx, "incident.role_ended", {
    subject: subjectOf(incident),
    data: { roleId: id, role: role.role },
  });
  return { id };
}

export async function handOverRole(ctx: Ctx, input: Input<typeof room.handOverRole>): Out<"handOverRole"> {
  const incident = await incidentTo(ctx, "add", input.id);
  await assertMayTake(ctx, incident.id, input.toId);
  const effect = input.takesEffectAt ? new Date(input.takesEffectAt) : null;
  if (effect && !isAheadBy(effect, ctx.now)) throw invalid("incident.effect_not_ahead");
  const { rows: open } =
    await sql`select from incident_handovers h where h.incident_id = ${incident.id}::uuid and h.role = ${input.role}
    and h.taken_at is null and h.withdrawn_at is null`.execute(ctx.db);
  if (open.length > 0) throw conflict("incident.handed_over_already");
  const from = await whoHandsOver(ctx, incident.id, input.role);
  if (from === input.toId) throw invalid("incident.unknown_person");
  const { rows } = await sql<{ id: string }>`
    insert into incident_handovers (incident_id, company_id, role, from_id, to_id, is_open, comes_next, handed_at, handed_by, takes_effect_at)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${input.role}, ${from}::uuid, ${input.toId}::uuid, ${input.isOpen.trim()},
      ${input.comesNext.trim()}, app_now(), ${ctx.actor.personId}::uuid, ${effect?.toISOString() ?? null}::timestamptz) returning id`.execute(
    ctx.db,
  );
  const { id } = found(rows[0], "incident");
  const inAnHour = new Date(ctx.now.getTime() + 3_600_000);
  await openDuty(ctx, {
    kind: takeOverDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.read,
    personId: input.toId,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt: effect && effect > inAnHour ? effect : inAnHour },
    about: incident.reference,
  });
  await record(ctx, "incident.handed_over", {
    subject: subjectOf(incident),
    data: { handoverId: id, role: input.role, toId: input.toId, fromId: from },
  });
  return { id };
}

/** Oneself where one is in it; else whoever is, and where nobody is whoever gives it. */
async function whoHandsOver(ctx: Ctx, incidentId: string, role: Role): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`select r.person_id from incident_roles r
    where r.incident_id = ${incidentId}::uuid and r.role = ${role} and r.until is null and r.person_id is not null
    order by r.person_id = ${ctx.actor.personId}::uuid desc, r.since limit 1`.execute(ctx.db);
  if (!rows[0]) throw invalid("incident.not_in_that_role");
  return rows[0].personId;
}

type Handover = {
  id: string;
  incidentId: string;
  role: Role;
  fromId: string | null;
  toId: string;
  takesEffectAt: string | null;
  acceptedAt: string | null;
  isOpen: boolean;
};

async function handoverTo(ctx: Ctx, id: string): Promise<{ handover: Handover; incident: Incident }> {
  const read = sql<Handover>`select h.id, h.incident_id, h.role, h.from_id, h.to_id, h.takes_effect_at, h.accepted_at,
      h.taken_at is null and h.withdrawn_at is null as is_open
    from incident_handovers h where h.id = ${id}::uuid and ${within(ctx, "h.company_id")}`;
  const { rows: first } = await read.execute(ctx.db);
  const incident = await incidentTo(ctx, "add", found(first[0], "incident_handover").incidentId);
  const { rows } = await read.execute(ctx.db);
  const handover = found(rows[0], "incident_handover");
  if (!handover.isOpen) throw conflict("incident.handover_ended");
  return { handover, incident };
}

/** One who was handed two roles still owes the answer about the other. */
async function settle(ctx: Ctx, incidentId: string, personId: string): Promise<void> {
  const { rows } =
    await sql`select from incident_handovers h where h.incident_id = ${incidentId}::uuid and h.to_id = ${personId}::uuid
    and h.taken_at is null and h.accepted_at is null and h.withdrawn_at is null`.execute(ctx.db);
  if (rows.length === 0) await closeDuties(ctx, incidentId, takeOverDuty, personId);
}

export async function takeOver(ctx: Ctx, { id }: Input<typeof room.takeOver>): Out<"takeOver"> {
  const { handover, incident } = await handoverTo(ctx, id);
  if (handover.toId !== ctx.actor.personId) throw forbidden("incident.handover_not_yours");
  if (handover.takesEffectAt && new Date(handover.takesEffectAt) > ctx.now)
    return accept(ctx, handover, incident);
  await pass(ctx, handover, incident);
  return { id };
}

/** Said yes before the agreed moment: whoever hands it over goes on until then. */
async function accept(ctx: Ctx, handover: Handover, incident: Incident): Out<"takeOver"> {
  const { id, role, toId } = handover;
  if (handover.acceptedAt) throw conflict("incident.handover_ended");
  await sql`update incident_handovers set accepted_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
  await settle(ctx, incident.id, toId);
  await record(ctx, "incident.handover_accepted", {
    subject: subjectOf(incident),
    data: { handoverId: id, role, toId },
  });
  return { id };
}

type Passed = Pick<Handover, "id" | "role" | "fromId" | "toId">;

/** From now on the role is the other's. */
export async function pass(
  ctx: Ctx,
  handover: Passed,
  incident: Pick<Incident, "id" | "companyId">,
): Promise<void> {
  const { id } = handover;
  await sql`update incident_handovers set taken_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
  await sql`update incident_roles set until = app_now(), ended_by = ${ctx.actor.personId}::uuid where incident_id = ${incident.id}::uuid
    and role = ${handover.role} and until is null and person_id = any (array[${handover.fromId}, ${handover.toId}]::uuid[])`.execute(
    ctx.db,
  );
  await enterRole(ctx, incident, { role: handover.role, personId: handover.toId, outsider: "" });
  await settle(ctx, incident.id, handover.toId);
  await record(ctx, "incident.taken_over", {
    subject: subjectOf(incident),
    data: { handoverId: id, role: handover.role, fromId: handover.fromId, toId: handover.toId },
  });
}

export async function withdrawHandover(
  ctx: Ctx,
  { id }: Input<typeof room.withdrawHandover>,
): Out<"withdrawHandover"> {
  const { handover, incident } = await handoverTo(ctx, id);
  await sql`update incident_handovers set withdrawn_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
  await settle(ctx, incident.id, handover.toId);
  await record(ctx, "incident.handover_withdrawn", {
    subject: subjectOf(incident),
    data: { handoverId: id, role: handover.role, toId: handover.toId },
  });
  return { id };
}
