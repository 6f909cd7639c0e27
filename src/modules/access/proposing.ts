// Powerful rights take two people: one proposes, another, who gets nothing by it, decides. While nobody else could decide,
// the right is given at once, so that a group with one administrator is never locked out, and stays marked until
// somebody stands for it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import type { access } from "./contract.ts";
import { insertGrant } from "./granting.ts";
import * as queries from "./queries.ts";
import { applyPermissions, roleById } from "./roles.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

type Row = Output<typeof access.listProposals>["rows"][number];
type Listed = Omit<Row, "gains" | "loses" | "offBecause"> & {
  permissions: string[] | null;
  held: string[];
  isBarred: boolean;
  mayGive: boolean;
};

export async function listProposals(ctx: Ctx, input: In<"listProposals">): Out<"listProposals"> {
  const { rows } = await sql<Listed>`
    select p.id, p.kind, p.role_id, ${queries.roleName(ctx)} as role_name, ${nameOfActor(ctx.language, sql`p.person_id`)} as person_name,
      coalesce(${sql.ref(`s.name_${ctx.language}`)}, s.name) as position_name,
      coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name) as unit_name, p.with_subtree,
      p.valid_from, p.valid_to, p.permissions, p.reason,
      coalesce(${nameOfActor(ctx.language, sql`p.proposed_by`)}, '') as proposed_by_name,
      p.proposed_at, p.expires_at, case when p.state = 'open' and p.expires_at <= app_now() then 'expired' else p.state end as state,
      ${nameOfActor(ctx.language, sql`p.decided_by`)} as decided_by_name, p.decided_because,
      p.proposed_by = ${ctx.actor.personId}::uuid as is_own, ${ctx.actor.personId}::uuid = any (p.not_for) as is_barred,
      may_give_at(${ctx.actor.personId}::uuid, 'grant.give_any', coalesce(p.unit_id, w.id), p.with_subtree) as may_give,
      array(select rp.permission from role_permissions rp where rp.role_id = p.role_id order by 1) as held
    from rights_proposals p
    join roles r on r.id = p.role_id
    join units w on w.kind = 'group'
    left join positions s on s.id = p.position_id
    left join unit_names n on n.unit_id = p.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${within(ctx, "p.company_id")} and ${input.isOpen ? sql`p.state = 'open' and p.expires_at > app_now()` : sql`true`}
    order by p.state = 'open' desc, p.proposed_at desc limit 200`.execute(ctx.db);
  return {
    rows: rows.map(({ permissions, held, isBarred, mayGive, ...row }) => ({
      ...row,
      gains: (permissions ?? []).filter((one) => !held.includes(one)),
      loses: permissions ? held.filter((one) => !permissions.includes(one)) : [],
      offBecause:
        row.state !== "open"
          ? "grant.decided_already"
          : isBarred
            ? "grant.own_decision"
            : mayGive
              ? null
              : "grant.beyond_own_scope",
    })),
  };
}

type Kept = {
  id: string;
  kind: "grant" | "role";
  companyId: string | null;
  personId: string | null;
  positionId: string | null;
  roleId: string;
  unitId: string | null;
  withSubtree: boolean;
  validFrom: string | null;
  validTo: string | null;
  permissions: string[] | null;
  reason: string;
  proposedBy: string;
  notFor: string[];
  isOpen: boolean;
};

async function take(ctx: Ctx, id: string): Promise<Kept> {
  const { rows } = await sql<Kept>`
    select p.*, p.state = 'open' and p.expires_at > app_now() as is_open from rights_proposals p
    where p.id = ${id}::uuid and ${within(ctx, "p.company_id")} for update`.execute(ctx.db);
  const kept = found(rows[0], "proposal");
  if (!kept.isOpen) throw conflict("grant.decided_already");
  return kept;
}

async function settle(
  ctx: Ctx,
  kept: Kept,
  state: "allowed" | "refused" | "withdrawn",
  reason?: string,
): Promise<void> {
  const by = state === "withdrawn" ? null : ctx.actor.personId;
  await sql`update rights_proposals set state = ${state}, decided_by = ${by}::uuid, decided_at = app_now(),
    decided_because = ${reason?.trim() || null} where id = ${kept.id}::uuid`.execute(ctx.db);
  await sql`select close_group_duty(${kept.id}::uuid, 'done', null)`.execute(ctx.db);
}

