// Which rosters somebody sees and keeps: the application's own lock.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";

export type Kept = {
  id: string;
  unitId: string;
  companyId: string | null;
  name: string;
  timeZone: string;
  purposes: string[];
  served: string[];
  isContinuous: boolean;
  endedAt: string | null;
  rowVersion: number;
};

const rosterIn = (ctx: Ctx, id: string) => sql<Kept>`
    select r.id, r.unit_id, r.company_id, r.name, r.time_zone, r.purposes, r.served, r.is_continuous, r.ended_at, r.row_version
    from on_call_rosters r where r.id = ${id}::uuid and ${withinUnits(ctx, "r.unit_id")}`;

/** The roster in the operation's scope, as it is read. */
export async function seenRoster(ctx: Ctx, id: string): Promise<Kept> {
  const { rows } = await rosterIn(ctx, id).execute(ctx.db);
  return found(rows[0], "on_call_roster");
}

/** The roster in the operation's scope, locked and running. */
export async function keptRoster(ctx: Ctx, id: string, rowVersion?: number): Promise<Kept> {
  const { rows } = await sql<Kept>`${rosterIn(ctx, id)} for update`.execute(ctx.db);
  const kept = found(rows[0], "on_call_roster");
  if (rowVersion !== undefined && kept.rowVersion !== rowVersion)
    throw lostRace("on_call_roster", { rowVersion }, { rowVersion: kept.rowVersion });
  if (kept.endedAt) throw conflict("on_call.roster_ended");
  return kept;
}

export const subjectOf = ({ id, companyId }: { id: string; companyId: string | null }) => ({
  kind: "on_call_roster",
  id,
  companyId,
});

/** The next version of the row, looked at by the clock at once. */
export async function moveOn(ctx: Ctx, id: string): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    update on_call_rosters set row_version = row_version + 1, next_look_at = app_now() where id = ${id}::uuid returning id, row_version`.execute(
    ctx.db,
  );
  return found(rows[0], "on_call_roster");
}
