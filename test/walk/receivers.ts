// A receiver outside of the walk's company, with a call that failed.
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { newSecret, sealSecret } from "#modules/calls/signing.ts";

export async function addReceiver(
  owner: pg.Client,
  companyId: string,
): Promise<{ receiverId: string; deliveryId: string }> {
  const receiverId = randomUUID();
  await owner.query(
    "insert into receivers (id, company_id, name, url, kinds, language, secret) values ($1, $2, 'Walk', 'https://receiver.mihon.example', '{clock.hard}', 'en', $3)",
    [receiverId, companyId, sealSecret(newSecret(), receiverId)],
  );
  const { rows } = await owner.query<{ id: string }>(
    `insert into deliveries (receiver_id, company_id, kind, state, expires_at, ended_at)
     values ($1, $2, 'receiver.test', 'failed', now() + interval '1 day', now()) returning id`,
    [receiverId, companyId],
  );
  return { receiverId, deliveryId: rows[0]?.id ?? "" };
}
