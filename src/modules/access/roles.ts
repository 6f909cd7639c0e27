// Roles made here, beside the built-in ones: nobody puts in a permission that they could not give.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { givers, mayGive } from "#modules/organization/giving.ts";
import type { access } from "./contract.ts";
import { isPowerfulRole } from "./power.ts";
import * as queries from "./queries.ts";
import { hasSecond, propose } from "./second-person.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;
export type Role = Awaited<ReturnType<typeof queries.listRoles>>[number];

export async function listRoles(ctx: Ctx): Out<"listRoles"> {
  const roles = await queries.listRoles(ctx.db);
  const own = await queries.ownPermissions(ctx);
  const mine = givers.filter((giver) => own.some((row) => row.permission === giver));
  return {
    rows: roles.map((role) => ({
      ...role,
      // What others hold elsewhere is not told, not even how many they are.
      holders: ctx.reach === "group" ? role.holders : null,
      isGrantable: role.endedOn === null && mine.some((giver) => mayGive(giver, role.id)),
      isPowerful: isPowerfulRole(role),
    })),
    can: { manage: own.some((row) => row.permission === "role.manage" && row.isGroupWide) },
  };
}

export async function roleById(ctx: Ctx, id: string): Promise<Role> {
  return found(
    (await queries.listRoles(ctx.db)).find((role) => role.id === id),
    "role",
  );
}

/** A role is the whole group's: one who reaches a part of it does not write what others hold elsewhere. */
function assertGroup(ctx: Ctx): void {
  if (ctx.reach !== "group") throw forbidden("role.group_only");
}

async function ownRole(ctx: Ctx, id: string): Promise<Role> {
  assertGroup(ctx);
  const role = await roleById(ctx, id);
  if (role.isBuiltIn) throw forbidden("role.built_in");
  return role;
}

type Names = { en?: string; ja?: string; zh?: string };

async function namesOf(ctx: Ctx, given: Names, besides: string | null): Promise<Names> {
  const names = Object.fromEntries(
    Object.entries(given)
      .map(([language, name]) => [language, name?.trim()] as const)
      .filter(([, name]) => name),
  );
  const all = Object.values(names);
  if (all.length === 0) throw invalid("role.name_needed");
  const roles = await queries.listRoles(ctx.db);
  const isTaken = roles.some(
    (role) => role.id !== besides && Object.values(role.names).some((name) => all.includes(name)),
  );
  if (isTaken) throw conflict("role.name_taken");
  return names;
}

/** Of the catalogue, and within what some role gives that the actor could give too. */
async function assertPermissions(ctx: Ctx, wanted: readonly string[]): Promise<string[]> {
  const roles = (await queries.listRoles(ctx.db)).filter((role) => role.isBuiltIn);
  const own = (await queries.ownPermissions(ctx))
    .filter((row) => row.isGroupWide)
    .map((row) => row.permission);
  const mine = givers.filter((giver) => own.includes(giver));
  if (!wanted.every((one) => roles.some((role) => role.permissions.includes(one))))
    throw invalid("role.permission_unknown");
  const mayPutIn = (permission: string) =>
    roles.some(
      (role) => role.permissions.includes(permission) && mine.some((giver) => mayGive(giver, role.id)),
    );
  if (!wanted.every(mayPutIn)) throw forbidden("role.permission_not_yours");
  return [...new Set(wanted)].toSorted();
}

export async function addRole(ctx: Ctx, input: In<"addRole">): Out<"addRole"> {
  assertGroup(ctx);
  await roleById(ctx, input.basedOn);
  const names = await namesOf(ctx, input.names, null);
  const permissions = await assertPermissions(ctx, input.permissions);
  const id = `own_${randomUUID().replaceAll("-", "")}`;
  await sql`insert into roles (id, is_built_in, names, description, based_on)
    values (${id}, false, ${JSON.stringify(names)}::jsonb, ${input.description?.trim() || null}, ${input.basedOn})`.execute(
    ctx.db,
  );
  await sql`insert into role_permissions (role_id, permission) select ${id}, unnest(${permissions}::text[])`.execute(
    ctx.db,
  );
  await record(ctx, "role.added", {
    subject: { kind: "role", id: null, companyId: null },
    data: { roleId: id, basedOn: input.basedOn, permissions },
    personal: { names },
  });
  return { id };
}

const difference = (role: Role, wanted: readonly string[]) => ({
  gains: wanted.filter((one) => !role.permissions.includes(one)),
  loses: role.permissions.filter((one) => !wanted.includes(one)),
});

