import { type Config, secretKey } from "#core/config.ts";
import { keyFilesState, keysBefore } from "#core/crypto/key-file.ts";
import { refreshKeysBy } from "#core/crypto/refresh.ts";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { useSigningKey } from "#core/crypto/signing.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { useMail } from "#core/mail/settings.ts";
import { useOutgoing } from "#core/net/outgoing.ts";

/** The secrets before the one in use that are at hand: while a change is under way, older values still open. */
export const secretsBefore = (config: Config): Buffer[] => [
  ...config.secretKeysBefore.map((key) => Buffer.from(key, "base64")),
  ...(config.secretKey ? [] : keysBefore(config.dataFolder)),
];

function takeKeys(config: Config): void {
  const [secret, before] = [secretKey(config), secretsBefore(config)];
  useSigningKey(secret, before);
  useSealingKeys([secret, ...before]);
}

/** What lies outside of the database: the key that signs and seals, those before it, whom one may call, and how mail leaves. */
export function useSecrets(config: Config): void {
  takeKeys(config);
  useOutgoing(config.outgoingAllow);
  usePublicUrl(config.publicUrl);
  useMail(config.mail, config.publicUrl);
  if (config.secretKey) return;
  let known = keyFilesState(config.dataFolder);
  refreshKeysBy(() => {
    const now = keyFilesState(config.dataFolder);
    if (now === known) return;
    known = now;
    takeKeys(config);
  });
}
