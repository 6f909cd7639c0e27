// Who is affected: companies, each told its part and nothing else; people by country, as it is known now; entries of the ledgers.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import { permissions, workers } from "../contract/words.ts";
import { heldToWork, type Incident, incidentTo, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";
import { companiesOf, peopleOf } from "./facts.ts";
import { incidentSeen } from "./log.ts";
import { type AffectedRole, totalOf } from "./rules.ts";
import { thingsOf } from "./taking.ts";
import { findThings } from "./things.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
export const toldDuty = "incident.told";

export async function getAffected(ctx: Ctx, { id }: Input<typeof room.getAffected>): Out<"getAffected"> {
  const incident = await incidentSeen(ctx, id);
  const { people, earlier } = await peopleOf(ctx, id);
  const total = totalOf(people);
  const works = await held(ctx, workers, incident.companyId);
  return {
    companies: await companiesOf(ctx, id),
    people,
    earlier,
    total: total.count,
    isExact: total.isExact,
    things: await thingsOf(ctx, id),
    mayWork: works.size > 0,
    mayName: (await heldToWork(ctx, incident)).size > 0,
  };
}

export async function findAffectable(
  ctx: Ctx,
  { id, search, of }: Input<typeof room.findAffectable>,
): Out<"findAffectable"> {
  await incidentSeen(ctx, id);
  if (of === "things") return { companies: [], things: await findThings(ctx, search) };
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select u.id, ${nameOfUnit(ctx.language, "n")} as name
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind = 'company' and ${within(ctx, "u.company_id")} and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      and folded(concat_ws(' ', u.code, n.name, n.name_en, n.name_ja, n.name_zh)) ilike folded(${like(search)}) order by u.code limit 30`.execute(
    ctx.db,
  );
  return { companies: rows, things: [] };
}

export async function addAffected(ctx: Ctx, input: Input<typeof room.addAffected>): Out<"addAffected"> {
  const incident = await incidentTo(ctx, "add", input.id);
  await companyInScope(ctx, input.companyId);
  const { rows: same } =
    await sql`select from incident_affected a where a.incident_id = ${incident.id}::uuid and a.role = ${input.role}
    and a.company_id = ${input.companyId}::uuid and a.left_at is null`.execute(ctx.db);
  if (same.length > 0) throw conflict("incident.affected_already");
  const { rows } = await sql<{
    id: string;
  }>`insert into incident_affected (incident_id, company_id, role, added_at, added_by)
    values (${incident.id}::uuid, ${input.companyId}::uuid, ${input.role}, app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  const { id } = found(rows[0], "incident_affected");
  await record(ctx, "incident.company_affected", {
    subject: subjectOf(incident),
    data: { affectedId: id, companyId: input.companyId, role: input.role },
  });
  return { id };
}

type Row = {
  id: string;
  incidentId: string;
  companyId: string;
  role: AffectedRole;
  leftAt: string | null;
  rowVersion: number;
};

async function affectedTo(
  ctx: Ctx,
  id: string,
  rowVersion: number,
): Promise<{ row: Row; incident: Incident }> {
  const read = sql<Row>`select a.id, a.incident_id, a.company_id, a.role, a.left_at, a.row_version from incident_affected a
    where a.id = ${id}::uuid and ${within(ctx, "a.company_id")}`;
  const { rows: first } = await read.execute(ctx.db);
  const incident = await incidentTo(ctx, "add", found(first[0], "incident_affected").incidentId);
  const { rows } = await read.execute(ctx.db);
  const row = found(rows[0], "incident_affected");
  if (row.rowVersion !== rowVersion)
    throw lostRace("incident_affected", { rowVersion }, { rowVersion: row.rowVersion });
  if (row.leftAt) throw conflict("incident.affected_no_more");
  return { row, incident };
}

/** What is told anew takes the place of what was told, which stands in the trail; whoever has taken note is asked again. */
export async function tellAffected(ctx: Ctx, input: Input<typeof room.tellAffected>): Out<"tellAffected"> {
  const { row, incident } = await affectedTo(ctx, input.id, input.rowVersion);
  await sql`update incident_affected set told = ${input.told.trim()}, told_at = app_now(), told_by = ${ctx.actor.personId}::uuid,
    noted_at = null, noted_by = null, row_version = row_version + 1 where id = ${row.id}::uuid`.execute(
    ctx.db,
  );
  await openDuty(ctx, {
    kind: toldDuty,
    subjectKind: "incident_affected",
    subjectId: row.id,
    companyId: row.companyId,
    permission: permissions.assess,
    // Whom it is about is not asked either.
    notFor: incident.aboutIds,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt: new Date(ctx.now.getTime() + 24 * 3_600_000) },
  });
  await record(ctx, "incident.company_told", {
    subject: subjectOf(incident),
    data: { affectedId: row.id, companyId: row.companyId, role: row.role },
    personal: { told: input.told.trim() },
  });
  return { id: row.id };
}

export async function takeOutAffected(
  ctx: Ctx,
  input: Input<typeof room.takeOutAffected>,
): Out<"takeOutAffected"> {
  const { row, incident } = await affectedTo(ctx, input.id, input.rowVersion);
  await sql`update incident_affected set left_at = app_now(), left_because = ${input.because.trim()}, row_version = row_version + 1
    where id = ${row.id}::uuid`.execute(ctx.db);
  await closeEach(ctx, [row.id], toldDuty, "not_affected");
  await record(ctx, "incident.company_cleared", {
    subject: subjectOf(incident),
    data: { affectedId: row.id, companyId: row.companyId, role: row.role },
    personal: { reason: input.because.trim() },
  });
  return { id: row.id };
}

type Told = Output<typeof room.getTold>;

/** Of the own company's row alone: no number, no title, no other company of the incident. */
export async function getTold(ctx: Ctx, { id }: Input<typeof room.getTold>): Promise<Told> {
  const { rows } = await sql<Omit<Told, "mayNote"> & { companyId: string }>`
    select a.id, a.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, a.role, a.told, a.told_at,
      ${nameOfActor(ctx.language, sql`a.told_by`)} as told_by_name, a.noted_at, ${nameOfActor(ctx.language, sql`a.noted_by`)} as noted_by_name,
      a.left_at, a.left_because, is_of_exercise('incident_affected', a.id) as is_exercise
    from incident_affected a join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where a.id = ${id}::uuid and a.told_at is not null and ${within(ctx, "a.company_id")}`.execute(ctx.db);
  const { companyId, ...told } = found(rows[0], "incident_affected");
  const mine = await held(ctx, [permissions.manage, permissions.assess], companyId);
  return { ...told, mayNote: mine.size > 0 && told.notedAt === null && told.leftAt === null };
}

export async function noteTold(ctx: Ctx, { id }: Input<typeof room.noteTold>): Out<"noteTold"> {
  const { rows } = await sql<{
    companyId: string;
    notedAt: string | null;
  }>`select a.company_id, a.noted_at from incident_affected a
    where a.id = ${id}::uuid and a.told_at is not null and ${within(ctx, "a.company_id")} for no key update`.execute(
    ctx.db,
  );
  const told = found(rows[0], "incident_affected");
  if (told.notedAt) throw conflict("incident.told_noted_already");
  await sql`update incident_affected set noted_at = app_now(), noted_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${id}::uuid`.execute(ctx.db);
  await closeEach(ctx, [id], toldDuty, "noted");
  await record(ctx, "incident.told_noted", {
    subject: { kind: "incident_affected", id, companyId: told.companyId },
  });
  return { id };
}
