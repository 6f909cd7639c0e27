// Lent to later modules.
// Who may give which role, and whom into a position that holds rights: whoever fills a seat gives what the seat holds.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { forbidden } from "#core/errors.ts";

export const givers = ["grant.give_any", "grant.give_company", "grant.give_helpers"];

const companyRoles = [
  "security_officer",
  "contributor",
  "company_executive",
  "manager",
  "employee",
  "responder",
];
const helperRoles = ["contributor", "manager", "employee"];

/** The right to give a role is separate from the right itself: each permission opens a set of roles. */
export function mayGive(permission: string, roleId: string): boolean {
  if (permission === "grant.give_any") return true;
  if (permission === "grant.give_company") return companyRoles.includes(roleId);
  if (permission === "grant.give_helpers") return helperRoles.includes(roleId);
  return false;
}

/**
 * Nobody puts anybody into a seat, or names its deputy, whose rights they could not give (decision 39); and nobody puts
 * themselves into one that holds any, which would be giving them to oneself.
 */
export async function assertMayFill(ctx: Ctx, positionId: string, personId: string): Promise<void> {
  const { rows } = await sql<{ roleId: string; givers: string[] }>`
    select f.role_id, f.givers from rights_of_seat(${positionId}::uuid, ${ctx.actor.personId}::uuid, ${givers}::text[]) f`.execute(
    ctx.db,
  );
  if (rows.length > 0 && personId === ctx.actor.personId) throw forbidden("position.rights_to_oneself");
  if (!rows.every((right) => right.givers.some((giver) => mayGive(giver, right.roleId))))
    throw forbidden("position.rights_beyond_own");
}
