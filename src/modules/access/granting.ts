// Roles and who holds them: giving and ending grants.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace, notFound } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import { keepAdministered } from "#modules/organization/administering.ts";
import type { access } from "./contract.ts";
import { isPowerful } from "./power.ts";
import * as queries from "./queries.ts";
import { hasSecond, propose } from "./second-person.ts";
import { roleById } from "./roles.ts";
import { givers, mayGive } from "#modules/organization/giving.ts";
import { openLinks } from "./ways-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

export async function listGrants(ctx: Ctx, input: In<"listGrants">): Out<"listGrants"> {
  return queries.listGrants(ctx, input);
}

/** Whom the right is for: a person, or a position and so whoever holds it; with all who would get it. */
async function receiverOf(ctx: Ctx, input: In<"giveGrant">) {
  if ((input.personId === undefined) === (input.positionId === undefined))
    throw invalid("grant.person_or_position");
  if (input.personId !== undefined) {
    const person = found(await queries.personInScope(ctx, input.personId), "person");
    return { personId: person.id, positionId: null, companyId: person.companyId, people: [person.id] };
  }
  const seat = found(await queries.positionInScope(ctx, input.positionId ?? ""), "position");
  return {
    personId: null,
    positionId: seat.id,
    companyId: seat.companyId,
    people: await queries.peopleOfSeat(ctx, seat.id),
  };
}

export async function giveGrant(ctx: Ctx, input: In<"giveGrant">): Out<"giveGrant"> {
  const { people, ...receiver } = await receiverOf(ctx, input);
  const role = await roleById(ctx, input.roleId);
  if (role.endedOn !== null) throw conflict("role.ended");
  if (!mayGive(ctx.permission, role.id)) throw forbidden("grant.role_not_yours_to_give");
  if (!(await queries.unitIsInScope(ctx, input.unitId))) throw notFound("unit");
  if (input.withSubtree && !(await queries.unitIsInScope(ctx, input.unitId, true)))
    throw forbidden("grant.beyond_own_scope");
  if (input.validFrom < ctx.today) throw invalid("grant.starts_in_past");
  const given = {
    ...receiver,
    roleId: role.id,
    unitId: input.unitId,
    withSubtree: input.withSubtree,
    validFrom: input.validFrom,
    validTo: input.validTo ?? null,
    reason: input.reason,
  };
  const group = await queries.groupUnit(ctx.db);
  // What one gives oneself is looked at by another, whatever it is.
  const takesTwo =
    people.includes(ctx.actor.personId) ||
    isPowerful(role, { isGroup: input.unitId === group.id, withSubtree: input.withSubtree });
  const notFor = [...new Set([ctx.actor.personId, ...people])];
  if (takesTwo && (await hasSecond(ctx, input.unitId, input.withSubtree, notFor))) {
    const proposalId = await propose(ctx, { kind: "grant", ...given, notFor });
    await record(ctx, "grant.proposed", {
      subject: subjectOf(given),
      data: { proposalId, ...toldOf(given) },
      personal: { reason: input.reason },
    });
    return { id: null, proposalId, isSingleHanded: false, voidedLinks: 0 };
  }
  const made = await insertGrant(ctx, {
    ...given,
    grantedBy: ctx.actor.personId,
    allowedBy: null,
    isSingleHanded: takesTwo,
  });
  return { ...made, proposalId: null, isSingleHanded: takesTwo };
}

export type NewGrant = {
  personId: string | null;
  positionId: string | null;
  companyId: string;
  roleId: string;
  unitId: string;
  withSubtree: boolean;
  validFrom: string;
  validTo: string | null;
  reason: string;
  grantedBy: string;
  allowedBy: string | null;
  isSingleHanded: boolean;
};

type Receiver = Pick<NewGrant, "personId" | "positionId" | "companyId">;

const subjectOf = ({ personId, positionId, companyId }: Receiver) => ({
  kind: personId ? "person" : "position",
  id: personId ?? positionId,
  companyId,
});

const toldOf = ({
  roleId,
  unitId,
  withSubtree,
  validFrom,
  validTo,
}: Omit<NewGrant, "grantedBy" | "allowedBy" | "isSingleHanded">) => ({
  roleId,
  unitId,
  withSubtree,
  validFrom,
  validTo,
});

/** The right itself, once it is clear that it is given: by one person, or by a second one's word. */
export async function insertGrant(ctx: Ctx, given: NewGrant): Promise<{ id: string; voidedLinks: number }> {
  const people = given.personId ? [given.personId] : await queries.peopleOfSeat(ctx, given.positionId ?? "");
  for (const personId of people.toSorted()) await queries.holdRightsOf(ctx, personId);
  const grant = await ctx.db.insertInto("grants").values(given).returning("id").executeTakeFirstOrThrow();
  await record(ctx, "grant.given", {
    subject: subjectOf(given),
    data: {
      grantId: grant.id,
      ...toldOf(given),
      proposedBy: given.allowedBy ? given.grantedBy : null,
      isSingleHanded: given.isSingleHanded,
    },
    personal: { reason: given.reason },
  });
  let voidedLinks = 0;
  for (const personId of people) voidedLinks += await voidLinks(ctx, personId, given);
  return { id: grant.id, voidedLinks };
}

/** Somebody else than who gave it and who has it stands for a right that was given by one person alone. */
export async function confirmGrant(ctx: Ctx, { id }: In<"confirmGrant">): Out<"confirmGrant"> {
  const grant = found(await queries.grantInScope(ctx, id), "grant");
  if (!grant.isSingleHanded) throw conflict("grant.not_single_handed");
  if (!(await queries.unitIsInScope(ctx, grant.unitId, grant.withSubtree)))
    throw forbidden("grant.beyond_own_scope");
  const people = grant.personId ? [grant.personId] : await queries.peopleOfSeat(ctx, grant.positionId ?? "");
  if ([grant.grantedBy, ...people].includes(ctx.actor.personId)) throw forbidden("grant.own_decision");
  await sql`update grants set is_single_handed = false, allowed_by = ${ctx.actor.personId}::uuid where id = ${grant.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "grant.confirmed", {
    subject: subjectOf(grant),
    data: { grantId: grant.id, roleId: grant.roleId, unitId: grant.unitId },
  });
  return { id: grant.id };
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
  const links = await openLinks(ctx, personId, given, givers);
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
    subject: subjectOf(grant),
    data: { grantId: grant.id, roleId: grant.roleId, unitId: grant.unitId, validTo: input.validTo },
    personal: { reason: input.reason },
  });
  return { id: grant.id };
}
