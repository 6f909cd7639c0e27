// Secrets of receivers and their signatures (Standard Webhooks 1.0): HMAC-SHA256 over id, moment and body.
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { type Sealed, seal, unseal } from "#core/crypto/secrets.ts";

/** The specification asks for 24 to 64 bytes. */
const secretBytes = 32;
export const newSecret = (): string => `whsec_${randomBytes(secretBytes).toString("base64")}`;

const current = (id: string): Sealed => ({ purpose: "receiver", of: id });
const before = (id: string): Sealed => ({ purpose: "receiver before", of: id });

export const sealSecret = (secret: string, receiverId: string): Buffer => seal(secret, current(receiverId));
/** The secret in use, sealed as the one before. */
export const sealAsBefore = (sealed: Uint8Array, receiverId: string): Buffer =>
  seal(unseal(sealed, current(receiverId)), before(receiverId));

export type Secrets = {
  id: string;
  secret: Buffer;
  secretBefore: Buffer | null;
  /** Whether the one before still counts. */
  isBeforeValid: boolean;
};

const secretsOf = ({ id, secret, secretBefore, isBeforeValid }: Secrets): string[] => [
  unseal(secret, current(id)),
  ...(secretBefore && isBeforeValid ? [unseal(secretBefore, before(id))] : []),
];

/** While two secrets count both sign, so that the receiver changes over when it likes. */
export function headersOf(
  receiver: Secrets,
  messageId: string,
  at: Date,
  body: string,
): Record<string, string> {
  return {
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secretsOf(receiver)
      .map((secret) => new Webhook(secret).sign(messageId, at, body))
      .join(" "),
  };
}

/** Signed with one of its secrets within five minutes of now. */
export function isSigned(receiver: Secrets, payload: string, headers: Record<string, string>): boolean {
  return secretsOf(receiver).some((secret) => {
    try {
      new Webhook(secret).verify(payload, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
}
