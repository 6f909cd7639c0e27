// The rows of the receivers' outbox as a sender takes and settles them: each a short transaction of the keeper, never one
// around the wire. As in core/mail/claiming.ts, but for a receiver that does not answer: it holds up its own rows alone.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { keeping } from "#core/system.ts";
import { patience } from "./rules.ts";

export type Claimed = {
  id: string;
  receiverId: string;
  kind: string;
  dutyId: string | null;
  callId: string | null;
  madeAt: string;
  attempts: number;
};

/**
 * Takes the next one: committed before anything goes over the wire, its attempt counted. Of a receiver one at a time, the
 * oldest first.
 */
export async function claim(db: Kysely<Tables>, sender: number): Promise<Claimed | undefined> {
  return keeping(db, async (trx) => {
    const { rows } = await sql<Claimed>`
      with ready as materialized (
        select r.id from receivers r where r.is_on and r.removed_at is null and coalesce(r.rests_until <= now(), true)
          and not exists (select from deliveries d where d.receiver_id = r.id and d.state = 'sending')
      ), next as (
        select d.id from ready r cross join lateral (
          select x.id, x.send_after from deliveries x
          where x.receiver_id = r.id and x.state = 'waiting' and x.send_after <= now() and x.expires_at > now()
          order by x.send_after limit 1 for update skip locked) d
        order by d.send_after limit 1
      )
      update deliveries d set state = 'sending', sender = ${sender}, claimed_at = now(), attempts = d.attempts + 1
      from next where d.id = next.id
      returning d.id, d.receiver_id, d.kind, d.duty_id, d.call_id, d.made_at, d.attempts`.execute(trx);
    return rows[0];
  });
}

const mine = (id: string, sender: number) =>
  sql`id = ${id}::uuid and state = 'sending' and sender = ${sender}`;

export type End = { state: "sent" | "failed" | "dropped"; status?: number | null; problem?: string };

export async function settle(
  db: Kysely<Tables>,
  one: Pick<Claimed, "id" | "receiverId">,
  sender: number,
  end: End,
): Promise<void> {
  await keeping(db, async (trx) => {
    await sql`update deliveries set state = ${end.state}, status = ${end.status ?? null}, problem = ${end.problem ?? null},
        ended_at = now(), sender = null where ${mine(one.id, sender)}`.execute(trx);
    if (end.state === "sent")
      await sql`update receivers set last_sent_at = now(), rests_until = null, failures = 0, failing_since = null, problem = null
        where id = ${one.receiverId}::uuid`.execute(trx);
  });
}

export type Why = { status: number | null; problem: string; isDown: boolean };

/** Back into the outbox; a receiver that does not answer rests, longer each time. */
export async function putBack(
  db: Kysely<Tables>,
  one: Pick<Claimed, "id" | "receiverId" | "attempts">,
  sender: number,
  why: Why,
  wait: (tries: number) => number = patience,
): Promise<void> {
  await keeping(db, async (trx) => {
    const seconds = wait(one.attempts);
    await sql`update deliveries set state = 'waiting', sender = null, status = ${why.status}, problem = ${why.problem},
        send_after = now() + make_interval(secs => ${seconds}) where ${mine(one.id, sender)}`.execute(trx);
    await sql`update receivers set problem = ${why.problem}, failing_since = coalesce(failing_since, now()),
        failures = failures + ${why.isDown ? 1 : 0},
        rests_until = case when ${why.isDown} then now() + make_interval(secs => ${seconds}) else rests_until end
      where id = ${one.receiverId}::uuid`.execute(trx);
  });
}

/** What a dead sender had in hand goes out again under the same webhook-id: nobody knows whether it arrived. */
export async function recoverDeliveries(db: Kysely<Tables>, sender: number): Promise<number> {
  return keeping(db, async (trx) => {
    const { numAffectedRows } = await sql`
      update deliveries set state = 'waiting', sender = null, send_after = now(), problem = 'delivery.fate_unknown'
      where state = 'sending' and sender in (
        select x.sender from (select distinct sender from deliveries where state = 'sending' and sender <> ${sender}) x
        where not job_queue.is_alive(x.sender))`.execute(trx);
    return Number(numAffectedRows ?? 0n);
  });
}