const subjectOf = (kept: Kept) => ({
  kind: kept.personId ? "person" : kept.positionId ? "position" : "role",
  id: kept.personId ?? kept.positionId,
  companyId: kept.companyId,
});

export async function decideProposal(ctx: Ctx, input: In<"decideProposal">): Out<"decideProposal"> {
  const kept = await take(ctx, input.id);
  // Who has come to hold the position since would get the right by deciding about it.
  const receivers = kept.positionId ? await queries.peopleOfSeat(ctx, kept.positionId) : [];
  if ([...kept.notFor, ...receivers].includes(ctx.actor.personId)) throw forbidden("grant.own_decision");
  if (kept.unitId && !(await queries.unitIsInScope(ctx, kept.unitId, kept.withSubtree)))
    throw forbidden("grant.beyond_own_scope");
  if (!kept.unitId && ctx.reach !== "group") throw forbidden("grant.beyond_own_scope");
  if (!input.isAllowed) {
    if (!input.reason?.trim()) throw invalid("grant.reason_needed");
    await settle(ctx, kept, "refused", input.reason);
    await record(ctx, "rights.refused", {
      subject: subjectOf(kept),
      data: { proposalId: kept.id, roleId: kept.roleId, unitId: kept.unitId },
      personal: { reason: input.reason },
    });
    return { id: kept.id, grantId: null, voidedLinks: 0 };
  }
  await settle(ctx, kept, "allowed", input.reason);
  if (kept.kind === "role") {
    await applyPermissions(
      ctx,
      await roleById(ctx, kept.roleId),
      kept.permissions ?? [],
      kept.reason,
      kept.proposedBy,
    );
    return { id: kept.id, grantId: null, voidedLinks: 0 };
  }
  const from = kept.validFrom ?? ctx.today;
  const grant = await insertGrant(ctx, {
    personId: kept.personId,
    positionId: kept.positionId,
    companyId: kept.companyId ?? "",
    roleId: kept.roleId,
    unitId: kept.unitId ?? "",
    withSubtree: kept.withSubtree,
    // Nobody held it while it waited.
    validFrom: from < ctx.today ? ctx.today : from,
    validTo: kept.validTo,
    reason: kept.reason,
    grantedBy: kept.proposedBy,
    allowedBy: ctx.actor.personId,
    isSingleHanded: false,
  });
  return { id: kept.id, grantId: grant.id, voidedLinks: grant.voidedLinks };
}

export async function withdrawProposal(ctx: Ctx, { id }: In<"withdrawProposal">): Out<"withdrawProposal"> {
  const kept = await take(ctx, id);
  if (kept.proposedBy !== ctx.actor.personId) throw forbidden("grant.not_your_proposal");
  await settle(ctx, kept, "withdrawn");
  await record(ctx, "rights.withdrawn", {
    subject: subjectOf(kept),
    data: { proposalId: kept.id, roleId: kept.roleId, unitId: kept.unitId },
  });
  return { id };
}

const atOnce = 100;

/** What nobody decided in time is over; whoever still wants it proposes anew. */
export async function expireProposals(ctx: Ctx): Promise<number> {
  const { rows } = await sql<Kept>`
    update rights_proposals set state = 'expired', decided_at = app_now() where id in (
      select p.id from rights_proposals p where p.state = 'open' and p.expires_at <= app_now() limit ${atOnce}) returning *`.execute(
    ctx.db,
  );
  for (const kept of rows)
    await sql`select close_group_duty(${kept.id}::uuid, 'lapsed', 'rights.expired')`.execute(ctx.db);
  await recordEach(
    ctx,
    "rights.expired",
    rows.map((kept) => ({
      subject: subjectOf(kept),
      data: { proposalId: kept.id, roleId: kept.roleId, unitId: kept.unitId },
    })),
  );
  return rows.length;
}

export const proposalsExpire: TimedWork = {
  name: "access.proposals",
  everySeconds: 60,
  run: async (ctx) => (await expireProposals(ctx)) === atOnce,
};
