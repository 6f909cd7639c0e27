// The rows of the outbox as a sender takes and settles them: each a short transaction of the keeper, never one around the wire.
import { type Kysely, sql } from "kysely";
import type { Language } from "../context.ts";
import type { Tables } from "../db/tables.generated.ts";
import { keeping } from "../system.ts";
import type { Journal } from "./journal.ts";

export type Claimed = {
  id: string;
  personId: string;
  companyId: string;
  kind: string;
  data: Record<string, unknown>;
  sealed: Buffer | null;
  attempts: number;
  outsideAddress: string | null;
  /** Null where the reader has no account that works. */
  accountId: string | null;
  accountCompanyId: string | null;
  language: Language;
  timeZone: string;
};

export type Me = { sender: number; station: string };

/** Takes the next mail: committed before anything goes over the wire, its attempt counted. */
export async function claim(db: Kysely<Tables>, me: Me): Promise<Claimed | undefined> {
  return keeping(db, async (trx) => {
    const { rows } = await sql<Claimed>`
      with next as (
        select id from mails where state = 'waiting' and send_after <= now() and expires_at > now()
        order by is_urgent desc, send_after limit 1 for update skip locked
      ), taken as (
        update mails m set state = 'sending', sender = ${me.sender}, station = ${me.station}::uuid, claimed_at = now(),
          attempts = m.attempts + 1
        from next where m.id = next.id
        returning m.id, m.person_id, m.company_id, m.kind, m.data, m.sealed, m.attempts, m.outside_address
      )
      select t.*, s.account_id, s.company_id as account_company_id, coalesce(s.language, t.data->>'language', 'en') as language,
        coalesce(time_zone_of(t.person_id), 'UTC') as time_zone
      from taken t left join lateral standing_of(t.person_id, 'signed_in') s on true`.execute(trx);
    return rows[0];
  });
}

export type End = {
  state: "sent" | "failed" | "dropped";
  problem?: string;
  reply?: string;
  address?: string | null;
};

const mine = (id: string, me: Me) => sql`id = ${id}::uuid and state = 'sending' and sender = ${me.sender}`;

/** It left, or never will. */
export async function settle(db: Kysely<Tables>, id: string, me: Me, end: End): Promise<void> {
  await keeping(db, async (trx) => {
    await sql`update mails set state = ${end.state}, problem = ${end.problem ?? null}, reply = ${end.reply ?? null},
        address = ${end.address ?? null}, ended_at = now(), sender = null, sealed = null where ${mine(id, me)}`.execute(
      trx,
    );
    if (end.state === "sent")
      await sql`insert into mail_server (last_sent_at) values (now())
        on conflict (only_one) do update set last_sent_at = now(), failing_since = null, problem = null, reply = null, retry_at = null`.execute(
        trx,
      );
  });
}

/** Back into the outbox; `isCounted` false where the mail had no part in it. */
export async function putBack(
  db: Kysely<Tables>,
  id: string,
  me: Me,
  why: { afterSeconds: number; problem: string; reply: string; isCounted: boolean },
): Promise<void> {
  await keeping(db, (trx) =>
    sql`update mails set state = 'waiting', sender = null, problem = ${why.problem}, reply = ${why.reply},
        attempts = attempts - ${why.isCounted ? 0 : 1}, send_after = now() + make_interval(secs => ${why.afterSeconds})
      where ${mine(id, me)}`.execute(trx),
  );
}

/** The address did not take a mail: who cares for its owner is shown so. */
export async function markAddress(
  db: Kysely<Tables>,
  mail: Pick<Claimed, "id" | "personId" | "companyId">,
  trouble: { address: string; problem: string; reply: string },
): Promise<void> {
  await keeping(db, (trx) =>
    sql`insert into mail_troubles (person_id, company_id, address, problem, reply, mail_id)
      values (${mail.personId}::uuid, ${mail.companyId}::uuid, ${trouble.address}, ${trouble.problem}, ${trouble.reply}, ${mail.id}::uuid)
      on conflict (person_id) do update set address = excluded.address, problem = excluded.problem, reply = excluded.reply,
        mail_id = excluded.mail_id, began_at = now(), ended_at = null`.execute(trx),
  );
}

export async function noteServer(
  db: Kysely<Tables>,
  problem: string,
  reply: string,
  seconds: number,
): Promise<void> {
  await keeping(db, (trx) =>
    sql`insert into mail_server (failing_since, problem, reply, retry_at)
      values (now(), ${problem}, ${reply}, now() + make_interval(secs => ${seconds}))
      on conflict (only_one) do update set failing_since = coalesce(mail_server.failing_since, now()), problem = excluded.problem,
        reply = excluded.reply, retry_at = excluded.retry_at`.execute(trx),
  );
}

/** How long mails of a dead sender of another data folder wait for that folder's journal to be read. */
const otherStationMinutes = 15;

/**
 * Settles what dead senders had in hand: what a journal of this data folder says was taken is sent; the rest goes out again
 * under the same Message-ID, because nobody knows.
 */
export async function recoverMails(db: Kysely<Tables>, journal: Journal, me: Me): Promise<number> {
  const { rows } = await keeping(db, (trx) =>
    sql<{ sender: number; station: string; isRipe: boolean }>`
      select sender, station, max(claimed_at) < now() - make_interval(mins => ${otherStationMinutes}) as is_ripe
      from mails where state = 'sending' and sender <> ${me.sender} group by sender, station
      having not job_queue.is_alive(sender)`.execute(trx),
  );
  let released = 0;
  for (const { sender, station, isRipe } of rows) {
    if (station !== me.station && !isRipe) continue;
    const taken = station === me.station ? journal.left(sender) : [];
    released += await keeping(db, async (trx) => {
      await sql`update mails set state = 'sent', ended_at = now(), sender = null, sealed = null
        where id = any (${taken}::uuid[]) and state = 'sending' and sender = ${sender}`.execute(trx);
      const { numAffectedRows } =
        await sql`update mails set state = 'waiting', sender = null, send_after = now(),
        problem = 'mail.fate_unknown' where state = 'sending' and sender = ${sender}`.execute(trx);
      return Number(numAffectedRows ?? 0n);
    });
    if (station === me.station) journal.forget(sender);
  }
  return released;
}
