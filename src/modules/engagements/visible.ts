// Which firms and engagements somebody of the group sees and may change: the application's own lock.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { permissions } from "./contract/words.ts";

/** Of the firm `f`: kept by a company that one answers for; of the group's office's own, who answers for the whole group. */
export const isMine = (ctx: Ctx): RawBuilder<boolean> => sql<boolean>`(
  (select s.reach = 'group' from standing_of(${ctx.actor.personId}::uuid, ${permissions.manage}) s)
  or coalesce(f.kept_by = any ((select companies_in_scope(${ctx.actor.personId}::uuid, ${permissions.manage}))::uuid[]), false))`;

/** Of the engagement `e`: ordered by a company that one answers for, or it covers records of one. */
export const isVisible = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" || !ctx.locks.application
    ? sql<boolean>`true`
    : sql<boolean>`(coalesce(${within(ctx, "e.company_id")}, false) or exists (select from engagement_covers v
        where v.engagement_id = e.id and ${within(ctx, "v.company_id")}))`;

/** Of the person `p` of the firm `f`: of a firm of one's own, or in an engagement that covers one's records. */
export const isKnown = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" || !ctx.locks.application
    ? sql<boolean>`true`
    : sql<boolean>`(coalesce(${within(ctx, "f.kept_by")}, false) or exists (select from engagement_people k
        join engagements e on e.id = k.engagement_id where k.person_id = p.id and ${isVisible(ctx)}))`;

/** A cursor of a list that is in the order of a text and then of ids. */
export function readCursor(after: string | undefined): { value: string; id: string } | null {
  if (!after) return null;
  const mark = after.lastIndexOf("|");
  return { value: after.slice(0, mark), id: after.slice(mark + 1) };
}

/** One page of rows that were asked for with one more than fit. */
export function paged<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string) {
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? cursorOf(last) : null };
}
