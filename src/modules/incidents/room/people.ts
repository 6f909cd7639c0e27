// Whom one may ask to take a part: whoever reads incidents of that company and may know of this one.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { invalid } from "#core/errors.ts";
import type { room } from "./contract.ts";
import { incidentSeen } from "./log.ts";

type Found = Output<typeof room.findIncidentPeople>;
const most = 30;

/** `anybody`: of a confidential one also who is on no list yet, and for whom it is about anybody of the company. */
export async function findIncidentPeople(
  ctx: Ctx,
  { id, search, anybody = false }: Input<typeof room.findIncidentPeople>,
): Promise<Found> {
  const { companyId } = await incidentSeen(ctx, id);
  const sought = search?.trim() ? like(search) : null;
  const readers = sql`select f.person_id as id, f.family_name, f.given_name, f.company_id from people_for_incident(${id}::uuid, ${sought}, ${anybody}) f`;
  const colleagues = sql`select p.id, p.family_name, p.given_name, p.company_id from people p where p.company_id = ${companyId}::uuid and ${within(ctx, "p.company_id")}
    and (${sought}::text is null or p.sought ilike folded(${sought}))
    order by p.family_name, p.id limit ${most}`;
  const { rows } = await sql<Found["rows"][number]>`
    select p.id, ${nameOfPerson(ctx.language, "p")} as name, coalesce(${nameOfUnit(ctx.language, "n")}, '') as note, time_zone_of(p.id) as time_zone
    from (${readers} ${anybody ? sql`union (${colleagues})` : sql``}) p
    left join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    order by p.company_id = ${companyId}::uuid desc, name, p.id limit ${most}`.execute(ctx.db);
  return { rows };
}

/** @throws AppError invalid where the person may not take a part in this incident. */
export async function assertMayTake(
  ctx: Ctx,
  incidentId: string,
  personId: string,
  anybody = false,
): Promise<void> {
  const { rows } =
    await sql`select from people_for_incident(${incidentId}::uuid, null, ${anybody}) x where x.person_id = ${personId}::uuid`.execute(
      ctx.db,
    );
  if (rows.length === 0) throw invalid("incident.unknown_person");
}
