// Lent to later modules.
// Over whose account one may dispose: a one-time link is the rights of whom it is for.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { forbidden } from "#core/errors.ts";
import * as queries from "./queries.ts";
import { givers, mayGive } from "#modules/organization/giving.ts";

/**
 * A one-time link is the rights of whom it is for, and closing an account opens the way to a new one: both only over
 * somebody who holds nothing that the actor could not give. Who holds no right yet may be invited by anybody in charge.
 */
export async function mayDisposeOf(ctx: Ctx, personId: string): Promise<void> {
  await queries.holdRightsOf(ctx, personId);
  if (!(await isWithinOwnRights(ctx, personId))) throw forbidden("account.beyond_own_rights");
}

/** @param giver whose rights are asked about; the actor's where none is named. */
export async function isWithinOwnRights(
  ctx: Ctx,
  personId: string,
  giver = ctx.actor.personId,
): Promise<boolean> {
  const roles = await queries.rolesWithGivers(ctx, [personId], givers, giver);
  return roles.every((role) => role.givers.some((giver) => mayGive(giver, role.roleId)));
}

/** The same for many at once: those of them over whom the actor may dispose. */
export async function disposableAmong(ctx: Ctx, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  // In one order, so that two who make links at once wait for one another and not for ever.
  await sql`select pg_advisory_xact_lock(hashtextextended(p.id::text, 20))
    from (select id from unnest(${[...personIds]}::uuid[]) as u(id) order by id) p`.execute(ctx.db);
  const roles = await queries.rolesWithGivers(ctx, personIds, givers);
  const beyond = new Set(
    roles
      .filter((role) => !role.givers.some((giver) => mayGive(giver, role.roleId)))
      .map((role) => role.personId),
  );
  return new Set(personIds.filter((id) => !beyond.has(id)));
}
