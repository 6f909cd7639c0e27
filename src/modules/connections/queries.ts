import { type RawBuilder, sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import type { Selectable } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { forbidden } from "#core/errors.ts";

export type Row = Selectable<Tables["identityConnections"]>;

/** What a unit is called for this reader. @param unit SQL name of the column that holds it. */
export const unitName = (ctx: Ctx, unit: string): RawBuilder<string | null> => sql<string | null>`(
  select coalesce(case ${ctx.language} when 'ja' then n.name_ja when 'en' then n.name_en else n.name_zh end, n.name)
  from unit_names n where n.unit_id = ${sql.ref(unit)} order by n.valid_from desc limit 1)`;

export const nameIn = (row: { name: string; names: unknown }, language: Language): string =>
  (row.names as Partial<Record<Language, string>>)[language] || row.name;

/** One within the operation's reach; the group's own only for whoever reaches the whole group. */
export async function connectionInScope(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db
    .selectFrom("identityConnections")
    .selectAll()
    .where("id", "=", id)
    .where("state", "<>", "removed")
    .where(within(ctx, "company_id"))
    .executeTakeFirst();
  return found(row, "connection");
}

/** Locked, for what changes it; the row version of who asks must be the row's. */
export async function connectionToChange(ctx: Ctx, id: string): Promise<Row> {
  await sql`select from identity_connections c where c.id = ${id}::uuid and ${within(ctx, "c.company_id")} for update`.execute(
    ctx.db,
  );
  const row = await connectionInScope(ctx, id);
  if (row.companyId === null && ctx.reach !== "group") throw forbidden("connection.group_only");
  return row;
}

/** Of the door's own work: whichever there is, of any company. */
export const connectionAtDoor = (ctx: Ctx, id: string): Promise<Row | undefined> =>
  ctx.db.selectFrom("identityConnections").selectAll().where("id", "=", id).executeTakeFirst();

export type WayRow = { id: string; name: string; names: unknown; companyName: string | null };

/** Ways in that are open, in a lasting order. @param where a condition over `c`. */
export async function openWays(
  ctx: Ctx,
  where: RawBuilder<unknown>,
): Promise<{ id: string; name: string; companyName: string | null }[]> {
  const { rows } = await sql<WayRow>`
    select c.id, c.name, c.names, ${unitName(ctx, "c.company_id")} as company_name
    from identity_connections c where c.state = 'on' and (${where})
    order by c.company_id nulls first, c.name, c.id limit 10`.execute(ctx.db);
  return rows.map((row) => ({ id: row.id, name: nameIn(row, ctx.language), companyName: row.companyName }));
}

/** Ends what came in through a connection, or by one identity of it. */
export async function endProviderSessions(
  ctx: Ctx,
  connectionId: string,
  identityId: string | null,
): Promise<number> {
  const { rows } = await sql<{ ended: number }>`
    select end_provider_sessions(${connectionId}::uuid, ${identityId}::uuid) as ended`.execute(ctx.db);
  return rows[0]?.ended ?? 0;
}

export const subjectOfEvent = (row: { id: string; companyId: string | null }) => ({
  kind: "connection",
  id: row.id,
  companyId: row.companyId,
});
