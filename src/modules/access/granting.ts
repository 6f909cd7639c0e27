// Roles and who holds them: giving and ending grants.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace, notFound } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import { keepAdministered } from "#modules/organization/administering.ts";
import type { access } from "./contract.ts";
import * as queries from "./queries.ts";
import { givers, mayGive } from "./rules.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

export async function listRoles(ctx: Ctx): Out<"listRoles"> {
  const roles = await queries.listRoles(ctx.db);
  const own = (await queries.ownPermissions(ctx)).map((row) => row.permission);
  const mine = givers.filter((giver) => own.includes(giver));
  return {
    rows: roles.map((role) => ({ ...role, isGrantable: mine.some((giver) => mayGive(giver, role.id)) })),
  };
}

export async function listGrants(ctx: Ctx, input: In<"listGrants">): Out<"listGrants"> {
  return queries.listGrants(ctx, input);
}

export async function giveGrant(ctx: Ctx, input: In<"giveGrant">): Out<"giveGrant"> {
  const person = found(await queries.personInScope(ctx, input.personId), "person");
  if (!mayGive(ctx.permission, input.roleId)) throw forbidden("grant.role_not_yours_to_give");
  if (!(await queries.unitIsInScope(ctx, input.unitId))) throw notFound("unit");
  if (input.withSubtree && !(await queries.unitIsInScope(ctx, input.unitId, true)))
    throw forbidden("grant.beyond_own_scope");
  if (input.validFrom < ctx.today) throw invalid("grant.starts_in_past");
  await queries.holdRightsOf(ctx, person.id);
  const grant = await ctx.db
    .insertInto("grants")
    .values({
      personId: person.id,
      companyId: person.companyId,
      roleId: input.roleId,
      unitId: input.unitId,
      withSubtree: input.withSubtree,
      validFrom: input.validFrom,
      validTo: input.validTo ?? null,
      reason: input.reason,
      grantedBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "grant.given", {
    subject: { kind: "person", id: person.id, companyId: person.companyId },
    data: {
      grantId: grant.id,
      roleId: input.roleId,
      unitId: input.unitId,
      withSubtree: input.withSubtree,
      validFrom: input.validFrom,
      validTo: input.validTo ?? null,
    },
    personal: { reason: input.reason },
  });
  return { id: grant.id, voidedLinks: await voidLinks(ctx, person.id, input) };
}

/**
 * A one-time link is the rights of whom it is for. One made by somebody who could not have given the new right would
 * hand it to whoever kept the link, so it stops working; who may makes another.
 */
async function voidLinks(
  ctx: Ctx,
  personId: string,
  given: { roleId: string; unitId: string; withSubtree: boolean },
): Promise<number> {
  const links = await queries.openLinks(ctx, personId, given, givers);
  const voided = links.filter((link) => !link.givers.some((giver) => mayGive(giver, given.roleId)));
  if (voided.length === 0) return 0;
  await sql`update invitations set revoked_at = now() where id = any (${voided.map((link) => link.id)}::uuid[])`.execute(
    ctx.db,
  );
  await recordEach(
    ctx,
    "account.invitation_voided",
    voided.map((link) => ({
      subject: { kind: "account", id: link.accountId, companyId: link.companyId },
      data: { because: "grant.given", roleId: given.roleId, unitId: given.unitId },
    })),
  );
  return voided.length;
}

export async function endGrant(ctx: Ctx, input: In<"endGrant">): Out<"endGrant"> {
  const grant = found(await queries.grantInScope(ctx, input.id), "grant");
  if (!mayGive(ctx.permission, grant.roleId)) throw forbidden("grant.role_not_yours_to_give");
  if (!(await queries.unitIsInScope(ctx, grant.unitId, grant.withSubtree)))
    throw forbidden("grant.beyond_own_scope");
  if (input.validTo < ctx.today) throw invalid("grant.end_in_past");
  if (grant.validTo !== null && grant.validTo <= input.validTo) throw conflict("grant.ends_already");
  const end = () =>
    ctx.db
      .updateTable("grants")
      .set({ validTo: input.validTo, rowVersion: sql`row_version + 1` })
      .where("id", "=", grant.id)
      .where("rowVersion", "=", input.rowVersion)
      .returning("id")
      .executeTakeFirst();
  const ended = grant.roleId === "administrator" ? await keepAdministered(ctx, end) : await end();
  if (!ended) throw lostRace("grant", { rowVersion: input.rowVersion }, { rowVersion: grant.rowVersion });
  await record(ctx, "grant.ended", {
    subject: { kind: "person", id: grant.personId, companyId: grant.companyId },
    data: { grantId: grant.id, roleId: grant.roleId, unitId: grant.unitId, validTo: input.validTo },
    personal: { reason: input.reason },
  });
  return { id: grant.id };
}
