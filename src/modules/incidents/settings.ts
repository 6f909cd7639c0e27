// To which position reports go, and which kinds go there at once.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { incidents } from "./contract.ts";
import { permissions } from "./contract/words.ts";

type Settings = Output<typeof incidents.getIncidentSettings>;

const positionName = (ctx: Ctx) => sql`coalesce(nullif(${sql.ref(`p.name_${ctx.language}`)}, ''), p.name)`;

export async function getIncidentSettings(ctx: Ctx): Promise<Settings> {
  const { rows } = await sql<
    Pick<Settings, "headPositionId" | "headPositionName" | "rowVersion"> & { holderName: string | null }
  >`
    select s.head_position_id, ${positionName(ctx)} as head_position_name, s.row_version,
      nullif((select concat_ws(' ', h.family_name, h.given_name) from head_of_incidents() h), '') as holder_name
    from incident_settings s left join head_of_incidents() p on p.position_id = s.head_position_id`.execute(
    ctx.db,
  );
  const { rows: kinds } = await sql<
    Settings["kinds"][number]
  >`select k.kind, k.reaches_head from incident_kinds k order by k.kind`.execute(ctx.db);
  const settings = found(rows[0], "incident_settings");
  const mayChange = ctx.reach === "group" && (await mayRule(ctx));
  const positions = mayChange ? await positionsOfParent(ctx) : [];
  const { rows: deputies } = await sql<{
    name: string;
  }>`select ${nameOfPerson(ctx.language, "w")} as name from deputies d join people w on w.id = d.person_id
    where d.position_id = ${settings.headPositionId}::uuid and holds_on(d.valid_from, d.valid_to, ${ctx.today}::date) limit 1`.execute(
    ctx.db,
  );
  return { ...settings, deputyName: deputies[0]?.name ?? null, kinds, positions, mayChange };
}

async function mayRule(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{
    reach: string;
  }>`select s.reach from standing_of(${ctx.actor.personId}::uuid, ${permissions.rule}) s`.execute(ctx.db);
  return rows[0]?.reach === "group";
}

/** Seats of the parent company, where headquarters is. */
async function positionsOfParent(ctx: Ctx): Promise<Settings["positions"]> {
  const { rows } = await sql<
    Settings["positions"][number]
  >`select p.id, ${positionName(ctx)} as name from positions p
    where (p.ended_on is null or p.ended_on > ${ctx.today}::date) and p.company_id in (select r.company_id from relations r where r.kind = 'parent'
      and holds_on(r.valid_from, r.valid_to, ${ctx.today}::date)) order by name limit 500`.execute(ctx.db);
  return rows;
}

export async function setIncidentSettings(
  ctx: Ctx,
  input: Input<typeof incidents.setIncidentSettings>,
): Promise<Output<typeof incidents.setIncidentSettings>> {
  const { rows } = await sql<{
    rowVersion: number;
    headPositionId: string | null;
  }>`select s.row_version, s.head_position_id from incident_settings s
    for update`.execute(ctx.db);
  const before = found(rows[0], "incident_settings");
  if (before.rowVersion !== input.rowVersion)
    throw lostRace("incident_settings", { rowVersion: input.rowVersion }, { rowVersion: before.rowVersion });
  if (input.headPositionId && !(await positionsOfParent(ctx)).some((one) => one.id === input.headPositionId))
    throw invalid("incident_settings.unknown_position");
  await sql`update incident_kinds k set reaches_head = case when k.kind = any (${[...input.atOnce]}::text[]) then 'at_once' else 'when_judged' end,
    row_version = k.row_version + 1`.execute(ctx.db);
  const { rows: done } = await sql<{
    rowVersion: number;
  }>`update incident_settings s set head_position_id = ${input.headPositionId}::uuid,
    row_version = s.row_version + 1 returning s.row_version`.execute(ctx.db);
  await record(ctx, "incident_settings.changed", {
    subject: { kind: "incident_settings", id: null, companyId: null },
    data: { positionId: input.headPositionId, positionIdBefore: before.headPositionId, atOnce: input.atOnce },
    personal: { reason: input.reason },
  });
  return found(done[0], "incident_settings");
}
