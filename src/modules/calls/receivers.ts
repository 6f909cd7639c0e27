// Receivers as whoever keeps them sets them up. A secret leaves this file once, when it is made.
import { randomUUID } from "node:crypto";
import { type Selectable, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { publicUrl } from "#core/http/public-url.ts";
import { assertOutgoing } from "#core/net/outgoing.ts";
import type { calls } from "./contract.ts";
import { newSecret, sealAsBefore, sealSecret } from "./signing.ts";

type In<K extends keyof typeof calls> = Input<(typeof calls)[K]>;
type Out<K extends keyof typeof calls> = Promise<Output<(typeof calls)[K]>>;
type Shown = Output<typeof calls.listReceivers>["rows"][number];
export type Receiver = Selectable<Tables["receivers"]>;

/** So many at one company, or of the group: more is a mistake. */
const mostOfOne = 20;

const acknowledgeAt = (id: string) => `${publicUrl()}/api/receivers/${id}/acknowledgements`;
export const subjectOf = (row: Pick<Receiver, "id" | "companyId">) => ({
  kind: "receiver",
  id: row.id,
  companyId: row.companyId,
});

export async function listReceivers(ctx: Ctx): Out<"listReceivers"> {
  const { rows } = await sql<Omit<Shown, "acknowledgeAt">>`
    select r.id, r.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, r.name, r.url, r.kinds, r.language, r.tells_company, r.tells_on_call, r.is_on,
      r.secret_made_at, case when r.secret_before_until > app_now() then r.secret_before_until end as secret_before_until,
      r.failing_since, r.problem, r.last_sent_at, r.row_version,
      (select count(*)::int from deliveries d where d.receiver_id = r.id and d.state in ('waiting', 'sending')) as waiting,
      (select count(*)::int from deliveries d where d.receiver_id = r.id and d.state in ('failed', 'expired')
        and d.ended_at > app_now() - interval '30 days') as failed
    from receivers r left join unit_names n on n.unit_id = r.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    where r.removed_at is null and ${within(ctx, "r.company_id")}
    order by r.company_id nulls first, r.created_at limit 500`.execute(ctx.db);
  const { rows: addable } = await sql<{ companyId: string | null; name: string }>`
    select case when u.kind = 'company' then u.id end as company_id, ${nameOfUnit(ctx.language, "n")} as name
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
    where u.ended_on is null and (u.kind = 'company' and ${within(ctx, "u.company_id")}
      or u.kind = 'group' and ${ctx.reach === "group"})
    order by u.kind desc, name limit 2000`.execute(ctx.db);
  return { rows: rows.map((row) => ({ ...row, acknowledgeAt: acknowledgeAt(row.id) })), addable };
}

export async function addReceiver(ctx: Ctx, input: In<"addReceiver">): Out<"addReceiver"> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  else if (ctx.reach !== "group") throw forbidden("receiver.group_only");
  assertOutgoing(input.url);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from receivers r
    where r.company_id is not distinct from ${input.companyId}::uuid and r.removed_at is null`.execute(
    ctx.db,
  );
  if ((rows[0]?.count ?? 0) >= mostOfOne)
    throw conflict("receiver.too_many", { values: { count: mostOfOne } });
  const [id, secret] = [randomUUID(), newSecret()];
  await ctx.db
    .insertInto("receivers")
    .values({
      id,
      companyId: input.companyId,
      name: input.name,
      url: input.url,
      kinds: [...input.kinds],
      language: input.language,
      tellsCompany: input.tellsCompany,
      tellsOnCall: input.tellsOnCall ?? false,
      secret: sealSecret(secret, id),
      createdBy: ctx.actor.personId,
    })
    .execute();
  await record(ctx, "receiver.added", {
    subject: subjectOf({ id, companyId: input.companyId }),
    data: { tellsCompany: input.tellsCompany, tellsOnCall: input.tellsOnCall ?? false },
    personal: { name: input.name, url: input.url },
  });
  return { id, secret, rowVersion: 1 };
}

/** Within the operation's reach and locked; the group's own only for whoever reaches the whole group. */
export async function receiverToChange(ctx: Ctx, id: string, rowVersion?: number): Promise<Receiver> {
  const row = found(
    await ctx.db
      .selectFrom("receivers")
      .selectAll()
      .where("id", "=", id)
      .where("removedAt", "is", null)
      .where(within(ctx, "company_id"))
      .forUpdate()
      .executeTakeFirst(),
    "receiver",
  );
  if (row.companyId === null && ctx.reach !== "group") throw forbidden("receiver.group_only");
  if (rowVersion !== undefined && row.rowVersion !== rowVersion)
    throw lostRace("receiver", rowVersion, row.rowVersion);
  return row;
}

export async function changeReceiver(ctx: Ctx, input: In<"changeReceiver">): Out<"changeReceiver"> {
  const before = await receiverToChange(ctx, input.id, input.rowVersion);
  assertOutgoing(input.url);
  const isElsewhere = input.url !== before.url;
  const tellsOnCall = input.tellsOnCall ?? before.tellsOnCall;
  await ctx.db
    .updateTable("receivers")
    .set({
      name: input.name,
      url: input.url,
      kinds: [...input.kinds],
      language: input.language,
      tellsCompany: input.tellsCompany,
      tellsOnCall,
      isOn: input.isOn,
      rowVersion: before.rowVersion + 1,
      // Another address, or one that was mended: it is tried at once.
      ...(isElsewhere || (input.isOn && !before.isOn)
        ? { restsUntil: null, failures: 0, failingSince: null, problem: null }
        : {}),
    })
    .where("id", "=", input.id)
    .execute();
  const given = { ...input, tellsOnCall };
  const changed = (["name", "url", "language", "tellsCompany", "tellsOnCall", "isOn"] as const).filter(
    (name) => given[name] !== before[name],
  );
  const kindsBefore = [...before.kinds].sort().join();
  await record(ctx, "receiver.changed", {
    subject: subjectOf(before),
    data: {
      changed: [...changed, ...([...input.kinds].sort().join() === kindsBefore ? [] : ["kinds"])],
      isOn: input.isOn,
      tellsCompany: input.tellsCompany,
      tellsOnCall,
    },
    personal: { name: input.name, url: input.url },
  });
  return { id: input.id, rowVersion: before.rowVersion + 1 };
}

export async function changeReceiverSecret(
  ctx: Ctx,
  input: In<"changeReceiverSecret">,
): Out<"changeReceiverSecret"> {
  const row = await receiverToChange(ctx, input.id, input.rowVersion);
  const secret = newSecret();
  const before = input.overlapHours > 0 && row.secret ? sealAsBefore(row.secret, row.id) : null;
  await sql`update receivers set secret = ${sealSecret(secret, row.id)}::bytea, secret_made_at = app_now(),
      secret_before = ${before}::bytea,
      secret_before_until = ${before ? sql`app_now() + make_interval(hours => ${input.overlapHours})` : null},
      row_version = row_version + 1 where id = ${row.id}::uuid`.execute(ctx.db);
  await record(ctx, "receiver.secret_changed", {
    subject: subjectOf(row),
    data: { hours: input.overlapHours },
  });
  return { id: row.id, secret, rowVersion: row.rowVersion + 1 };
}

export async function removeReceiver(ctx: Ctx, input: In<"removeReceiver">): Out<"removeReceiver"> {
  const row = await receiverToChange(ctx, input.id, input.rowVersion);
  // What it has in hand at this moment comes to its end by itself.
  await sql`update deliveries set state = 'dropped', problem = 'receiver.removed', ended_at = app_now()
    where receiver_id = ${row.id}::uuid and state = 'waiting'`.execute(ctx.db);
  await sql`update receivers set removed_at = app_now(), is_on = false, secret = null, secret_before = null,
      secret_before_until = null, row_version = row_version + 1 where id = ${row.id}::uuid`.execute(ctx.db);
  await record(ctx, "receiver.removed", { subject: subjectOf(row) });
  return { id: row.id };
}
