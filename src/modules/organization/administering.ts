// Lent to later modules.
// The group never loses its last administrator: whatever ends rights or accounts does so inside `keepAdministered`.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { recordEach } from "#core/events/record.ts";

/** One at a time: two who each leave the other as the last must not pass each other. Held until the transaction ends. */
const oneAtATime = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtext('yagura.administrators'))`.execute(ctx.db);

/**
 * Does the work and refuses it if a day from today on, which had somebody who can sign in with the administrator's
 * role for the whole group, then has nobody. A group that was without one before is not hindered.
 */
export async function keepAdministered<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  await oneAtATime(ctx);
  const before = await sql<{ days: string }>`select administered_days()::text as days`.execute(ctx.db);
  const value = await work();
  const after = await sql<{ holds: boolean }>`
    select administered_days() @> ${before.rows[0]?.days ?? "{}"}::datemultirange as holds`.execute(ctx.db);
  if (!after.rows[0]?.holds) throw conflict("grant.last_administrator");
  return value;
}

/** Whether the group would lose its last administrator on some day if these people stayed until a day. */
export async function wouldLoseAdministrators(
  ctx: Ctx,
  personIds: readonly string[],
  lastDay: string,
): Promise<boolean> {
  const { rows } = await sql<{ loses: boolean }>`
    select not administered_days(${[...personIds]}::uuid[], ${lastDay}::date) @> administered_days() as loses`.execute(
    ctx.db,
  );
  return rows[0]?.loses ?? false;
}

/** Of people who leave together, those who have to stay until somebody else administers the group; mostly nobody. */
export async function lastAdministratorsAmong(
  ctx: Ctx,
  leavers: readonly { personId: string; lastDay: string }[],
): Promise<ReadonlySet<string>> {
  const first = leavers.map((one) => one.lastDay).sort()[0];
  if (first === undefined) return new Set();
  await oneAtATime(ctx);
  const ids = leavers.map((one) => one.personId);
  if (!(await wouldLoseAdministrators(ctx, ids, first))) return new Set();
  const { rows } = await sql<{ id: string }>`
    select p.id from unnest(${ids}::uuid[]) as p(id)
    where exists (select from grants g join units u on u.id = g.unit_id and u.kind = 'group'
      where g.person_id = p.id and g.role_id = 'administrator' and (g.valid_to is null or g.valid_to > group_today()))`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.id));
}

export type EndedGrant = {
  id: string;
  personId: string;
  companyId: string;
  roleId: string;
  unitId: string;
  validTo: string;
};

/** Rights that end because their holder leaves: each is told of the person, as if somebody had ended it by hand. */
export const recordEndedGrants = (
  ctx: Ctx,
  ended: readonly EndedGrant[],
  because: "person.left" | "person.employment_ended" = "person.left",
) =>
  recordEach(
    ctx,
    "grant.ended",
    ended.map(({ id, personId, companyId, ...grant }) => ({
      subject: { kind: "person", id: personId, companyId },
      data: { grantId: id, ...grant, because },
    })),
  );
