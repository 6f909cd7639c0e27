// What every way in has to prove, by unit and role: made by whoever runs the group, strictest wins.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { forbidden, invalid, lostRace, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { access } from "./contract.ts";
import * as queries from "./queries.ts";
import type { Demand } from "./signing-in.ts";
import { askSessionsAgain } from "./sweeping.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;
type Rule = Output<typeof access.listSignInRules>["rows"][number];

/** Rules of the group itself are seen by whoever reaches the whole of it. */
const inReach = (ctx: Ctx) => (ctx.reach === "group" ? sql`true` : within(ctx, "r.company_id"));

export async function listSignInRules(ctx: Ctx): Out<"listSignInRules"> {
  const { rows } = await sql<Rule>`
    select r.id, r.unit_id, u.kind as unit_kind, coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name) as unit_name, r.role_id,
      (select coalesce(o.names ->> ${ctx.language}, o.names ->> 'en', o.names ->> 'ja', o.names ->> 'zh') from roles o
        where o.id = r.role_id and not o.is_built_in) as role_name,
      r.demands, r.from_day, r.grace_days, (r.from_day + r.grace_days) as due_on, r.reason, r.row_version,
      c.people, c.missing
    from sign_in_rules r
    join units u on u.id = r.unit_id
    join unit_names n on n.unit_id = r.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    cross join lateral (
      select count(*)::int as people, count(*) filter (where not enrolled(x.account_id, r.demands))::int as missing
      from accounts_under_rule(r.unit_id, r.role_id) x) c
    where r.ended_at is null and ${inReach(ctx)}
    order by case u.kind when 'group' then 0 when 'division' then 1 else 2 end, unit_name, r.role_id nulls first
    limit 500`.execute(ctx.db);
  return { rows };
}

export async function previewSignInRule(ctx: Ctx, input: In<"previewSignInRule">): Out<"previewSignInRule"> {
  await assertReach(ctx, input.unitId);
  const { rows } = await sql<{ people: number; missing: number }>`
    select count(*)::int as people, count(*) filter (where not enrolled(x.account_id, ${input.demands}))::int as missing
    from accounts_under_rule(${input.unitId}::uuid, ${input.roleId ?? null}) x`.execute(ctx.db);
  return rows[0] ?? { people: 0, missing: 0 };
}

async function assertReach(ctx: Ctx, unitId: string): Promise<void> {
  if (!(await queries.unitIsInScope(ctx, unitId))) throw notFound("unit");
  if (!(await queries.unitIsInScope(ctx, unitId, true))) throw forbidden("grant.beyond_own_scope");
}

/** In place of the one before for the same unit and role. Running sessions owe it at once where its days of grace are over. */
export async function setSignInRule(ctx: Ctx, input: In<"setSignInRule">): Out<"setSignInRule"> {
  await assertReach(ctx, input.unitId);
  if (input.fromDay < ctx.today) throw invalid("sign_in_rule.starts_in_past");
  const roleId = input.roleId ?? null;
  if (roleId !== null) {
    const role = await ctx.db.selectFrom("roles").select("id").where("id", "=", roleId).executeTakeFirst();
    found(role, "role");
  }
  await sql`update sign_in_rules r set ended_at = now(), row_version = row_version + 1
    where r.unit_id = ${input.unitId}::uuid and r.role_id is not distinct from ${roleId} and r.ended_at is null
      and ${inReach(ctx)}`.execute(ctx.db);
  const rule = await insertRule(ctx, { ...input, roleId, madeBy: ctx.actor.personId });
  const { id: ruleId, companyId } = rule;
  await record(ctx, "sign_in_rule.set", {
    subject: { kind: "unit", id: input.unitId, companyId },
    data: {
      ruleId,
      roleId,
      demands: input.demands,
      fromDay: input.fromDay,
      graceDays: input.graceDays,
    },
    personal: { reason: input.reason },
  });
  return { id: ruleId, askedSessions: await askSessionsAgain(ctx) };
}

type NewRule = {
  unitId: string;
  roleId: string | null;
  demands: Demand;
  fromDay: string;
  graceDays: number;
  reason: string;
  madeBy: string | null;
};

export async function insertRule(ctx: Ctx, rule: NewRule): Promise<{ id: string; companyId: string | null }> {
  const { rows } = await sql<{ id: string; companyId: string | null }>`
    insert into sign_in_rules (unit_id, company_id, role_id, demands, from_day, grace_days, reason, made_by)
    select u.id, case when u.kind <> 'group' then u.company_id end, ${rule.roleId}, ${rule.demands}, ${rule.fromDay}::date,
      ${rule.graceDays}, ${rule.reason}, ${rule.madeBy}::uuid
    from units u where u.id = ${rule.unitId}::uuid
    returning id, company_id`.execute(ctx.db);
  const [made] = rows;
  if (!made) throw notFound("unit");
  return made;
}

export async function endSignInRule(ctx: Ctx, input: In<"endSignInRule">): Out<"endSignInRule"> {
  const { rows: held } = await sql<{
    id: string;
    unitId: string;
    companyId: string | null;
    roleId: string | null;
    rowVersion: number;
  }>`select r.id, r.unit_id, r.company_id, r.role_id, r.row_version from sign_in_rules r
    where r.id = ${input.id}::uuid and r.ended_at is null and ${inReach(ctx)}`.execute(ctx.db);
  const rule = found(held[0], "sign_in_rule");
  await assertReach(ctx, rule.unitId);
  const { rows } = await sql`update sign_in_rules set ended_at = now(), row_version = row_version + 1
    where id = ${rule.id}::uuid and row_version = ${input.rowVersion} and ended_at is null returning id`.execute(
    ctx.db,
  );
  if (rows.length === 0)
    throw lostRace("sign_in_rule", { rowVersion: input.rowVersion }, { rowVersion: rule.rowVersion });
  await record(ctx, "sign_in_rule.ended", {
    subject: { kind: "unit", id: rule.unitId, companyId: rule.companyId },
    data: { ruleId: rule.id, roleId: rule.roleId },
    personal: { reason: input.reason },
  });
  return { id: rule.id };
}

/** Whom a rule still waits for, so that somebody can ask them. */
export async function listNotEnrolled(ctx: Ctx, input: In<"listNotEnrolled">): Out<"listNotEnrolled"> {
  const limit = input.limit ?? 50;
  const { rows: held } = await sql<{ unitId: string; roleId: string | null; demands: string }>`
    select r.unit_id, r.role_id, r.demands from sign_in_rules r
    where r.id = ${input.id}::uuid and r.ended_at is null and ${inReach(ctx)}`.execute(ctx.db);
  const rule = found(held[0], "sign_in_rule");
  const { rows } = await sql<Output<typeof access.listNotEnrolled>["rows"][number]>`
    select a.id, a.person_id, p.family_name, p.given_name, a.login_name, a.last_sign_in_at,
      coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name) as company_name
    from accounts_under_rule(${rule.unitId}::uuid, ${rule.roleId}) x
    join accounts a on a.id = x.account_id
    join people p on p.id = a.person_id
    join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where not enrolled(a.id, ${rule.demands}) and ${within(ctx, "a.company_id")}
      and ${input.after ? sql`lower(a.login_name) > ${input.after}` : sql`true`}
    order by lower(a.login_name) limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? last.loginName.toLowerCase() : null,
  };
}
