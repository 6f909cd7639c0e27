// Public keys of before. The key in use signs that they were ours: a row that somebody put into the table is worth nothing
// without that, and whoever trusts the key in use need not trust the database.
import { type Kysely, sql } from "kysely";
import type { Tables } from "../db/tables.generated.ts";
import { isSignedBy, keyId, publicKeyPem, sign, signingKey, signingKeysBefore } from "./signing.ts";

export type EarlierKey = { publicKey: Buffer; retiredAt: string; endorsement: Buffer };

const words = (publicKey: Uint8Array, retiredAt: string) =>
  `yagura: papers were signed with the key ${Buffer.from(publicKey).toString("hex")} until ${retiredAt}`;

const isEndorsed = ({ publicKey, retiredAt, endorsement }: EarlierKey, by: Uint8Array) =>
  isSignedBy(by, words(publicKey, retiredAt), endorsement);

async function allKeys(db: Kysely<Tables>): Promise<EarlierKey[]> {
  const { rows } = await sql<EarlierKey>`
    select public_key, to_char(retired_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as retired_at, endorsement
    from signing_keys order by retired_at`.execute(db);
  return rows;
}

/** Those that the key in use says were ours. */
export async function keysOfBefore(db: Kysely<Tables>): Promise<EarlierKey[]> {
  const { publicKey } = signingKey();
  return (await allKeys(db)).filter((one) => isEndorsed(one, publicKey));
}

/** Whether what this key has signed was signed here: with the key in use or with one before it. */
export async function isKeyOfOurs(db: Kysely<Tables>, publicKey: Buffer): Promise<boolean> {
  const atHand = [signingKey(), ...signingKeysBefore()];
  if (atHand.some((one) => one.publicKey.equals(publicKey))) return true;
  return (await keysOfBefore(db)).some((one) => one.publicKey.equals(publicKey));
}

/** What people compare and keep. */
export const tellKey = ({ publicKey, retiredAt }: EarlierKey) => ({
  keyId: keyId(publicKey),
  publicKeyPem: publicKeyPem(publicKey),
  until: retiredAt,
});

/**
 * At a change of the secret, by the owner of the tables: the key in use endorses the one before it, and anew those that
 * one had endorsed. What neither has is left alone and stays worth nothing.
 */
export async function endorseKeysBefore(db: Kysely<Tables>): Promise<number> {
  const current = signingKey();
  const before = signingKeysBefore().filter((one) => !one.publicKey.equals(current.publicKey));
  const known = await allKeys(db);
  const trusted = [current, ...before].map((one) => one.publicKey);
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const ours = known.filter((one) => trusted.some((by) => isEndorsed(one, by)));
  const fresh = before
    .filter((one) => !ours.some((key) => key.publicKey.equals(one.publicKey)))
    .map((one) => ({ publicKey: one.publicKey, retiredAt: now }));
  for (const { publicKey, retiredAt } of [...ours, ...fresh]) {
    const endorsement = sign(current, words(publicKey, retiredAt));
    await sql`insert into signing_keys (public_key, retired_at, endorsement)
      values (${publicKey}, ${retiredAt}::timestamptz, ${endorsement})
      on conflict (public_key) do update set endorsement = excluded.endorsement, retired_at = excluded.retired_at`.execute(
      db,
    );
  }
  return fresh.length;
}
