import { type Config, secretKey } from "#core/config.ts";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { useSigningKey } from "#core/crypto/signing.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { useOutgoing } from "#core/net/outgoing.ts";

/**
 * What lies outside of the database: the key that signs and seals, those before it, whom one may call, and under which
 * address oneself is reached.
 */
export function useSecrets(config: Config): void {
  const secret = secretKey(config);
  useSigningKey(secret);
  useSealingKeys([secret, ...config.secretKeysBefore.map((key) => Buffer.from(key, "base64"))]);
  useOutgoing(config.outgoingAllow);
  usePublicUrl(config.publicUrl);
}
