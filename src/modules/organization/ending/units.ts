// A site or department ends, a seat is left or given up: from a day on, and nothing that was before it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { take } from "../changing.ts";
import type { ending } from "./contract.ts";

type In<K extends keyof typeof ending> = Input<(typeof ending)[K]>;
type Out<K extends keyof typeof ending> = Promise<Output<(typeof ending)[K]>>;

export async function endUnit(ctx: Ctx, input: In<"endUnit">): Out<"endUnit"> {
  const unit = await take(ctx, input.id, input.rowVersion);
  // A company leaves by a way of its own; a division has companies whose rights hang on it.
  if (unit.kind !== "site" && unit.kind !== "department") throw invalid("unit.end_refused");
  if (unit.endedOn) throw conflict("unit.ended_already");
  if (input.on <= unit.foundedOn) throw invalid("unit.not_yet_there");
  const below = await sql`select from supervisions s join units u on u.id = s.unit_id
    where s.parent_id = ${unit.id}::uuid and (s.valid_to is null or s.valid_to > ${input.on}::date)
      and (u.ended_on is null or u.ended_on > ${input.on}::date) limit 1`.execute(ctx.db);
  if (below.rows.length > 0) throw conflict("unit.has_units_below");
  await ctx.db
    .updateTable("units")
    .set({ endedOn: input.on, endedReason: input.reason })
    .where("id", "=", unit.id)
    .execute();
  const movedPeople = await moveToCompany(ctx, unit.id, input.on);
  const grants =
    await sql`update grants g set valid_to = greatest(g.valid_from, ${input.on}::date), row_version = g.row_version + 1
    where g.unit_id = ${unit.id}::uuid and (g.valid_to is null or g.valid_to > greatest(g.valid_from, ${input.on}::date))
    returning g.id`.execute(ctx.db);
  const endedGrants = grants.rows.length;
  await record(ctx, "unit.ended", {
    subject: { kind: "unit", id: unit.id, companyId: unit.companyId },
    data: { on: input.on, endedGrants, movedPeople },
    personal: { reason: input.reason },
  });
  return { id: unit.id, endedGrants, movedPeople };
}

/** Who worked at a place that is no longer there goes on at the company itself. */
async function moveToCompany(ctx: Ctx, unitId: string, on: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with going as (
      select e.* from employments e
      where e.unit_id = ${unitId}::uuid and (e.valid_to is null or e.valid_to > ${on}::date)
    ), gone as (
      delete from employments e using going g where e.person_id = g.person_id and e.unit_id = g.unit_id
        and e.valid_from = g.valid_from and g.valid_from >= ${on}::date
    ), closed as (
      update employments e set valid_to = ${on}::date from going g where e.person_id = g.person_id
        and e.unit_id = g.unit_id and e.valid_from = g.valid_from and g.valid_from < ${on}::date
    ), moved as (
      insert into employments (person_id, unit_id, company_id, kind, title, valid_from, valid_to)
      select g.person_id, g.company_id, g.company_id, g.kind, g.title, greatest(g.valid_from, ${on}::date), g.valid_to
      from going g on conflict do nothing
    )
    select count(distinct person_id)::int as count from going`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

type Seat = { id: string; companyId: string; createdOn: string; endedOn: string | null };

async function seatInScope(ctx: Ctx, id: string): Promise<Seat> {
  const { rows } = await sql<Seat>`select p.id, p.company_id, p.created_on, p.ended_on from positions p
    where p.id = ${id}::uuid and ${within(ctx, "p.company_id")} for update`.execute(ctx.db);
  return found(rows[0], "position");
}

/** Closes what holds on the day and takes away what would begin on it or later; gives how many rows that were. */
async function endHolding(ctx: Ctx, positionId: string, on: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with closed as (
      update position_holders set valid_to = ${on}::date where position_id = ${positionId}::uuid
        and valid_from < ${on}::date and (valid_to is null or valid_to > ${on}::date) returning 1
    ), never as (
      delete from position_holders where position_id = ${positionId}::uuid and valid_from >= ${on}::date returning 1
    )
    select (select count(*) from closed)::int + (select count(*) from never)::int as count`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export async function vacatePosition(ctx: Ctx, input: In<"vacatePosition">): Out<"vacatePosition"> {
  const seat = await seatInScope(ctx, input.id);
  if ((await endHolding(ctx, seat.id, input.on)) === 0) throw conflict("position.vacant_already");
  await record(ctx, "position.vacated", {
    subject: { kind: "position", id: seat.id, companyId: seat.companyId },
    data: { on: input.on },
    personal: { reason: input.reason },
  });
  return { id: seat.id };
}

export async function endPosition(ctx: Ctx, input: In<"endPosition">): Out<"endPosition"> {
  const seat = await seatInScope(ctx, input.id);
  if (seat.endedOn) throw conflict("position.ended_already");
  if (input.on < seat.createdOn) throw invalid("position.not_yet_there");
  await endHolding(ctx, seat.id, input.on);
  await ctx.db.updateTable("positions").set({ endedOn: input.on }).where("id", "=", seat.id).execute();
  await sql`update deputies set valid_to = greatest(valid_from, ${input.on}::date)
    where position_id = ${seat.id}::uuid and (valid_to is null or valid_to > ${input.on}::date)`.execute(
    ctx.db,
  );
  await sql`update grants set valid_to = greatest(valid_from, ${input.on}::date), row_version = row_version + 1
    where position_id = ${seat.id}::uuid and (valid_to is null or valid_to > ${input.on}::date)`.execute(
    ctx.db,
  );
  await record(ctx, "position.ended", {
    subject: { kind: "position", id: seat.id, companyId: seat.companyId },
    data: { on: input.on },
    personal: { reason: input.reason },
  });
  return { id: seat.id };
}
