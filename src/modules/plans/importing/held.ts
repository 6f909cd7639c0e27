// What is there of findings, plans and steps that a batch of rows may mean, each in one statement.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { heldWorld } from "#modules/history/importing/applying.ts";
import { type HeldPlan, type HeldStep, keyText, type KnownFinding, type ListWorld } from "./known.ts";
import { unitOf } from "./money.ts";

export async function listWorld(ctx: Ctx, importId: string): Promise<ListWorld> {
  const { companies, byCode, byName, nearest } = await heldWorld(ctx);
  const { rows } = await sql<{ label: string | null }>`
    select i.recognised -> 'labels' ->> (i.mapping ->> 'cost')::int as label from imports i where i.id = ${importId}::uuid`.execute(
    ctx.db,
  );
  return { companies, byCode, byName, nearest, today: ctx.today, costs: unitOf(rows[0]?.label ?? "") };
}

type Asked = { companyId: string; key: string };

/** By the number of this product or of the list that brought it in; of one merged into another, that other. */
export async function heldFindings(ctx: Ctx, asked: readonly Asked[]): Promise<KnownFinding[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<KnownFinding>`
    with asked as (
      select distinct * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a ("companyId" uuid, key text)
    ), meant as (
      select a.key, coalesce(f.merged_into, f.id) as id from asked a
        join findings f on f.company_id = a."companyId" and lower(f.reference) = a.key
      union
      select a.key, coalesce(f.merged_into, f.id) from asked a
        join finding_origins o on o.company_id = a."companyId" and o.number_key = a.key join findings f on f.id = o.finding_id
    )
    select m.key, f.id, f.company_id, f.reference, f.title, f.source_kind as source, f.state in ('closed', 'accepted', 'merged') as is_over,
      p.id as plan_id, p.reference as plan_reference
    from meant m join findings f on f.id = m.id and ${within(ctx, "f.company_id")}
    left join lateral (select p.id, p.reference from plan_findings x join plans p on p.id = x.plan_id and p.state not in ('done', 'dropped')
      where x.finding_id = f.id limit 1) p on true
    order by f.number`.execute(ctx.db);
  return rows;
}

/** By their numbers, and those that steps and findings lead to. */
export async function heldPlans(
  ctx: Ctx,
  asked: readonly Asked[],
  ids: readonly string[],
): Promise<HeldPlan[]> {
  const { rows } = await sql<HeldPlan>`
    with asked as (
      select distinct * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a ("companyId" uuid, key text)
    ), meant as (
      select a.key, o.plan_id as id from asked a join plan_origins o on o.company_id = a."companyId" and o.number_key = a.key
      union
      select a.key, p.id from asked a join plans p on p.company_id = a."companyId" and lower(p.reference) = a.key
      union
      select null, i from unnest(${[...new Set(ids)]}::uuid[]) i
    )
    select m.key, p.id, p.company_id, p.reference, p.state, p.title, p.owner_id, p.left_on is not null as has_left, o.said
    from meant m join plans p on p.id = m.id and ${within(ctx, "p.company_id")} left join plan_origins o on o.plan_id = p.id
    order by p.number`.execute(ctx.db);
  return rows;
}

export async function heldSteps(
  ctx: Ctx,
  asked: readonly { companyId: string; rowKey: string }[],
): Promise<Map<string, HeldStep>> {
  if (asked.length === 0) return new Map();
  const { rows } = await sql<HeldStep>`
    select o.company_id, o.row_key, o.plan_id, o.step_id, o.said,
      jsonb_build_object('findingIds', (select coalesce(jsonb_agg(i order by i::text), '[]') from unnest(s.finding_ids) i), 'what', s.what,
        'answerable', s.owner_said, 'ownerId', s.owner_id, 'startsOn', s.starts_on, 'dueOn', s.due_on, 'cost', s.cost, 'currency', s.currency,
        'state', s.state, 'doneOn', s.done_on) as now
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a ("companyId" uuid, "rowKey" text)
    join plan_step_origins o on o.company_id = a."companyId" and o.row_key = a."rowKey" and ${within(ctx, "o.company_id")}
    left join plan_steps s on s.id = o.step_id`.execute(ctx.db);
  return new Map(rows.map((row) => [keyText(row.companyId, row.rowKey), row]));
}
