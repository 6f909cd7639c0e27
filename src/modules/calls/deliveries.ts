// What was sent to a receiver, and sending it now.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { calls } from "./contract.ts";
import { receiverToChange, subjectOf } from "./receivers.ts";
import { maxAgeHours, testKind } from "./rules.ts";

type In<K extends keyof typeof calls> = Input<(typeof calls)[K]>;
type Out<K extends keyof typeof calls> = Promise<Output<(typeof calls)[K]>>;

export async function testReceiver(ctx: Ctx, { id }: In<"testReceiver">): Out<"testReceiver"> {
  const receiver = await receiverToChange(ctx, id);
  if (!receiver.isOn) throw conflict("receiver.is_off");
  const { rows } = await sql<{ id: string }>`
    insert into deliveries (receiver_id, company_id, kind, made_at, send_after, expires_at)
    values (${id}::uuid, ${receiver.companyId}::uuid, ${testKind}, app_now(), app_now(), app_now() + interval '1 hour') returning id`.execute(
    ctx.db,
  );
  await wake(ctx, id);
  const delivery = found(rows[0], "delivery");
  await record(ctx, "receiver.tested", { subject: subjectOf(receiver) });
  return { id: delivery.id };
}

/** Whoever asks for a try does not wait for the next one that was planned. */
const wake = (ctx: Ctx, receiverId: string) =>
  sql`update receivers set rests_until = null where id = ${receiverId}::uuid and rests_until is not null`.execute(
    ctx.db,
  );

export async function listDeliveries(ctx: Ctx, input: In<"listDeliveries">): Out<"listDeliveries"> {
  const limit = input.limit ?? 50;
  const { rows: receivers } = await sql`select from receivers r
    where r.id = ${input.id}::uuid and r.removed_at is null and ${within(ctx, "r.company_id")}`.execute(
    ctx.db,
  );
  found(receivers[0], "receiver");
  const { rows } = await sql<Output<typeof calls.listDeliveries>["rows"][number]>`
    select d.id, d.kind, d.state, d.made_at, d.send_after, d.ended_at, d.attempts, d.status, d.problem, d.call_id
    from deliveries d where d.receiver_id = ${input.id}::uuid and ${within(ctx, "d.company_id")}
      and ${input.state ? sql`d.state = ${input.state}` : sql`true`}
      and ${input.after ? sql`d.id < ${input.after}::uuid` : sql`true`}
    order by d.id desc limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last?.id ?? null };
}

export async function retryDelivery(ctx: Ctx, { id }: In<"retryDelivery">): Out<"retryDelivery"> {
  const { rows } = await sql<{ receiverId: string; state: string }>`
    select d.receiver_id, d.state from deliveries d where d.id = ${id}::uuid and ${within(ctx, "d.company_id")} for update`.execute(
    ctx.db,
  );
  const delivery = found(rows[0], "delivery");
  const receiver = await receiverToChange(ctx, delivery.receiverId);
  if (!receiver.isOn) throw conflict("receiver.is_off");
  if (!["waiting", "failed", "expired"].includes(delivery.state)) throw conflict("receiver.delivery_done");
  await sql`update deliveries set state = 'waiting', ended_at = null, status = null, problem = null, send_after = app_now(), attempts = 0,
      expires_at = greatest(expires_at, app_now() + make_interval(hours => ${maxAgeHours})) where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await wake(ctx, receiver.id);
  await record(ctx, "receiver.delivery_retried", { subject: subjectOf(receiver) });
  return { id };
}
