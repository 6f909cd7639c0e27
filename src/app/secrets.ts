import { type Config, secretKey } from "#core/config.ts";
import { keyFilesState, keysBefore } from "#core/crypto/key-file.ts";
import { refreshKeysBy } from "#core/crypto/refresh.ts";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { useSigningKey } from "#core/crypto/signing.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { useMail } from "#core/mail/settings.ts";
import { useMailIn } from "#core/mail/settings-in.ts";
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

/** The key that signs and seals, and those before it; where they are files, also as the files change. */
export function useKeys(config: Config): void {
  takeKeys(config);
  if (config.secretKey) return;
  let known = keyFilesState(config.dataFolder);
  refreshKeysBy(() => {
    const now = keyFilesState(config.dataFolder);
    if (now === known) return;
    known = now;
    takeKeys(config);
  });
}

/** What lies outside of the database: keys, whom one may call, where oneself is reached, and how mail leaves. */
export function useSecrets(config: Config): void {
  useKeys(config);
  useOutgoing(config.outgoingAllow);
  usePublicUrl(config.publicUrl);
  useMail(config.mail, config.publicUrl);
  useMailIn(config.mailIn);
}
