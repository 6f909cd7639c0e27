// The application's own lock: a predicate for every read, as an argument that no query can do without.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";

/**
 * `company_id` lies within what the operation's permission reaches for the actor. For the whole group it is `true`;
 * else an array that PostgreSQL resolves once per statement, so that the index on company_id serves it.
 *
 * @param column SQL name of the column, e.g. `a.company_id`; never user input.
 */
export function within(ctx: Ctx, column: string): RawBuilder<boolean> {
  if (ctx.reach === "group" || !ctx.locks.application) return sql<boolean>`true`;
  if (ctx.reach !== "companies") return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(column)} = any ((select scope_of(${ctx.actor.personId}::uuid, ${ctx.permission}))::uuid[])`;
}

/**
 * The same by unit, where a record stands at a department or a division: those have no company of their own that a scope names.
 *
 * @param column SQL name of the column, e.g. `r.unit_id`; never user input.
 */
export function withinUnits(ctx: Ctx, column: string): RawBuilder<boolean> {
  if (ctx.reach === "group" || !ctx.locks.application) return sql<boolean>`true`;
  if (ctx.reach !== "companies") return sql<boolean>`false`;
  return sql<boolean>`coalesce(${sql.ref(column)} = any ((select units_in_scope(${ctx.actor.personId}::uuid, ${ctx.permission}))::uuid[]), false)`;
}

/**
 * The same for somebody from outside, whose reach are engagements and not units: the record is one of those that they cover.
 *
 * @param column SQL name of what identifies it, of `company` the company's; never user input.
 */
export function engaged(
  ctx: Ctx,
  kind: "engagement" | "company" | "inspection",
  column: string,
): RawBuilder<boolean> {
  if (!ctx.locks.application) return sql<boolean>`true`;
  if (ctx.reach !== "engagement") return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(column)} = any ((select engaged_subjects(${ctx.actor.personId}::uuid, ${ctx.permission}, ${kind}))::uuid[])`;
}

/** What a bound session reaches of rows that are one's own wherever they are: those of its company alone. */
export function withinBound(
  ctx: Ctx,
  isOfCompany: (boundTo: string) => RawBuilder<boolean>,
): RawBuilder<boolean> {
  const { boundTo } = ctx.actor;
  return boundTo && ctx.locks.application ? isOfCompany(boundTo) : sql<boolean>`true`;
}

/** Whether the actor holds another permission at this company today: what a screen may offer as a next step. */
export async function holds(ctx: Ctx, permission: string, companyId: string): Promise<boolean> {
  return (await held(ctx, [permission], companyId)).has(permission);
}

/** Of several permissions, those the actor holds at this company today, in one statement. */
export async function held(
  ctx: Ctx,
  permissions: readonly string[],
  companyId: string,
): Promise<Set<string>> {
  const { rows } = await sql<{ permission: string }>`
    select permission from permissions_at(${ctx.actor.personId}::uuid, ${permissions}::text[], ${companyId}::uuid) as p(permission)`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.permission));
}

/** The first row, or the 404 that hides what lies outside the scope. */
export function found<T>(row: T | undefined, noun: string): T {
  if (row === undefined) throw notFound(noun);
  return row;
}

/** The company exists and lies within the operation's reach; else the 404 of what does not exist for the asker. */
export async function companyInScope(ctx: Ctx, companyId: string): Promise<void> {
  const { rows } = await sql`select from units u
    where u.id = ${companyId}::uuid and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  found(rows[0], "company");
}
