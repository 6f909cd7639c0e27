// The deputy of a position: holds its rights while its holder is away or nobody holds it, and no rights of the holder's own.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { assertReason, holdFrom } from "../dated.ts";
import { assertMayFill } from "../giving.ts";
import type { standingIn } from "./contract.ts";

type In<K extends keyof typeof standingIn> = Input<(typeof standingIn)[K]>;
type Out<K extends keyof typeof standingIn> = Promise<Output<(typeof standingIn)[K]>>;

async function seatInScope(ctx: Ctx, id: string, on: string): Promise<{ id: string; companyId: string }> {
  const { rows } = await sql<{ id: string; companyId: string }>`
    select p.id, p.company_id from positions p where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}
      and (p.ended_on is null or p.ended_on > ${on}::date) for update`.execute(ctx.db);
  return found(rows[0], "position");
}

export async function nameDeputy(ctx: Ctx, input: In<"nameDeputy">): Out<"nameDeputy"> {
  assertReason(ctx, input.from, input.reason);
  const seat = await seatInScope(ctx, input.id, input.from);
  const person = await sql<{ isHolder: boolean }>`
    select exists (select from position_holders h where h.position_id = ${seat.id}::uuid and h.person_id = p.id
      and holds_on(h.valid_from, h.valid_to, ${input.from}::date)) as is_holder
    from people p where p.id = ${input.personId}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  if (found(person.rows[0], "person").isHolder) throw invalid("position.deputy_is_holder");
  await assertMayFill(ctx, seat.id, input.personId);
  await holdFrom(ctx, "deputies", seat.id, input.from, {
    person_id: input.personId,
    company_id: seat.companyId,
    named_by: ctx.actor.personId,
  });
  await record(ctx, "position.deputy_named", {
    subject: { kind: "position", id: seat.id, companyId: seat.companyId },
    data: { personId: input.personId, from: input.from },
    personal: { reason: input.reason ?? null },
  });
  return { id: seat.id };
}

export async function endDeputy(ctx: Ctx, input: In<"endDeputy">): Out<"endDeputy"> {
  const seat = await seatInScope(ctx, input.id, input.on);
  const { rows } = await sql`update deputies d set valid_to = greatest(d.valid_from, ${input.on}::date)
    where d.position_id = ${seat.id}::uuid and (d.valid_to is null or d.valid_to > ${input.on}::date) returning d.id`.execute(
    ctx.db,
  );
  if (rows.length === 0) throw conflict("position.no_deputy");
  await record(ctx, "position.deputy_ended", {
    subject: { kind: "position", id: seat.id, companyId: seat.companyId },
    data: { on: input.on },
    personal: { reason: input.reason },
  });
  return { id: seat.id };
}

export async function listStandIns(ctx: Ctx, { id }: In<"listStandIns">): Out<"listStandIns"> {
  await companyInScope(ctx, id);
  const deputies = await sql<Output<typeof standingIn.listStandIns>["deputies"][number]>`
    select d.position_id, d.person_id, ${nameOfPerson(ctx.language, "p")} as person_name, d.valid_from as from,
      stands_in(d.position_id) as is_acting
    from deputies d join people p on p.id = d.person_id
    where d.company_id = ${id}::uuid and ${within(ctx, "d.company_id")} and holds_on(d.valid_from, d.valid_to, ${ctx.today}::date)
    order by d.position_id limit 500`.execute(ctx.db);
  const absences = await sql<Output<typeof standingIn.listStandIns>["absences"][number]>`
    select a.id, a.person_id, a.valid_from as from, a.valid_to as until from absences a
    where a.company_id = ${id}::uuid and ${within(ctx, "a.company_id")} and a.valid_to > greatest(a.valid_from, ${ctx.today}::date)
    order by a.valid_from limit 500`.execute(ctx.db);
  return { deputies: deputies.rows, absences: absences.rows };
}