export async function previewRole(ctx: Ctx, input: In<"previewRole">): Out<"previewRole"> {
  const role = await ownRole(ctx, input.id);
  const change = difference(role, input.permissions.split(",").filter(Boolean));
  const { rows } = await sql<{ name: string; count: number }>`
    select distinct ${nameOfPerson(ctx.language, "p")} as name, (count(*) over ())::int as count
    from (select distinct g.person_id from grants_in_force g where g.role_id = ${role.id}) h join people p on p.id = h.person_id
    order by name limit 100`.execute(ctx.db);
  return {
    ...change,
    affected: { people: rows.map((row) => row.name), count: rows[0]?.count ?? 0 },
    needsTwo: change.gains.length > 0 && (role.holders ?? 0) > 0,
  };
}

export async function changeRole(ctx: Ctx, input: In<"changeRole">): Out<"changeRole"> {
  const role = await ownRole(ctx, input.id);
  const names = await namesOf(ctx, input.names, role.id);
  const permissions = await assertPermissions(ctx, input.permissions);
  const { rows } =
    await sql`update roles set names = ${JSON.stringify(names)}::jsonb, description = ${input.description?.trim() || null},
      row_version = row_version + 1
    where id = ${role.id} and row_version = ${input.rowVersion} returning id`.execute(ctx.db);
  if (rows.length === 0)
    throw lostRace("role", { rowVersion: input.rowVersion }, { rowVersion: role.rowVersion });
  const { gains, loses } = difference(role, permissions);
  const group = await queries.groupUnit(ctx.db);
  const notFor = [...new Set([ctx.actor.personId, ...(await queries.holdersOf(ctx, role.id))])];
  if (gains.length > 0 && (role.holders ?? 0) > 0 && (await hasSecond(ctx, group.id, true, notFor))) {
    const proposalId = await propose(ctx, {
      kind: "role",
      companyId: null,
      roleId: role.id,
      unitId: null,
      withSubtree: true,
      permissions,
      reason: input.reason,
      notFor,
    });
    await record(ctx, "role.change_proposed", {
      subject: { kind: "role", id: null, companyId: null },
      data: { proposalId, roleId: role.id, gains, loses },
      personal: { reason: input.reason, names },
    });
    return { id: role.id, proposalId };
  }
  await applyPermissions(ctx, role, permissions, input.reason, null);
  return { id: role.id, proposalId: null };
}

/** What the role holds from now on; whoever has it has that, from the next thing they do. */
export async function applyPermissions(
  ctx: Ctx,
  role: Role,
  permissions: readonly string[],
  reason: string,
  proposedBy: string | null,
): Promise<void> {
  assertGroup(ctx);
  await assertPermissions(ctx, permissions);
  await sql`delete from role_permissions where role_id = ${role.id} and permission <> all (${[...permissions]}::text[])`.execute(
    ctx.db,
  );
  await sql`insert into role_permissions (role_id, permission) select ${role.id}, unnest(${[...permissions]}::text[])
    on conflict do nothing`.execute(ctx.db);
  await record(ctx, "role.changed", {
    subject: { kind: "role", id: null, companyId: null },
    data: { roleId: role.id, ...difference(role, permissions), holders: role.holders, proposedBy },
    personal: { reason },
  });
}

export async function endRole(ctx: Ctx, input: In<"endRole">): Out<"endRole"> {
  const role = await ownRole(ctx, input.id);
  if (role.endedOn !== null) throw conflict("role.ended");
  const held =
    await sql`select from grants g where g.role_id = ${role.id} and (g.valid_to is null or g.valid_to > ${ctx.today}::date)
    union all select from rights_proposals p where p.role_id = ${role.id} and p.state = 'open' and p.expires_at > app_now() limit 1`.execute(
      ctx.db,
    );
  if (held.rows.length > 0) throw conflict("role.still_held");
  const { rows } = await sql`update roles set ended_on = ${ctx.today}::date, row_version = row_version + 1
    where id = ${role.id} and row_version = ${input.rowVersion} returning id`.execute(ctx.db);
  if (rows.length === 0)
    throw lostRace("role", { rowVersion: input.rowVersion }, { rowVersion: role.rowVersion });
  await record(ctx, "role.ended", {
    subject: { kind: "role", id: null, companyId: null },
    data: { roleId: role.id },
    personal: { reason: input.reason },
  });
  return { id: role.id };
}

export async function markRole(ctx: Ctx, input: In<"markRole">): Out<"markRole"> {
  assertGroup(ctx);
  const role = await roleById(ctx, input.id);
  await sql`update roles set needs_two = ${input.needsTwo} where id = ${role.id}`.execute(ctx.db);
  await record(ctx, "role.marked", {
    subject: { kind: "role", id: null, companyId: null },
    data: { roleId: role.id, needsTwo: input.needsTwo },
    personal: { reason: input.reason },
  });
  return { id: role.id };
}
