// A holder names who stands in at their own position. Nothing is given that was not theirs: the deputy has the position's
// rights only while its holder is away, and acts in the holder's name. What takes two people to give takes them here, too.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { holdFrom } from "#modules/organization/dated.ts";
import type { access } from "./contract.ts";
import { isPowerful } from "./power.ts";
import * as queries from "./queries.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

type SeatRight = {
  companyId: string;
  isColleague: boolean;
  roleId: string | null;
  isGroup: boolean;
  withSubtree: boolean;
};

/** One row for each right of a position that the actor holds; a position of somebody else does not exist here. */
async function ownSeat(ctx: Ctx, id: string, deputy: string): Promise<[SeatRight, ...SeatRight[]]> {
  const { rows } = await sql<SeatRight>`select * from own_seat(${id}::uuid, ${deputy}::uuid)`.execute(ctx.db);
  const [first, ...more] = rows;
  return [found(first, "position"), ...more];
}

export async function nameOwnDeputy(ctx: Ctx, input: In<"nameOwnDeputy">): Out<"nameOwnDeputy"> {
  if (input.from < ctx.today) throw invalid("deputy.starts_in_past");
  const rights = await ownSeat(ctx, input.id, input.personId);
  const { companyId, isColleague } = rights[0];
  if (!isColleague) throw invalid("deputy.not_a_colleague");
  const roles = await queries.listRoles(ctx.db);
  const takesTwo = rights.some((right) => {
    const role = roles.find((one) => one.id === right.roleId);
    return role !== undefined && isPowerful(role, right);
  });
  if (takesTwo) throw forbidden("deputy.takes_two");
  await holdFrom(ctx, "deputies", input.id, input.from, {
    person_id: input.personId,
    company_id: companyId,
    named_by: ctx.actor.personId,
  });
  await record(ctx, "position.deputy_named", {
    subject: { kind: "position", id: input.id, companyId },
    data: { personId: input.personId, from: input.from },
  });
  return { id: input.id };
}

export async function endOwnDeputy(ctx: Ctx, input: In<"endOwnDeputy">): Out<"endOwnDeputy"> {
  if (input.on < ctx.today) throw invalid("deputy.starts_in_past");
  const [{ companyId }] = await ownSeat(ctx, input.id, ctx.actor.personId);
  const { rows } = await sql`update deputies d set valid_to = greatest(d.valid_from, ${input.on}::date)
    where d.position_id = ${input.id}::uuid and (d.valid_to is null or d.valid_to > ${input.on}::date) returning d.id`.execute(
    ctx.db,
  );
  if (rows.length === 0) throw conflict("position.no_deputy");
  await record(ctx, "position.deputy_ended", {
    subject: { kind: "position", id: input.id, companyId },
    data: { on: input.on },
  });
  return { id: input.id };
}
