// What the parts of the programme share.
import { type RawBuilder, sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { forbidden } from "#core/errors.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";

/**
 * The programme is the whole group's: who plans it compares auditors and companies of every division, and where rows are closed to
 * the asker a rule of independence would find nothing to refuse.
 */
export function wholeGroup(ctx: Ctx): void {
  if (ctx.reach !== "group") throw forbidden("audit.needs_whole_group");
}

export async function startMonth(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    month: number;
  }>`select fiscal_year_start_month as month from group_settings`.execute(ctx.db);
  return Number(rows[0]?.month ?? 4);
}

export const thisYear = async (ctx: Ctx) => fiscalYearOf(ctx.today, await startMonth(ctx));

/** The name of somebody whom the reader may see; null where they may not. */
export const nameIfSeen = (language: Language, personId: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`(select ${nameOfPerson(language, "seen")} from people seen where seen.id = ${personId})`;

/** A year runs from its first day once it is approved; nothing stores that. @param alias of `audit_programmes`. */
export const programmeState = (today: string, month: number, alias = "p") =>
  sql<"draft" | "approved" | "running" | "closed">`case when ${sql.ref(`${alias}.state`)} = 'approved'
    and ${today}::date >= make_date(${sql.ref(`${alias}.fiscal_year`)}, ${month}::int, 1) then 'running' else ${sql.ref(`${alias}.state`)} end`;
