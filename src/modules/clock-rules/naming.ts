// Lent to later modules.
// A rule by its name: which rules a reader sees, and what the one is called that another counts from.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { versionOn } from "./mechanism/rules.ts";
import type { WordedRule } from "./rules-for.ts";

/**
 * What holds for every company, and what holds for a company that one reaches.
 *
 * @param alias SQL name of a row of `clock_rules`; never user input.
 */
export const isSeen = (ctx: Ctx, alias = "r"): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${alias}.company_id`)} is null or ${within(ctx, `${alias}.company_id`)})`;

/** One of the texts of a rule, in the reader's language or the first it has. */
export const wordIn = (
  ctx: Ctx,
  word: "name" | "duty" | "recipient" | "notes",
  alias = "r",
): RawBuilder<string> => {
  const of = (language: string) =>
    sql`${sql.ref(`${alias}.words`)} #>> array[${language}::text, ${word}::text]`;
  return sql<string>`coalesce(${of(ctx.language)}, ${of("en")}, ${of("ja")}, ${of("zh")}, '')`;
};

export type RuleNamed = { id: string; name: string };

/** The rule of a key by the version that holds today, or the last that was written; null where the reader sees none. */
export const ruleNamed = (ctx: Ctx, key: RawBuilder<unknown>): RawBuilder<RuleNamed | null> =>
  sql<RuleNamed | null>`(select jsonb_build_object('id', named.id, 'name', ${wordIn(ctx, "name", "named")}) from clock_rules named
    where named.key = ${key} and ${isSeen(ctx, "named")}
    order by (named.status = 'in_force' and coalesce(named.effective_from <= ${ctx.today}::date, true)
      and coalesce(${ctx.today}::date < named.effective_to, true)) desc, named.version desc limit 1)`;

/** Whether a rule of this key is there for the reader. */
export async function isRule(ctx: Ctx, key: string): Promise<boolean> {
  const { rows } =
    await sql`select from clock_rules r where r.key = ${key} and ${isSeen(ctx)} limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/** The same of rules that were read already. */
export function ruleNamedAmong(
  rules: readonly WordedRule[],
  key: string | null,
  today: string,
): RuleNamed | null {
  const versions = rules.filter((one) => one.key === key);
  const found = versionOn(versions, today) ?? versions.at(-1);
  return found ? { id: found.id, name: found.name } : null;
}
