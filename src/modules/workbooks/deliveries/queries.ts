// What several parts of the work on a delivery ask in the same words.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";

/** Whoever has a delivery `d` in hand and the colleagues of that desk; the group's own desk sees them all. */
export const ofDesk = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group"
    ? sql`true`
    : sql`(d.received_by = ${ctx.actor.personId}::uuid or d.desk <@ (select scope_companies())::uuid[])`;

/** Who works on it: a desk does by turns, the group's own at any time. */
export const inHand = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" ? sql`true` : sql`d.received_by = ${ctx.actor.personId}::uuid`;

/** Of item `x`: nothing of a company that left one's reach; what is nobody's is its receiver's. */
export const told = (ctx: Ctx): RawBuilder<boolean> =>
  sql`(x.company_id is null or ${within(ctx, "x.company_id")})`;

/** Of item `x` with its return `b`: what was found, or what became of it since. */
export const stateNow = sql<string>`case when b.state in ('applied', 'dropped') then b.state else x.verdict end`;
