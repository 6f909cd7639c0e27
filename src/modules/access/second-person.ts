// Asking a second person for a powerful right: whether there is one, the proposal, and the duty that it is for them.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { proposalDays } from "./power.ts";
import * as queries from "./queries.ts";

export type Proposed = {
  kind: "grant" | "role";
  companyId: string | null;
  personId?: string | null;
  positionId?: string | null;
  roleId: string;
  unitId: string | null;
  withSubtree: boolean;
  validFrom?: string;
  validTo?: string | null;
  permissions?: readonly string[];
  reason: string;
  notFor: readonly string[];
};

/** Whether somebody else could decide; where nobody could, one person alone gives it. */
export async function hasSecond(
  ctx: Ctx,
  unitId: string,
  withSubtree: boolean,
  notFor: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select deciders_at(${unitId}::uuid, ${withSubtree}, ${[...notFor]}::uuid[]) as count`.execute(ctx.db);
  return (rows[0]?.count ?? 0) > 0;
}

export async function propose(ctx: Ctx, one: Proposed): Promise<string> {
  const open =
    await sql`select from rights_proposals p where p.state = 'open' and p.expires_at > app_now() and p.role_id = ${one.roleId}
    and p.kind = ${one.kind} and p.person_id is not distinct from ${one.personId ?? null}::uuid
    and p.position_id is not distinct from ${one.positionId ?? null}::uuid and p.unit_id is not distinct from ${one.unitId}::uuid limit 1`.execute(
      ctx.db,
    );
  if (open.rows.length > 0) throw conflict("grant.proposed_already");
  const until = addDays(ctx.today, proposalDays);
  const { rows } = await sql<{ id: string }>`
    insert into rights_proposals (kind, company_id, person_id, position_id, role_id, unit_id, with_subtree, valid_from, valid_to,
      permissions, reason, proposed_by, proposed_at, expires_at, not_for)
    values (${one.kind}, ${one.companyId}::uuid, ${one.personId ?? null}::uuid, ${one.positionId ?? null}::uuid, ${one.roleId},
      ${one.unitId}::uuid, ${one.withSubtree}, ${one.validFrom ?? null}::date, ${one.validTo ?? null}::date,
      ${one.permissions ? [...one.permissions] : null}::text[], ${one.reason}, ${ctx.actor.personId}::uuid, app_now(),
      app_now() + ${`${proposalDays} days`}::interval, ${[...one.notFor]}::uuid[])
    returning id`.execute(ctx.db);
  const id = rows[0]?.id ?? "";
  // The duty is the group's: whoever may give any right in all of it, and is none of those whom it concerns.
  const { fiscalYearStartMonth, timeZone } = found(await queries.groupSettings(ctx.db), "group");
  const group = await queries.groupUnit(ctx.db);
  await sql`select open_group_duty('rights.decide', 'rights_proposal', ${id}::uuid, 'grant.give_any', ${[...one.notFor]}::uuid[],
    ${fiscalYearOf(ctx.today, fiscalYearStartMonth)}::integer, ${group.id}::uuid, (${until}::date + time '23:59:59') at time zone ${timeZone},
    ${timeZone})`.execute(ctx.db);
  return id;
}
