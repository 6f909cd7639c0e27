// What several parts of the work on a delivery ask in the same words.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within, withinBound } from "#core/db/scope.ts";

/** Whoever has a delivery `d` in hand and the colleagues of that desk; the group's own desk sees them all. */
export const ofDesk = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group"
    ? sql`true`
    : sql`(d.received_by = ${ctx.actor.personId}::uuid and ${ofBound(ctx)} or d.desk <@ (select scope_companies())::uuid[])`;

const ofBound = (ctx: Ctx) => withinBound(ctx, (companyId) => sql`d.desk <@ array[${companyId}::uuid]`);

/** Who works on it: a desk does by turns, the group's own at any time. */
export const inHand = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" ? sql`true` : sql`(d.received_by = ${ctx.actor.personId}::uuid and ${ofBound(ctx)})`;

/** Of item `x`: nothing of a company that left one's reach; what is nobody's is its receiver's. */
export const told = (ctx: Ctx): RawBuilder<boolean> =>
  sql`(x.company_id is null or ${within(ctx, "x.company_id")})`;

/**
 * Of item `x` with its return `b`: why it stands so now. Once it was kept or left aside only what was said of handing it in
 * counts; a rival whose other was kept says so.
 */
export const reasonNow = sql`case
  when b.state = 'dropped' or (b.state = 'applied' and x.verdict <> 'ready') then null
  when x.verdict = 'rival' and exists (select from workbook_returns o join workbooks w on w.id = o.workbook_id
    where w.inspection_id = x.inspection_id and o.state = 'applied' and o.applied_at > b.received_at)
    then '{"code": "workbook.found.other_kept", "values": {}}'::jsonb
  else x.reason end`;

/** Of the same: what it would bring, or what was kept of it. */
export const countsNow = sql`case when b.state = 'applied' and b.report ? 'done'
  then jsonb_build_object('saved', b.report -> 'done' -> 'saved', 'confirmed', coalesce(b.report -> 'done' -> 'confirmed', '0'),
    'questions', b.report -> 'done' -> 'scope') else x.counts end`;

/** Of the same: what is told beside; of what was decided about nothing is left to say. */
export const remarksNow = sql`case when b.state in ('applied', 'dropped') then '[]'::jsonb else x.remarks end`;

/** Of item `x`: the company whose code its name begins with, as the names that we give do; one out of reach is nobody. */
export const byName = (ctx: Ctx): RawBuilder<unknown> => sql`left join units v
  on v.code = substring(regexp_replace(x.name, '^.*/', '') from '^[^][ _+.,()]+') and ${within(ctx, "v.id")}
  and exists (select from round_members q join workbook_deliveries d on d.round_id = q.round_id
    where d.id = x.delivery_id and q.company_id = v.id)`;

/** Of item `x` with its return `b`: what was found, or what became of it since. */
export const stateNow = sql<string>`case when b.state in ('applied', 'dropped') then b.state else x.verdict end`;

/** What needs a decision first, then what is not taken, what is ready, what brings nothing and what is done. */
export const rankNow = sql<number>`case ${stateNow}
  when 'conflicts' then 1 when 'shifted' then 1 when 'errors' then 1 when 'rival' then 1 when 'superseded' then 1
  when 'ready' then 3 when 'same' then 4 when 'twice' then 4 when 'dropped' then 4 when 'applied' then 5 else 2 end`;

/** Of item `x` with its return `b`: ready, and in place of answers that were kept. */
export const isReplacing = sql<boolean>`(${stateNow} = 'ready' and coalesce((x.counts ->> 'replaces')::int, 0) > 0)`;
