// One's own ways in through providers.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { found } from "#core/db/scope.ts";
import { AppError, conflict, forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asDoor } from "#core/system.ts";
import type { connections } from "./contract.ts";
import { begin, type Going, prepare } from "./journeys.ts";
import * as queries from "./queries.ts";

type In<K extends keyof typeof connections> = Input<(typeof connections)[K]>;
type Out<K extends keyof typeof connections> = Promise<Output<(typeof connections)[K]>>;

/**
 * A session that one company's provider opened adds no way in to what lies beyond that company: who can sign in as somebody
 * there would else come in as them everywhere.
 */
const boundElsewhere = (ctx: Ctx, companyId: string | null): boolean =>
  Boolean(ctx.actor.boundTo) && ctx.actor.boundTo !== companyId;

type Mine = queries.WayRow & {
  companyId: string | null;
  identityId: string | null;
  subject: string | null;
  createdAt: string | null;
  lastUsedAt: string | null;
};

export async function listMyIdentities(ctx: Ctx): Out<"listMyIdentities"> {
  const { accountId, personId } = ctx.actor;
  const { rows } = await asDoor(ctx.db, () =>
    sql<Mine>`
      select c.id, c.name, c.names, c.company_id, ${queries.unitName(ctx, "c.company_id")} as company_name,
        i.id as identity_id, i.subject, i.created_at, i.last_used_at
      from identity_connections c
      left join identities i on i.connection_id = c.id and i.account_id = ${accountId}::uuid and i.removed_at is null
      where c.state = 'on' and (i.id is not null or c.company_id is null
        or c.company_id in (select a.company_id from accounts a where a.id = ${accountId}::uuid
          union select e.company_id from employments e where e.person_id = ${personId}::uuid
            and holds_on(e.valid_from, e.valid_to, group_today())
          union select u.company_id from grants g join units u on u.id = g.unit_id where g.person_id = ${personId}::uuid
            and holds_on(g.valid_from, g.valid_to, group_today())))
      order by c.company_id nulls first, c.name limit 100`.execute(ctx.db),
  );
  return {
    rows: rows.map(({ id, name, names, companyId, ...row }) => ({
      ...row,
      connectionId: id,
      name: queries.nameIn({ name, names }, ctx.language),
      offBecause: boundElsewhere(ctx, companyId) ? "connection.bound_elsewhere" : null,
    })),
  };
}

export async function beginLinking(ctx: Ctx, { id }: In<"beginLinking">): Promise<Outside<Going>> {
  const row = await asDoor(ctx.db, () => queries.connectionAtDoor(ctx, id));
  if (row?.state !== "on") throw new AppError("gone", "connection.not_on");
  if (boundElsewhere(ctx, row.companyId)) throw forbidden("connection.bound_elsewhere");
  const { accountId, sessionId, companyId } = ctx.actor;
  await record(ctx, "identity.linking_begun", {
    subject: { kind: "account", id: accountId, companyId },
    data: { connectionId: row.id },
  });
  return outside(
    () => prepare(row, false),
    (second, made) => begin(second, row, made, { purpose: "link", accountId, sessionId }),
  );
}

/** The last way into an account is not given up by its owner: a password or another provider comes first. */
export async function removeMyIdentity(ctx: Ctx, { id }: In<"removeMyIdentity">): Out<"removeMyIdentity"> {
  const { accountId, companyId } = ctx.actor;
  const row = await asDoor(ctx.db, async () => {
    const { rows } = await sql<{ connectionId: string; ofCompany: string | null; isOnly: boolean }>`
      select i.connection_id, c.company_id as of_company, a.password_hash is null and not exists (
        select from identities o join identity_connections x on x.id = o.connection_id and x.state = 'on'
        where o.account_id = a.id and o.removed_at is null and o.id <> i.id) as is_only
      from identities i join accounts a on a.id = i.account_id join identity_connections c on c.id = i.connection_id
      where i.id = ${id}::uuid and i.account_id = ${accountId}::uuid and i.removed_at is null`.execute(
      ctx.db,
    );
    return found(rows[0], "identity");
  });
  if (boundElsewhere(ctx, row.ofCompany)) throw forbidden("connection.bound_elsewhere");
  if (row.isOnly) throw conflict("identity.only_way");
  await sql`select remove_own_identity(${id}::uuid)`.execute(ctx.db);
  const endedSessions = await queries.endProviderSessions(ctx, row.connectionId, id);
  await record(ctx, "identity.removed", {
    subject: { kind: "account", id: accountId, companyId },
    data: { connectionId: row.connectionId, identityId: id, endedSessions },
  });
  return { id, endedSessions };
}
