// One's own messages: everything here is the reader's, by the rows' own policy and by the statement.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import type { messages } from "./contract.ts";
import { reachedOf } from "./in-reach.ts";
import { pathOf } from "./rules.ts";

export { getMessagePreferences, saveMessagePreferences } from "./preferring.ts";

type In<K extends keyof typeof messages> = Input<(typeof messages)[K]>;
type Out<K extends keyof typeof messages> = Promise<Output<(typeof messages)[K]>>;

const mine = (ctx: Ctx) => sql`m.person_id = ${ctx.actor.personId}::uuid`;
const all = (wanted: readonly RawBuilder<unknown>[]) => sql.join([...wanted], sql` and `);

export async function listMessages(ctx: Ctx, input: In<"listMessages">): Out<"listMessages"> {
  const limit = input.limit ?? 50;
  const wanted = all([
    mine(ctx),
    ...(input.unread ? [sql`m.read_at is null`] : []),
    ...(input.kind ? [sql`m.kind = ${input.kind}`] : []),
    ...(input.after ? [sql`m.id < ${input.after}::uuid`] : []),
  ]);
  const rows = await reachedOf(
    ctx,
    sql`select m.* from messages m where ${wanted} order by m.id desc limit ${limit + 1}`,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last?.id ?? null };
}

/** More than so many are not counted: nobody reads the difference, and the count stays one short look at an index. */
const mostCounted = 1000;

export async function countMessages(ctx: Ctx): Out<"countMessages"> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from (select from messages m where ${mine(ctx)} and m.read_at is null limit ${mostCounted}) x`.execute(
    ctx.db,
  );
  return { unread: rows[0]?.unread ?? 0 };
}

export async function openMessage(ctx: Ctx, { id }: In<"openMessage">): Out<"openMessage"> {
  const rows = await reachedOf(
    ctx,
    sql`select m.* from messages m where m.id = ${id}::uuid and ${mine(ctx)}`,
  );
  const message = found(rows[0], "message");
  await sql`update messages m set read_at = coalesce(m.read_at, app_now()) where m.id = ${id}::uuid and ${mine(ctx)}`.execute(
    ctx.db,
  );
  return { path: message.isReachable ? pathOf(message) : null };
}

export async function markMessages(ctx: Ctx, { ids, isRead }: In<"markMessages">): Out<"markMessages"> {
  const { numAffectedRows } = await sql`
    update messages m set read_at = ${isRead ? sql`app_now()` : null}
    where m.id = any (${ids}::uuid[]) and ${mine(ctx)} and (m.read_at is null) = ${isRead}`.execute(ctx.db);
  return { changed: Number(numAffectedRows ?? 0n) };
}

/** What came after the list was shown stays unread. */
export async function readAllMessages(ctx: Ctx, { upTo }: In<"readAllMessages">): Out<"readAllMessages"> {
  const { numAffectedRows } = await sql`
    update messages m set read_at = app_now() where ${mine(ctx)} and m.read_at is null and m.id <= ${upTo}::uuid`.execute(
    ctx.db,
  );
  return { changed: Number(numAffectedRows ?? 0n) };
}
