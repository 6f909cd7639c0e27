// The certificate that this process serves: read again when its files are renewed, and its end told in time.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { Log } from "#core/log.ts";
import { StartError } from "#core/start-error.ts";

export type Files = { certFile: string; keyFile: string };
export type Pair = { cert: Buffer; key: Buffer };

/** RFC 9325 3.1.1: nothing before TLS 1.2. */
export const minVersion = "TLSv1.2";
const warnsFromDays = 30;
const dayMs = 86_400_000;

/** @throws Error where the two files are no certificate and its key: of a renewal one of them may be there first. */
export function readPair({ certFile, keyFile }: Files): Pair {
  const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key)))
    throw new Error("the key does not belong to the certificate");
  createSecureContext({ ...pair, minVersion });
  return pair;
}

export function firstPair(files: Files): Pair {
  try {
    return readPair(files);
  } catch (error) {
    throw new StartError(
      `The certificate cannot be used: ${(error as Error).message}`,
      "TLS_CERT_FILE is the chain and TLS_KEY_FILE its private key, both in PEM.",
    );
  }
}

/** Until when it holds, and how many whole days that is. */
export function endOf(cert: Buffer, now = Date.now()): { until: string; days: number } {
  const until = new Date(new X509Certificate(cert).validTo);
  return { until: until.toISOString(), days: Math.floor((until.getTime() - now) / dayMs) };
}

type Serving = { setSecureContext(context: Pair & { minVersion: typeof minVersion }): void };
type Watch = { everyMs?: number; warnEveryMs?: number };

/**
 * Looks at the files' content, which links of renewal programs change without touching a time. What cannot be used leaves
 * the one in use where it is.
 *
 * @returns ends it.
 */
export function followCertificate(
  files: Files,
  first: Pair,
  server: Serving,
  log: Log,
  { everyMs = 60_000, warnEveryMs = dayMs }: Watch = {},
): () => void {
  let inUse = first;
  let problem = "";
  const warn = () => {
    const { until, days } = endOf(inUse.cert);
    if (days < 0) log.error({ until }, "the certificate is no longer valid");
    else if (days < warnsFromDays) log.warn({ until, days }, "the certificate ends soon");
  };
  const look = () => {
    try {
      const cert = readFileSync(files.certFile);
      if (cert.equals(inUse.cert) && readFileSync(files.keyFile).equals(inUse.key)) return;
      const pair = readPair(files);
      server.setSecureContext({ ...pair, minVersion });
      inUse = pair;
      problem = "";
      log.info({ until: endOf(pair.cert).until }, "a renewed certificate is in use");
      warn();
    } catch (error) {
      // Said once for each reason, not every minute.
      if ((error as Error).message !== problem)
        log.warn({ err: error }, "the renewed certificate cannot be used; the one before goes on");
      problem = (error as Error).message;
    }
  };
  warn();
  const looking = setInterval(look, everyMs).unref();
  const warning = setInterval(warn, warnEveryMs).unref();
  return () => {
    clearInterval(looking);
    clearInterval(warning);
  };
}
